import { invariant, type Result } from '../../base/fault.ts';
import { asLabel, asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject } from '../../base/json.ts';
import { readRecords, type RecordHandlers } from '../json-records.ts';
import { UnreadableFile, type Output, type Read, type ReadOutcome, type ReportFile } from '../source.ts';
import { Collector } from './collector.ts';
import { entryOf } from './entry.ts';
import { formats } from './formats.ts';
import { Standing } from './standing.ts';
import { tableOf } from './tables.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  out.tool('osquery');
  out.native('records', 0);
  out.nativeValue('names', {});
  const collector = new Collector(out);
  try {
    return await (report.format.startsWith(formats.table)
      ? readTable(file, collector, out)
      : readLog(file, report.format, collector, out));
  } finally {
    collector.end();
  }
};

/** Rows of one table; the file does not say of which host. */
async function readTable(file: ReportFile, collector: Collector, out: Output): Promise<ReadOutcome> {
  const host = collector.host('this host');
  return outcomeOf(
    await readRecords(file, {
      record: (row, locator) => {
        out.native('records');
        collector.row('', row, host, locator);
      },
      bad: (locator, reason) => {
        out.native('records');
        out.quarantine(locator, reason);
      },
      pressure: () => out.pressure(),
    }),
  );
}

async function readLog(
  file: ReportFile,
  format: string,
  collector: Collector,
  out: Output,
): Promise<ReadOutcome> {
  const standing = new Standing();
  await firstPass(file, format, standing, collector);
  let number = 0;
  return outcomeOf(
    await readEntries(file, format, {
      record: (record, locator) => {
        number++;
        out.native('records');
        out.nativeOf('names', asLabel(record['name']) ?? 'null');
        const entry = entryOf(record);
        if (entry === undefined) {
          out.quarantine(locator, 'no result of a query: name, host or rows are missing');
          return;
        }
        const host = collector.host(entry.host);
        host.identify(entry.hostIdentifier, entry.decorations);
        host.seen(entry.time);
        out.observedAt(entry.time);
        const rows = standing.rows(entry, number);
        rows.forEach((row, i) => {
          collector.row(entry.queryName, row, host, rows.length === 1 ? locator : `${locator}, row ${i + 1}`);
        });
      },
      bad: (locator, reason) => {
        out.quarantine(locator, reason);
      },
      pressure: () => out.pressure(),
    }),
  );
}

/** Learns what still stands at the end of the log, and each host's distribution; says nothing and writes nothing. */
async function firstPass(
  file: ReportFile,
  format: string,
  standing: Standing,
  collector: Collector,
): Promise<void> {
  let number = 0;
  const isRead = (queryName: string) => (row: JsonObject) => {
    const kind = tableOf(queryName, new Set(Object.keys(row)))?.kind ?? 'other';
    return kind !== 'other';
  };
  try {
    await readEntries(file, format, {
      record: (record) => {
        number++;
        const entry = entryOf(record);
        if (entry === undefined) return;
        standing.note(entry, number, isRead(entry.queryName));
        const [first] = entry.added;
        if (first === undefined || tableOf(entry.queryName, new Set(Object.keys(first)))?.kind !== 'os')
          return;
        const platform = asText(first['platform']);
        if (platform !== undefined) collector.host(entry.host).platform = platform.toLowerCase();
      },
      bad: () => undefined,
    });
  } catch (error) {
    // The second pass meets the same trouble after it has written what can be read.
    if (!(error instanceof UnreadableFile)) throw error;
  }
}

async function readEntries(
  file: ReportFile,
  format: string,
  handlers: RecordHandlers,
): Promise<Result<void>> {
  if (format !== formats.tls) return readRecords(file, handlers);
  const { pressure } = handlers;
  return readJson(file.text(), {
    records: {
      'data.*': (value, path) => {
        const record = asObject(value);
        if (record === undefined) handlers.bad(formatPath(path), 'the entry is no JSON object');
        else handlers.record(record, formatPath(path));
      },
    },
    ...(pressure === undefined ? {} : { pressure }),
  });
}

function outcomeOf(result: Result<void>): ReadOutcome {
  return result.ok ? { ok: true } : result;
}
