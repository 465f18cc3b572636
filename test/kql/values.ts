import { datetimeText, timespanText } from '../../src/kql/ticks.ts';

/** A JSON value; the null of `dynamic` is the null of KQL. */
export type Json =
  boolean | number | string | readonly (Json | null)[] | { readonly [key: string]: Json | null };

/** What a value of each type is in the evaluator, when it is not null. */
export interface Values {
  readonly string: string;
  readonly long: bigint;
  readonly int: bigint;
  readonly real: number;
  readonly bool: boolean;
  readonly datetime: bigint;
  readonly timespan: bigint;
  readonly dynamic: Json;
  readonly guid: string;
}

export type Type = keyof Values;
export type Value = Values[Type] | null;
export type Row = readonly Value[];

/** The reference does not say what happens here, or leaves it open: the generator tries something else. */
export class Undecided extends Error {}

export function undecided(why: string): never {
  throw new Undecided(why);
}

/** A whole number of 64 bits; what leaves the range is not compared. */
export function long(value: bigint): bigint {
  return BigInt.asIntN(64, value) === value ? value : undecided('a whole number leaves 64 bits');
}

/** A real number as whole number, towards zero; null when it is none. */
export function truncated(value: number): bigint | null {
  if (!Number.isFinite(value)) return null;
  return value >= -(2 ** 63) && value < 2 ** 63 ? BigInt(Math.trunc(value)) : null;
}

/** `a / b` rounded down. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Whole number as a text says it. */
export function longOfText(text: string): bigint | null {
  if (/^-?\d+$/.test(text)) {
    const value = BigInt(text);
    return BigInt.asIntN(64, value) === value ? value : null;
  }
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return BigInt(text);
  return /^[\s+-]*[\d.]/.test(text) ? undecided('a text that is nearly a whole number') : null;
}

/** Real number as a text says it. */
export function realOfText(text: string): number | null {
  if (/^-?\d+(\.\d+)?(e\d+)?$/i.test(text)) return Number(text);
  return /^[\s+-]*(\d|\.\d|inf|nan)/i.test(text) ? undecided('a text that is nearly a number') : null;
}

/** Text of a value inside of a text. */
export function textOf(type: Type, value: Value): string {
  if (value === null) return '';
  switch (type) {
    case 'datetime':
      return datetimeText(value as bigint);
    case 'timespan':
      return timespanText(value as bigint);
    case 'real':
      return realText(value as number);
    case 'dynamic':
      return typeof value === 'string' ? value : jsonText(value as Json);
    case 'string':
    case 'long':
    case 'int':
    case 'bool':
    case 'guid':
      return plainText(value);
  }
}

/** The text of a value without a change of form. */
export function plainText(value: Value): string {
  return typeof value === 'object' ? jsonText(value) : String(value);
}

function realText(value: number): string {
  // How a whole number of type real is written is not certain, nor are exponents and infinities.
  if (Number.isInteger(value) || !/^-?\d{1,9}\.\d{1,6}$/.test(String(value)))
    return undecided('the text of such a real number');
  return String(value);
}

/** JSON without blanks. */
export function jsonText(value: Json | null): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return realText(value);
  if (Array.isArray(value))
    return `[${(value as readonly (Json | null)[]).map((item) => jsonText(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value as Readonly<Record<string, Json | null>>)
      .map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`)
      .join(',')}}`;
  return JSON.stringify(value);
}

/** A value as `dynamic`. */
export function toJson(type: Type, value: Value): Json | null {
  if (value === null) return null;
  switch (type) {
    case 'long':
    case 'int':
      return Number.isSafeInteger(Number(value))
        ? Number(value)
        : undecided('a long inside of JSON beyond 2^53');
    case 'real':
      return Number.isFinite(value) && !Number.isInteger(value)
        ? (value as number)
        : undecided('the text of such a real number inside of JSON');
    case 'datetime':
    case 'timespan':
      return textOf(type, value);
    case 'string':
    case 'bool':
    case 'guid':
    case 'dynamic':
      return value as Json;
  }
}

/** Equality of two values of one type that are not null. */
export function same(type: Type, a: Value, b: Value): boolean {
  if (type === 'dynamic') return jsonText(a as Json) === jsonText(b as Json);
  if (type === 'real') return Object.is(a, b) || a === b;
  return a === b;
}

/** Order of two values that are not null: text by code point, false before true; NaN is not comparable. */
export function order(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number' && (Number.isNaN(a) || Number.isNaN(b)))
    return undecided('the place of NaN');
  if (typeof a === 'object' || typeof b === 'object') return undecided('the order of dynamic values');
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A text by which equal values of one type are equal and others differ. */
export function keyOf(type: Type, value: Value): string {
  if (value === null) return 'null';
  if (type === 'dynamic') return `j${jsonText(value as Json)}`;
  if (type === 'real') return `r${String(value === 0 ? 0 : (value as number))}`;
  return `v${plainText(value)}`;
}
