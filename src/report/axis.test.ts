import { describe, expect, it } from 'vitest';
import { ticks } from './axis.ts';

describe('ticks', () => {
  it('are round, start at nothing and end within the axis', () => {
    expect(ticks(328, 5)).toEqual([0, 100, 200, 300]);
    expect(ticks(0.37, 5)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(ticks(10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
  });

  it('are one for an axis without extent', () => {
    expect(ticks(0, 5)).toEqual([0]);
  });
});
