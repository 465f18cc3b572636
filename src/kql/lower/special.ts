import { literal, ref, type Scalar } from '../ir/index.ts';
import { nameOf, type Node } from '../language/syntax.ts';
import { callOf } from './calls.ts';
import { convert } from './convert.ts';
import { whereIs } from './geo-lookup.ts';
import { boundType, starColumns, toScalar } from './values.ts';
import type { Lowering } from './lowering.ts';
import { unsupported } from './refusal.ts';
import { findColumn, type Scope } from './scope.ts';

type Special = (lowering: Lowering, node: Node, args: readonly Node[], scope: Scope) => Scalar;

const columnIfExists: Special = (lowering, node, args, scope) => {
  const [name, otherwise] = args;
  if (name === undefined || otherwise === undefined)
    throw unsupported(node, 'column_ifexists takes a name and a value');
  const wanted = lowering.scalar(name, scope);
  if (wanted.op !== 'literal') throw unsupported(name, 'the name must be a constant');
  const column = findColumn(scope.row, String(wanted.value));
  return column === undefined ? lowering.scalar(otherwise, scope) : ref(column);
};

/** Functions whose arguments are not just values: they look at names, at the whole row, or at the moment of the query. */
export const special: Readonly<Record<string, Special>> = {
  now: (lowering, node, args, scope) => {
    const now = literal('datetime', lowering.now);
    return args[0] === undefined
      ? now
      : callOf('+', [now, lowering.typed(args[0], scope, 'timespan')], node, 'datetime');
  },
  ago: (lowering, node, args, scope) => {
    if (args[0] === undefined) throw unsupported(node, 'ago takes a timespan');
    const span = lowering.typed(args[0], scope, 'timespan');
    if (span.op === 'literal' && typeof span.value === 'bigint')
      return literal('datetime', lowering.now - span.value);
    return callOf('-', [literal('datetime', lowering.now), span], node, 'datetime');
  },
  column_ifexists: columnIfExists,
  columnifexists: columnIfExists,
  ingestion_time: (_, node, __, scope) => {
    const time = findColumn(scope.row, 'Timestamp') ?? findColumn(scope.row, 'TimeGenerated');
    return time === undefined || time.type !== 'datetime' ? literal('datetime', null) : ref(time);
  },
  toscalar: (lowering, node, args, scope) => {
    const [inner] = args;
    if (inner === undefined) throw unsupported(node, 'toscalar takes an expression');
    return toScalar(lowering, inner, scope);
  },
  column_names_of: (lowering, node, args, scope) => {
    if (args[0] === undefined) throw unsupported(node, 'column_names_of takes a table');
    const { columns } = lowering.relation(args[0], { environment: scope.environment, depth: scope.depth });
    return literal('dynamic', JSON.stringify(starColumns(columns).map((column) => column.name)));
  },
  pack_all: (lowering, node, args, scope) =>
    callOf(
      args[0] !== undefined && isTrue(lowering.scalar(args[0], scope)) ? 'bag_pack_filled' : 'bag_pack',
      starColumns(scope.row).flatMap((column) => [literal('string', column.name), ref(column)]),
      node,
      'dynamic',
    ),
  bag_pack_columns: (lowering, node, args, scope) =>
    callOf(
      'bag_pack',
      args.flatMap((arg) => [literal('string', nameOf(arg)), lowering.scalar(arg, scope)]),
      node,
      'dynamic',
    ),
  gettype: (lowering, node, args, scope) => {
    const value = args[0] === undefined ? undefined : lowering.scalar(args[0], scope);
    if (value === undefined) throw unsupported(node, 'gettype takes a value');
    return value.type === 'dynamic'
      ? callOf('gettype', [value], node, 'string')
      : literal('string', value.type);
  },
  iff: chooser,
  iif: chooser,
  geo_info_from_ip_address: (lowering, node, args, scope) => {
    if (args[0] === undefined) throw unsupported(node, 'geo_info_from_ip_address takes an address');
    return whereIs(lowering, lowering.typed(args[0], scope, 'string'));
  },
};

function chooser(lowering: Lowering, node: Node, args: readonly Node[], scope: Scope): Scalar {
  const [condition, yes, no] = args.map((arg) => lowering.scalar(arg, scope));
  if (condition === undefined || yes === undefined || no === undefined)
    throw unsupported(node, 'iff takes a condition and two values');
  const type = boundType(node) ?? yes.type;
  return callOf('iff', [convert(condition, 'bool'), convert(yes, type), convert(no, type)], node, type);
}

function isTrue(scalar: Scalar): boolean {
  return scalar.op === 'literal' && scalar.value === true;
}
