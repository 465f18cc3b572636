import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KqlType } from '../../kql/index.ts';
import { checkFunctionParameters } from './function-parameters.ts';
import { kqlLiteral } from './kql-literal.ts';
import { parseParameter, queryWithValues } from './parameters.ts';

const literal = (type: KqlType, text: string): string | undefined => {
  const result = kqlLiteral(type, text);
  return result.ok ? result.value : undefined;
};

describe('kqlLiteral', () => {
  it.each<[KqlType, string, string]>([
    ['string', `a"b\\c'\n`, '"a\\u0022b\\u005cc\'\\u000a"'],
    ['string', '', '""'],
    ['string', 'Zürich', '"Zürich"'],
    ['long', '-9223372036854775808', 'long(-9223372036854775808)'],
    ['int', '+7', 'int(7)'],
    ['real', '-1.5e-3', 'real(-1.5e-3)'],
    ['real', '+inf', 'real(+inf)'],
    ['bool', 'TRUE', 'bool(true)'],
    ['datetime', '2024-02-29', 'datetime(2024-02-29T00:00:00.0000000Z)'],
    ['datetime', '2024-01-01T01:30:00.1234567+02:00', 'datetime(2023-12-31T23:30:00.1234567Z)'],
    ['datetime', '0001-01-01T00:00:00Z', 'datetime(0001-01-01T00:00:00.0000000Z)'],
    ['timespan', '7d', 'timespan(7d)'],
    ['timespan', '-1.5h', 'timespan(-90m)'],
    ['timespan', '1.02:03:04.5', 'timespan(93784500ms)'],
    ['guid', '74BE27DE-1e4e-49d9-b579-fe0b331d3642', 'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)'],
    ['decimal', '12.50', 'decimal(12.50)'],
    [
      'dynamic',
      '{"a\\"":\n[9223372036854775807, "\\/)"]}',
      'dynamic({"a\\u0022": [9223372036854775807, "/)"]})',
    ],
  ])('writes a %s', (type, text, expected) => {
    expect(literal(type, text)).toBe(expected);
  });

  it.each<[KqlType, string]>([
    ['long', '9223372036854775808'],
    ['int', '2147483648'],
    ['long', '1); DeviceInfo | take (1'],
    ['real', '1..2'],
    ['bool', 'true or true'],
    ['datetime', '2023-02-29'],
    ['datetime', '2024-01-01) | extend x = (1'],
    ['timespan', '1d) or (1 == 1'],
    ['timespan', '25:00:00'],
    ['timespan', '99999999999d'],
    ['guid', '74be27de'],
    ['decimal', '1e'],
    ['dynamic', '{}) | take (1'],
    ['dynamic', "{'a':1}"],
  ])('refuses what is no %s: %s', (type, text) => {
    expect(kqlLiteral(type, text)).toMatchObject({ ok: false, fault: { code: 'bad-option' } });
  });

  it('keeps every text a literal that reads back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = literal('string', text) ?? '';
        expect(written).toMatch(/^"(?:[^"\\\u0000-\u001f\u007f-\u00a0\u2028\u2029]|\\u[0-9a-f]{4})*"$/);
        expect(JSON.parse(written)).toBe(text);
      }),
    );
  });

  it('keeps every JSON value a literal without a bare quotation mark or bracket of its texts', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const written = literal('dynamic', JSON.stringify(value)) ?? '';
        expect(JSON.stringify(JSON.parse(written.slice('dynamic('.length, -1)))).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe('parameters of a saved query', () => {
  const query = {
    name: 'q',
    kql: 'DeviceInfo | where DeviceName == device',
    parameters: [
      { name: 'device', type: 'string' },
      { name: 'days', type: 'long', default: '7' },
    ],
  } as const;

  it('stand as let lines in front, and a hostile value stays a text', () => {
    const values = new Map([['device', '"; DeviceInfo | take 1 //']]);
    expect(queryWithValues(query, values)).toEqual({
      ok: true,
      value: `let device = "\\u0022; DeviceInfo | take 1 //";\nlet days = long(7);\n${query.kql}`,
    });
  });

  it.each([
    [new Map(), 'needs a value for device'],
    [new Map([['devise', 'x']]), 'has no parameter devise'],
    [
      new Map([
        ['device', 'x'],
        ['days', 'x'],
      ]),
      'days: "x" is no long',
    ],
  ])('are asked for when they do not fit: %s', (values, message) => {
    expect(queryWithValues(query, values)).toMatchObject({
      fault: { message: expect.stringContaining(message) as unknown },
    });
  });

  it('are declared as name:type=default', () => {
    expect(parseParameter('days : double = 0.5')).toEqual({
      ok: true,
      value: { name: 'days', type: 'real', default: ' 0.5' },
    });
    expect(parseParameter('name:string=').ok).toBe(true);
    for (const wrong of ['days', '1d:long', 'a:blob', 'a:long=x', 'a b:long', 'a:constructor'])
      expect(parseParameter(wrong).ok).toBe(false);
  });
});

describe('checkFunctionParameters', () => {
  it.each([
    '()',
    '(a:string, b:long=5)',
    '(T:(DeviceId:string, *), s:string="a,)(", d:dynamic=dynamic([1,2]))',
  ])('takes %s', (list) => {
    expect(checkFunctionParameters(` ${list}\n`)).toEqual({ ok: true, value: list });
  });

  it.each([
    '',
    'a:string',
    '(a)',
    '(a:blob)',
    '(a:long, a:long)',
    '(a:long=1, b:long)',
    '(a:long) { 1 }; (b)',
  ])('refuses %s', (list) => {
    expect(checkFunctionParameters(list).ok).toBe(false);
  });
});
