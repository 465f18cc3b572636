/** xxHash of 64 bits with seed 0 (the published algorithm, XXH64). */
const mask = (1n << 64n) - 1n;
const p1 = 0x9e3779b185ebca87n;
const p2 = 0xc2b2ae3d27d4eb4fn;
const p3 = 0x165667b19e3779f9n;
const p4 = 0x85ebca77c2b2ae63n;
const p5 = 0x27d4eb2f165667c5n;

const rotate = (value: bigint, by: bigint) => ((value << by) | (value >> (64n - by))) & mask;
const round = (lane: bigint, input: bigint) => (rotate((lane + input * p2) & mask, 31n) * p1) & mask;

function xxHash(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length;
  let at = 0;
  let hash = p5;
  if (size >= 32) {
    const lanes: [bigint, bigint, bigint, bigint] = [(p1 + p2) & mask, p2, 0n, -p1 & mask];
    for (; at + 32 <= size; at += 32)
      for (let lane = 0; lane < 4; lane++)
        lanes[lane] = round(lanes[lane]!, view.getBigUint64(at + 8 * lane, true));
    hash =
      (rotate(lanes[0], 1n) + rotate(lanes[1], 7n) + rotate(lanes[2], 12n) + rotate(lanes[3], 18n)) & mask;
    for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * p1 + p4) & mask;
  }
  hash = (hash + BigInt(size)) & mask;
  for (; at + 8 <= size; at += 8)
    hash = (rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * p1 + p4) & mask;
  if (at + 4 <= size) {
    hash = (rotate(hash ^ ((BigInt(view.getUint32(at, true)) * p1) & mask), 23n) * p2 + p3) & mask;
    at += 4;
  }
  for (; at < size; at++) hash = (rotate(hash ^ ((BigInt(bytes[at]!) * p5) & mask), 11n) * p1) & mask;
  hash = ((hash ^ (hash >> 33n)) * p2) & mask;
  hash = ((hash ^ (hash >> 29n)) * p3) & mask;
  return BigInt.asIntN(64, hash ^ (hash >> 32n));
}

const encoder = new TextEncoder();

/** Hash of a text by its UTF-8 bytes, as `hash` gives it. */
export function xxHashText(value: string): bigint {
  return xxHash(encoder.encode(value));
}

/** The same of a whole number of 64 bits, by its bytes with the lowest first. */
export function xxHashLong(value: bigint | null): bigint | null {
  if (value === null) return null;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value, true);
  return xxHash(bytes);
}

/** The same of a whole number of 32 bits. */
export function xxHashInt(value: number | null): bigint | null {
  if (value === null) return null;
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return xxHash(bytes);
}

/** The same of a real number, by the bytes of its IEEE 754 form. */
export function xxHashReal(value: number | null): bigint | null {
  if (value === null) return null;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return xxHash(bytes);
}
