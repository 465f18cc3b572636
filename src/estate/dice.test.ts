import { expect, it } from 'vitest';
import { Dice } from './dice.ts';

it('gives the same draw for the same seed and key, whatever was drawn before', () => {
  const one = new Dice(7);
  const other = new Dice(7);
  other.bits('something', 'else');
  expect(other.bits('key', 3)).toBe(one.bits('key', 3));
  expect(other.uuid('device', 1)).toBe(one.uuid('device', 1));
});

it('gives other draws for another seed and for keys that differ in one part', () => {
  const draws = [
    new Dice(1).bits('a', 1),
    new Dice(2).bits('a', 1),
    new Dice(1).bits('a', 2),
    new Dice(1).bits('b', 1),
  ];
  expect(new Set(draws).size).toBe(draws.length);
});

it('tells parts of a key apart that read the same when joined', () => {
  const dice = new Dice(1);
  expect(dice.bits('ab', 'c')).not.toBe(dice.bits('a', 'bc'));
});

it('meets a probability and spreads evenly', () => {
  const dice = new Dice(1);
  let hits = 0;
  const counts = Array<number>(10).fill(0);
  for (let i = 0; i < 20_000; i++) {
    if (dice.chance(0.3, 'x', i)) hits++;
    const value = dice.below(10, 'y', i);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  // Four standard deviations of a binomial count.
  expect(Math.abs(hits - 6000)).toBeLessThan(4 * Math.sqrt(20_000 * 0.3 * 0.7));
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(4 * Math.sqrt(20_000 * 0.1 * 0.9));
});

it('makes version 4 UUIDs and as many hexadecimal digits as asked for', () => {
  const dice = new Dice(1);
  expect(dice.uuid('x')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(dice.hex(40, 'x')).toMatch(/^[0-9a-f]{40}$/);
  expect(() => dice.pick([], 'x')).toThrow(RangeError);
});
