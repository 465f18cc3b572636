import { decodeBase64, utf8Text } from './base64.ts';

/** The longest text that is unpacked, in bytes; what would be longer is treated as not readable. */
const longest = 16_777_216;

/** Thrown when packed data ends early or breaks the rules; caught in this file. */
class Unreadable extends Error {}

/** Reads bits from the lowest of each byte. */
class Bits {
  private readonly bytes: Uint8Array;
  private at: number;
  private bit = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  one(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new Unreadable();
    const value = (byte >> this.bit) & 1;
    if (this.bit === 7) this.at++;
    this.bit = (this.bit + 1) & 7;
    return value;
  }

  many(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value |= this.one() << i;
    return value;
  }

  /** Bytes from the next whole one. */
  take(count: number): Uint8Array {
    if (this.bit > 0) {
      this.at++;
      this.bit = 0;
    }
    const taken = this.bytes.subarray(this.at, this.at + count);
    if (taken.length < count) throw new Unreadable();
    this.at += count;
    return taken;
  }
}

/** A Huffman code in canonical form: how many codes there are of each length, and the symbols in their order. */
interface Code {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

function codeOf(lengths: readonly number[]): Code {
  const counts = Array.from({ length: 16 }, () => 0);
  for (const length of lengths) counts[length] = counts[length]! + 1;
  counts[0] = 0;
  const symbols = lengths
    .map((length, symbol) => ({ length, symbol }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length || a.symbol - b.symbol)
    .map(({ symbol }) => symbol);
  return { counts, symbols };
}

function symbolOf(bits: Bits, { counts, symbols }: Code): number {
  let [code, first, index] = [0, 0, 0];
  for (let length = 1; length < 16; length++) {
    code |= bits.one();
    const count = counts[length]!;
    if (code - first < count) return symbols[index + code - first]!;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  throw new Unreadable();
}

const fixedLiterals = codeOf(
  Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
);
const fixedDistances = codeOf(Array.from({ length: 30 }, () => 5));

/** First length and distance of each symbol and how many more bits follow: RFC 1951, section 3.2.5. */
const lengthBits = Array.from({ length: 29 }, (_, i) => (i < 8 || i === 28 ? 0 : (i - 4) >> 2));
const lengthBase = lengthBits.map((bits, i) =>
  i < 8 ? i + 3 : i === 28 ? 258 : ((4 + (i & 3)) << bits) + 3,
);
const distanceBits = Array.from({ length: 30 }, (_, i) => (i < 4 ? 0 : (i - 2) >> 1));
const distanceBase = distanceBits.map((bits, i) => (i < 4 ? i + 1 : ((2 + (i & 1)) << bits) + 1));
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function dynamicCodes(bits: Bits): readonly [Code, Code] {
  const literals = bits.many(5) + 257;
  const distances = bits.many(5) + 1;
  const described = bits.many(4) + 4;
  const lengths = Array.from({ length: 19 }, () => 0);
  for (const symbol of lengthOrder.slice(0, described)) lengths[symbol] = bits.many(3);
  const code = codeOf(lengths);
  const all: number[] = [];
  while (all.length < literals + distances) {
    const symbol = symbolOf(bits, code);
    if (symbol < 16) all.push(symbol);
    else {
      const [value, count] =
        symbol === 16
          ? [all.at(-1), 3 + bits.many(2)]
          : [0, symbol === 17 ? 3 + bits.many(3) : 11 + bits.many(7)];
      if (value === undefined) throw new Unreadable();
      for (let i = 0; i < count; i++) all.push(value);
    }
  }
  return [codeOf(all.slice(0, literals)), codeOf(all.slice(literals, literals + distances))];
}

/** Unpacks a DEFLATE stream (RFC 1951) that starts at a byte. */
function inflate(bytes: Uint8Array, start: number): Uint8Array {
  const bits = new Bits(bytes, start);
  const output: number[] = [];
  for (let last = 0; last === 0;) {
    last = bits.one();
    const kind = bits.many(2);
    if (kind === 3) throw new Unreadable();
    if (kind === 0) {
      const [a, b] = bits.take(4);
      for (const byte of bits.take(a! | (b! << 8))) output.push(byte);
    } else
      block(bits, output, ...(kind === 1 ? ([fixedLiterals, fixedDistances] as const) : dynamicCodes(bits)));
    if (output.length > longest) throw new Unreadable();
  }
  return Uint8Array.from(output);
}

function block(bits: Bits, output: number[], literals: Code, distances: Code): void {
  for (;;) {
    const symbol = symbolOf(bits, literals);
    if (symbol === 256) return;
    if (symbol < 256) {
      output.push(symbol);
      continue;
    }
    const [base, extra] = [lengthBase[symbol - 257], lengthBits[symbol - 257]];
    if (base === undefined || extra === undefined || output.length > longest) throw new Unreadable();
    const length = base + bits.many(extra);
    const far = symbolOf(bits, distances);
    const from = output.length - distanceBase[far]! - bits.many(distanceBits[far]!);
    if (from < 0) throw new Unreadable();
    for (let i = 0; i < length; i++) output.push(output[from + i]!);
  }
}

function unpacked(encoded: string, bodyStart: (bytes: Uint8Array) => number | undefined): string {
  const bytes = decodeBase64(encoded);
  const start = bytes === undefined ? undefined : bodyStart(bytes);
  if (bytes === undefined || start === undefined) return '';
  try {
    return utf8Text(inflate(bytes, start));
  } catch (error) {
    if (error instanceof Unreadable) return '';
    throw error;
  }
}

/** Text of zlib data (RFC 1950) in Base64; empty when it cannot be read. */
export function unzlibText(encoded: string): string {
  return unpacked(encoded, ([method = 0, flags = 0]) =>
    (method & 15) === 8 && (method * 256 + flags) % 31 === 0 && (flags & 32) === 0 ? 2 : undefined,
  );
}

/** Text of gzip data (RFC 1952) in Base64; empty when it cannot be read. */
export function gunzipText(encoded: string): string {
  return unpacked(encoded, (bytes) => {
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return undefined;
    const flags = bytes[3] ?? 0;
    let at = 10;
    if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
    for (const flag of [8, 16])
      if ((flags & flag) !== 0) at = bytes.indexOf(0, at) === -1 ? bytes.length : bytes.indexOf(0, at) + 1;
    return (flags & 2) === 0 ? at : at + 2;
  });
}
