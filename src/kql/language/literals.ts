import { parseDatetime, parseTimespan } from '../parse-time.ts';
import { datetimeText, timespanText } from '../ticks.ts';
import type { KqlType } from '../types.ts';
import { stringText } from './string-text.ts';
import { child, kind, list, need, stringOf, tokenText, type Node } from './syntax.ts';

/**
 * A literal's type and value: `long`, `int`: bigint; `datetime`, `timespan`: 100-ns ticks as bigint; `real`: number;
 * `decimal`, `guid`: text; `dynamic`: its JSON text. Null of any type but string is null.
 */
export interface Literal {
  readonly type: KqlType;
  readonly value: string | number | bigint | boolean | null;
}

const types: Readonly<Record<string, KqlType>> = {
  StringLiteralExpression: 'string',
  CompoundStringLiteralExpression: 'string',
  TokenLiteralExpression: 'string',
  BooleanLiteralExpression: 'bool',
  IntLiteralExpression: 'int',
  LongLiteralExpression: 'long',
  RealLiteralExpression: 'real',
  DecimalLiteralExpression: 'decimal',
  DateTimeLiteralExpression: 'datetime',
  TimespanLiteralExpression: 'timespan',
  GuidLiteralExpression: 'guid',
  NullLiteralExpression: 'dynamic',
  DynamicExpression: 'dynamic',
};

/**
 * The literal that a node is; undefined when it is none. It is read from the text as written, since the library's own
 * values lose hexadecimal digits, 100-ns digits and infinities. A text that does not fit its type is null, as in KQL.
 */
export function literal(node: Node): Literal | undefined {
  if (kind(node) === 'UnaryMinusExpression') return minus(literal(need(node, 'Expression')));
  const type = types[kind(node)];
  if (type === undefined) return undefined;
  if (type === 'dynamic') return { type, value: dynamicJson(node) };
  if (kind(node) === 'TokenLiteralExpression') return { type, value: tokenText(node) };
  if (type === 'string') return { type, value: stringOf(node) };
  return { type, value: scalarValue(type, tokenText(node)) };
}

/** A number or a timespan with a minus before it. */
function minus(inner: Literal | undefined): Literal | undefined {
  const value = inner?.value;
  return inner !== undefined && (typeof value === 'bigint' || typeof value === 'number')
    ? { type: inner.type, value: -value }
    : undefined;
}

function scalarValue(type: KqlType, written: string): Literal['value'] {
  if (type === 'string') return stringText(written);
  const inner = /^[a-z0-9_]+\s*\(([\s\S]*)\)$/i.exec(written)?.[1] ?? written;
  const text = /^\s*["'@]/.test(inner) ? stringText(inner.trim()) : inner.trim();
  if (text === '' || text.toLowerCase() === 'null') return null;
  switch (type) {
    case 'bool':
      return boolOf(text.toLowerCase());
    case 'int':
    case 'long':
      return integerOf(text);
    case 'real':
      return realOf(text.toLowerCase());
    case 'decimal':
      return decimalOf(text);
    case 'datetime':
      return parseDatetime(text);
    case 'timespan':
      return parseTimespan(text);
    case 'guid':
      return guidOf(text);
    case 'dynamic':
      return text;
  }
}

function boolOf(text: string): boolean | null {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+$/.test(text) ? Number(text) !== 0 : null;
}

/** Decimal or hexadecimal digits with a sign before them. */
function integerOf(text: string): bigint | null {
  const match = /^([+-]?)\s*(0x[0-9a-f]+|\d+)$/i.exec(text);
  if (match === null) return null;
  const [, sign, digits = '0'] = match;
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}

const specialReals: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

function realOf(text: string): number | null {
  const special = specialReals[text];
  if (special !== undefined) return special;
  const integer = integerOf(text);
  if (integer !== null) return Number(integer);
  return /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/.test(text) ? Number(text) : null;
}

/** Decimal digits without an exponent. */
function decimalOf(text: string): string | null {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const digits =
    scale < 0 ? `${whole}${fraction}${'0'.repeat(-scale)}` : `${whole}${fraction}`.padStart(scale + 1, '0');
  const cut = digits.length - Math.max(scale, 0);
  const size = scale > 0 ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits;
  return `${sign === '-' ? '-' : ''}${size.replace(/^0+(?=\d)/, '')}`;
}

function guidOf(text: string): string | null {
  const hex = text.replace(/^\{(.*)\}$/, '$1').toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(hex)) return hex;
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(hex);
  return parts === null ? null : parts.slice(1).join('-');
}

/** The JSON text of what stands in `dynamic(…)`; null for the null value. */
function dynamicJson(node: Node): string | null {
  const json = jsonOf(node);
  return json === 'null' ? null : json;
}

/** A value inside `dynamic(…)` as compact JSON; of two keys that are the same the last counts. */
function jsonOf(node: Node): string {
  switch (kind(node)) {
    case 'DynamicExpression':
    case 'ParenthesizedExpression':
      return jsonOf(need(node, 'Expression'));
    case 'JsonObjectExpression': {
      const pairs = new Map<string, string>();
      for (const pair of list(need(node, 'Pairs')))
        pairs.set(stringText(tokenText(need(pair, 'Name'))), jsonOf(need(pair, 'Value')));
      return `{${[...pairs].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
    }
    case 'JsonArrayExpression':
      return `[${list(need(node, 'Values')).map(jsonOf).join(',')}]`;
    case 'UnaryMinusExpression':
      return negated(jsonOf(need(node, 'Expression')));
    case 'UnaryPlusExpression':
      return jsonOf(need(node, 'Expression'));
    default:
      return scalarJson(node);
  }
}

function negated(json: string): string {
  return json.startsWith('-') ? json.slice(1) : `-${json}`;
}

function scalarJson(node: Node): string {
  if (kind(node) === 'NullLiteralExpression') return 'null';
  const found = literal(node);
  if (found === undefined) return JSON.stringify(tokenText(node));
  const { type, value } = found;
  if (value === null) return 'null';
  if (typeof value === 'bigint') {
    if (type === 'datetime') return JSON.stringify(datetimeText(value));
    return type === 'timespan' ? JSON.stringify(timespanText(value)) : String(value);
  }
  if (typeof value === 'number') {
    const written = tokenText(node);
    if (/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(written)) return written;
    return Number.isFinite(value)
      ? String(value)
      : JSON.stringify(child(node, 'Token')?.Text ?? String(value));
  }
  return type === 'decimal' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
