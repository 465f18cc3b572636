import { call, literal, ref, type AggregateCall, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { kind, list, nameOf, need, symbol, type Node } from '../language/syntax.ts';
import { aggregateCall } from '../lower/aggregates.ts';
import { convert } from '../lower/convert.ts';
import { and, starColumns } from '../lower/values.ts';
import { NeedsSchema, type LateColumn } from '../lower/late-columns.ts';
import { unsupported } from '../lower/refusal.ts';
import { findColumn } from '../lower/scope.ts';
import { maxLateColumns, needsText, onceFromData } from './bag-unpack.ts';
import { columnArgument, needed, type Plugin, type PluginCall } from './plugin.ts';

/**
 * `pivot`: one column for each value of the pivot column, in the order of their text, after the columns that say the row. A
 * value that is empty has no column.
 */
export const pivot: Plugin = (plugin) => {
  const { lowering, node, schema } = plugin;
  const pivoted = columnArgument(plugin, needed(plugin, 'pivotColumn', 0));
  const { aggregate, read } = aggregateOf(plugin);
  const rest = plugin.args.slice(aggregate === undefined ? 1 : 2);
  const groups =
    rest.length > 0
      ? rest.map((arg) => columnArgument(plugin, arg))
      : starColumns(plugin.rows.columns).filter((c) => c.id !== pivoted.id && !read.has(c.id));
  const cell: AggregateCall = aggregate ?? { fn: 'count', args: [], type: 'long', nullable: false };
  if (schema === undefined) {
    needsText(plugin);
    const text = convert(ref(pivoted), 'string');
    const column = lowering.columnFor('', text);
    const values: Rel = {
      op: 'aggregate',
      input: plugin.rows,
      columns: [column],
      keys: [text],
      aggregates: [],
    };
    const probe: Rel = { op: 'limit', input: values, columns: [column], count: BigInt(maxLateColumns + 2) };
    throw new NeedsSchema(node, probe, (rows) => {
      const names = rows.map(([value]) => String(value)).filter((name) => name !== '');
      if (names.length > maxLateColumns)
        throw unsupported(node, `pivot would make more than ${maxLateColumns} columns; use an output schema`);
      const clash = names.find((name) => findColumn(groups, name) !== undefined);
      if (clash !== undefined)
        throw unsupported(node, `the value ${clash} of the pivot column has the name of a column`);
      return [
        ...groups.map(({ name, type }): LateColumn => ({ name, type })),
        ...names.sort((a, b) => (a < b ? -1 : 1)).map((name): LateColumn => ({ name, type: cell.type })),
      ];
    });
  }
  onceFromData(plugin);
  const missing = groups.find(({ name }) => !schema.some((column) => column.name === name));
  if (missing !== undefined)
    throw unsupported(node, `the output schema of pivot must name the column ${missing.name}`);
  return pivotedRows(plugin, schema, groups, pivoted, cell);
};

/** One row for each group, one aggregate for each other column of the schema. */
function pivotedRows(
  { lowering, rows }: PluginCall,
  schema: readonly { readonly name: string; readonly type: Column['type'] }[],
  groups: readonly Column[],
  pivoted: Column,
  cell: AggregateCall,
): Rel {
  const values = schema.filter(({ name }) => findColumn(groups, name) === undefined);
  const text = convert(ref(pivoted), 'string');
  const keys = groups.map((group) => ref(group));
  const calls = values.map(({ name }): AggregateCall => {
    const mine = call('==', [text, literal('string', name)], 'bool', false);
    return { ...cell, filter: cell.filter === undefined ? mine : and([mine, cell.filter]) };
  });
  const keyColumns = groups.map((group) => lowering.columnFor(group.name, ref(group)));
  const valueColumns = calls.map((one, index) =>
    lowering.column(values[index]!.name, one.type, one.type !== 'string' && one.nullable),
  );
  const grouped: Rel = {
    op: 'aggregate',
    input: rows,
    columns: [...keyColumns, ...valueColumns],
    keys,
    aggregates: calls,
  };
  const expressions = schema.map(({ name, type }): Scalar =>
    convert(ref(findColumn(grouped.columns, name)!), type),
  );
  return {
    op: 'project',
    input: grouped,
    columns: expressions.map((scalar, index) => {
      const own = scalar.op === 'column' ? grouped.columns.find((c) => c.id === scalar.id) : undefined;
      return own ?? lowering.columnFor(schema[index]!.name, scalar);
    }),
    expressions,
  };
}

/** The second argument, when it is an aggregate, and the columns that it reads. */
function aggregateOf(plugin: PluginCall): {
  readonly aggregate: AggregateCall | undefined;
  readonly read: ReadonlySet<string>;
} {
  const node = plugin.args[1];
  if (node === undefined || kind(node) !== 'FunctionCallExpression' || symbol(node)?.kind !== 'aggregate')
    return { aggregate: undefined, read: new Set() };
  const args = list(need(need(node, 'ArgumentList'), 'Expressions'));
  const aggregate = aggregateCall(plugin.lowering, node, aggregateName(node), args, plugin.scope);
  return { aggregate, read: new Set(aggregate.args.flatMap(columnIds)) };
}

function aggregateName(node: Node): string {
  const name = nameOf(need(node, 'Name'));
  return name === 'any' ? 'take_any' : name;
}

function columnIds(scalar: Scalar): readonly string[] {
  if (scalar.op === 'column') return [scalar.id];
  return scalar.op === 'call' ? scalar.args.flatMap(columnIds) : [];
}
