import { ownValue } from './own-value.ts';
import { TextDecoder } from 'node:util';

/** Encodings that reports come in; windows-1252 stands for ISO 8859-1 as browsers read it. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'iso-8859-15';

/**
 * Encoding of a file from its first bytes: a BOM decides, else a zero byte in every second place (PowerShell's `>`
 * writes UTF-16 with a BOM, some tools without), else what an XML declaration says, else UTF-8.
 */
export function detectEncoding(start: Uint8Array): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start.length >= 4 && start[0] !== 0 && start[1] === 0 && start[2] !== 0 && start[3] === 0)
    return 'utf-16le';
  if (start.length >= 4 && start[0] === 0 && start[1] !== 0 && start[2] === 0 && start[3] !== 0)
    return 'utf-16be';
  const declared = /^<\?xml[^>]{0,80}encoding=["']([\w-]+)["']/.exec(
    String.fromCharCode(...start.subarray(0, 200)),
  )?.[1];
  const name = declared?.toLowerCase() ?? '';
  return ownValue(declarable, name) ?? 'utf-8';
}

/** Names in an XML declaration that are not UTF-8. */
const declarable: Readonly<Record<string, Encoding>> = {
  'iso-8859-1': 'windows-1252',
  'latin-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  'iso-8859-15': 'iso-8859-15',
};

/** Decodes chunks of bytes to chunks of text; the BOM is dropped, an invalid sequence becomes U+FFFD. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  let decoder: TextDecoder | undefined;
  let first: Uint8Array = new Uint8Array();
  for await (const chunk of bytes) {
    let input = chunk;
    if (decoder === undefined) {
      if (first.length > 0) input = concat(first, chunk);
      if (input.length < 200) {
        first = input;
        continue;
      }
      decoder = new TextDecoder(detectEncoding(input));
    }
    const text = decoder.decode(input, { stream: true });
    if (text !== '') yield text;
  }
  if (decoder === undefined) {
    const text = new TextDecoder(detectEncoding(first)).decode(first);
    if (text !== '') yield text;
    return;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Text is free of the control characters that only binary files have. */
export function looksLikeText(text: string): boolean {
  // NUL and the C0 controls but tab, line feed, form feed, carriage return and escape.
  // eslint's no-control-regex is not part of the type-checked set, the class is meant.
  return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, 4096));
}

/** Text safe to print: control characters, bidirectional marks and lone surrogates become visible escapes. */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
