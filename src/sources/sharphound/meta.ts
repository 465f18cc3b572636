import { asLabel, asNumber, asObject } from '../../base/json-value.ts';
import { readJson, type JsonObject, type JsonValue } from '../../base/json.ts';
import type { Head, ReportFile } from '../source.ts';
import { field } from './fields.ts';
import { dataKindOf, dataKinds, type DataKind } from './kinds.ts';

/** What a data file says about itself. */
export interface Meta {
  readonly type: string | undefined;
  readonly version: number | undefined;
  /** Number of objects as the collector counted them; not always right. */
  readonly count: number | undefined;
  /** Names of the collection methods. */
  readonly methods: readonly string[];
  readonly collectorVersion: string | undefined;
}

/** Bits of `meta.methods` (SharpHound's collection methods). */
const methodNames: Readonly<Record<number, string>> = {
  0: 'Group',
  1: 'LocalAdmin',
  2: 'GPOLocalGroup',
  3: 'Session',
  4: 'LoggedOn',
  5: 'Trusts',
  6: 'ACL',
  7: 'Container',
  8: 'RDP',
  9: 'ObjectProps',
  10: 'SessionLoop',
  11: 'LoggedOnLoop',
  12: 'DCOM',
  13: 'SPNTargets',
  14: 'PSRemote',
  15: 'UserRights',
  16: 'CARegistry',
  17: 'DCRegistry',
  18: 'CertServices',
  19: 'LdapServices',
  21: 'WebClientService',
  22: 'SmbInfo',
  23: 'NTLMRegistry',
};

/** `meta` as far as the beginning of the file shows it. */
export function metaOfHead(head: Head): Meta {
  const scalars = head.json?.scalars;
  return metaOf({
    type: scalars?.get('meta.type') ?? null,
    version: scalars?.get('meta.version') ?? null,
    count: scalars?.get('meta.count') ?? null,
    methods: scalars?.get('meta.methods') ?? null,
    collectorversion: scalars?.get('meta.collectorversion') ?? null,
  });
}

/**
 * `meta` of the whole file. SharpHound writes it after the data, so it is looked for at the end of the text before the
 * whole file is parsed for it. Undefined when it has none.
 */
export async function metaOfFile(file: ReportFile): Promise<Meta | undefined> {
  const inHead = metaOfHead(file.head);
  // The head may end within it: only when the last of its keys was seen, all of it was.
  if (inHead.type !== undefined && inHead.version !== undefined) return inHead;
  let tail = '';
  for await (const chunk of file.text()) tail = (tail + chunk).slice(-tailCharacters);
  const atEnd = /"meta"\s*:\s*(\{[^{}]*\})\s*\}\s*$/i.exec(tail)?.[1];
  if (atEnd !== undefined) {
    const meta = parsed(atEnd);
    if (meta !== undefined) return meta;
  }
  let found: Meta | undefined;
  const take = (value: JsonValue): void => {
    const record = asObject(value);
    if (record !== undefined) found = metaOf(record);
  };
  // A fault of the file is told when its data is read.
  await readJson(file.text(), { records: { meta: take, Meta: take } });
  return found ?? (inHead.type === undefined ? undefined : inHead);
}

/** The kind of data: as `meta` says, else by the name, else by what the first records carry. */
export function kindOf(meta: Meta | undefined, head: Head): DataKind | undefined {
  if (meta?.type !== undefined) return dataKindOf(meta.type);
  const word = /([a-z]+)(?:_\d+)?\.json$/i.exec(head.name)?.[1];
  return dataKindOf(word) ?? kindBySigns(head);
}

function kindBySigns(head: Head): DataKind | undefined {
  const paths = head.json?.paths;
  return dataKinds.find((kind) => kind.signs.some((sign) => paths?.has(`data.*.${sign}`)));
}

/** Longer than any `meta`. */
const tailCharacters = 16 * 1024;

function parsed(text: string): Meta | undefined {
  try {
    return metaOf(JSON.parse(text) as JsonObject);
  } catch {
    return undefined;
  }
}

function metaOf(record: JsonObject): Meta {
  const methods = asNumber(field(record, 'methods')) ?? 0;
  return {
    type: asLabel(field(record, 'type'))?.toLowerCase(),
    version: asNumber(field(record, 'version')),
    count: asNumber(field(record, 'count')),
    methods: Object.entries(methodNames).flatMap(([bit, name]) =>
      Math.floor(methods / 2 ** Number(bit)) % 2 === 1 ? [name] : [],
    ),
    collectorVersion: asLabel(field(record, 'collectorversion')),
  };
}
