import { expect, it } from 'vitest';
import { UniqueRefs } from './unique-refs.ts';

it('gives two assets of one name two refs', () => {
  const refs = new UniqueRefs();
  expect([refs.next('a'), refs.next('a'), refs.next('b'), refs.next('a')]).toEqual([
    'local:a',
    'local:a#2',
    'local:b',
    'local:a#3',
  ]);
});

it('also keeps apart a name that looks like a counted one', () => {
  const refs = new UniqueRefs();
  expect(new Set([refs.next('a#2'), refs.next('a'), refs.next('a')]).size).toBe(3);
});
