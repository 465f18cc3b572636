import { expect, it } from 'vitest';
import { faultCodes } from './fault-codes.ts';

it.each(Object.entries(faultCodes))('%s is a kebab-case word with one sentence', (code, sentence) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(sentence).toMatch(/^[A-Z].*\.$/);
});
