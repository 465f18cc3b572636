import { failed, ok, type Result } from './fault.ts';
import { parseJson, type JsonValue } from './json.ts';

export interface JsonLinesHandlers {
  readonly record: (value: JsonValue, line: number) => void;
  /** A line that is no JSON, or JSON beyond 64 levels; the reading goes on. */
  readonly bad: (line: number, reason: string) => void;
  readonly pressure?: () => Promise<void> | undefined;
}

/** Characters of one line. */
const maxLineCharacters = 16 * 1024 * 1024;

/**
 * Reads one JSON value a line (NDJSON, JSON lines) as a stream. Blank lines are passed over. `truncated` when the last
 * line is cut, `too-large` for a line beyond 16 MB, `empty` when no line holds a value.
 */
export async function readJsonLines(
  text: AsyncIterable<string>,
  handlers: JsonLinesHandlers,
): Promise<Result<void>> {
  let rest = '';
  let line = 0;
  let records = 0;
  const take = (raw: string): boolean => {
    line++;
    const content = raw.trim();
    if (content === '') return true;
    const parsed = parseJson(content);
    if (parsed.ok) {
      records++;
      handlers.record(parsed.value, line);
    } else if (parsed.fault.code === 'too-deep') handlers.bad(line, parsed.fault.message);
    else return false;
    return true;
  };
  for await (const chunk of text) {
    // Only the new chunk is searched: a long line would else be scanned again with every chunk.
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      if (!take(rest + chunk.slice(start, end))) handlers.bad(line, 'the line is not JSON');
      rest = '';
      start = end + 1;
    }
    rest += chunk.slice(start);
    if (rest.length > maxLineCharacters) {
      return failed({
        code: 'too-large',
        message: `a line is longer than ${maxLineCharacters / 1024 / 1024} MB`,
        place: `line ${line + 1}`,
      });
    }
    await handlers.pressure?.();
  }
  if (!take(rest)) {
    return failed({
      code: 'truncated',
      message: 'the last line is cut',
      place: `line ${line}`,
      remedy: 'run the export again to its end',
    });
  }
  if (records === 0) return failed({ code: 'empty', message: 'no line holds a JSON value' });
  return ok(undefined);
}
