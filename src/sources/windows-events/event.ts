import { asNumber } from '../../base/json-value.ts';
import type { JsonValue } from '../../base/json.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import { child, childText, type XmlElement } from '../../base/xml.ts';

/** One event, whatever form it came in. */
export interface WindowsEvent {
  readonly id: number;
  readonly provider: string | undefined;
  readonly channel: string | undefined;
  readonly computer: string | undefined;
  readonly time: EpochMs | undefined;
  readonly recordId: number | undefined;
  /** Account in whose name the event was written. */
  readonly userSid: string | undefined;
  readonly data: EventData;
}

/** The event's own fields. Names are found whatever their case: collectors write them differently. */
export class EventData {
  readonly #fields = new Map<string, { readonly name: string; readonly text: string }>();

  /** Adds a field; what is blank, `-` or `NULL` says nothing. Of two fields of one name the values are joined as lines. */
  add(name: string, value: string | undefined): void {
    const text = value?.trim() ?? '';
    if (text === '' || text === '-' || text === 'NULL') return;
    const key = name.toLowerCase();
    const known = this.#fields.get(key);
    this.#fields.set(key, known === undefined ? { name, text } : { name, text: `${known.text}\n${text}` });
  }

  get(name: string): string | undefined {
    return this.#fields.get(name.toLowerCase())?.text;
  }

  /** All fields under the names they came with. */
  all(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#fields.values()].map(({ name, text }) => [name, text]));
  }
}

/** The event that an `Event` element holds; undefined when it has no event id. `written` is used where it names no time. */
export function eventOfElement(element: XmlElement, written?: string): WindowsEvent | undefined {
  const system = child(element, 'System');
  const id = asNumber(system === undefined ? undefined : childText(system, 'EventID'));
  if (system === undefined || !isEventId(id)) return undefined;
  const attribute = (name: string, key: string): string | undefined => child(system, name)?.attributes[key];
  const data = new EventData();
  for (const part of element.children) {
    if (part.name === 'EventData') addData(data, part);
    else if (part.name === 'UserData') addLeaves(data, part);
  }
  return {
    id,
    provider: attribute('Provider', 'Name') ?? attribute('Provider', 'EventSourceName'),
    channel: childText(system, 'Channel'),
    computer: childText(system, 'Computer'),
    time: parseIsoTime(attribute('TimeCreated', 'SystemTime')) ?? parseIsoTime(written),
    recordId: wholeNumber(childText(system, 'EventRecordID')),
    userSid: attribute('Security', 'UserID'),
    data,
  };
}

function addData(data: EventData, element: XmlElement): void {
  for (const item of element.children) {
    const name = item.attributes['Name'] ?? (item.name === 'Data' ? 'Data' : item.name);
    if (item.children.length > 0) addLeaves(data, item);
    else data.add(name, item.text);
  }
}

function addLeaves(data: EventData, element: XmlElement): void {
  for (const item of element.children) {
    if (item.children.length > 0) addLeaves(data, item);
    else data.add(item.attributes['Name'] ?? item.name, item.text);
  }
}

/** Numbers of events have 32 bits. */
export function isEventId(id: number | undefined): id is number {
  return id !== undefined && Number.isInteger(id) && id >= 0 && id <= 0xffff_ffff;
}

/** A whole number that is none below zero; undefined for anything else. */
export function wholeNumber(value: JsonValue | undefined): number | undefined {
  const number = asNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
