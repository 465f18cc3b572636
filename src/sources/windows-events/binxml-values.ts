import { TextDecoder } from 'node:util';

/** Types of values in binary XML; the highest bit makes an array of them. */
export const valueTypes = { null: 0x00, string: 0x01, binary: 0x0e, binXml: 0x21, array: 0x80 } as const;

const utf16 = new TextDecoder('utf-16le');

/** UTF-16 text of bytes, without the NULs that end or fill it. */
export function textOf(bytes: Uint8Array): string {
  return utf16.decode(bytes).replace(/\0+$/, '');
}

/** Bytes of one item of an array of numbers. */
const itemBytes: Readonly<Record<number, number>> = {
  0x03: 1,
  0x04: 1,
  0x05: 2,
  0x06: 2,
  0x07: 4,
  0x08: 4,
  0x09: 8,
  0x0a: 8,
  0x0b: 4,
  0x0c: 8,
  0x0d: 4,
  0x0f: 16,
  0x11: 8,
  0x12: 16,
  0x14: 4,
  0x15: 8,
};

/**
 * A value as the event viewer writes it; undefined: there is none. Items of an array come as lines. A value of a type that
 * is not known, or of a size that its type cannot have, becomes its bytes in hexadecimal.
 */
export function valueText(type: number, bytes: Uint8Array): string | undefined {
  if (type === valueTypes.null) return undefined;
  if (type >= valueTypes.array) return arrayText(type - valueTypes.array, bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = itemBytes[type];
  if (size !== undefined && size !== bytes.length) return hex(bytes);
  switch (type) {
    case valueTypes.string:
    case 0x23:
      return textOf(bytes);
    case 0x02:
      return new TextDecoder('windows-1252').decode(bytes).replace(/\0+$/, '');
    case 0x03:
      return String(view.getInt8(0));
    case 0x04:
      return String(view.getUint8(0));
    case 0x05:
      return String(view.getInt16(0, true));
    case 0x06:
      return String(view.getUint16(0, true));
    case 0x07:
      return String(view.getInt32(0, true));
    case 0x08:
      return String(view.getUint32(0, true));
    case 0x09:
      return String(view.getBigInt64(0, true));
    case 0x0a:
      return String(view.getBigUint64(0, true));
    case 0x0b:
      return String(view.getFloat32(0, true));
    case 0x0c:
      return String(view.getFloat64(0, true));
    case 0x0d:
      return view.getUint32(0, true) === 0 ? 'false' : 'true';
    case 0x0f:
      return guid(bytes);
    case 0x10:
    case 0x20:
    case 0x14:
    case 0x15:
      return pointer(view);
    case 0x11:
      return fileTime(view.getBigUint64(0, true));
    case 0x12:
      return systemTime(view);
    case 0x13:
      return sid(view);
    default:
      return hex(bytes);
  }
}

function arrayText(type: number, bytes: Uint8Array): string {
  if (type === valueTypes.string) return textOf(bytes).split('\0').join('\n');
  const size = itemBytes[type];
  if (size === undefined || bytes.length % size !== 0) return hex(bytes);
  const items: string[] = [];
  for (let at = 0; at < bytes.length; at += size)
    items.push(valueText(type, bytes.subarray(at, at + size)) ?? '');
  return items.join('\n');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

/** `{54849625-5478-4994-A5BA-3E3B0328C30D}`: the first three parts are little-endian. */
function guid(bytes: Uint8Array): string {
  const part = (...order: readonly number[]): string => hex(Uint8Array.from(order, (i) => bytes[i] ?? 0));
  return `{${part(3, 2, 1, 0)}-${part(5, 4)}-${part(7, 6)}-${part(8, 9)}-${part(10, 11, 12, 13, 14, 15)}}`;
}

function pointer(view: DataView): string | undefined {
  if (view.byteLength === 4) return `0x${view.getUint32(0, true).toString(16)}`;
  return view.byteLength === 8 ? `0x${view.getBigUint64(0, true).toString(16)}` : undefined;
}

/** 100 ns since 1601 as ISO 8601; 0 and what no calendar holds are no time. */
export function fileTime(ticks: bigint): string | undefined {
  const ms = Number(ticks / 10_000n) - 11_644_473_600_000;
  return ticks === 0n || ms > 8.64e15 ? undefined : new Date(ms).toISOString();
}

function systemTime(view: DataView): string | undefined {
  const [year = 0, month = 0, , day = 0, hour = 0, minute = 0, second = 0, ms = 0] = Array.from(
    { length: 8 },
    (_, i) => view.getUint16(i * 2, true),
  );
  const time = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** `S-1-5-21-…`: revision, count, authority in six bytes big-endian, then the parts. */
function sid(view: DataView): string | undefined {
  if (view.byteLength < 8) return undefined;
  const count = view.getUint8(1);
  if (view.byteLength < 8 + count * 4) return undefined;
  const authority = view.getUint16(2) * 2 ** 32 + view.getUint32(4);
  const parts = Array.from({ length: count }, (_, i) => view.getUint32(8 + i * 4, true));
  return ['S', view.getUint8(0), authority, ...parts].join('-');
}
