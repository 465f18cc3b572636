import { ref, type Rel, type SortKey } from '../ir/index.ts';
import { child, kind, list, need, tokenText, type Node } from '../language/syntax.ts';
import { convert } from '../lower/convert.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import type { Scope } from '../lower/scope.ts';
import { piped, rowScope, type LowerOperator } from './operator.ts';
import { numberIfNeeded } from './serialized.ts';

/** `a desc nulls last`: descending unless said otherwise; nulls first when ascending, last when descending. */
function sortKey(lowering: Lowering, node: Node, scope: Scope): SortKey {
  const ordered = kind(node) === 'OrderedExpression';
  const expression = ordered ? need(node, 'Expression') : node;
  const ordering = ordered ? child(node, 'Ordering') : undefined;
  const words = ordering === undefined ? [] : tokenText(ordering).toLowerCase().split(/\s+/);
  const descending = !words.includes('asc');
  const by = lowering.scalar(expression, scope);
  return {
    by: by.type === 'dynamic' ? convert(by, 'string') : by,
    descending,
    nullsFirst: words.includes('first') || (!words.includes('last') && !descending),
  };
}

export const sort: LowerOperator = (lowering, node, input, scope) => {
  const { rel, inner, finish } = numberIfNeeded(lowering, node, piped(input), scope);
  const keys = list(need(node, 'Expressions')).map((key) => sortKey(lowering, key, inner));
  return finish(sortedBy(rel, keys));
};

/** All rows are equal by a constant. */
function sortedBy(rel: Rel, given: readonly SortKey[]): Rel {
  const keys = given.filter((key) => key.by.op !== 'literal');
  return keys.length === 0 ? rel : { op: 'sort', input: rel, columns: rel.columns, keys };
}

/** A count that must be known before the query runs. */
export function constantCount(lowering: Lowering, node: Node, scope: Scope): bigint {
  const count = convert(
    lowering.scalar(node, { environment: scope.environment, depth: scope.depth }),
    'long',
  );
  if (count.op !== 'literal' || typeof count.value !== 'bigint' || count.value < 0n)
    throw unsupported(node, 'the number of rows must be a constant');
  return count.value;
}

export const take: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  return {
    op: 'limit',
    input: rel,
    columns: rel.columns,
    count: constantCount(lowering, need(node, 'Expression'), scope),
  };
};

export const top: LowerOperator = (lowering, node, input, scope) => {
  const { rel, inner, finish } = numberIfNeeded(lowering, need(node, 'ByExpression'), piped(input), scope);
  const key = sortKey(lowering, need(node, 'ByExpression'), inner);
  return finish({
    op: 'limit',
    input: sortedBy(rel, [key]),
    columns: rel.columns,
    count: constantCount(lowering, need(node, 'Expression'), scope),
  });
};

/** `count`: the number of rows, in a column `Count`. */
export const count: LowerOperator = (lowering, _, input) => ({
  op: 'aggregate',
  input: piped(input),
  columns: [lowering.column('Count', 'long', false)],
  keys: [],
  aggregates: [{ fn: 'count', args: [], type: 'long', nullable: false }],
});

export const sample: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  return {
    op: 'sample',
    input: rel,
    columns: rel.columns,
    count: constantCount(lowering, need(node, 'Expression'), scope),
  };
};

/** `sample-distinct`: some of the values of a column, each once. */
export const sampleDistinct: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const of = need(node, 'OfExpression');
  const named = kind(of) === 'SimpleNamedExpression';
  const value = lowering.scalar(named ? need(of, 'Expression') : of, rowScope(scope, rel));
  const columns = [lowering.columnFor('', value)];
  return {
    op: 'limit',
    input: { op: 'aggregate', input: rel, columns, keys: [value], aggregates: [] },
    columns,
    count: constantCount(lowering, need(node, 'Expression'), scope),
  };
};

/** `serialize`: rows keep the order that they have now; new columns may use `row_number()` and the like. */
export function numbered(
  lowering: Lowering,
  rel: Rel,
): { readonly rel: Rel; readonly number: ReturnType<typeof ref> } {
  const number = lowering.column('', 'long', false, true);
  return { rel: { op: 'number', input: rel, columns: [...rel.columns, number] }, number: ref(number) };
}
