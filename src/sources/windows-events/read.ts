import { invariant, type Result } from '../../base/fault.ts';
import type { JsonValue } from '../../base/json.ts';
import { asObject } from '../../base/json-value.ts';
import { readXml } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { readRecords } from '../json-records.ts';
import type { Output, Read, ReportFile } from '../source.ts';
import { readDocuments } from './documents.ts';
import { eventOfElement, type WindowsEvent } from './event.ts';
import { isEvtx, readEvtx } from './evtx.ts';
import { Hosts } from './hosts.ts';
import { huntingRow } from './hunting-row.ts';
import { eventOfRecord } from './json-event.ts';

/** Reads events of Windows, one at a time, in whatever form they come; the computers they come from follow at the end. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const log = new EventLog(out);
  const result = await readEvents(file, log, out);
  log.end();
  return result.ok ? { ok: true } : result;
};

async function readEvents(file: ReportFile, log: EventLog, out: Output): Promise<Result<void>> {
  const pressure = (): Promise<void> | undefined => out.pressure();
  const bad = (locator: string, reason: string): void => {
    out.quarantine(locator, reason);
  };
  if (isEvtx(file.head.bytes)) {
    out.native('evtx_records', 0);
    return readEvtx(file.bytes(), {
      record: (element, written, locator) => {
        out.native('evtx_records');
        log.take(eventOfElement(element, written), locator);
      },
      bad,
      pressure,
    });
  }
  if (file.head.xml !== undefined) {
    return readXml(file.text(), {
      records: {
        Event: (element) => {
          log.take(eventOfElement(element), `line ${element.line}`);
        },
      },
      pressure,
    });
  }
  const take = (value: JsonValue, locator: string): void => {
    const record = asObject(value);
    log.take(record === undefined ? undefined : eventOfRecord(record), locator);
  };
  // One object may stand behind the other without lines or a list around them.
  if (file.head.json?.form === 'object') {
    return readDocuments(file.text(), {
      document: (value, line) => {
        take(value, `line ${line}`);
      },
      bad: (line, reason) => {
        bad(`line ${line}`, reason);
      },
      pressure,
    });
  }
  return readRecords(file, { record: take, bad, pressure });
}

/** Event ids that are listed with their counts. */
const listedIds = 12;

class EventLog {
  readonly #out: Output;
  readonly #hosts = new Hosts();
  readonly #ids = new Map<number, number>();

  constructor(out: Output) {
    this.#out = out;
    out.native('events', 0);
  }

  take(event: WindowsEvent | undefined, locator: string): void {
    if (event === undefined) {
      this.#out.quarantine(locator, 'the record is no event of Windows');
      return;
    }
    this.#out.native('events');
    this.#ids.set(event.id, (this.#ids.get(event.id) ?? 0) + 1);
    if (event.computer === undefined) {
      this.#out.quarantine(locator, 'the event does not name its computer');
      return;
    }
    this.#out.observedAt(event.time);
    const ref = this.#hosts.see(event.computer, event);
    this.#out.add('event', observationOf(event, ref), locator);
  }

  end(): void {
    for (const device of this.#hosts.devices()) this.#out.add('device', device, 'end of the log');
    const top = [...this.#ids].sort(([, a], [, b]) => b - a).slice(0, listedIds);
    this.#out.nativeValue('event_ids_top', Object.fromEntries(top));
    this.#out.nativeValue('hosts', this.#hosts.names);
    this.#out.scope({ kind: 'events', hosts: this.#hosts.names.length });
  }
}

function observationOf(event: WindowsEvent, ref: string): Observation<'event'> {
  const row = huntingRow(event);
  const known = Object.entries(row?.columns ?? {}).filter(([, value]) => value !== undefined);
  return {
    Ref: ref,
    Timestamp: event.time,
    ActionType: row?.actionType ?? `${event.provider ?? 'unknown provider'}/${event.id}`,
    Provider: event.provider,
    Channel: event.channel,
    EventId: event.id,
    RecordId: event.recordId,
    HuntingTable: row?.table,
    HuntingColumns: row === undefined ? undefined : Object.fromEntries(known),
    AdditionalFields: { ...event.data.all(), ...row?.additional },
  };
}
