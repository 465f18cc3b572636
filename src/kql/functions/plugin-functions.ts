import type { ScalarFunction } from './entry.ts';
import { nativeEntry } from './shared.ts';

/** Functions that only plugins and graph steps call; their names cannot be written in a query. */
export const pluginFunctions: readonly ScalarFunction[] = [
  // Type of a JSON value by the engine's name; a value that is not there has the type NULL.
  {
    name: 'json kind',
    parameters: ['dynamic'],
    nulls: 'never',
    returns: 'string',
    duckdb: `coalesce(json_type($1), 'NULL')`,
  },
  {
    name: 'bag has',
    parameters: ['dynamic', 'string'],
    nulls: 'never',
    returns: 'bool',
    duckdb: `coalesce(json_type($1) = 'OBJECT' AND list_contains(json_keys($1), $2), false)`,
  },
  // Number of a node in `graph-to-table`: the same key has the same number.
  {
    name: 'node hash',
    parameters: ['string'],
    nulls: 'never',
    returns: 'long',
    duckdb: `CAST(hash($1) >> 1 AS BIGINT)`,
  },
  // Whether two arrays of texts have no element in common.
  {
    name: 'disjoint',
    parameters: ['dynamic', 'dynamic'],
    nulls: 'never',
    returns: 'bool',
    duckdb: `NOT list_has_any(from_json($1, '["VARCHAR"]'), from_json($2, '["VARCHAR"]'))`,
  },
  {
    name: 'array of one',
    parameters: ['string'],
    nulls: 'never',
    returns: 'dynamic',
    duckdb: `json_array($1)`,
  },
  nativeEntry('ipv4 low', ['string'], 'long', (text: string) => ipv4Range(text)?.[0]),
  nativeEntry('ipv4 high', ['string'], 'long', (text: string) => ipv4Range(text)?.[1]),
  // Addresses as 32 hex digits, which sort as the addresses do; empty when the text is none.
  nativeEntry('ipv6 low', ['string'], 'string', (text: string) => ipv6Range(text)?.[0] ?? '', 'never'),
  nativeEntry('ipv6 high', ['string'], 'string', (text: string) => ipv6Range(text)?.[1] ?? '', 'never'),
];

/** First and last address of `a.b.c.d` or `a.b.c.d/n`. */
function ipv4Range(text: string): readonly [bigint, bigint] | undefined {
  const parts = /^\s*(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?\s*$/.exec(text);
  if (parts === null) return undefined;
  const bytes = parts.slice(1, 5).map(Number);
  const bits = parts[5] === undefined ? 32 : Number(parts[5]);
  if (bytes.some((byte) => byte > 255) || bits > 32) return undefined;
  const address = bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  return span(address, 32 - bits);
}

function span(address: bigint, free: number): readonly [bigint, bigint] {
  const low = (address >> BigInt(free)) << BigInt(free);
  return [low, low + (1n << BigInt(free)) - 1n];
}

/** First and last address of an IPv6 text with or without a prefix; an IPv4 address is the one mapped to it. */
function ipv6Range(text: string): readonly [string, string] | undefined {
  const four = ipv4Range(text);
  const mapped = 0xffffn << 32n;
  if (four !== undefined) return [hex(mapped + four[0]), hex(mapped + four[1])];
  const [body = '', prefix] = text.trim().split('/');
  const bits = prefix === undefined ? 128 : /^\d{1,3}$/.test(prefix) ? Number(prefix) : 129;
  const address = ipv6Value(body);
  if (address === undefined || bits > 128) return undefined;
  const [low, high] = span(address, 128 - bits);
  return [hex(low), hex(high)];
}

function ipv6Value(text: string): bigint | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const four = tail === null ? undefined : ipv4Range(tail[2]!);
  if (tail !== null && four === undefined) return undefined;
  const plain =
    four === undefined
      ? text
      : `${tail![1]!}${(four[0] >> 16n).toString(16)}:${(four[0] & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = groups.flat().length;
  if (halves.length === 1 ? count !== 8 : count > 7) return undefined;
  const all = [...groups[0]!, ...Array.from({ length: 8 - count }, () => '0'), ...(groups[1] ?? [])];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

function hex(address: bigint): string {
  return address.toString(16).padStart(32, '0');
}
