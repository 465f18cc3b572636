import { expect, it } from 'vitest';
import { Tally } from './tally.ts';

it('counts by key, also keys that mean something to the engine', () => {
  const tally = new Tally();
  for (const key of ['up', 'down', 'up', '__proto__']) tally.add(key);
  expect(Object.entries(tally.counts)).toEqual([
    ['up', 2],
    ['down', 1],
    ['__proto__', 1],
  ]);
});
