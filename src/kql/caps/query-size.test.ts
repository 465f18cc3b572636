import { describe, expect, it } from 'vitest';
import { call, literal, type Scalar } from '../ir/index.ts';
import { limits, QueryTooLong } from './limits.ts';
import { checkText, extentOf, readMacros, writtenOut } from './query-size.ts';

describe('size of a query', () => {
  it('counts an expression wherever it is used, and looks at it once', () => {
    let sum: Scalar = literal('long', 1n);
    for (let i = 0; i < 60; i++) sum = call('+', [sum, sum], 'long', false);
    expect(extentOf(sum)).toEqual({ parts: 2 ** 61 - 1, depth: 61 });
  });

  it('counts macros as the engine writes them out, in each other too', () => {
    const macros = readMacros([
      'CREATE OR REPLACE TEMP MACRO twice(a) AS a + a',
      'CREATE OR REPLACE TEMP MACRO pick(a, b) AS CASE WHEN twice(b) > 0 THEN a END',
    ]);
    expect(writtenOut('x', macros)).toBe(1);
    expect(macros.get('pick')?.uses).toEqual([1, 2]);
    const size = (sql: string) => writtenOut(sql, macros);
    expect(size('twice(twice(twice(x)))') - size('twice(twice(twice(y + z)))')).toBe(-8);
    expect(size(`'twice(x)'`)).toBe(1);
  });

  it('counts what a relation names as often as it is read', () => {
    const sizes = new Map([['FROM s1', 100]]);
    expect(writtenOut('SELECT s1.a FROM s1', new Map(), sizes)).toBe(104);
  });

  it('counts brackets, but not those in texts and comments', () => {
    const deep = '('.repeat(limits.brackets + 1);
    expect(() => {
      checkText(`print x = ${deep}`);
    }).toThrow(QueryTooLong);
    for (const text of [`print "${deep}"`, `print @'${deep}'`, `// ${deep}\nprint 1`, '()'.repeat(1000)])
      expect(() => {
        checkText(text);
      }).not.toThrow();
  });
});
