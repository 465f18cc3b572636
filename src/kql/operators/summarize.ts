import { ref, type AggregateCall, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { aggregateCall } from '../lower/aggregates.ts';
import { comparable, starColumns } from '../lower/values.ts';
import { convert } from '../lower/convert.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import type { Scope } from '../lower/scope.ts';
import { child, columnsOf, kind, list, nameOf, need, type Node } from '../language/syntax.ts';
import { piped, rowScope, type LowerOperator } from './operator.ts';

/** One output of a summarize: an expression over aggregates. */
interface Output {
  readonly scalar: Scalar;
  readonly hidden?: boolean;
}

/** Aggregates whose result is several columns: the rest of the row that has the extreme, or any row. */
const rowAggregates: Readonly<Record<string, 'arg_max' | 'arg_min' | 'take_any'>> = {
  arg_max: 'arg_max',
  argmax: 'arg_max',
  arg_min: 'arg_min',
  argmin: 'arg_min',
  take_any: 'take_any',
  any: 'take_any',
};

export const summarize: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const by = child(node, 'ByClause');
  const keyNodes = by === undefined ? [] : list(need(by, 'Expressions'));
  return aggregation(lowering, node, rel, keyNodes, list(need(node, 'Aggregates')), rowScope(scope, rel));
};

/** Groups `rel` by the key expressions; `scope` is that of its rows. */
function aggregation(
  lowering: Lowering,
  node: Node,
  rel: Rel,
  keyNodes: readonly Node[],
  aggregateNodes: readonly Node[],
  scope: Scope,
): Rel {
  const keys = keyNodes.map((key) => lowering.scalar(key, scope));
  const keyColumns = keyNodes.map((key, index) => {
    const scalar = keys[index]!;
    const name = kind(key) === 'SimpleNamedExpression' || kind(key) === 'NameReference' ? nameOf(key) : '';
    return lowering.columnFor(name, scalar);
  });
  const calls: AggregateCall[] = [];
  const columns: Column[] = [];
  const aggregate = (call: AggregateCall) => {
    const column = lowering.column('', call.type, call.nullable);
    calls.push(call);
    columns.push(column);
    return ref(column);
  };
  // `*` leaves out the keys, by the names that they have in the result and by those of columns that only got another name.
  const keyNames = new Set([
    ...(columnsOf(node)
      ?.slice(0, keyNodes.length)
      .map((column) => column.name) ?? []),
    ...keyNodes.map(unnamed).map((key) => (kind(key) === 'NameReference' ? nameOf(key) : '')),
  ]);
  const outputs = aggregateNodes.flatMap((item) => outputsOf(lowering, item, scope, aggregate, keyNames));
  const grouped: Rel = {
    op: 'aggregate',
    input: rel,
    columns: [...keyColumns, ...columns],
    keys,
    aggregates: calls,
  };
  const bound = columnsOf(node);
  const outColumns = outputs.map(({ scalar, hidden }, index) => {
    const name = bound?.[keyColumns.length + index]?.name ?? '';
    const own = scalar.op === 'column' ? columns.find((c) => c.id === scalar.id) : undefined;
    return own === undefined
      ? { ...lowering.columnFor(name, scalar), ...(hidden === true ? { hidden: true as const } : {}) }
      : { ...own, name, ...(hidden === true ? { hidden: true as const } : {}) };
  });
  const seen = new Set<string>();
  const unique = outColumns.map((column) => {
    if (!seen.has(column.id)) {
      seen.add(column.id);
      return column;
    }
    return lowering.column(column.name, column.type, column.nullable, column.hidden === true);
  });
  return {
    op: 'project',
    input: grouped,
    columns: [...keyColumns, ...unique],
    expressions: [...keyColumns.map((column) => ref(column)), ...outputs.map((output) => output.scalar)],
  };
}

function outputsOf(
  lowering: Lowering,
  item: Node,
  scope: Scope,
  aggregate: (call: AggregateCall) => ReturnType<typeof ref>,
  keyNames: ReadonlySet<string>,
): readonly Output[] {
  const named = kind(item) === 'SimpleNamedExpression' || kind(item) === 'CompoundNamedExpression';
  const expression = named ? need(item, 'Expression') : item;
  if (kind(expression) === 'FunctionCallExpression') {
    const name = nameOf(need(expression, 'Name'));
    const args = list(need(need(expression, 'ArgumentList'), 'Expressions'));
    const row = rowAggregates[name];
    if (row !== undefined) return rowOutputs(lowering, expression, row, args, scope, aggregate, keyNames);
    const several = percentileOutputs(lowering, expression, name, args, scope, aggregate);
    if (several !== undefined) return several;
  }
  return [{ scalar: lowering.scalar(expression, { ...scope, aggregate }) }];
}

/** `arg_max(by, *)`, `arg_max(by, a, b)`, `take_any(*)`: several columns of one row. */
function rowOutputs(
  lowering: Lowering,
  node: Node,
  fn: 'arg_max' | 'arg_min' | 'take_any',
  args: readonly Node[],
  scope: Scope,
  aggregate: (call: AggregateCall) => ReturnType<typeof ref>,
  keyNames: ReadonlySet<string>,
): readonly Output[] {
  const by = fn === 'take_any' ? undefined : args[0];
  const rest = fn === 'take_any' ? args : args.slice(1);
  const byScalar = by === undefined ? undefined : lowering.scalar(unnamed(by), scope);
  const byName = by === undefined || kind(by) !== 'NameReference' ? '' : nameOf(by);
  const columnsFor = (arg: Node): readonly Output[] => {
    if (kind(arg) !== 'StarExpression') return [{ scalar: lowering.scalar(unnamed(arg), scope) }];
    const explicit = new Set(
      rest.filter((other) => kind(other) === 'NameReference').map((other) => nameOf(other)),
    );
    return (scope.row ?? [])
      .filter((c) => !keyNames.has(c.name) && c.name !== byName && !explicit.has(c.name))
      .map((c) => ({ scalar: ref(c), ...(c.hidden === true ? { hidden: true } : {}) }));
  };
  const alone = fn === 'take_any' && rest.length === 1 && kind(rest[0]!) !== 'StarExpression';
  const take = (scalar: Scalar, hidden?: boolean): Output => ({
    scalar: aggregate({
      fn: alone ? 'take_any_filled' : fn,
      args: byScalar === undefined ? [scalar] : [byScalar, scalar],
      type: scalar.type,
      nullable: scalar.type !== 'string',
    }),
    ...(hidden === true ? { hidden: true } : {}),
  });
  const values = rest.flatMap(columnsFor).map((output) => take(output.scalar, output.hidden));
  return byScalar === undefined ? values : [take(byScalar), ...values];
}

function unnamed(node: Node): Node {
  return kind(node) === 'SimpleNamedExpression' ? need(node, 'Expression') : node;
}

/** `percentiles(x, 5, 50)` and its weighted form: one column for each percentage. */
function percentileOutputs(
  lowering: Lowering,
  node: Node,
  name: string,
  args: readonly Node[],
  scope: Scope,
  aggregate: (call: AggregateCall) => ReturnType<typeof ref>,
): readonly Output[] | undefined {
  const fixed = name === 'percentiles' ? 1 : name === 'percentilesw' ? 2 : undefined;
  if (fixed === undefined) return undefined;
  const single = name.replace('percentiles', 'percentile');
  return args.slice(fixed).map((percentage) => ({
    scalar: aggregate(aggregateCall(lowering, node, single, [...args.slice(0, fixed), percentage], scope)),
  }));
}

/** `distinct`: the rows without repetition. */
export const distinct: LowerOperator = (lowering, node, input, scope) => {
  const rel = piped(input);
  const nodes = list(need(node, 'Expressions'));
  const inner = rowScope(scope, rel);
  const keys = nodes.flatMap((item): readonly Scalar[] =>
    kind(item) === 'StarExpression'
      ? starColumns(rel.columns).map((column) => ref(column))
      : [lowering.scalar(unnamed(item), inner)],
  );
  if (keys.length === 0) throw unsupported(node, 'distinct needs a column');
  const names = nodes.flatMap((item) =>
    kind(item) === 'StarExpression'
      ? starColumns(rel.columns).map((column) => column.name)
      : [kind(item) === 'NameReference' || kind(item) === 'SimpleNamedExpression' ? nameOf(item) : ''],
  );
  return {
    op: 'aggregate',
    input: rel,
    columns: keys.map((key, index) => lowering.columnFor(names[index] ?? '', key)),
    keys,
    aggregates: [],
  };
};

/** Two sides of a join key brought to one type. */
export function joinKey(left: Scalar, right: Scalar): { readonly left: Scalar; readonly right: Scalar } {
  const [a, b] = comparable(left, right);
  return a.type === 'dynamic'
    ? { left: convert(a, 'string'), right: convert(b, 'string') }
    : { left: a, right: b };
}
