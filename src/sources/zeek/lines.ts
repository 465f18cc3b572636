import { failed, ok, type Result } from '../../base/fault.ts';

/** Characters of one line. */
const maxLineCharacters = 4 * 1024 * 1024;

/**
 * Hands over each line with its number and whether a line break ends it. Fault: `too-large` for a line beyond 4 MB.
 */
export async function readLines(
  text: AsyncIterable<string>,
  take: (line: string, number: number, isEnded: boolean) => void,
  pressure: () => Promise<void> | undefined,
): Promise<Result<void>> {
  let rest = '';
  let number = 0;
  for await (const chunk of text) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      const line = rest + chunk.slice(start, end);
      take(line.endsWith('\r') ? line.slice(0, -1) : line, ++number, true);
      rest = '';
      start = end + 1;
    }
    rest += chunk.slice(start);
    if (rest.length > maxLineCharacters) {
      return failed({
        code: 'too-large',
        message: `a line is longer than ${maxLineCharacters / 1024 / 1024} MB`,
        place: `line ${number + 1}`,
      });
    }
    await pressure();
  }
  if (rest !== '') take(rest, number + 1, false);
  return ok(undefined);
}
