import { describe, expect, it } from 'vitest';
import { table, type ColumnType } from '../table.ts';
import { maxTextCharacters, rowCheck } from './check-row.ts';

const people = table({
  name: 'People',
  description: 'for this test',
  key: ['Name'],
  columns: [
    { name: 'Name', type: 'string', required: true, description: 'name' },
    { name: 'Level', type: 'string', values: ['Low', 'High'], description: 'closed set' },
    { name: 'Age', type: 'int', description: 'years' },
  ],
});

const check = rowCheck(people);

describe('the check of a row', () => {
  it('finds nothing wrong with a good row, absent values included', () => {
    expect(check({ Name: 'a', Level: 'Low', Age: 3 })).toBeUndefined();
    expect(check({ Name: 'a' })).toBeUndefined();
    expect(check({ Name: 'a', Level: undefined })).toBeUndefined();
    expect(check({ Name: '' })).toBeUndefined();
  });

  it('names the column and what it should be', () => {
    expect(check({})).toBe('Name is missing');
    expect(check({ Name: null })).toBe('Name is missing');
    expect(check({ Name: 7 })).toBe('Name is no text');
    expect(check({ Name: 'a', Level: 'high' })).toBe('Level is none of Low, High');
    expect(check({ Name: 'a', Height: 2 })).toBe('Height is no column of People');
    expect(check({ Name: 'a', constructor: 2 })).toBe('constructor is no column of People');
  });

  it('refuses text that is longer than the limit, not text at the limit', () => {
    expect(check({ Name: 'x'.repeat(maxTextCharacters) })).toBeUndefined();
    expect(check({ Name: 'x'.repeat(maxTextCharacters + 1) })).toBe('Name is longer than 256 kB');
  });
});

describe('a value of type', () => {
  const good: Readonly<Record<ColumnType, readonly unknown[]>> = {
    string: ['', 'a\u0000b'],
    guid: ['S-1-5-21'],
    int: [0, -1, 0x7fffffff, -0x7fffffff],
    long: [0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
    datetime: [0, 1_700_000_000_000],
    real: [0, -0.5, 1e300],
    bool: [true, false],
    dynamic: [[], {}, [1, 'a'], { a: { b: null } }],
  };
  const bad: Readonly<Record<ColumnType, readonly unknown[]>> = {
    string: [1, true, [], {}],
    guid: [1, {}],
    int: [0.5, 0x80000000, Number.NaN, '1', true],
    long: [0.5, 2 ** 53, '1', 1n],
    datetime: [0.5, Number.NaN, '2026-01-01', new Date(0)],
    real: [Number.NaN, Number.POSITIVE_INFINITY, '1'],
    bool: [0, 1, 'true'],
    dynamic: ['[]', 1, true],
  };

  it.each(Object.keys(good) as ColumnType[])('%s is told from any other', (type) => {
    const one = rowCheck({
      name: 'One',
      description: 'for this test',
      key: [],
      columns: [{ name: 'Value', type, description: 'the value' }],
    });
    for (const value of good[type]) expect(one({ Value: value })).toBeUndefined();
    for (const value of bad[type]) expect(one({ Value: value })).toMatch(/^Value is /);
  });
});
