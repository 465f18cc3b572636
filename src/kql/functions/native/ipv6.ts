import { inAnyRange } from './ipv4.ts';

interface Address {
  readonly number: bigint;
  /** Of 128; an IPv4 address's prefix counts from bit 96. */
  readonly prefix: number;
  readonly isIpv4: boolean;
}

const mappedIpv4 = 0xffffn << 32n;

function ipv4Number(text: string): bigint | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((number, part) => number * 256n + BigInt(part), 0n);
}

/** An IPv6 or IPv4 address with or without a prefix; IPv4 as its IPv6 form. Undefined for any other text. */
function parse(text: string): Address | undefined {
  const [body = '', suffix, more] = text.split('/');
  if (more !== undefined || (suffix !== undefined && !/^\d{1,3}$/.test(suffix))) return undefined;
  const dotted = /^(?:::(?:ffff(?::0)?:)?)?(\d+\.\d+\.\d+\.\d+)$/i.exec(body)?.[1];
  const ipv4 = dotted === undefined ? undefined : ipv4Number(dotted);
  const number = ipv4 === undefined ? ipv6Number(body) : mappedIpv4 | ipv4;
  const size = ipv4 === undefined ? 128 : 32;
  const prefix = suffix === undefined ? size : Number(suffix);
  if (number === undefined || prefix > 128) return undefined;
  return {
    number,
    prefix: ipv4 !== undefined && prefix <= 32 ? prefix + 96 : prefix,
    isIpv4: ipv4 !== undefined && body === dotted,
  };
}

function ipv6Number(text: string): bigint | undefined {
  const plain = text.replace(/%.*$/, '').replace(/(\d+\.\d+\.\d+\.\d+)$/, (dotted) => {
    const number = ipv4Number(dotted);
    return number === undefined ? 'x' : `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
  });
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - (left?.length ?? 0) - (right?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [
    ...left!,
    ...Array.from({ length: halves.length === 1 ? 0 : missing }, () => '0'),
    ...(right ?? []),
  ];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((number, group) => (number << 16n) | BigInt(`0x${group}`), 0n);
}

const masked = (number: bigint, prefix: number) => (number >> BigInt(128 - prefix)) << BigInt(128 - prefix);

/** −1, 0 or 1 as an address is before, equal to or after another, by the bits of the shortest prefix. */
export function ipv6Compare(a: string, b: string, prefix: bigint | null): bigint | null {
  const [left, right] = [parse(a), parse(b)];
  if (left === undefined || right === undefined || prefix === null || prefix < 0n || prefix > 128n)
    return null;
  // Between two IPv4 addresses a prefix up to 32 is one of IPv4.
  const wanted = Number(prefix) + (left.isIpv4 && right.isIpv4 && prefix <= 32n ? 96 : 0);
  const shortest = Math.min(left.prefix, right.prefix, wanted);
  const [x, y] = [masked(left.number, shortest), masked(right.number, shortest)];
  return x === y ? 0n : x < y ? -1n : 1n;
}

/** Whether two addresses are equal by the bits of the shortest prefix; null when one is no address. */
export function ipv6Match(a: string, b: string, prefix: bigint | null): boolean | null {
  const compared = ipv6Compare(a, b, prefix);
  return compared === null ? null : compared === 0n;
}

/** Whether an address lies in one of the ranges; null when it is no address, or none fits and one is no range. */
export function ipv6InAnyRange(address: string, ranges: unknown): boolean | null {
  const parsed = parse(address);
  if (parsed === undefined) return null;
  return inAnyRange(ranges, (range) => {
    const span = parse(range);
    return span === undefined
      ? null
      : masked(parsed.number, span.prefix) === masked(span.number, span.prefix);
  });
}

/** All eight groups of an address in full, without the bits after its prefix and the given one. */
export function ipv6Canonical(address: string, prefix: bigint | null): string {
  const parsed = parse(address);
  if (parsed === undefined || prefix === null || prefix < 0n || prefix > 128n) return '';
  const number = masked(parsed.number, Math.min(parsed.prefix, Number(prefix)));
  return number
    .toString(16)
    .padStart(32, '0')
    .replace(/(.{4})(?=.)/g, '$1:');
}

const hex = (number: bigint) => number.toString(16).padStart(32, '0');

/**
 * First and last address of a range (`2001:db8::/32`, `1.2.3.0/24`, or one address) as 32 hexadecimal digits, which compare
 * as the addresses do; IPv4 lies in ::ffff:0:0/96. Undefined for any other text.
 */
export function addressSpan(range: string): { readonly first: string; readonly last: string } | undefined {
  const parsed = parse(range.trim());
  if (parsed === undefined) return undefined;
  const first = masked(parsed.number, parsed.prefix);
  return { first: hex(first), last: hex(first | ((1n << BigInt(128 - parsed.prefix)) - 1n)) };
}

/** Private (RFC 1918, RFC 4193), link-local and loopback addresses, as `addressSpan` writes them. */
const notPublic = /^(?:0{20}ffff(?:0a|7f|a9fe|ac1|c0a8)|f[cd]|fe[89ab]|0{31}[01]$)/;

/** An address as `addressSpan` writes it; empty for one that is not public and for any other text. */
export function publicAddress(address: string): string {
  const parsed = parse(address);
  if (parsed === undefined || parsed.prefix !== 128) return '';
  const written = hex(parsed.number);
  return notPublic.test(written) ? '' : written;
}
