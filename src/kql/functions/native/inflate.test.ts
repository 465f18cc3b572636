import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzipText, unzlibText } from './inflate.ts';

const texts = [
  '',
  'short',
  Array.from({ length: 2000 }, (_, i) => `line ${String(i)} of ${String((i * 7919) % 131)}`).join('\n'),
];

describe('inflate', () => {
  it.each(texts)('reads back what was packed', (text) => {
    for (const level of [0, 1, 9]) {
      expect(unzlibText(deflateSync(text, { level }).toString('base64'))).toBe(text);
      expect(gunzipText(gzipSync(text, { level }).toString('base64'))).toBe(text);
    }
  });

  it('gives the empty text for what ends early or is something else', () => {
    const packed = deflateSync(texts[2]!).subarray(0, 500).toString('base64');
    expect(unzlibText(packed)).toBe('');
    expect(unzlibText('x0x0x0')).toBe('');
    expect(gunzipText(deflateSync('a').toString('base64'))).toBe('');
  });
});
