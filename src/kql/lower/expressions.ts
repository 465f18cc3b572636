import { aggregateFunctions, windowFunctions } from '../functions/index.ts';
import { call, literal, ref } from '../ir/index.ts';
import { literal as readLiteralNode } from '../language/literals.ts';
import { calledBody, child, kind, list, nameOf, need, symbol } from '../language/syntax.ts';
import { aggregateCall } from './aggregates.ts';
import { callOf, convertArguments, nullableResult } from './calls.ts';
import { convert, isNumber } from './convert.ts';
import { callUser } from './functions.ts';
import type { LowerExpression } from './lowering.ts';
import { scalarOperators } from './scalar-operators.ts';
import { refused, unsupported } from './refusal.ts';
import { findColumn } from './scope.ts';
import { special } from './special.ts';
import { boundType, firstCell, toScalar } from './values.ts';

const readLiteral: LowerExpression = (_, node) => {
  const found = readLiteralNode(node);
  if (found === undefined) throw unsupported(node, 'this literal cannot be read');
  return literal(found.type, found.value);
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
  ...scalarOperators,
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
