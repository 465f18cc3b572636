import { describe, expect, it } from 'vitest';
import { text } from './shared.ts';
import { groupCount, groupNames, refusePattern } from './patterns.ts';

describe('patterns', () => {
  it.each(['a(?=b)', 'a(?!b)', '(?<=a)b', '(?<!a)b', '(?>a)', String.raw`(a)\1`, 'a++'])(
    'refuses %s',
    (pattern) => {
      expect(refusePattern(text(pattern))).toBeDefined();
    },
  );

  it.each([String.raw`\\1`, '[(?=]', '(?i)a+?', '(?:a|b)+', '(?P<x>a)', String.raw`[\d+]+`])(
    'takes %s',
    (pattern) => {
      expect(refusePattern(text(pattern))).toBeUndefined();
    },
  );

  it('counts and names groups', () => {
    expect(groupCount(String.raw`(a)(?:b)\((?P<x>c)[(]`)).toBe(2);
    expect(groupNames('(a)(?P<x>c)')).toEqual(['', 'x']);
  });
});
