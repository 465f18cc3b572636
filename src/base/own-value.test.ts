import { expect, it } from 'vitest';
import { ownValue } from './own-value.ts';

it('knows what the table says and nothing that objects inherit', () => {
  expect(ownValue({ a: 1 }, 'a')).toBe(1);
  for (const key of ['b', 'constructor', '__proto__', 'toString', undefined])
    expect(ownValue({ a: 1 }, key)).toBeUndefined();
});
