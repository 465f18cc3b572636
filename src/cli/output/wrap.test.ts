import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { padEnd, padStart, width, wrap } from './wrap.ts';

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
