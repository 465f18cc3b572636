import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grouped, padEnd, padStart, percent, short, width, wrap } from './wrap.ts';

describe('wrapped text', () => {
  it('breaks at spaces and cuts words that are longer than a line', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
    expect(wrap('a abcdefgh', 4)).toEqual(['a', 'abcd', 'efgh']);
    expect(wrap('exact fit', 9)).toEqual(['exact fit']);
    expect(wrap('', 10)).toEqual(['']);
    expect(wrap('  a \n b ', 10)[0]?.trim()).toBe('a b');
  });

  it('counts characters, not code units', () => {
    expect(wrap('😀😀😀 😀😀', 3)).toEqual(['😀😀😀', '😀😀']);
    expect(width('Ü😀')).toBe(2);
  });

  it('has no line beyond the width and loses no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, columns) => {
        const lines = wrap(text, columns);
        expect(lines.filter((line) => width(line) > columns)).toEqual([]);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('padding', () => {
  it('fills up to the width and never cuts', () => {
    expect(padEnd('ab', 4)).toBe('ab  ');
    expect(padStart('ab', 4)).toBe('  ab');
    expect(padEnd('😀', 3)).toBe('😀  ');
    expect(padEnd('abcd', 2)).toBe('abcd');
    expect(padStart('abcd', 2)).toBe('abcd');
  });
});

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
