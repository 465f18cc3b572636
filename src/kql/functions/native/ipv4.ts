const shape = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** An address as a number, with the length of its prefix (32 when none is written); undefined for any other text. */
function parse(text: string): { readonly number: number; readonly prefix: number } | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  let number = 0;
  for (const part of match.slice(1, 5)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith('0'))) return undefined;
    number = number * 256 + Number(part);
  }
  const prefix = match[5] === undefined ? 32 : Number(match[5]);
  return prefix > 32 ? undefined : { number, prefix };
}

const masked = (number: number, prefix: number) => number - (number % 2 ** (32 - prefix));

const dotted = (number: number) => [24, 16, 8, 0].map((by) => Math.floor(number / 2 ** by) % 256).join('.');

const prefixOf = (prefix: bigint | null) =>
  prefix === null || prefix < 0n || prefix > 32n ? undefined : Number(prefix);

/** First and last number of a range like `10.0.0.0/8`; null for any other text. */
export function ipv4Span(range: string): readonly [low: number, high: number] | null {
  const parsed = parse(range);
  if (parsed === undefined) return null;
  const low = masked(parsed.number, parsed.prefix);
  return [low, low + 2 ** (32 - parsed.prefix) - 1];
}

/** Whether an address lies in one of the ranges; null when it is no address, or none fits and one is no range. */
export function ipv4InAnyRange(address: string, ranges: unknown): boolean | null {
  const parsed = parse(address);
  if (parsed === undefined) return null;
  return inAnyRange(ranges, (range) => {
    const span = ipv4Span(range);
    return span === null ? null : parsed.number >= span[0] && parsed.number <= span[1];
  });
}

/** True when a test of a range says so; null when none does and one could not be made. */
export function inAnyRange(ranges: unknown, test: (range: string) => boolean | null): boolean | null {
  let unknown = false;
  for (const range of (Array.isArray(ranges) ? ranges.flat() : []) as unknown[]) {
    const found = typeof range === 'string' ? test(range) : null;
    if (found === true) return true;
    if (found === null) unknown = true;
  }
  return unknown ? null : false;
}

/** −1, 0 or 1 as an address is before, equal to or after another, by the bits of the shortest prefix. */
export function ipv4Compare(a: string, b: string, prefix: bigint | null): bigint | null {
  const [left, right, wanted] = [parse(a), parse(b), prefixOf(prefix)];
  if (left === undefined || right === undefined || wanted === undefined) return null;
  const shortest = Math.min(left.prefix, right.prefix, wanted);
  return BigInt(Math.sign(masked(left.number, shortest) - masked(right.number, shortest)));
}

/** Whether two addresses are equal by the bits of the shortest prefix; null when one is no address. */
export function ipv4Match(a: string, b: string, prefix: bigint | null): boolean | null {
  const compared = ipv4Compare(a, b, prefix);
  return compared === null ? null : compared === 0n;
}

/** Number of an address without the bits after the shorter of its prefix and the given one. */
export function ipv4Mask(address: string, prefix: bigint | null): bigint | null {
  const [parsed, wanted] = [parse(address), prefixOf(prefix)];
  if (parsed === undefined || wanted === undefined) return null;
  return BigInt(masked(parsed.number, Math.min(parsed.prefix, wanted)));
}

/** An address, dotted or as a number, by itself and its prefix. */
function network(address: string, prefix: bigint | null) {
  const number = /^\d+$/.test(address) ? Number(address) : Number.NaN;
  const parsed = number <= 0xffff_ffff ? { number, prefix: 32 } : parse(address);
  const wanted = prefixOf(prefix);
  if (parsed === undefined || wanted === undefined) return undefined;
  const shortest = Math.min(parsed.prefix, wanted);
  return { text: dotted(masked(parsed.number, shortest)), prefix: shortest };
}

/** An address without the bits after its prefix; empty when it is none. */
export function formatIpv4(address: string, prefix: bigint | null): string {
  return network(address, prefix)?.text ?? '';
}

/** The same with the prefix: `192.168.1.0/24`. */
export function formatIpv4Mask(address: string, prefix: bigint | null): string {
  const found = network(address, prefix);
  return found === undefined ? '' : `${found.text}/${String(found.prefix)}`;
}

/** The fewest ranges that together are all addresses from one to another. */
export function ipv4RangeToCidrs(from: string, to: string): readonly string[] | null {
  const [start, end] = [parse(from), parse(to)];
  if (start === undefined || end === undefined || start.number > end.number) return null;
  const found: string[] = [];
  for (let at = start.number; at <= end.number;) {
    let prefix = 32;
    while (prefix > 0 && masked(at, prefix - 1) === at && at + 2 ** (33 - prefix) - 1 <= end.number) prefix--;
    found.push(`${dotted(at)}/${String(prefix)}`);
    at += 2 ** (32 - prefix);
  }
  return found;
}

/** Addresses in a text that no letter or digit touches. */
function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])(?:\d{1,3}\.){3}\d{1,3}(?![\p{L}\p{N}])/gu)]
    .map(([address]) => address)
    .filter((address) => parse(address) !== undefined);
}

const textsOf = (list: unknown) =>
  (Array.isArray(list) ? list.flat() : []).filter(
    (item: unknown): item is string => typeof item === 'string',
  );

/** Whether one of some addresses stands in a text. */
export function textHasIpv4(text: string, wanted: unknown): boolean {
  const found = addressesIn(text);
  return textsOf(wanted).some((address) => found.includes(address));
}

/** Whether an address that starts with one of some prefixes (`10.0.`, or a whole address) stands in a text. */
export function textHasIpv4Prefix(text: string, wanted: unknown): boolean {
  const found = addressesIn(text);
  return textsOf(wanted).some((prefix) =>
    prefix.endsWith('.') ? found.some((address) => address.startsWith(prefix)) : found.includes(prefix),
  );
}
