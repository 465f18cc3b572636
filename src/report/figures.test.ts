import { describe, expect, it } from 'vitest';
import { finePercent, hours, percent, short } from './figures.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('figures', () => {
  it('have as many digits as a reader can use, and no exponent', () => {
    expect([12345.6, 99.96, 10, 1.04, 0.123, 0.001, 0, -3.21].map(short).map(plain)).toEqual([
      '12 346',
      '100',
      '10',
      '1.0',
      '0.12',
      '<0.01',
      '0',
      '−3.2',
    ]);
  });

  it('write hours without idle zeros', () => {
    expect([0.5, 1, 8.5, 0.25, 20, 100].map(hours).map(plain)).toEqual([
      '0.5 h',
      '1 h',
      '8.5 h',
      '0.25 h',
      '20 h',
      '100 h',
    ]);
  });

  it('never show a small share as none', () => {
    expect([0, 0.0004, 0.051, 0.2465].map(percent).map(plain)).toEqual(['0 %', '<0.1 %', '5.1 %', '25 %']);
    expect(plain(finePercent(0.2432))).toBe('24.3 %');
  });
});
