import { failed, ok, type Result } from '../../base/fault.ts';

/** Characters of one line: the list of installed packages is one. */
const maxLineCharacters = 16 * 1024 * 1024;

/** Hands each line over with its number; `too-large` for a line beyond 16 MB. */
export async function readLines(
  text: AsyncIterable<string>,
  take: (line: string, number: number) => void,
  pressure: () => Promise<void> | undefined,
): Promise<Result<void>> {
  let rest = '';
  let number = 0;
  for await (const chunk of text) {
    const lines = chunk.split('\n');
    for (const line of lines.slice(0, -1)) {
      take((rest + line).replace(/\r$/, ''), ++number);
      rest = '';
    }
    rest += lines.at(-1) ?? '';
    if (rest.length > maxLineCharacters) {
      return failed({
        code: 'too-large',
        message: 'a line is longer than 16 MB',
        place: `line ${number + 1}`,
      });
    }
    await pressure();
  }
  if (rest !== '') take(rest, number + 1);
  return ok(undefined);
}
