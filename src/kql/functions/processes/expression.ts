import type { KqlType } from '../../types.ts';
import { scalarFunctions } from '../index.ts';
import { real, realCell, whole, type Cell } from './process.ts';

/** A value inside a process: bigint for whole numbers, datetimes and timespans; text for text, guid and dynamic. */
export type Value = string | number | bigint | boolean | null;

/** An expression that a process computes itself, since it depends on what earlier rows left behind. */
export type Expression =
  | { readonly op: 'cell'; readonly index: number; readonly type: KqlType }
  | { readonly op: 'state'; readonly step: number; readonly index: number; readonly type: KqlType }
  | { readonly op: 'literal'; readonly cell: Cell; readonly type: KqlType }
  | {
      readonly op: 'call';
      readonly fn: string;
      readonly args: readonly Expression[];
      readonly type: KqlType;
    };

/** What an expression reads: the cells of the row, and the cells that a step holds. */
export interface Reader {
  readonly cell: (index: number) => Cell;
  readonly state: (step: number, index: number) => Cell;
}

/** A cell as a value; text is never null. */
export function valueOf(cell: Cell, type: KqlType): Value {
  switch (type) {
    case 'long':
    case 'int':
    case 'datetime':
    case 'timespan':
      return whole(cell);
    case 'real':
      return real(cell);
    case 'bool':
      return cell === null ? null : cell === 'true';
    case 'string':
      return cell ?? '';
    default:
      return cell;
  }
}

/** A value as a cell. */
export function cellOf(value: Value): Cell {
  if (value === null) return null;
  return typeof value === 'number' ? realCell(value) : String(value);
}

/** The value of an expression on one row; what does not fit its type is null. */
export function evaluate(expression: Expression, reader: Reader): Value {
  switch (expression.op) {
    case 'cell':
      return valueOf(reader.cell(expression.index), expression.type);
    case 'state':
      return valueOf(reader.state(expression.step, expression.index), expression.type);
    case 'literal':
      return valueOf(expression.cell, expression.type);
    case 'call':
      return (calls[expression.fn] ?? native).run(expression, (index) =>
        evaluate(expression.args[index]!, reader),
      );
  }
}

/** Whether a call of these types can be computed here, with the same result as in the engine. */
export function canEvaluate(fn: string, types: readonly KqlType[], type: KqlType): boolean {
  const known = calls[fn];
  if (known !== undefined) return known.takes(types, type);
  const entry = scalarFunctions.get(fn)?.native;
  return (
    entry !== undefined && entry.volatile !== true && entry.returns === type && entry.returns !== 'decimal'
  );
}

type CallExpression = Extract<Expression, { op: 'call' }>;

interface Evaluated {
  readonly takes: (types: readonly KqlType[], type: KqlType) => boolean;
  /** `arg` computes an argument when it is asked for. */
  readonly run: (call: CallExpression, arg: (index: number) => Value) => Value;
}

const isWhole = (type: KqlType) =>
  type === 'long' || type === 'int' || type === 'datetime' || type === 'timespan';
const isNumeric = (type: KqlType) => isWhole(type) || type === 'real';
const simple = (type: KqlType) => isNumeric(type) || type === 'string' || type === 'bool';

const smallest = -(1n << 63n);
const largest = (1n << 63n) - 1n;
const lastMoment = 3_155_378_975_999_999_999n;

/** What does not fit is null. */
function fitting(value: bigint, type: KqlType): bigint | null {
  if (type === 'int') return value >= -(1n << 31n) && value < 1n << 31n ? value : null;
  if (type === 'datetime') return value >= 0n && value <= lastMoment ? value : null;
  return value >= smallest && value <= largest ? value : null;
}

/** Arithmetic of whole numbers stays whole; with a real it is that of reals. */
const arithmetic = (
  ofWhole: (a: bigint, b: bigint) => bigint | null,
  ofReal: (a: number, b: number) => number,
): Evaluated => ({
  takes: ([a, b], type) =>
    (isWhole(a!) && isWhole(b!) && isWhole(type)) || (isNumeric(a!) && isNumeric(b!) && type === 'real'),
  run(call, arg) {
    const [a, b] = [arg(0), arg(1)];
    if (a === null || b === null) return null;
    if (call.type === 'real') return ofReal(Number(a), Number(b));
    const result = ofWhole(a as bigint, b as bigint);
    return result === null ? null : fitting(result, call.type);
  },
});

/** Order of texts by code points, as the engine's bytes sort. */
function textOrder(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const difference = left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const comparable: Evaluated['takes'] = ([a, b]) =>
  (isNumeric(a!) && isNumeric(b!)) || (a === b && (a === 'string' || a === 'bool'));

const isNaNValue = (value: Value) => typeof value === 'number' && Number.isNaN(value);

const ordering = (test: (order: number) => boolean): Evaluated => ({
  takes: comparable,
  run(_, arg) {
    const [a, b] = [arg(0), arg(1)];
    if (a === null || b === null) return null;
    if (isNaNValue(a) || isNaNValue(b)) return false;
    if (typeof a === 'string' && typeof b === 'string') return test(textOrder(a, b));
    return test(a < b ? -1 : a > b ? 1 : 0);
  },
});

function same(a: Value, b: Value): boolean {
  if (a === null || b === null) return false;
  if (typeof a === 'bigint' && typeof b === 'number') return Number(a) === b;
  return typeof a === 'number' && typeof b === 'bigint' ? a === Number(b) : a === b;
}

const extreme = (wins: (order: number) => boolean): Evaluated => ({
  takes: (types, type) => (isWhole(type) || type === 'real') && types.every((one) => one === type),
  run(call, arg) {
    let best: Value = null;
    for (const index of call.args.keys()) {
      const value = arg(index);
      if (value === null) continue;
      // The engine sorts NaN above all.
      const order =
        best === null
          ? 0
          : isNaNValue(value)
            ? 1
            : isNaNValue(best)
              ? -1
              : value < best
                ? -1
                : value > best
                  ? 1
                  : 0;
      if (best === null || wins(order)) best = value;
    }
    return best;
  },
});

const missing = (value: Value) => value === null;
const passes: Evaluated['takes'] = () => true;

/** Functions of ours that the engine calls too: values go in and out as there. */
const native: Evaluated = {
  takes: passes,
  run(call, arg) {
    const entry = scalarFunctions.get(call.fn)!.native!;
    const args = call.args.map((one, index): unknown => {
      const value = arg(index);
      if (value === null) return one.type === 'string' ? '' : null;
      if (one.type === 'dynamic') return JSON.parse(value as string) as unknown;
      return one.type === 'int' ? Number(value) : value;
    });
    const result = (entry.run as (...given: readonly unknown[]) => unknown)(...args);
    if (result === null || result === undefined) return call.type === 'string' ? '' : null;
    if (call.type === 'dynamic') return JSON.stringify(result);
    return call.type === 'int' ? BigInt(result as number) : (result as Value);
  },
};

/** The functions that are the same here as in the engine. */
const calls: Readonly<Record<string, Evaluated>> = {
  '+': arithmetic(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  '-': arithmetic(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  '*': {
    ...arithmetic(
      (a, b) => a * b,
      (a, b) => a * b,
    ),
    takes: ([a, b], type) =>
      ((a === 'long' || a === 'int') &&
        (b === 'long' || b === 'int') &&
        (type === 'long' || type === 'int')) ||
      ((a === 'real' || a === 'long' || a === 'int') &&
        (b === 'real' || b === 'long' || b === 'int') &&
        type === 'real'),
  },
  negate: {
    takes: ([a], type) => a === type && (a === 'long' || a === 'real' || a === 'timespan'),
    run(call, arg) {
      const value = arg(0);
      if (value === null) return null;
      return typeof value === 'bigint' ? fitting(-value, call.type) : -(value as number);
    },
  },
  '==': { takes: comparable, run: (_, arg) => same(arg(0), arg(1)) },
  '!=': {
    takes: comparable,
    run(_, arg) {
      const [a, b] = [arg(0), arg(1)];
      return a === null && b === null ? false : !same(a, b);
    },
  },
  '<': ordering((order) => order < 0),
  '<=': ordering((order) => order <= 0),
  '>': ordering((order) => order > 0),
  '>=': ordering((order) => order >= 0),
  and: {
    takes: passes,
    run(_, arg) {
      const a = arg(0);
      if (a === false) return false;
      const b = arg(1);
      return b === false ? false : a === null || b === null ? null : true;
    },
  },
  or: {
    takes: passes,
    run(_, arg) {
      const a = arg(0);
      if (a === true) return true;
      const b = arg(1);
      return b === true ? true : a === null || b === null ? null : false;
    },
  },
  not: {
    takes: passes,
    run(_, arg) {
      const value = arg(0);
      return value === null ? null : value === false;
    },
  },
  iff: { takes: passes, run: (_, arg) => (arg(0) === true ? arg(1) : arg(2)) },
  case: {
    takes: passes,
    run(call, arg) {
      const last = call.args.length - 1;
      for (let at = 0; at < last; at += 2) if (arg(at) === true) return arg(at + 1);
      return arg(last);
    },
  },
  coalesce: {
    takes: passes,
    run(call, arg) {
      let value: Value = null;
      for (const index of call.args.keys()) {
        value = arg(index);
        if (value !== null && value !== '') return value;
        if (value === '' && call.type !== 'string') return value;
      }
      return value;
    },
  },
  isnull: { takes: passes, run: (call, arg) => call.args[0]!.type !== 'string' && missing(arg(0)) },
  isnotnull: { takes: passes, run: (call, arg) => call.args[0]!.type === 'string' || !missing(arg(0)) },
  isempty: { takes: ([a]) => simple(a!), run: (_, arg) => missing(arg(0)) || arg(0) === '' },
  isnotempty: { takes: ([a]) => simple(a!), run: (_, arg) => !missing(arg(0)) && arg(0) !== '' },
  max_of: extreme((order) => order > 0),
  min_of: extreme((order) => order < 0),
  in: {
    takes: (types) =>
      types.every((type) => type === types[0]) && (types[0] === 'string' || isWhole(types[0]!)),
    run: (call, arg) => call.args.slice(1).some((_, index) => same(arg(0), arg(index + 1))),
  },
  strcat: {
    takes: (types) => types.every((type) => type === 'string'),
    run: (call, arg) => call.args.map((_, index) => arg(index) as string).join(''),
  },
  contains_cs: {
    takes: (types) => types.every((type) => type === 'string'),
    run: (_, arg) => (arg(0) as string).includes(arg(1) as string),
  },
  startswith_cs: {
    takes: (types) => types.every((type) => type === 'string'),
    run: (_, arg) => (arg(0) as string).startsWith(arg(1) as string),
  },
  endswith_cs: {
    takes: (types) => types.every((type) => type === 'string'),
    run: (_, arg) => (arg(0) as string).endsWith(arg(1) as string),
  },
  tolong: {
    takes: ([a]) => isWhole(a!) || a === 'bool',
    run(_, arg) {
      const value = arg(0);
      return typeof value === 'boolean' ? (value ? 1n : 0n) : value;
    },
  },
  toint: {
    takes: ([a]) => a === 'long' || a === 'int',
    run(_, arg) {
      const value = arg(0);
      return value === null ? null : fitting(value as bigint, 'int');
    },
  },
  toreal: {
    takes: ([a]) => a === 'long' || a === 'int' || a === 'real',
    run(_, arg) {
      const value = arg(0);
      return value === null ? null : Number(value);
    },
  },
  tostring: {
    takes: ([a]) => a === 'string' || a === 'long' || a === 'int' || a === 'bool' || a === 'guid',
    run(_, arg) {
      const value = arg(0);
      return value === null ? '' : String(value);
    },
  },
};
