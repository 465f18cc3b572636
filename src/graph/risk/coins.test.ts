import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coinKeys, coinWord, countBits, thresholdOf } from './coins.ts';
import { latinWords } from './latin.ts';

test('a coin succeeds in its share of the worlds', () => {
  const keys = coinKeys(['some edge'], 3);
  for (const p of [0.001, 0.25, 0.5, 0.9]) {
    let hits = 0;
    for (let batch = 0; batch < 5000; batch++)
      hits += countBits(coinWord(keys.first[0]!, keys.second[0]!, batch, thresholdOf(p)));
    const worlds = 160_000;
    expect(Math.abs(hits / worlds - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / worlds));
  }
});

test('a world in which a coin succeeds keeps it when the probability grows', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer(),
      fc.nat(1000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (a, b, batch, p) => {
        const less = coinWord(a, b, batch, thresholdOf(p * 0.7));
        expect(less & ~coinWord(a, b, batch, thresholdOf(p))).toBe(0);
      },
    ),
    { seed: 5 },
  );
});

test('a stratified coin succeeds in its share of every block, rounded up or down, and right in the mean', () => {
  const words = new Int32Array(4);
  let total = 0;
  for (let block = 0; block < 4000; block++) {
    latinWords(17, 23, block, 0.3, words, 0, 4);
    const hits = words.reduce((sum, word) => sum + countBits(word), 0);
    expect(hits === 38 || hits === 39).toBe(true);
    total += hits;
  }
  expect(total / 4000).toBeCloseTo(0.3 * 128, 1);
});
