const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map(Array.from(alphabet, (character, value) => [character, value]));
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes of a Base64 text with its padding; undefined when it is none. Blanks and line ends between are passed over. */
export function decodeBase64(encoded: string): Uint8Array | undefined {
  const compact = encoded.replace(/\s/g, '');
  const body = compact.replace(/={1,2}$/, '');
  if (compact.length % 4 !== 0) return undefined;
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let [buffer, bits, at] = [0, 0, 0];
  for (const character of body) {
    const value = values.get(character);
    if (value === undefined) return undefined;
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (buffer >> bits) & 0xff;
  }
  return bytes;
}

function encodeBase64(bytes: Uint8Array): string {
  let result = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1], bytes[at + 2]];
    result += alphabet[a >> 2]! + alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)]!;
    result += b === undefined ? '=' : alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)]!;
    result += c === undefined ? '=' : alphabet[c & 63]!;
  }
  return result;
}

/** Bytes as UTF-8 text; empty when they are none. */
export function utf8Text(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) return '';
  try {
    return utf8.decode(bytes);
  } catch {
    return '';
  }
}

/** The text whose UTF-8 bytes were encoded; empty when it is none. */
export function textFromBase64(encoded: string): string {
  return utf8Text(decodeBase64(encoded));
}

/** The bytes as a list; null when the text is no Base64. */
export function bytesFromBase64(encoded: string): readonly number[] | null {
  const bytes = decodeBase64(encoded);
  return bytes === undefined ? null : [...bytes];
}

/** Base64 of a list of bytes; empty when it is no such list. */
export function bytesToBase64(list: unknown): string {
  if (!Array.isArray(list)) return '';
  const isByte = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
  return list.every(isByte) ? encodeBase64(Uint8Array.from(list as number[])) : '';
}

/** The order of a GUID's bytes: its first three groups are stored from the lowest byte. */
const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** The GUID of 16 bytes in Base64; null when there are not 16. */
export function guidFromBase64(encoded: string): string | null {
  const bytes = decodeBase64(encoded);
  if (bytes?.length !== 16) return null;
  const hex = guidOrder.map((at) => bytes[at]!.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Base64 of a GUID's 16 bytes. */
export function guidToBase64(guid: string | null): string {
  const hex = (guid ?? '').replaceAll('-', '');
  if (hex.length !== 32) return '';
  return encodeBase64(Uint8Array.from(guidOrder, (at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16)));
}
