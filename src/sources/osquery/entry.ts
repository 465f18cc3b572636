import { asLabel, asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseEpochSeconds, type EpochMs } from '../../base/time.ts';

/** One entry of a log, in any of its three forms. */
export interface Entry {
  readonly queryName: string;
  /** What tells hosts apart: `host_uuid` where decorated, since the identifier may be a fixed word. */
  readonly host: string;
  readonly hostIdentifier: string;
  readonly decorations: JsonObject | undefined;
  readonly time: EpochMs | undefined;
  readonly epoch: string;
  /** 0 for the first run of a query, which lists everything; undefined in old versions. */
  readonly counter: number | undefined;
  readonly isSnapshot: boolean;
  readonly added: readonly JsonObject[];
  readonly removed: readonly JsonObject[];
}

/** The entry, undefined when the record is no result of a query. */
export function entryOf(record: JsonObject): Entry | undefined {
  const queryName = asText(record['name']);
  const hostIdentifier =
    asText(record['hostIdentifier']) ?? asText(record['host_identifier']) ?? asText(record['hostname']);
  if (queryName === undefined || hostIdentifier === undefined) return undefined;
  const decorations = asObject(record['decorations']);
  const rows = rowsOf(record);
  if (rows === undefined) return undefined;
  return {
    queryName,
    host: asText(decorations?.['host_uuid']) ?? hostIdentifier,
    hostIdentifier,
    decorations,
    time: parseEpochSeconds(asLabel(record['unixTime'])),
    epoch: asLabel(record['epoch']) ?? '',
    counter: asNumber(record['counter']),
    ...rows,
  };
}

function rowsOf(record: JsonObject): Pick<Entry, 'isSnapshot' | 'added' | 'removed'> | undefined {
  if (record['snapshot'] !== undefined) {
    return { isSnapshot: true, added: asObjects(record['snapshot']), removed: [] };
  }
  const batch = asObject(record['diffResults']);
  if (batch !== undefined) {
    return { isSnapshot: false, added: asObjects(batch['added']), removed: asObjects(batch['removed']) };
  }
  const columns = asObject(record['columns']);
  if (columns === undefined) return undefined;
  return asText(record['action']) === 'removed'
    ? { isSnapshot: false, added: [], removed: [columns] }
    : { isSnapshot: false, added: [columns], removed: [] };
}
