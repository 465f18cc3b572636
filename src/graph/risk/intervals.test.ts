import { expect, test } from 'vitest';
import { estimate } from './intervals.ts';
import { gammaQuantile, student995 } from './quantiles.ts';

const range = { least: 0, most: 1, weight: 1 };

test('quantiles agree with published tables', () => {
  expect(student995(7)).toBeCloseTo(3.4995, 2);
  expect(student995(15)).toBeCloseTo(2.9467, 3);
  expect(student995(31)).toBeCloseTo(2.744, 3);
  // Half of the chi-square quantiles for 2, 10 and 100 degrees of freedom.
  expect(gammaQuantile(1, 0.995)).toBeCloseTo(10.5966 / 2, 3);
  expect(gammaQuantile(5, 0.005)).toBeCloseTo(2.1559 / 2, 3);
  expect(gammaQuantile(50, 0.995)).toBeCloseTo(140.169 / 2, 2);
});

test('nothing seen is a bound, not plus or minus nothing', () => {
  const figure = estimate({ worlds: 1000, blocks: 10, sum: 0, squares: 0, blockSquares: 0, ...range });
  expect(figure.value).toBe(0);
  expect(figure.interval[0]).toBe(0);
  expect(figure.interval[1]).toBeCloseTo(0.0053, 4);
});

test('few events have the exact bounds of Poisson counts', () => {
  const figure = estimate({ worlds: 1000, blocks: 10, sum: 3, squares: 3, blockSquares: 3, ...range });
  expect(figure.interval[0] * 1000).toBeCloseTo(0.338, 2);
  expect(figure.interval[1] * 1000).toBeCloseTo(10.977, 2);
});

test('few misses are counted from above', () => {
  const figure = estimate({
    worlds: 1000,
    blocks: 10,
    sum: 997,
    squares: 997,
    blockSquares: 99401,
    ...range,
  });
  expect(figure.interval[1]).toBeCloseTo(1 - 0.338 / 1000, 5);
});

test('what cannot vary is exact', () => {
  const figure = estimate({
    worlds: 8,
    blocks: 8,
    sum: 24,
    squares: 72,
    blockSquares: 72,
    least: 3,
    most: 3,
    weight: 1,
  });
  expect(figure).toEqual({ value: 3, interval: [3, 3] });
});

test('with much evidence the interval is that of the block means', () => {
  // Ten blocks of 100 worlds with 40 or 60 hits each: standard error of the mean 0.0333.
  const figure = estimate({
    worlds: 1000,
    blocks: 10,
    sum: 500,
    squares: 500,
    blockSquares: 5 * 1600 + 5 * 3600,
    ...range,
  });
  expect(figure.interval[1] - 0.5).toBeCloseTo(3.2498 * 0.03333, 3);
});
