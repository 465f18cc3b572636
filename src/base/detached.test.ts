import { expect, it } from 'vitest';
import { detached } from './detached.ts';

it('is the same text, whatever characters it has', () => {
  for (const text of [
    '',
    'short',
    'a text that is long enough',
    'ümläute und 😀 dazu',
    'lone \ud800 surrogate text',
  ]) {
    expect(detached(text)).toBe(text);
  }
});
