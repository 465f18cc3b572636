import { call, literal, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { buildAggregate } from '../lower/aggregates.ts';
import { convert } from '../lower/convert.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Scope } from '../lower/scope.ts';
import { child, kind, list, need, tokenText, type Node } from '../language/syntax.ts';
import { grouped } from './grouped.ts';
import { piped, rowScope, type LowerOperator } from './operator.ts';
import { constantCount } from './sort.ts';
import { joined } from './join.ts';

/** One level of `top-nested`: a value, and the aggregate by which its best are chosen. */
interface Level {
  readonly node: Node;
  readonly of: Node;
  readonly by: Node;
  readonly count: bigint | undefined;
  readonly descending: boolean;
  readonly others: Node | undefined;
}

function levelOf(lowering: Lowering, clause: Node, scope: Scope): Level {
  const count = child(clause, 'Expression');
  const by = need(clause, 'ByExpression');
  const ordered = kind(by) === 'OrderedExpression';
  const others = child(clause, 'WithOthersClause');
  const ordering = ordered ? child(by, 'Ordering') : undefined;
  return {
    node: clause,
    of: unnamed(need(clause, 'OfExpression')),
    by: unnamed(ordered ? need(by, 'Expression') : by),
    count: count === undefined ? undefined : constantCount(lowering, count, scope),
    descending: ordering === undefined || !tokenText(ordering).toLowerCase().includes('asc'),
    others: others === undefined ? undefined : need(others, 'Expression'),
  };
}

function unnamed(node: Node): Node {
  return kind(node) === 'SimpleNamedExpression' ? need(node, 'Expression') : node;
}

/**
 * `top-nested`: the best values of the first level, for each of them the best of the second, and so on. With `others` a level
 * has one more row for each parent: the aggregate over all rows that are not among its best; the levels below it are empty, or
 * their own `others`.
 */
export const topNested: LowerOperator = (lowering, node, input, scope) => {
  const levels = list(need(node, 'Clauses')).map((clause) => levelOf(lowering, clause, scope));
  /** Rows that are among the best so far, and the columns with value and aggregate of each level above. */
  let rows = piped(input);
  let above: readonly Column[] = [];
  const legs: Leg[] = [];
  for (const [depth, level] of levels.entries()) {
    const parents = above.map((column) => ref(column));
    const value = lowering.scalar(level.of, rowScope(scope, rows));
    const best = bestOf(lowering, rows, parents, value, level, scope);
    const keys = [...parents, value].map((left, index) => ({ left, right: ref(best.columns[index]!) }));
    if (level.others !== undefined && level.count !== undefined) {
      const rest = joined('leftanti', rows, best, keys);
      legs.push(othersOf(lowering, rest, parents, levels.slice(depth), scope));
    }
    if (depth === levels.length - 1)
      legs.unshift({ rel: best, expressions: best.columns.map((column) => ref(column)) });
    rows = joined('inner', rows, best, keys);
    above = [...above, ...best.columns.slice(-2)];
  }
  const columns = above.map((column) => lowering.column(column.name, column.type));
  return {
    op: 'union',
    inputs: legs.map((leg) => ({
      rel: leg.rel,
      expressions: columns.map((column, index) => {
        const given = leg.expressions[index];
        return given === undefined ? literal(column.type, null) : convert(given, column.type);
      }),
    })),
    columns,
  };
};

/** Rows of the result, with an expression for each of its columns; undefined is empty. */
interface Leg {
  readonly rel: Rel;
  readonly expressions: readonly (Scalar | undefined)[];
}

/** The best groups of a level: the parents, the value, its aggregate. */
function bestOf(
  lowering: Lowering,
  rows: Rel,
  parents: readonly Scalar[],
  value: Scalar,
  level: Level,
  scope: Scope,
): Rel {
  const groups = grouped(lowering, rows, [...parents, value], [level.by], rowScope(scope, rows));
  if (level.count === undefined) return groups;
  const number = lowering.column('', 'long', false, true);
  const numbered: Rel = {
    op: 'number',
    input: groups,
    columns: [...groups.columns, number],
    within: {
      keys: groups.columns.slice(0, parents.length).map((column) => ref(column)),
      order: [{ by: ref(groups.columns.at(-1)!), descending: level.descending, nullsFirst: false }],
    },
  };
  return {
    op: 'project',
    input: {
      op: 'filter',
      input: numbered,
      columns: numbered.columns,
      predicate: call('<=', [ref(number), literal('long', level.count)], 'bool', false),
    },
    columns: groups.columns,
    expressions: groups.columns.map((column) => ref(column)),
  };
}

/** One row for each parent that has rows which are not among its best. */
function othersOf(
  lowering: Lowering,
  rest: Rel,
  parents: readonly Scalar[],
  levels: readonly Level[],
  scope: Scope,
): Leg {
  const named = levels.filter((level) => level.others !== undefined);
  // A key of its own, lest the aggregate of no rows has a row.
  const keys = parents.length === 0 ? [literal('long', 1n)] : parents;
  const sums = grouped(
    lowering,
    rest,
    keys,
    named.map((level) => level.by),
    rowScope(scope, rest),
  );
  const expressions: (Scalar | undefined)[] = sums.columns
    .slice(0, parents.length)
    .map((column) => ref(column));
  for (const level of levels) {
    const at = named.indexOf(level);
    if (at === -1 || level.others === undefined) expressions.push(undefined, undefined);
    else
      expressions.push(
        lowering.scalar(level.others, { environment: scope.environment, depth: scope.depth }),
        ref(sums.columns[keys.length + at]!),
      );
  }
  return { rel: sums, expressions };
}

/** `top-hitters`: the values that occur most, or whose numbers add up to most. */
export const topHitters: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const inner = rowScope(scope, rel);
  const by = child(node, 'ByClause');
  const value = lowering.scalar(unnamed(need(node, 'OfExpression')), inner);
  const total =
    by === undefined
      ? buildAggregate(node, 'count', [])
      : buildAggregate(by, 'sum', [lowering.scalar(unnamed(need(by, 'Expression')), inner)]);
  const columns = [lowering.columnFor('', value), lowering.column('', total.type, total.nullable)];
  const groups: Rel = { op: 'aggregate', input: rel, columns, keys: [value], aggregates: [total] };
  return {
    op: 'limit',
    input: {
      op: 'sort',
      input: groups,
      columns,
      keys: [{ by: ref(columns[1]!), descending: true, nullsFirst: false }],
    },
    columns,
    count: constantCount(lowering, need(node, 'Expression'), scope),
  };
};
