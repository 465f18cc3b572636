import { literal, ref, type Rel } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import { starColumns } from '../lower/values.ts';
import { argument, needed, oneRow, picked, shared, withNumber, type Plugin } from './plugin.ts';

/** `narrow`: one row for each cell: the row's number from 0, the column's name, the value as text. */
export const narrow: Plugin = ({ lowering, rows }) => {
  const use = shared(lowering, withNumber(lowering, rows));
  const columns = [
    lowering.column('Row', 'long', false),
    lowering.column('Column', 'string'),
    lowering.column('Value', 'string'),
  ];
  const place = lowering.column('', 'long', false, true);
  const legs = starColumns(rows.columns).map((column, index) => {
    const rel = use();
    const number = ref(rel.columns.at(-1)!);
    const value = ref(rel.columns[rows.columns.indexOf(column)]!);
    return {
      rel,
      expressions: [
        number,
        literal('string', column.name),
        convert(value, 'string'),
        literal('long', BigInt(index)),
      ],
    };
  });
  const united: Rel = { op: 'union', inputs: legs, columns: [...columns, place] };
  const key = (column: (typeof columns)[number]) => ({
    by: ref(column),
    descending: false,
    nullsFirst: true,
  });
  const sorted: Rel = {
    op: 'sort',
    input: united,
    columns: united.columns,
    keys: [key(columns[0]!), key(place)],
  };
  const from0 = {
    op: 'call',
    fn: '-',
    args: [ref(columns[0]!), literal('long', 1n)],
    type: 'long',
    nullable: false,
  } as const;
  const rowColumn = lowering.columnFor('Row', from0);
  return {
    op: 'project',
    input: sorted,
    columns: [rowColumn, columns[1]!, columns[2]!],
    expressions: [from0, ref(columns[1]!), ref(columns[2]!)],
  };
};

/** `rows_near`: the rows for which a condition holds, and so many before and after each. */
export const rowsNear: Plugin = (plugin) => {
  const { lowering, rows } = plugin;
  const condition = convert(lowering.scalar(needed(plugin, 'Condition', 0), plugin.scope), 'bool');
  const before = lowering.typed(needed(plugin, 'NumRows', 1), plugin.scope, 'long');
  const afterNode = argument(plugin, 'NumRowsAfter', 2);
  const after = afterNode === undefined ? before : lowering.typed(afterNode, plugin.scope, 'long');
  const flagged: Rel = {
    op: 'project',
    input: rows,
    columns: [...rows.columns, lowering.columnFor('', condition)],
    expressions: [...rows.columns.map((column) => ref(column)), condition],
  };
  const use = shared(lowering, withNumber(lowering, flagged));
  const asked = use();
  const [flag, number] = asked.columns.slice(-2) as [Rel['columns'][number], Rel['columns'][number]];
  const only: Rel = { op: 'filter', input: asked, columns: asked.columns, predicate: ref(flag) };
  const near: Rel = {
    op: 'process',
    process: 'rows near',
    inputs: [oneRow(lowering, [before, after]), picked(lowering, only, [ref(number)])],
    settings: null,
    columns: [lowering.column('', 'long', false)],
  };
  const all = use();
  const own = all.columns.at(-1)!;
  const joined: Rel = {
    op: 'join',
    kind: 'leftsemi',
    left: all,
    right: near,
    on: [{ left: ref(own), right: ref(near.columns[0]!) }],
    columns: all.columns,
  };
  const keys = [{ by: ref(own), descending: false, nullsFirst: true }];
  const sorted: Rel = { op: 'sort', input: joined, columns: joined.columns, keys };
  const kept = all.columns.slice(0, -2);
  return { op: 'project', input: sorted, columns: kept, expressions: kept.map((column) => ref(column)) };
};

/** `estimate_rows_count`: here the exact number of rows. */
export const estimateRowsCount: Plugin = ({ lowering, rows }) => ({
  op: 'aggregate',
  input: rows,
  columns: [lowering.column('EstimatedRowsCount', 'long', false)],
  keys: [],
  aggregates: [{ fn: 'count', args: [], type: 'long', nullable: false }],
});
