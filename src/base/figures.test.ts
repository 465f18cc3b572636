import { describe, expect, it } from 'vitest';
import { grouped, percent, short } from './figures.ts';

describe('numbers for people', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [1234567, '1 234 567'],
    [-12345, '-12 345'],
  ])('%d is grouped as %s', (value, text) => {
    expect(grouped(value)).toBe(text);
  });

  it.each([
    [0, '0'],
    [0.001, '<0.01'],
    [-0.001, '−<0.01'],
    [0.0123, '0.01'],
    [0.999, '1.00'],
    [1, '1.0'],
    [1.25, '1.3'],
    [10, '10'],
    [12.34, '12.3'],
    [99.96, '100'],
    [100.4, '100'],
    [123456.7, '123 457'],
  ])('%d is short as %s', (value, text) => {
    expect(short(value)).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [0.0001, '<0.1 %'],
    [0.001, '0.1 %'],
    [0.05, '5 %'],
    [0.0555, '5.5 %'],
    [0.0999, '10 %'],
    [0.5, '50 %'],
    [0.996, '>99 %'],
    [1, '100 %'],
  ])('%d is the share %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });
});
