import { call, literal, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { aggregateFunctions, windowFunctions } from '../functions/index.ts';
import { calledBody, child, kind, list, nameOf, need, symbol, type Node } from '../language/syntax.ts';
import type { KqlType } from '../types.ts';
import { literal as readLiteralNode } from '../language/literals.ts';
import { aggregateCall } from './aggregates.ts';
import { callOf, convertArguments, nullableResult } from './calls.ts';
import { convert, isNumber } from './convert.ts';
import { callUser } from './functions.ts';
import type { Lowering } from './lowering.ts';
import { refused, unsupported } from './refusal.ts';
import { findColumn, type Scope } from './scope.ts';
import { special } from './special.ts';
import {
  and,
  arrayOf,
  boundType,
  comparable,
  compare,
  firstCell,
  isTabular,
  literalElements,
  not,
  or,
  starColumns,
  toScalar,
} from './values.ts';

type LowerExpression = (lowering: Lowering, node: Node, scope: Scope) => Scalar;

const readLiteral: LowerExpression = (_, node) => {
  const found = readLiteralNode(node);
  if (found === undefined) throw unsupported(node, 'this literal cannot be read');
  return literal(found.type, found.value);
};

/** Operators whose operands are numbers, moments or spans. */
const arithmetic: Readonly<Record<string, string>> = {
  AddExpression: '+',
  SubtractExpression: '-',
  MultiplyExpression: '*',
  DivideExpression: '/',
  ModuloExpression: '%',
};

const comparisons: Readonly<Record<string, string>> = {
  EqualExpression: '==',
  NotEqualExpression: '!=',
  LessThanExpression: '<',
  LessThanOrEqualExpression: '<=',
  GreaterThanExpression: '>',
  GreaterThanOrEqualExpression: '>=',
};

const textOperators: Readonly<Record<string, string>> = {
  EqualTildeExpression: '=~',
  BangTildeExpression: '!~',
  HasExpression: 'has',
  HasCsExpression: 'has_cs',
  NotHasExpression: '!has',
  NotHasCsExpression: '!has_cs',
  HasPrefixExpression: 'hasprefix',
  HasPrefixCsExpression: 'hasprefix_cs',
  NotHasPrefixExpression: '!hasprefix',
  NotHasPrefixCsExpression: '!hasprefix_cs',
  HasSuffixExpression: 'hassuffix',
  HasSuffixCsExpression: 'hassuffix_cs',
  NotHasSuffixExpression: '!hassuffix',
  NotHasSuffixCsExpression: '!hassuffix_cs',
  ContainsExpression: 'contains',
  ContainsCsExpression: 'contains_cs',
  NotContainsExpression: '!contains',
  NotContainsCsExpression: '!contains_cs',
  StartsWithExpression: 'startswith',
  StartsWithCsExpression: 'startswith_cs',
  NotStartsWithExpression: '!startswith',
  NotStartsWithCsExpression: '!startswith_cs',
  EndsWithExpression: 'endswith',
  EndsWithCsExpression: 'endswith_cs',
  NotEndsWithExpression: '!endswith',
  NotEndsWithCsExpression: '!endswith_cs',
  MatchesRegexExpression: 'matches regex',
};

/** The binder names `in` InExpression and `in~` InCsExpression (the parser's naming is inverted). */
const memberships: Readonly<
  Record<string, { readonly fn: string; readonly negated: boolean; readonly folded: boolean }>
> = {
  InExpression: { fn: 'in', negated: false, folded: false },
  NotInExpression: { fn: 'in', negated: true, folded: false },
  InCsExpression: { fn: 'in~', negated: false, folded: true },
  NotInCsExpression: { fn: 'in~', negated: true, folded: true },
};

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

/** Types whose text a term without digits can be part of. */
const wordy: ReadonlySet<KqlType> = new Set(['string', 'dynamic', 'guid']);

/** Whether something holds for any column of the row that can have a value like `wanted`. */
export function overColumns(
  row: readonly Column[] | undefined,
  wanted: string,
  holds: (column: Column) => Scalar,
): Scalar {
  return or(
    starColumns(row)
      .filter((column) => wordy.has(column.type) || (/\d/.test(wanted) && column.type !== 'bool'))
      .map(holds),
  );
}

/** Whether a value has a term as `search` writes it: `x*` begins with it, `*x` ends with it, `*x*` contains it. */
export function matchesTerm(value: Scalar, text: string, caseSensitive: boolean): Scalar {
  const suffix = caseSensitive ? '_cs' : '';
  const bare = text.replace(/^\*|\*$/g, '');
  const [open, closed] = [text.startsWith('*'), text.endsWith('*') && text.length > 1];
  const args = [convert(value, 'string')];
  if (bare.includes('*')) {
    const pattern = bare
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    const edges = `(?s${caseSensitive ? '' : 'i'})${open ? '' : '\\b'}${pattern}${closed ? '' : '\\b'}`;
    return call('matches regex', [...args, literal('string', edges)], 'bool', false);
  }
  const fn = open && closed ? 'contains' : closed ? 'hasprefix' : open ? 'hassuffix' : 'has';
  return call(`${fn}${suffix}`, [...args, literal('string', bare)], 'bool', false);
}

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

const lowerName: LowerExpression = (lowering, node, scope) => {
  const name = nameOf(node);
  if (name === '$left' || name === '$right') throw unsupported(node, `${name} alone is no value`);
  const column = findColumn(scope.row, name) ?? findColumn(scope.right, name);
  if (column !== undefined && symbol(node)?.kind !== 'variable' && symbol(node)?.kind !== 'parameter')
    return ref(column);
  const binding = scope.environment.find(name);
  if (binding?.kind === 'scalar') return binding.scalar;
  if (binding?.kind === 'table') return firstCell(binding.relation());
  if (column !== undefined) return ref(column);
  // A function without parameters may be named without calling it.
  const body = calledBody(node);
  if (body !== undefined) return callUser(lowering, node, body, scope);
  throw unsupported(node, `${name} is not known here`);
};

const lowerPath: LowerExpression = (lowering, node, scope) => {
  const base = need(node, 'Expression');
  const selector = need(node, 'Selector');
  if (kind(base) === 'NameReference') {
    const side = nameOf(base);
    if (side === '$left' || side === '$right') {
      const column = findColumn(side === '$left' ? scope.row : scope.right, nameOf(selector));
      if (column === undefined) throw unsupported(node, `${side} has no column ${nameOf(selector)}`);
      return ref(column);
    }
  }
  // `a.[b]` is `a[b]`.
  if (kind(selector) === 'BracketedExpression') return lowerElement(lowering, node, scope);
  if (kind(selector) === 'FunctionCallExpression')
    throw unsupported(node, 'a function cannot be called after a dot here');
  const value = lowering.scalar(base, scope);
  return call('get', [convert(value, 'dynamic'), literal('string', nameOf(selector))], 'dynamic', true);
};

const lowerElement: LowerExpression = (lowering, node, scope) => {
  const base = convert(lowering.scalar(need(node, 'Expression'), scope), 'dynamic');
  const selector = need(node, 'Selector');
  const index = lowering.scalar(child(selector, 'Expression') ?? selector, scope);
  return call(
    'get',
    [
      base,
      isNumber(index.type)
        ? convert(index, 'long')
        : index.type === 'dynamic'
          ? index
          : convert(index, 'string'),
    ],
    'dynamic',
    true,
  );
};

/** Functions that reach outside: never, whatever the arguments. */
const outside = new Set([
  'cluster',
  'database',
  'workspace',
  'app',
  'resource',
  'external_table',
  'stored_query_result',
]);

const lowerCall: LowerExpression = (lowering, node, scope) => {
  const name = nameOf(need(node, 'Name'));
  if (outside.has(name)) throw refused(node, `${name}() would read from elsewhere`);
  const args = list(need(need(node, 'ArgumentList'), 'Expressions'));
  const body = calledBody(node);
  if (body !== undefined) return callUser(lowering, node, body, scope);
  const custom = special[name];
  if (custom !== undefined) return custom(lowering, node, args, scope);
  const target = symbol(node);
  if (aggregateFunctions.has(name) && (target?.kind === 'aggregate' || scope.aggregate !== undefined)) {
    if (scope.aggregate === undefined) throw unsupported(node, `the aggregate ${name} cannot stand here`);
    return scope.aggregate(aggregateCall(lowering, node, name, args, scope));
  }
  const window = windowFunctions.get(name);
  if (window !== undefined) {
    if (scope.order === undefined)
      throw unsupported(node, `${name} needs rows in an order: use serialize or sort before it`);
    const converted = convertArguments(
      window.parameters,
      args.map((arg) => lowering.scalar(arg, scope)),
    );
    const own = typeof window.returns === 'function' ? window.returns(converted) : window.returns;
    const type = boundType(node) ?? own ?? 'dynamic';
    return {
      op: 'window',
      fn: name,
      args: converted,
      order: scope.order,
      type,
      nullable: type !== 'string' && nullableResult(window.nulls, converted),
    };
  }
  return callOf(
    name,
    args.map((arg) => lowering.scalar(arg, scope)),
    node,
    boundType(node),
  );
};

const lowerStar: LowerExpression = (_, node, scope) => {
  if (scope.star !== undefined) return ref(scope.star);
  throw unsupported(node, '* cannot stand here');
};

/** How each kind of value expression becomes IR. */
export const expressions: Readonly<Record<string, LowerExpression>> = {
  ...Object.fromEntries(
    [
      'LongLiteralExpression',
      'IntLiteralExpression',
      'RealLiteralExpression',
      'DecimalLiteralExpression',
      'BooleanLiteralExpression',
      'StringLiteralExpression',
      'CompoundStringLiteralExpression',
      'DateTimeLiteralExpression',
      'TimespanLiteralExpression',
      'GuidLiteralExpression',
      'NullLiteralExpression',
      'DynamicExpression',
      'JsonObjectExpression',
      'JsonArrayExpression',
    ].map((name) => [name, readLiteral]),
  ),
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
  ParenthesizedExpression: (lowering, node, scope) => lowering.scalar(need(node, 'Expression'), scope),
  BracketedExpression: (lowering, node, scope) => lowering.scalar(need(node, 'Expression'), scope),
  SimpleNamedExpression: (lowering, node, scope) => lowering.scalar(need(node, 'Expression'), scope),
  NameReference: lowerName,
  PathExpression: lowerPath,
  ElementExpression: lowerElement,
  FunctionCallExpression: lowerCall,
  ToScalarExpression: (lowering, node, scope) => toScalar(lowering, need(node, 'Expression'), scope),
  StarExpression: lowerStar,
  // The binder has read it already: its type is that of the call.
  TypeOfLiteralExpression: () => literal('string', ''),
};
