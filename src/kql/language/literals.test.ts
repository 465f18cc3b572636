import { describe, expect, it } from 'vitest';
import { datetimeText, timespanText } from '../ticks.ts';
import { library } from './library.ts';
import { literal } from './literals.ts';
import { descendants } from './syntax.ts';

/** The first literal of `print x = …`, datetimes and timespans as text. */
function read(written: string): readonly [type: string, value: unknown] | undefined {
  for (const node of descendants(library().KustoCode.Parse(`print x = ${written}`).Syntax)) {
    const found = literal(node);
    if (found === undefined) continue;
    const { type, value } = found;
    if (typeof value !== 'bigint') return [type, value];
    return [
      type,
      type === 'datetime' ? datetimeText(value) : type === 'timespan' ? timespanText(value) : value,
    ];
  }
  return undefined;
}

describe('literal', () => {
  it.each([
    [String.raw`"a\tb\"c\x41\u00e9\\"`, 'a\tb"cAé\\'],
    [String.raw`'it\'s'`, "it's"],
    [String.raw`@"c:\dir\""x"""`, 'c:\\dir\\"x"'],
    [String.raw`@'c:\''x'`, "c:\\'x"],
    [`h'secret'`, 'secret'],
    ['```two\nlines```', 'two\nlines'],
    [`"a" 'b' // why\n @"\\c"`, 'ab\\c'],
    [`""`, ''],
  ])('reads the string %s', (written, text) => expect(read(written)).toEqual(['string', text]));

  it.each([
    ['5', 'long', 5n],
    ['-9223372036854775808', 'long', -9223372036854775808n],
    ['0xFF', 'long', 255n],
    ['int(0x10)', 'int', 16n],
    ['int(-5)', 'int', -5n],
    ['long(null)', 'long', null],
    ['1.5e3', 'real', 1500],
    ['real(nan)', 'real', Number.NaN],
    ['real(-inf)', 'real', Number.NEGATIVE_INFINITY],
    ['double(7)', 'real', 7],
    ['decimal(1.50)', 'decimal', '1.50'],
    ['decimal(-12.5e-3)', 'decimal', '-0.0125'],
    ['true', 'bool', true],
    ['bool(0)', 'bool', false],
    ['bool(null)', 'bool', null],
    ['guid(74BE27DE-1e4e-49d9-b579-fe0b331d3642)', 'guid', '74be27de-1e4e-49d9-b579-fe0b331d3642'],
    ['datetime(2024-01-02 03:04:05.1234567)', 'datetime', '2024-01-02T03:04:05.1234567Z'],
    ['datetime("2024-01-02")', 'datetime', '2024-01-02T00:00:00.0000000Z'],
    ['datetime(null)', 'datetime', null],
    ['1.5h', 'timespan', '01:30:00'],
    ['time(1.02:03:04)', 'timespan', '1.02:03:04'],
    ['timespan(-1d)', 'timespan', '-1.00:00:00'],
    ['-1d', 'timespan', '-1.00:00:00'],
    ['timespan(null)', 'timespan', null],
  ])('reads %s as %s', (written, type, value) => expect(read(written)).toEqual([type, value]));

  it.each([
    ['dynamic(null)', null],
    ['dynamic("x")', '"x"'],
    [
      String.raw`dynamic({"b":1, 'a':[1,-2,0x5,1.50,true,null,{}], "1":@"c:\d"})`,
      String.raw`{"b":1,"a":[1,-2,5,1.50,true,null,{}],"1":"c:\\d"}`,
    ],
    ['dynamic([12345678901234567890])', '[12345678901234567890]'],
    ['dynamic([datetime(2020-01-01), 1d])', '["2020-01-01T00:00:00.0000000Z","1.00:00:00"]'],
    ['dynamic({"a":1,"a":2})', '{"a":2}'],
  ])('reads %s as JSON', (written, json) => expect(read(written)).toEqual(['dynamic', json]));
});
