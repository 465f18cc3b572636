import { ownValue } from '../../base/own-value.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { EventData } from './event.ts';

/** Published tables that Windows events fill. */
export type HuntingTable =
  | 'DeviceEvents'
  | 'DeviceProcessEvents'
  | 'DeviceNetworkEvents'
  | 'DeviceFileEvents'
  | 'DeviceRegistryEvents'
  | 'DeviceLogonEvents'
  | 'DeviceImageLoadEvents';

/** Values by the names of the table's columns; datetimes are epoch milliseconds. Undefined is unknown. */
export type Columns = Readonly<Record<string, string | number | boolean | undefined>>;

/** What an event is in the published tables. */
export interface HuntingRow {
  readonly table: HuntingTable;
  readonly actionType: string;
  readonly columns: Columns;
  /** Facts beside the event's own fields, for `AdditionalFields`. */
  readonly additional?: Columns;
}

export function hunting(
  table: HuntingTable,
  actionType: string,
  columns: Columns,
  additional?: Columns,
): HuntingRow {
  return { table, actionType, columns, ...(additional === undefined ? {} : { additional }) };
}

/** Name and path of a file. */
export function file(path: string | undefined): Columns {
  return { FileName: baseName(path), FolderPath: isPath(path) ? path : undefined };
}

export function baseName(path: string | undefined): string | undefined {
  return path?.replace(/^.*[\\/]/, '') || undefined;
}

export function folderOf(path: string | undefined): string | undefined {
  return isPath(path) ? path : undefined;
}

function isPath(path: string | undefined): path is string {
  return path !== undefined && /[\\/]/.test(path);
}

/** `SHA1=…,MD5=…,SHA256=…`; older versions write one hash only. Names may get a prefix. */
export function hashes(text: string | undefined, prefix = ''): Columns {
  const found: Record<string, string> = {};
  for (const part of text?.split(',') ?? []) {
    const [name = '', value = ''] = part.split('=').map((item) => item.trim());
    const length = ownValue(hashLengths, name.toUpperCase());
    if (length !== undefined && value.length === length && /^[\da-f]+$/i.test(value))
      found[`${prefix}${name.toUpperCase()}`] = value.toLowerCase();
  }
  return found;
}

const hashLengths: Readonly<Record<string, number>> = { MD5: 32, SHA1: 40, SHA256: 64 };

/** `DOMAIN\name` or `name` as two columns with a prefix: `InitiatingProcessAccount`. */
export function account(text: string | undefined, prefix = 'Account'): Columns {
  if (text === undefined) return {};
  const at = text.indexOf('\\');
  return at < 0
    ? { [`${prefix}Name`]: text }
    : { [`${prefix}Domain`]: text.slice(0, at), [`${prefix}Name`]: text.slice(at + 1) };
}

/** Account fields that Security events begin with `Subject` or `Target`. */
export function securityAccount(data: EventData, from: 'Subject' | 'Target', prefix = 'Account'): Columns {
  return {
    [`${prefix}Domain`]: data.get(`${from}DomainName`),
    [`${prefix}Name`]: data.get(`${from}UserName`),
    [`${prefix}Sid`]: sidOf(data.get(`${from}UserSid`) ?? data.get(`${from}Sid`)),
  };
}

/** A SID; the one that stands for nobody is none. */
export function sidOf(text: string | undefined): string | undefined {
  return text !== undefined && /^S-1-\d+(-\d+)+$/.test(text) && text !== 'S-1-0-0' ? text : undefined;
}

/** A whole number, decimal or `0x…`; what JavaScript cannot hold exactly is unknown. */
export function whole(text: string | undefined): number | undefined {
  const number = text !== undefined && /^(0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

/** A port; 0 is none. */
export function port(text: string | undefined): number | undefined {
  const number = whole(text);
  return number !== undefined && number > 0 && number < 65536 ? number : undefined;
}

/** An address without the form of IPv4 inside IPv6. */
export function address(text: string | undefined): string | undefined {
  const bare = text?.replace(/^::ffff:/i, '');
  return bare !== undefined && /^[\da-f.:]+(%\w+)?$/i.test(bare) ? bare : undefined;
}

/** The executable that a command begins with; undefined where its end cannot be told. */
export function executableOf(command: string | undefined): string | undefined {
  const quoted = /^"([^"]+)"/.exec(command ?? '')?.[1];
  return quoted ?? /^\S.*?\.(?:exe|sys|dll|com)(?=\s|$)/i.exec(command ?? '')?.[0];
}

export function time(text: string | undefined): number | undefined {
  return parseIsoTime(text);
}

/** The process that did it. */
export function initiator(path: string | undefined, id: string | undefined, more: Columns = {}): Columns {
  return {
    InitiatingProcessFileName: baseName(path),
    InitiatingProcessFolderPath: folderOf(path),
    InitiatingProcessId: whole(id),
    ...more,
  };
}
