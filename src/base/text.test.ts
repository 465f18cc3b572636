import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, detectEncoding, looksLikeText, printable } from './text.ts';

async function decoded(bytes: Uint8Array, chunkBytes: number): Promise<string> {
  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      await Promise.resolve();
      yield bytes.subarray(at, at + chunkBytes);
    }
  }
  let text = '';
  for await (const part of decodeText(chunks())) text += part;
  return text;
}

function utf16(text: string, order: 'le' | 'be', bom: boolean): Uint8Array {
  const bytes = Buffer.from(bom ? `\ufeff${text}` : text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

describe('the encoding of a file', () => {
  it.each([
    ['UTF-16 with its mark, little endian', [0xff, 0xfe, 0x3c, 0], 'utf-16le'],
    ['UTF-16 with its mark, big endian', [0xfe, 0xff, 0, 0x3c], 'utf-16be'],
    ['UTF-16 without a mark, little endian', [0x7b, 0, 0x22, 0], 'utf-16le'],
    ['UTF-16 without a mark, big endian', [0, 0x7b, 0, 0x22], 'utf-16be'],
    ['plain ASCII', [0x7b, 0x22, 0x61, 0x22], 'utf-8'],
    ['a file of one byte', [0x7b], 'utf-8'],
    ['an empty file', [], 'utf-8'],
    ['zeros only', [0, 0, 0, 0], 'utf-8'],
  ])('recognises %s', (_, bytes, encoding) => {
    expect(detectEncoding(Uint8Array.from(bytes))).toBe(encoding);
  });
});

describe('decoding', () => {
  const text = '{"name":"Büro-☃-😀"}';

  it.each([1, 2, 3, 5, 1000])('gives the same text in chunks of %i bytes', async (size) => {
    expect(await decoded(Buffer.from(text), size)).toBe(text);
    expect(await decoded(Buffer.from(`\ufeff${text}`), size)).toBe(text);
    expect(await decoded(utf16(text, 'le', true), size)).toBe(text);
    expect(await decoded(utf16(text, 'be', true), size)).toBe(text);
    expect(await decoded(utf16(text, 'le', false), size)).toBe(text);
  });

  it('decodes files that are shorter than a byte order mark needs', async () => {
    expect(await decoded(Buffer.from(''), 1)).toBe('');
    expect(await decoded(Buffer.from('[]'), 1)).toBe('[]');
    expect(await decoded(Buffer.from('\ufeff'), 1)).toBe('');
  });

  it('turns a broken sequence into the replacement character instead of failing', async () => {
    expect(await decoded(Uint8Array.from([0x61, 0x62, 0x63, 0x64, 0xff]), 2)).toBe('abcd\ufffd');
    expect(await decoded(Uint8Array.from([0x61, 0x62, 0x63, 0x64, 0xe2, 0x98]), 1)).toBe('abcd\ufffd');
  });
});

describe('text', () => {
  it('may hold tabs, line ends, form feeds and escape sequences', () => {
    expect(looksLikeText('a\tb\r\nc\fd\u001b[0m')).toBe(true);
    expect(looksLikeText('')).toBe(true);
  });

  it('holds neither zeros nor other control characters', () => {
    expect(looksLikeText('PK\u0003\u0004')).toBe(false);
    expect(looksLikeText('a\u0000b')).toBe(false);
  });
});

describe('printable text', () => {
  it('shows what would move the cursor, colour the terminal or turn the reading direction', () => {
    expect(printable('a\u001b[31mb')).toBe('a\\u001b[31mb');
    expect(printable('x\ny\rz\u0007')).toBe('x\\u000ay\\u000dz\\u0007');
    expect(printable('invoice\u202efdp.exe')).toBe('invoice\\u202efdp.exe');
    expect(printable('\u061c\u2066\u2069\u009b\ufeff')).toBe('\\u061c\\u2066\\u2069\\u009b\\ufeff');
    expect(printable('\ud800!')).toBe('\\ud800!');
  });

  it('leaves letters of any script alone', () => {
    for (const text of ['Zürich', '東京', 'Ελλάδα', '😀 ok', 'a − b · c']) expect(printable(text)).toBe(text);
  });

  it('is free of control characters for any text, and printing twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = printable(text);
        return !/[\p{Cc}\p{Cs}]/u.test(shown) && printable(shown) === shown;
      }),
    );
  });
});
