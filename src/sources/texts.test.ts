import { expect, it } from 'vitest';
import { distinctTexts, isFqdn, knownProperties, shorten } from './texts.ts';

it('keeps each text once in the spelling seen first', () => {
  expect(distinctTexts(['WEB01', undefined, ' web01 ', '', 'db'])).toEqual(['WEB01', 'db']);
  expect(distinctTexts([undefined, ' '])).toBeUndefined();
});

it('drops what is not known', () => {
  expect(knownProperties({ a: 1, b: undefined, c: '', d: false })).toEqual({ a: 1, d: false });
  expect(knownProperties({ a: undefined })).toBeUndefined();
});

it('marks a text that was cut', () => {
  expect(shorten('abcdef', 4)).toBe('abc…');
  expect(shorten('abcd', 4)).toBe('abcd');
});

it('tells a name with a domain from an address and a bare name', () => {
  expect(['web.example.org', 'web', '10.0.0.1', 'fe80::1'].map(isFqdn)).toEqual([true, false, false, false]);
});
