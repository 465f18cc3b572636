import { literal, type Scalar } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import type { ScalarFunction } from './entry.ts';
import {
  formatIpv4,
  formatIpv4Mask,
  ipv4Compare,
  ipv4InAnyRange,
  ipv4Mask,
  ipv4Match,
  ipv4RangeToCidrs,
  ipv4Span,
  textHasIpv4,
  textHasIpv4Prefix,
} from './native/ipv4.ts';
import { ipv6Canonical, ipv6Compare, ipv6InAnyRange, ipv6Match, publicAddress } from './native/ipv6.ts';
import { filled, given, long, nativeEntry, text } from './shared.ts';

const octet = String.raw`(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const suffix = String.raw`(/(3[0-2]|[12]?\d))?`;
const anyAddress = `(${octet}\\.){3}${octet}${suffix}`;
/** RFC 1918: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16. */
const privateAddress = String.raw`(10\.${octet}|172\.(1[6-9]|2\d|3[01])|192\.168)\.${octet}\.${octet}${suffix}`;

/** Constant ranges of the arguments, arrays taken apart; undefined when not all are constant. */
function constantRanges(args: readonly Scalar[]): readonly string[] | undefined {
  const found: string[] = [];
  for (const arg of args) {
    if (arg.op !== 'literal' || typeof arg.value !== 'string') return undefined;
    const value: unknown = arg.type === 'dynamic' ? JSON.parse(arg.value) : arg.value;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof one !== 'string') return undefined;
      found.push(one);
    }
  }
  return found;
}

/** Whether an address lies in one of some ranges: null when it, or a range that decides, is none. */
const inRanges = (name: string): ScalarFunction => ({
  name,
  parameters: ['string', 'any', '...'],
  nulls: 'may',
  returns: 'bool',
  rewrite: (args) => {
    const ranges = constantRanges(args.slice(1));
    return ranges?.some((range) => ipv4Span(range) === null) === true || (ranges?.length ?? 99) > 16
      ? given('ipv4 in ranges', args, 'bool')
      : undefined;
  },
  duckdb: ([address, ...ranges], call) => {
    const known = constantRanges(call.args.slice(1));
    if (known === undefined) return `kql_js_ipv4_in_list(${address!}, json_array(${ranges.join(', ')}))`;
    const number = `kql_ipv4(${address!})`;
    const inside = (range: string, value: string) => {
      const [low, high] = ipv4Span(range)!;
      return `${value} BETWEEN ${String(low)} AND ${String(high)}`;
    };
    if (known.length === 0) return `CASE WHEN ${number} IS NOT NULL THEN false END`;
    if (known.length === 1) return inside(known[0]!, number);
    // The list of one element makes the number once for all ranges.
    return `[${known.map((range) => inside(range, 'n')).join(' OR ')} FOR n IN [${number}]][1]`;
  },
});

const listed = (name: string, native: string, nulls: 'never' | 'may' = 'never'): ScalarFunction => ({
  name,
  parameters: ['string', 'any', '...'],
  nulls,
  returns: 'bool',
  duckdb: ([value, ...items]) => `kql_js_${native}(${value!}, json_array(${items.join(', ')}))`,
});

const compared = (name: string, entry: ScalarFunction, full: bigint): readonly ScalarFunction[] => [
  {
    ...entry,
    name,
    parameters: ['string', 'string', '?', 'long'],
    rewrite: (args, type) => filled(name, args, type, [text(''), text(''), long(full)]),
  },
];

/** Addresses of the Internet Protocol. */
export const addresses: readonly ScalarFunction[] = [
  {
    name: 'ipv4_is_private',
    parameters: ['string'],
    nulls: 'may',
    returns: 'bool',
    duckdb: `CASE WHEN regexp_full_match($1, '${privateAddress}') THEN true WHEN regexp_full_match($1, '${anyAddress}') THEN false END`,
  },
  inRanges('ipv4_is_in_range'),
  inRanges('ipv4_is_in_any_range'),
  listed('ipv4 in ranges', 'ipv4_in_list', 'may'),
  nativeEntry('ipv4 in list', ['string', 'dynamic'], 'bool', ipv4InAnyRange),
  {
    name: 'parse_ipv4',
    parameters: ['string'],
    nulls: 'may',
    returns: 'long',
    duckdb: 'kql_ipv4_masked(kql_ipv4($1), kql_ipv4_prefix($1))',
  },
  nativeEntry('parse_ipv4_mask', ['string', 'long'], 'long', ipv4Mask),
  {
    name: 'ipv4_netmask_suffix',
    parameters: ['string'],
    nulls: 'may',
    returns: 'long',
    duckdb: 'CASE WHEN kql_ipv4($1) IS NOT NULL THEN kql_ipv4_prefix($1) END',
  },
  ...compared('ipv4_compare', nativeEntry('', ['string', 'string', 'long'], 'long', ipv4Compare), 32n),
  ...compared('ipv4_is_match', nativeEntry('', ['string', 'string', 'long'], 'bool', ipv4Match), 32n),
  ...compared('ipv6_compare', nativeEntry('', ['string', 'string', 'long'], 'long', ipv6Compare), 128n),
  ...compared('ipv6_is_match', nativeEntry('', ['string', 'string', 'long'], 'bool', ipv6Match), 128n),
  listed('ipv6_is_in_range', 'ipv6_in_list', 'may'),
  listed('ipv6_is_in_any_range', 'ipv6_in_list', 'may'),
  nativeEntry('ipv6 in list', ['string', 'dynamic'], 'bool', ipv6InAnyRange),
  {
    ...nativeEntry('parse_ipv6_mask', ['string', 'long'], 'string', ipv6Canonical),
    parameters: ['string', 'long'],
  },
  {
    name: 'parse_ipv6',
    parameters: ['string'],
    nulls: 'may',
    returns: 'string',
    rewrite: ([address], type) => given('parse_ipv6_mask', [address!, long(128n)], type),
  },
  nativeEntry('ipv4_range_to_cidr_list', ['string', 'string'], 'dynamic', ipv4RangeToCidrs),
  ...(['format_ipv4', 'format_ipv4_mask'] as const).map((name): ScalarFunction => ({
    ...nativeEntry(name, ['string', 'long'], 'string', name === 'format_ipv4' ? formatIpv4 : formatIpv4Mask),
    parameters: ['any', '?', 'long'],
    rewrite: (args, type) =>
      given(name, [convert(args[0]!, 'string'), args[1] ?? literal('long', 32n)], type),
  })),
  listed('has_ipv4', 'ipv4_in_text'),
  listed('has_any_ipv4', 'ipv4_in_text'),
  listed('has_ipv4_prefix', 'ipv4_prefix_in_text'),
  listed('has_any_ipv4_prefix', 'ipv4_prefix_in_text'),
  nativeEntry('ipv4 in text', ['string', 'dynamic'], 'bool', textHasIpv4),
  nativeEntry('ipv4 prefix in text', ['string', 'dynamic'], 'bool', textHasIpv4Prefix),
  {
    // The lowering looks into the catalogue's table of places (lower/geo-lookup.ts); without one nothing is known.
    name: 'geo_info_from_ip_address',
    parameters: ['string'],
    nulls: 'may',
    returns: 'dynamic',
    rewrite: () => literal('dynamic', null),
  },
  nativeEntry('public address', ['string'], 'string', publicAddress),
];
