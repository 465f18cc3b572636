import { describe, expect, it } from 'vitest';
import type { JsonValue } from './json.ts';
import { asArray, asBoolean, asLabel, asNumber, asObject, asObjects, asText, asTexts } from './json-value.ts';

const oneOfEach: readonly (JsonValue | undefined)[] = [undefined, null, true, 0, 1.5, '', 'x', [1], { a: 1 }];

describe('a JSON value taken as', () => {
  it('an object is one only when it is an object', () => {
    expect(oneOfEach.filter((value) => asObject(value) !== undefined)).toEqual([{ a: 1 }]);
  });

  it('an array is empty for anything else', () => {
    expect(asArray([1])).toEqual([1]);
    expect(oneOfEach.filter((value) => asArray(value).length > 0)).toEqual([[1]]);
  });

  it('text is trimmed, and blank text is none', () => {
    expect(asText('  a b ')).toBe('a b');
    for (const value of [' \n', '', 7, null, undefined, [], {}, true]) expect(asText(value)).toBeUndefined();
  });

  it('a label may be a number, 0 included', () => {
    expect(asLabel(0)).toBe('0');
    expect(asLabel(' v ')).toBe('v');
    expect(asLabel(false)).toBeUndefined();
  });

  it('a number may be written as text, but only as a finite one', () => {
    expect(asNumber(0)).toBe(0);
    expect(asNumber(' -1.5e3 ')).toBe(-1500);
    expect(asNumber('.5')).toBe(0.5);
    expect(asNumber('5.')).toBe(5);
    for (const value of [
      '',
      ' ',
      '0x10',
      '1,5',
      'NaN',
      'Infinity',
      '1e999',
      '1 2',
      true,
      null,
      undefined,
      [1],
    ])
      expect(asNumber(value)).toBeUndefined();
  });

  it('a boolean may be written as text or digit', () => {
    for (const value of [true, 'true', 'TRUE', 1, '1']) expect(asBoolean(value)).toBe(true);
    for (const value of [false, 'False', 0, '0']) expect(asBoolean(value)).toBe(false);
    for (const value of ['yes', 2, '', null, undefined]) expect(asBoolean(value)).toBeUndefined();
  });

  it('texts or objects leaves out what is neither', () => {
    expect(asTexts(['a', 1, ' ', null, 'b '])).toEqual(['a', 'b']);
    expect(asObjects([{ a: 1 }, 'x', null, [], { b: 2 }])).toEqual([{ a: 1 }, { b: 2 }]);
    expect(asObjects({ a: 1 })).toEqual([]);
  });
});
