import { CsvError, parse, type Info } from 'csv-parse';
import { Readable } from 'node:stream';
import { failed, ok, type Fault, type Result } from '../base/fault.ts';

/** One line of a table: its cells by the trimmed name of their column; an absent cell is an empty text. */
export type CsvRow = ReadonlyMap<string, string>;

export interface CsvHandlers {
  /**
   * Says whether these cells are the header; lines before it are passed over (some tools write a head of their own). Called
   * with trimmed cells for at most the first 100 lines.
   */
  readonly isHeader: (cells: readonly string[]) => boolean;
  /** Called once when the header was found; a fault ends the reading. */
  readonly header?: (names: readonly string[]) => Fault | undefined;
  readonly record: (row: CsvRow, line: number) => void;
  /** A line that cannot be taken; the reading goes on. */
  readonly bad: (line: number, reason: string) => void;
  readonly pressure?: () => Promise<void> | undefined;
}

/** Characters of one record, quoted line feeds included: a longer one is an open quotation mark. */
const maxRecordCharacters = 4 * 1024 * 1024;
const maxLinesBeforeHeader = 100;
/** Columns of a table: a row of any length is looked at for each of them. */
const maxColumns = 2_000;

/**
 * Reads a table of comma, semicolon or tab separated values as a stream (RFC 4180; quotation marks inside cells are taken as
 * they are). Memory holds one record. Faults: `wrong-content` without a header, `truncated` when the last record ends inside
 * quotation marks, `too-large` for a record beyond 4 MB or a header of more than 2,000 columns, `empty` without a line, and
 * what `header` returns. A table has no end mark: that it was cut between two lines cannot be seen.
 */
export async function readCsv(
  text: AsyncIterable<string>,
  delimiter: ',' | ';' | '\t' | '|',
  handlers: CsvHandlers,
): Promise<Result<void>> {
  let fault: Fault | undefined;
  const rows = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxRecordCharacters,
    // An error would drop the rows that were read but not taken yet.
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error !== undefined) fault ??= faultOf(error);
      return undefined;
    },
  });
  const input = Readable.from(text);
  input.on('error', (error) => rows.destroy(error));
  let names: readonly string[] | undefined;
  let lines = 0;
  try {
    for await (const item of input.pipe(rows)) {
      const { record, info } = item as { readonly record: readonly string[]; readonly info: Info };
      lines++;
      if (names === undefined) {
        const cells = record.map((cell) => cell.trim());
        if (!handlers.isHeader(cells)) {
          if (lines >= maxLinesBeforeHeader) break;
          continue;
        }
        if (cells.length > maxColumns)
          return failed({ code: 'too-large', message: `the table has more than ${maxColumns} columns` });
        names = cells;
        const refused = handlers.header?.(names);
        if (refused !== undefined) return failed(refused);
        continue;
      }
      if (record.length === 1 && names.length > 1) {
        if (record[0]!.trim() !== '') handlers.bad(info.lines, 'the line has one cell only');
        continue;
      }
      handlers.record(rowOf(names, record), info.lines);
      const waiting = handlers.pressure?.();
      if (waiting !== undefined) await waiting;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    fault ??= faultOf(error);
  } finally {
    input.destroy();
  }
  if (fault !== undefined) return failed(fault);
  if (names !== undefined) return ok(undefined);
  return failed(
    lines === 0
      ? { code: 'empty', message: 'the table has no line' }
      : { code: 'wrong-content', message: 'no line is the header that this table has' },
  );
}

function rowOf(names: readonly string[], record: readonly string[]): CsvRow {
  const row = new Map<string, string>();
  // Of two columns of one name the first that holds something counts.
  names.forEach((name, i) => {
    if ((row.get(name) ?? '') === '') row.set(name, record[i] ?? '');
  });
  return row;
}

function faultOf(error: CsvError): Fault {
  const line = (error as { readonly lines?: unknown }).lines;
  const place = typeof line === 'number' ? { place: `line ${line}` } : {};
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return {
        code: 'truncated',
        message: 'the last record ends inside quotation marks',
        ...place,
        remedy: 'run the export again to its end',
      };
    case 'CSV_MAX_RECORD_SIZE':
      return {
        code: 'too-large',
        message: `a record is longer than ${maxRecordCharacters / 1024 / 1024} MB`,
        ...place,
      };
    default:
      return { code: 'wrong-content', message: 'the lines are no table of separated values', ...place };
  }
}
