import { invariant, type Fault } from '../../base/fault.ts';
import { asObject } from '../../base/json-value.ts';
import { readJsonLines } from '../../base/json-lines.ts';
import { parseEpochSeconds, parseIsoTime, type EpochMs } from '../../base/time.ts';
import { loadMacVendors } from '../mac-vendor.ts';
import type { Output, Read, ReadOutcome, ReportFile } from '../source.ts';
import { TrafficDevices } from '../traffic-devices.ts';
import { Distinct } from './distinct.ts';
import { Header, logOfJson, recordOfJson, type ZeekRecord } from './layout.ts';
import { readLines } from './lines.ts';
import { readerOf } from './logs.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const log = new Log(out);
  const outcome = await (file.head.json === undefined ? readTable(file, log, out) : readJson(file, log, out));
  await log.end();
  return outcome;
};

/** One log: takes its records, counts them, and writes the devices at its end. */
class Log {
  readonly #out: Output;
  readonly #devices = new TrafficDevices();
  readonly #distinct = new Distinct(['id.orig_h', 'host', 'mac', 'client_addr']);
  #newest: EpochMs | undefined;
  #path = '';

  constructor(out: Output) {
    this.#out = out;
    out.tool('Zeek');
    out.native('records', 0);
  }

  record(record: ZeekRecord, locator: string, path: string): void {
    if (this.#path === '') this.#path = path;
    this.#out.native('records');
    this.#distinct.take(record);
    const time = timeOf(record.get('ts'));
    if (time !== undefined && time > (this.#newest ?? 0)) this.#newest = time;
    readerOf(path)({ record, locator, time, devices: this.#devices });
  }

  async end(): Promise<void> {
    const out = this.#out;
    if (this.#path !== '') out.nativeValue('path', this.#path);
    for (const [field, count] of this.#distinct.counts) out.nativeValue(`distinct_${field}`, count);
    out.observedAt(this.#newest);
    await this.#devices.write(out, await loadMacVendors());
    out.scope({ log: this.#path });
  }
}

async function readTable(file: ReportFile, log: Log, out: Output): Promise<ReadOutcome> {
  const header = new Header();
  let fault: Fault | undefined;
  out.nativeValue('zeek', 'tsv');
  const result = await readLines(
    file.text(),
    (line, number, isEnded) => {
      if (line.startsWith('#')) {
        header.take(line);
        if (line.startsWith('#fields')) out.nativeValue('fields', header.fields);
        return;
      }
      if (line === '' || header.fields.length === 0) return;
      const cells = line.split(header.separator);
      if (cells.length === header.fields.length) {
        log.record(header.record(cells), `line ${number}`, header.path);
      } else if (isEnded) {
        out.quarantine(`line ${number}`, 'the line has another number of cells than the header');
      } else {
        fault = {
          code: 'truncated',
          message: 'the last line is cut',
          place: `line ${number}`,
          remedy: 'copy the log again when Zeek has rotated it',
        };
      }
    },
    () => out.pressure(),
  );
  if (!result.ok) return result;
  return fault === undefined ? { ok: true } : { ok: false, fault };
}

async function readJson(file: ReportFile, log: Log, out: Output): Promise<ReadOutcome> {
  out.nativeValue('zeek', 'json');
  const result = await readJsonLines(file.text(), {
    record: (value, line) => {
      const json = asObject(value);
      if (json === undefined) {
        out.quarantine(`line ${line}`, 'the line is no JSON object');
        return;
      }
      // A stream of all logs names the log in each line.
      log.record(recordOfJson(json), `line ${line}`, logOfJson(json, file.name) ?? '');
    },
    bad: (line, reason) => {
      out.quarantine(`line ${line}`, reason);
    },
    pressure: () => out.pressure(),
  });
  return result.ok ? { ok: true } : result;
}

/** Epoch seconds, or ISO 8601 as JSON logs may be set to. */
function timeOf(text: string | undefined): EpochMs | undefined {
  return parseEpochSeconds(text) ?? parseIsoTime(text);
}
