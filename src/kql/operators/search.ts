import { literal, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { callOf } from '../lower/calls.ts';
import { convert } from '../lower/convert.ts';
import { matchesTerm, overColumns } from '../lower/search-terms.ts';
import { and, compare, not, or, starColumns } from '../lower/values.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import { Environment, findColumn, type Scope } from '../lower/scope.ts';
import {
  child,
  columnsOf,
  descendants,
  kind,
  list,
  nameOf,
  need,
  parameters,
  symbol,
  tokenText,
  type Node,
} from '../language/syntax.ts';
import type { LowerOperator } from './operator.ts';
import { legsOf, united, type Leg } from './union.ts';

/** The tables after `in`, or all, with the query's own views. */
function legsIn(lowering: Lowering, node: Node, scope: Scope): readonly Leg[] {
  const clause = child(node, 'InClause');
  return clause === undefined
    ? [
        ...lowering.catalog.tables.map((table) => ({ name: table.name, rel: lowering.scan(table) })),
        ...[...lowering.views].map(([name, view]) => ({ name, rel: view() })),
      ]
    : list(need(clause, 'Expressions')).flatMap((one, index) => legsOf(lowering, one, scope, false, index));
}

/** The scope of a condition over one of several tables: names that only others have are null. */
function legScope(scope: Scope, condition: Node, rel: Rel): Scope {
  const environment = new Environment(scope.environment);
  for (const node of descendants(condition)) {
    const meant = kind(node) === 'NameReference' ? symbol(node) : undefined;
    if (meant?.kind === 'column' && findColumn(rel.columns, meant.name) === undefined)
      environment.bind(meant.name, { kind: 'scalar', scalar: literal(meant.type ?? 'dynamic', null) });
  }
  return { environment, depth: scope.depth, row: rel.columns };
}

/** What `search` and `find` ask for: bare texts are terms that any column may have. */
function condition(lowering: Lowering, node: Node, scope: Scope, caseSensitive: boolean): Scalar {
  const inner = (one: Node) => condition(lowering, one, scope, caseSensitive);
  switch (kind(node)) {
    case 'ParenthesizedExpression':
      return inner(need(node, 'Expression'));
    case 'AndExpression':
      return and([inner(need(node, 'Left')), inner(need(node, 'Right'))]);
    case 'OrExpression':
      return or([inner(need(node, 'Left')), inner(need(node, 'Right'))]);
    case 'StarExpression':
      return literal('bool', true);
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression':
      return term(scope, nameOf(node), caseSensitive);
    case 'SearchExpression': {
      const of = need(node, 'Left');
      const wanted = lowering.scalar(need(node, 'Right'), scope);
      if (kind(of) === 'StarExpression' && wanted.type === 'string' && wanted.op === 'literal')
        return term(scope, String(wanted.value), caseSensitive);
      const value = lowering.scalar(of, scope);
      return wanted.type === 'string' && wanted.op === 'literal'
        ? matchesTerm(value, String(wanted.value), caseSensitive)
        : compare('==', value, wanted);
    }
    case 'FunctionCallExpression': {
      const args = list(need(need(node, 'ArgumentList'), 'Expressions'));
      if (nameOf(need(node, 'Name')) === 'not' && args[0] !== undefined) return not(inner(args[0]));
      return convert(lowering.scalar(node, scope), 'bool');
    }
    default: {
      const value = lowering.scalar(node, scope);
      // A constant text that has a name is a term as well.
      return value.op === 'literal' && value.type === 'string'
        ? term(scope, String(value.value), caseSensitive)
        : convert(value, 'bool');
    }
  }
}

function term(scope: Scope, text: string, caseSensitive: boolean): Scalar {
  return overColumns(scope.row, text, (column) => matchesTerm(ref(column), text, caseSensitive));
}

function isCaseSensitive(node: Node): boolean {
  const given = parameters(node).get('kind');
  return given !== undefined && tokenText(given).trim() === 'case_sensitive';
}

/** `search`: rows of all tables, or of those named or piped in, with the terms in any column; `$table` says whose row it is. */
export const search: LowerOperator = (lowering, node, input, scope) => {
  const legs = input === undefined ? legsIn(lowering, node, scope) : [{ name: sourceName(node), rel: input }];
  if (legs.length === 0) return lowering.empty(columnsOf(node) ?? []);
  const wanted = need(node, 'Condition');
  const found = legs.map(({ name, rel }): Leg => ({
    name,
    rel: {
      op: 'filter',
      input: rel,
      columns: rel.columns,
      predicate: condition(lowering, wanted, legScope(scope, wanted, rel), isCaseSensitive(node)),
    },
  }));
  return united(lowering, node, found, { source: '$table', inner: false });
};

/** The name at the start of the pipe that a step stands in. */
function sourceName(node: Node): string {
  let start = node.Parent === null ? undefined : child(node.Parent, 'Expression');
  while (
    start !== undefined &&
    (kind(start) === 'PipeExpression' || kind(start) === 'ParenthesizedExpression')
  )
    start = child(start, 'Expression');
  return start !== undefined && kind(start) === 'NameReference' ? nameOf(start) : '';
}

/** `find`: rows of several tables for which a condition is true, in columns of their own and one with the rest. */
export const find: LowerOperator = (lowering, node, input, scope) => {
  if (input !== undefined)
    throw unsupported(node, 'find stands at the start of a query; use search after a pipe');
  const bound = columnsOf(node);
  if (bound === undefined) throw unsupported(node, 'the columns of find are not known here');
  const wanted = need(node, 'Condition');
  const given = parameters(node).get('withsource');
  const source = given === undefined ? 'source_' : nameOf(given);
  const columns: readonly Column[] = bound.map((column) => lowering.column(column.name, column.type));
  const packs = isPacked(node);
  const inputs = legsIn(lowering, node, scope).map(({ name, rel }) => {
    const found: Rel = {
      op: 'filter',
      input: rel,
      columns: rel.columns,
      predicate: condition(lowering, wanted, legScope(scope, wanted, rel), false),
    };
    const expressions = columns.map((column, index): Scalar => {
      if (index === 0 && column.name === source) return literal('string', name);
      if (packs && column.name === 'pack_') return rest(node, rel, columns);
      const own = findColumn(rel.columns, column.name);
      return own === undefined ? literal(column.type, null) : convert(ref(own), column.type);
    });
    return { rel: found, expressions };
  });
  return inputs.length === 0 ? lowering.empty(bound) : { op: 'union', inputs, columns };
};

function isPacked(node: Node): boolean {
  const clause = child(node, 'Project');
  if (clause === undefined || tokenText(need(clause, 'ProjectKeyword')).trim() === 'project-smart')
    return true;
  return [...descendants(clause)].some((one) => kind(one) === 'PackExpression');
}

/** A row's columns that have no column in the result, as one bag. */
function rest(node: Node, rel: Rel, shown: readonly Column[]): Scalar {
  const names = new Set(shown.map((column) => column.name));
  const packed = starColumns(rel.columns).filter((column) => !names.has(column.name));
  return callOf(
    'bag_pack',
    packed.flatMap((column) => [literal('string', column.name), ref(column)]),
    node,
    'dynamic',
  );
}
