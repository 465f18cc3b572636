import { asObject } from '../base/json-value.ts';
import { readJsonLines } from '../base/json-lines.ts';
import { formatPath, readJson, type JsonObject, type JsonValue } from '../base/json.ts';
import type { Result } from '../base/fault.ts';
import type { Head, ReportFile } from './source.ts';

export interface RecordHandlers {
  readonly record: (record: JsonObject, locator: string) => void;
  /** A line or item that is no object; the reading goes on. */
  readonly bad: (locator: string, reason: string) => void;
  readonly pressure?: () => Promise<void> | undefined;
}

/**
 * Reads records that a tool writes in one of three forms: an array of objects, one object a line, or (a single finding)
 * one object. Faults are those of the JSON readers.
 */
export async function readRecords(file: ReportFile, handlers: RecordHandlers): Promise<Result<void>> {
  const { pressure } = handlers;
  const take = (value: JsonValue, locator: string): void => {
    const record = asObject(value);
    if (record === undefined) handlers.bad(locator, 'the record is no JSON object');
    else handlers.record(record, locator);
  };
  if (isByLine(file.head)) {
    return readJsonLines(file.text(), {
      record: (value, line) => {
        take(value, `line ${line}`);
      },
      bad: (line, reason) => {
        handlers.bad(`line ${line}`, reason);
      },
      ...(pressure === undefined ? {} : { pressure }),
    });
  }
  return readJson(file.text(), {
    records: {
      [file.head.json?.form === 'array' ? '*' : '']: (value, path) => {
        // A bare `null` is how a tool in Go writes an empty list.
        if (value !== null || path.length > 0) take(value, formatPath(path));
      },
    },
    ...(pressure === undefined ? {} : { pressure }),
  });
}

/** One object a line, also when there is one line only or when the first line is longer than the head. */
function isByLine(head: Head): boolean {
  const form = head.json?.form;
  if (form !== 'object') return form === 'lines';
  const text = head.text.trimStart();
  const firstBreak = text.indexOf('\n');
  return firstBreak < 0 || text.slice(firstBreak).trim() === '';
}
