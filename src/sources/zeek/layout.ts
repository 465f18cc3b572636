import { asArray, asLabel, asObject, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';

/** A record of any log: its fields as text; unset and empty ones are undefined. */
export interface ZeekRecord {
  get(field: string): string | undefined;
  /** The field as it is written, the mark for unset included; undefined when the log has no such field. */
  raw(field: string): string | undefined;
}

/** What the lines with `#` say of the lines below them; a log of several joined files says it several times. */
export class Header {
  path = '';
  fields: readonly string[] = [];
  separator = '\t';
  unset = '-';
  empty = '(empty)';
  #columns = new Map<string, number>();

  take(line: string): void {
    const name = /^#(\w+)/.exec(line)?.[1] ?? '';
    const rest = line.slice(name.length + 2);
    switch (name) {
      case 'separator':
        this.separator = unescape(rest.trim()) || '\t';
        break;
      case 'path':
        this.path = rest.trim();
        break;
      case 'unset_field':
        this.unset = rest;
        break;
      case 'empty_field':
        this.empty = rest;
        break;
      case 'fields':
        this.fields = rest.split(this.separator);
        this.#columns = new Map(this.fields.map((field, i) => [field, i]));
    }
  }

  record(cells: readonly string[]): ZeekRecord {
    return {
      get: (field) => {
        const column = this.#columns.get(field);
        const cell = column === undefined ? undefined : cells[column];
        if (cell === undefined || cell === '' || cell === this.unset || cell === this.empty) return undefined;
        return cell.includes('\\') ? unescape(cell) : cell;
      },
      raw: (field) => {
        const column = this.#columns.get(field);
        return column === undefined ? undefined : cells[column];
      },
    };
  }
}

/** Bytes that would break a line are written as `\x09`, a backslash as two. */
function unescape(text: string): string {
  return text.replace(/\\(?:x([\da-f]{2})|(\\))/gi, (_, hex: string | undefined) =>
    hex === undefined ? '\\' : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The character behind `#fields`, which separates; undefined when the line is none. */
export function separatorOf(line: string): string | undefined {
  return /^#fields([^\w.])[\w.]+(?:\1|$)/.exec(line.trimEnd())?.[1];
}

/** A record of the JSON form: dotted names, or objects within each other as some shippers write them. */
export function recordOfJson(json: JsonObject): ZeekRecord {
  const get = (field: string): string | undefined => {
    let value = json[field];
    if (value === undefined && field.includes('.')) {
      const [outer = '', inner = ''] = field.split('.', 2);
      value = asObject(json[outer])?.[inner];
    }
    if (typeof value === 'boolean') return value ? 'T' : 'F';
    if (Array.isArray(value)) {
      const texts = asArray(value).flatMap((item) => asLabel(item) ?? []);
      return texts.length === 0 ? undefined : texts.join(',');
    }
    return asLabel(value);
  };
  return { get, raw: get };
}

/** Fields that are always in a log's records and that no other log has together. */
const marks: Readonly<Record<string, readonly string[]>> = {
  conn: ['uid', 'id.orig_h', 'proto', 'conn_state'],
  dhcp: ['mac', 'msg_types'],
  known_services: ['host', 'port_num', 'port_proto'],
  known_certs: ['host', 'port_num', 'subject'],
  known_devices: ['mac', 'dhcp_host_name'],
  software: ['host', 'software_type'],
  cip_identity: ['id.orig_h', 'vendor_name', 'product_name'],
  s7comm_known_devices: ['id.resp_h', 'module_name'],
  bacnet_discovery: ['id.orig_h', 'pdu_service', 'object_type'],
};

/** Which log a JSON record is of: as it says (`_path`), by its fields, by the file's name; undefined when it is none of Zeek. */
export function logOfJson(json: JsonObject, fileName: string): string | undefined {
  const record = recordOfJson(json);
  const hasConnection =
    record.get('uid') !== undefined &&
    record.get('id.orig_h') !== undefined &&
    record.get('ts') !== undefined;
  const said = asText(json['_path']);
  if (said !== undefined && record.get('ts') !== undefined) return said;
  if (record.get('ts') === undefined) return undefined;
  for (const [log, fields] of Object.entries(marks)) {
    if (fields.every((field) => record.get(field) !== undefined)) return log;
  }
  const named = /([a-z][a-z\d_]*)(?:[._-][\d:._-]*)?\.(?:log|json|ndjson)/i.exec(
    fileName.replace(/^.*[\\/]/, '').replace(/^.*__/, ''),
  )?.[1];
  if (hasConnection) return named?.toLowerCase() ?? 'log';
  const keys = Object.keys(json).sort().join(' ');
  return keys === 'host ts' ? 'known_hosts' : undefined;
}
