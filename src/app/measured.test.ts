import { describe, expect, it } from 'vitest';
import { digits, measured, share } from './measured.ts';

describe('a figure of the answer', () => {
  it('has six significant digits, so that equal runs print equal text', () => {
    expect(digits(1 / 3)).toBe(0.333333);
    expect(digits(123456.789)).toBe(123457);
    expect(digits(1e-9 / 3)).toBe(3.33333e-10);
    expect(digits(0)).toBe(0);
    expect(measured({ value: 1 / 3, interval: [0.1234567, 2 / 3] })).toEqual({
      value: 0.333333,
      interval: [0.123457, 0.666667],
    });
  });

  it('as a share of a whole is divided with its interval, and is nothing of nothing', () => {
    expect(share({ value: 5, interval: [4, 6] }, 20)).toEqual({ value: 0.25, interval: [0.2, 0.3] });
    expect(share({ value: 0, interval: [0, 0] }, 0)).toEqual({ value: 0, interval: [0, 0] });
  });
});
