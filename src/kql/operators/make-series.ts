import {
  call,
  literal,
  mayBeNull,
  ref,
  type AggregateCall,
  type Column,
  type Rel,
  type Scalar,
} from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import { and, compare } from '../lower/values.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import type { Scope } from '../lower/scope.ts';
import { child, kind, list, nameOf, need, parameters, tokenText, type Node } from '../language/syntax.ts';
import { grouped } from './grouped.ts';
import { piped, rowScope, type LowerOperator } from './operator.ts';

/** From where to where the axis goes, in which steps; without `from` and `to` each series has its own ends. */
interface Axis {
  readonly value: Scalar;
  readonly from: Scalar | undefined;
  readonly to: Scalar | undefined;
  readonly step: Scalar;
  /** `in range(…)`: the end belongs to it, and steps count from zero rather than from the start. */
  readonly inRange: boolean;
}

function axisOf(lowering: Lowering, node: Node, row: Scope, outer: Scope): Axis {
  const on = unnamed(need(need(node, 'OnClause'), 'Expression'));
  const raw = lowering.scalar(on, row);
  const value =
    raw.type === 'int' ? convert(raw, 'long') : raw.type === 'decimal' ? convert(raw, 'real') : raw;
  if (!['datetime', 'timespan', 'long', 'real'].includes(value.type))
    throw unsupported(on, 'the axis of make-series is a moment, a timespan or a number');
  const typed = (expression: Node | undefined) =>
    expression === undefined ? undefined : convert(lowering.scalar(expression, outer), value.type);
  const span = (expression: Node | undefined) => {
    if (expression === undefined) throw unsupported(node, 'make-series needs a step');
    return convert(lowering.scalar(expression, outer), value.type === 'datetime' ? 'timespan' : value.type);
  };
  const clause = need(node, 'RangeClause');
  if (kind(clause) === 'MakeSeriesInRangeClause') {
    const [from, to, step] = list(need(need(clause, 'Arguments'), 'Expressions'));
    return { value, from: typed(from), to: typed(to), step: span(step), inRange: true };
  }
  const part = (name: string) => {
    const found = child(clause, name);
    return found === undefined ? undefined : need(found, 'Expression');
  };
  return {
    value,
    from: typed(part('MakeSeriesFromClause')),
    to: typed(part('MakeSeriesToClause')),
    step: span(part('MakeSeriesStepClause')),
    inRange: false,
  };
}

function unnamed(node: Node): Node {
  return kind(node) === 'SimpleNamedExpression' ? need(node, 'Expression') : node;
}

/** Which step of the axis a value falls into, counted from `start` (or from zero); `up`: the next one when it lies between two. */
function place(axis: Axis, value: Scalar, start: Scalar | undefined, up = false): Scalar {
  const number = axis.value.type === 'real' ? value : ticks(value);
  const offset =
    start === undefined
      ? number
      : call('-', [number, number.type === 'real' ? start : ticks(start)], number.type, true);
  const step = axis.value.type === 'real' ? axis.step : ticks(axis.step);
  return call(up ? 'step above' : 'step', [offset, step], 'long', true);
}

/** A moment or span as a plain number. */
function ticks(scalar: Scalar): Scalar {
  if (scalar.type === 'long') return scalar;
  return scalar.op === 'literal'
    ? literal('long', scalar.value)
    : call('ticks', [scalar], 'long', mayBeNull(scalar));
}

/** `make-series`: for each group arrays of aggregates along an axis, gaps filled with a default. */
export const makeSeries: LowerOperator = (lowering, node, input, scope) => {
  const given = parameters(node).get('kind');
  const nonempty = given !== undefined && tokenText(given).trim() === 'nonempty';
  const rel = piped(input);
  const outer: Scope = { environment: scope.environment, depth: scope.depth };
  const row = rowScope(scope, rel);
  const axis = axisOf(lowering, node, row, outer);
  const by = child(node, 'ByClause');
  const keyNodes = by === undefined ? [] : list(need(by, 'Expressions'));
  const start = axis.inRange ? undefined : axis.from;
  const limits: Scalar[] = [];
  if (axis.from !== undefined) limits.push(compare('>=', axis.value, axis.from));
  if (axis.to !== undefined) limits.push(compare(axis.inRange ? '<=' : '<', axis.value, axis.to));
  if (limits.length === 0) limits.push(call('isnotnull', [axis.value], 'bool', false));
  const inside: Rel = { op: 'filter', input: rel, columns: rel.columns, predicate: and(limits) };
  const aggregates = list(need(node, 'Aggregates')).map((item) => aggregateOf(item));
  const stepped = steps(lowering, inside, keyNodes, place(axis, axis.value, start), aggregates, row);
  const series = collected(lowering, stepped, keyNodes.length, aggregates.length);
  const keyColumns = series.columns.slice(0, keyNodes.length);
  const [low, high] = series.columns.slice(-2) as [Column, Column];
  // Without `by`, a series of no rows is one row of defaults when asked for, else no row.
  const shown: Rel =
    keyNodes.length > 0 || nonempty
      ? series
      : {
          op: 'filter',
          input: series,
          columns: series.columns,
          predicate: call('isnotnull', [ref(low)], 'bool', false),
        };
  const first =
    axis.from === undefined
      ? ref(low)
      : axis.inRange
        ? place(axis, axis.from, undefined)
        : literal('long', 0n);
  const end =
    axis.to === undefined
      ? call('+', [ref(high), literal('long', 1n)], 'long', true)
      : axis.inRange
        ? call('+', [place(axis, axis.to, undefined), literal('long', 1n)], 'long', true)
        : place(axis, axis.to, start, true);
  const count = call('-', [end, first], 'long', true);
  const outputs = aggregates.map((item, index): Scalar => {
    const points = series.columns[keyNodes.length + index]!;
    const type = stepped.columns[keyNodes.length + 1 + index]!.type;
    const rest =
      item.otherwise === undefined ? zeroOf(type) : convert(lowering.scalar(item.otherwise, outer), type);
    return call(
      'series values',
      [ref(points), first, count, call('to_dynamic', [rest], 'dynamic', true)],
      'dynamic',
      true,
    );
  });
  const columns = [
    ...keyColumns,
    ...outputs.map(() => lowering.column('', 'dynamic')),
    lowering.column('', 'dynamic'),
  ];
  return {
    op: 'project',
    input: shown,
    columns,
    expressions: [
      ...keyColumns.map((column) => ref(column)),
      ...outputs,
      axisValues(axis, start, first, count),
    ],
  };
};

function zeroOf(type: Column['type']): Scalar {
  switch (type) {
    case 'real':
      return literal('real', 0);
    case 'int':
      return literal('int', 0);
    case 'long':
    case 'decimal':
    case 'dynamic':
    case 'bool':
    case 'timespan':
      return literal('long', 0n);
    default:
      return literal(type, null);
  }
}

/** The values of the axis at each step. */
function axisValues(axis: Axis, start: Scalar | undefined, first: Scalar, count: Scalar): Scalar {
  if (axis.value.type === 'real') {
    const shift = call('*', [convert(first, 'real'), axis.step], 'real', true);
    const from = start === undefined ? shift : call('+', [start, shift], 'real', true);
    return call('series axis real', [from, axis.step, count], 'dynamic', true);
  }
  const shift = call('*', [first, ticks(axis.step)], 'long', true);
  const from = start === undefined ? shift : call('+', [ticks(start), shift], 'long', true);
  return call(
    'series axis',
    [literal('string', axis.value.type), from, ticks(axis.step), count],
    'dynamic',
    true,
  );
}

interface Item {
  readonly expression: Node;
  readonly otherwise: Node | undefined;
}

function aggregateOf(item: Node): Item {
  const clause = child(item, 'DefaultExpression');
  return {
    expression: unnamed(need(item, 'Expression')),
    otherwise: clause === undefined ? undefined : need(clause, 'Expression'),
  };
}

/** Aggregates of each group and step: keys, step, values. */
function steps(
  lowering: Lowering,
  rel: Rel,
  keyNodes: readonly Node[],
  step: Scalar,
  items: readonly Item[],
  scope: Scope,
): Rel {
  const keys = keyNodes.map((key) => lowering.scalar(key, scope));
  const names = keyNodes.map((key) =>
    kind(key) === 'SimpleNamedExpression' || kind(key) === 'NameReference' ? nameOf(key) : '',
  );
  const values = items.map((item) => item.expression);
  return grouped(lowering, rel, [...keys, step], values, scope, names);
}

/** The steps of each group as lists of points: keys, points of each aggregate, first and last step. */
function collected(lowering: Lowering, stepped: Rel, keyCount: number, valueCount: number): Rel {
  const keys = stepped.columns.slice(0, keyCount);
  const step = stepped.columns[keyCount]!;
  const values = stepped.columns.slice(keyCount + 1, keyCount + 1 + valueCount);
  const points = values.map((value): AggregateCall => ({
    fn: 'series points',
    args: [ref(step), call('to_dynamic', [ref(value)], 'dynamic', true)],
    type: 'dynamic',
    nullable: true,
  }));
  const keyColumns = keys.map((key) => lowering.column(key.name, key.type, key.nullable));
  const ends = ['min', 'max'].map((fn): AggregateCall => ({
    fn,
    args: [ref(step)],
    type: 'long',
    nullable: true,
  }));
  return {
    op: 'aggregate',
    input: stepped,
    columns: [...keyColumns, ...[...points, ...ends].map((one) => lowering.column('', one.type))],
    keys: keys.map((key) => ref(key)),
    aggregates: [...points, ...ends],
  };
}
