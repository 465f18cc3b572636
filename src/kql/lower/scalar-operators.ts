import { call, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { child, kind, list, need, type Node } from '../language/syntax.ts';
import type { KqlType } from '../types.ts';
import { callOf } from './calls.ts';
import { convert, isNumber } from './convert.ts';
import type { LowerExpression, Lowering } from './lowering.ts';
import { arithmetic, comparisons, memberships, textOperators } from './operator-names.ts';
import { unsupported } from './refusal.ts';
import type { Scope } from './scope.ts';
import { overColumns } from './search-terms.ts';
import {
  and,
  arrayOf,
  boundType,
  comparable,
  compare,
  isTabular,
  literalElements,
  not,
  or,
  starColumns,
} from './values.ts';

const operands = (lowering: Lowering, node: Node, scope: Scope): readonly [Scalar, Scalar] => [
  lowering.scalar(need(node, 'Left'), scope),
  lowering.scalar(need(node, 'Right'), scope),
];

const lowerArithmetic: LowerExpression = (lowering, node, scope) => {
  const args = operands(lowering, node, scope);
  return callOf(arithmetic[kind(node)]!, args, node, boundType(node));
};

const lowerComparison: LowerExpression = (lowering, node, scope) =>
  compare(comparisons[kind(node)]!, ...operands(lowering, node, scope));

const lowerText: LowerExpression = (lowering, node, scope) =>
  callOf(textOperators[kind(node)]!, operands(lowering, node, scope), node, 'bool');

/** `a or b or c …` as the parser nests it to the left, thousands deep, in the order of the text. */
function chain(node: Node): readonly Node[] {
  const operandsOf: Node[] = [];
  let rest = node;
  while (kind(rest) === kind(node)) {
    operandsOf.push(need(rest, 'Right'));
    rest = need(rest, 'Left');
  }
  return [rest, ...operandsOf.reverse()];
}

const lowerLogical =
  (join: (all: readonly Scalar[]) => Scalar): LowerExpression =>
  (lowering, node, scope) =>
    join(chain(node).map((operand) => lowering.typed(operand, scope, 'bool')));

/** Comparisons and text operators whose left side may be `*`: true when they are true for any column that fits. */
function overStar(lowering: Lowering, node: Node, scope: Scope): Scalar | undefined {
  const left = child(node, 'Left');
  if (left === undefined || kind(left) !== 'StarExpression' || scope.star !== undefined) return undefined;
  const right = need(node, 'Right');
  const [sample] = kind(right) === 'ExpressionList' ? list(right) : [right];
  const given = sample === undefined ? undefined : lowering.scalar(sample, scope);
  const each = (column: Column) => lowering.scalar(node, { ...scope, star: column });
  if (given === undefined || given.type === 'string' || given.type === 'dynamic') {
    const equal = kind(node) in comparisons;
    return overColumns(
      scope.row,
      !equal && given?.op === 'literal' && given.type === 'string' ? String(given.value) : '',
      each,
    );
  }
  const fits = (type: KqlType) => type === given.type || (isNumber(type) && isNumber(given.type));
  return or(
    starColumns(scope.row)
      .filter((column) => fits(column.type))
      .map(each),
  );
}

const withStar =
  (lower: LowerExpression): LowerExpression =>
  (lowering, node, scope) =>
    overStar(lowering, node, scope) ?? lower(lowering, node, scope);

/** Elements on the right of `in`, `has_any`, `has_all`: values, arrays, or one table. */
function rightList(
  lowering: Lowering,
  node: Node,
  scope: Scope,
): { readonly values: readonly Scalar[] } | { readonly rel: Rel } {
  const right = need(node, 'Right');
  const elements = list(need(right, 'Expressions'));
  const only = elements.length === 1 ? elements[0] : undefined;
  if (only !== undefined && isTabular(only)) return { rel: lowering.relation(only, scope) };
  return { values: elements.map((element) => lowering.scalar(element, scope)) };
}

const lowerMembership: LowerExpression = (lowering, node, scope) => {
  const { fn, negated, folded } = memberships[kind(node)]!;
  const value = lowering.scalar(need(node, 'Left'), scope);
  const right = rightList(lowering, node, scope);
  let found: Scalar;
  if ('rel' in right) {
    const column = right.rel.columns.find((c) => c.hidden !== true);
    if (column === undefined) throw unsupported(node, 'the table on the right has no column');
    const [left, element] = comparable(value, ref(column));
    const fold = (scalar: Scalar) =>
      folded ? call('tolower', [convert(scalar, 'string')], 'string', false) : scalar;
    const expression = fold(element);
    found = {
      op: 'in-subquery',
      value: fold(left),
      rel: {
        op: 'project',
        input: right.rel,
        columns: [lowering.columnFor(column.name, expression)],
        expressions: [expression],
      },
      type: 'bool',
      nullable: false,
    };
  } else {
    const items = right.values.flatMap((item) => literalElements(item) ?? [item]);
    const arrays = items.filter((item) => item.type === 'dynamic');
    const singles = items.filter((item) => item.type !== 'dynamic');
    const parts: Scalar[] = [];
    if (singles.length > 0 || arrays.length === 0) {
      const converted = singles.map((item) => comparable(value, item)[1]);
      const head = singles[0] === undefined ? value : comparable(value, singles[0])[0];
      parts.push(call(fn, [folded ? convert(head, 'string') : head, ...converted], 'bool', false));
    }
    for (const array of arrays)
      parts.push(
        isNumber(value.type)
          ? call('in numbers', [value, array], 'bool', false)
          : call(`${fn} array`, [convert(value, 'string'), array], 'bool', false),
      );
    found = or(parts);
  }
  return negated ? not(found) : found;
};

const lowerHasList =
  (fn: string): LowerExpression =>
  (lowering, node, scope) => {
    const text = lowering.typed(need(node, 'Left'), scope, 'string');
    const right = rightList(lowering, node, scope);
    const list_ = 'rel' in right ? [arrayOf(lowering, right.rel)] : right.values;
    const items = list_.flatMap((item) => literalElements(item) ?? [item]);
    return call(
      fn,
      [text, ...items.map((item) => (item.type === 'dynamic' ? item : convert(item, 'string')))],
      'bool',
      false,
    );
  };

const lowerBetween =
  (negated: boolean): LowerExpression =>
  (lowering, node, scope) => {
    const value = lowering.scalar(need(node, 'Left'), scope);
    const couple = need(node, 'Right');
    const low = lowering.scalar(need(couple, 'First'), scope);
    const high = lowering.scalar(need(couple, 'Second'), scope);
    // A span as the upper end of a moment counts from the lower end.
    const end =
      low.type === 'datetime' && high.type === 'timespan' ? callOf('+', [low, high], node, 'datetime') : high;
    const inside = and([compare('>=', value, low), compare('<=', value, end)]);
    return negated ? not(inside) : inside;
  };

/** How each operator within expressions becomes IR. */
export const scalarOperators: Readonly<Record<string, LowerExpression>> = {
  ...Object.fromEntries(Object.keys(arithmetic).map((name) => [name, lowerArithmetic])),
  ...Object.fromEntries(Object.keys(comparisons).map((name) => [name, withStar(lowerComparison)])),
  ...Object.fromEntries(Object.keys(textOperators).map((name) => [name, withStar(lowerText)])),
  ...Object.fromEntries(Object.keys(memberships).map((name) => [name, withStar(lowerMembership)])),
  AndExpression: lowerLogical(and),
  OrExpression: lowerLogical(or),
  HasAnyExpression: withStar(lowerHasList('has_any')),
  HasAllExpression: withStar(lowerHasList('has_all')),
  BetweenExpression: lowerBetween(false),
  NotBetweenExpression: lowerBetween(true),
  UnaryMinusExpression: (lowering, node, scope) =>
    callOf('negate', [lowering.scalar(need(node, 'Expression'), scope)], node, boundType(node)),
  UnaryPlusExpression: (lowering, node, scope) => lowering.scalar(need(node, 'Expression'), scope),
};
