const utf8 = new TextEncoder();
const loose = new TextDecoder('utf-8');

/** Letters, digits and `- _ . ! * ( )` stay; all else becomes its UTF-8 bytes in lowercase hexadecimal. */
function encode(value: string): string {
  return value.replace(/[^A-Za-z0-9\-_.!*()]+/gu, (run) =>
    Array.from(utf8.encode(run), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

/** As a form sends it: a blank becomes a plus. */
export function urlEncode(value: string): string {
  return encode(value).replaceAll('%20', '+');
}

/** As a part of an address holds it: a blank becomes %20. */
export function urlEncodeComponent(value: string): string {
  return encode(value);
}

/** Bytes after percent signs as UTF-8, a plus as a blank; a percent sign without two digits stays. */
export function urlDecode(value: string): string {
  return value
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
      loose.decode(Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))),
    );
}
