import { failed, ok, type Result } from '../../base/fault.ts';
import { parseJson, type JsonValue } from '../../base/json.ts';

export interface DocumentHandlers {
  readonly document: (value: JsonValue, line: number) => void;
  /** A document that is no JSON, or JSON beyond 64 levels; the reading goes on behind it. */
  readonly bad: (line: number, reason: string) => void;
  readonly pressure: () => Promise<void> | undefined;
}

/** Characters of one document. */
const maxCharacters = 16 * 1024 * 1024;

/**
 * Reads JSON objects that stand one behind the other, each over as many lines as it likes. Memory holds one of them.
 * Faults: `truncated` when the text ends inside an object, `too-large` for an object beyond 16 MB, `empty` without one.
 */
export async function readDocuments(
  text: AsyncIterable<string>,
  handlers: DocumentHandlers,
): Promise<Result<void>> {
  let line = 1;
  let begin = 1;
  let depth = 0;
  let inText = false;
  let isEscaped = false;
  let count = 0;
  let held = '';
  for await (const chunk of text) {
    let start = depth === 0 ? -1 : 0;
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk.charCodeAt(i);
      if (c === 10) line++;
      if (inText) {
        if (isEscaped) isEscaped = false;
        else if (c === 92) isEscaped = true;
        else if (c === 34) inText = false;
      } else if (c === 34 && depth > 0) {
        inText = true;
      } else if (c === 123 && depth++ === 0) {
        start = i;
        begin = line;
      } else if (c === 125 && depth > 0 && --depth === 0) {
        count++;
        take(held + chunk.slice(start, i + 1), begin, handlers);
        held = '';
        start = -1;
      }
    }
    if (start >= 0) held += chunk.slice(start);
    if (held.length > maxCharacters)
      return failed({
        code: 'too-large',
        message: `a record is longer than ${maxCharacters / 1024 / 1024} MB`,
        place: `line ${begin}`,
      });
    await handlers.pressure();
  }
  if (depth > 0)
    return failed({
      code: 'truncated',
      message: 'the last record is cut',
      place: `line ${begin}`,
      remedy: 'run the export again to its end',
    });
  return count === 0 ? failed({ code: 'empty', message: 'the file holds no JSON object' }) : ok(undefined);
}

function take(text: string, line: number, { document, bad }: DocumentHandlers): void {
  const parsed = parseJson(text);
  if (parsed.ok) document(parsed.value, line);
  else bad(line, parsed.fault.code === 'too-deep' ? parsed.fault.message : 'the record is not JSON');
}
