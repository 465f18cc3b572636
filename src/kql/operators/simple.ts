import { literal, type Column, type Scalar } from '../ir/index.ts';
import { child, columnsOf, kind, list, nameOf, need, tokenText } from '../language/syntax.ts';
import { callOf } from '../lower/calls.ts';
import { starColumns } from '../lower/values.ts';
import { refused, unsupported } from '../lower/refusal.ts';
import { aliasedType } from './expand.ts';
import { piped, type LowerOperator } from './operator.ts';
import { extended, lowerItems } from './project.ts';
import { numbered } from './sort.ts';

/** `print`: one row. */
export const print: LowerOperator = (lowering, node, _, scope) => {
  const items = lowerItems(lowering, list(need(node, 'Expressions')), {
    environment: scope.environment,
    depth: scope.depth,
    row: [],
  });
  return {
    op: 'project',
    input: { op: 'unit', columns: [] },
    columns: items.map((item, index) => lowering.columnFor(item.name ?? `print_${index}`, item.scalar)),
    expressions: items.map((item) => item.scalar),
  };
};

/** `range x from a to b step s`: one row for each value, at most a million. */
export const range: LowerOperator = (lowering, node, _, scope) => {
  const outer = { environment: scope.environment, depth: scope.depth };
  const bound = columnsOf(node)?.[0];
  const [from, to, step] = ['From', 'To', 'Step'].map((name) => lowering.scalar(need(node, name), outer));
  const type = bound?.known === true ? bound.type : from!.type;
  const list_ = callOf('range', [from!, to!, step!], node, 'dynamic');
  return {
    op: 'unnest',
    input: { op: 'unit', columns: [] },
    arrays: [list_],
    bagAsArray: false,
    columns: [lowering.column(bound?.name ?? nameOf(need(node, 'Name')), type, false)],
    indexed: false,
  };
};

/** `as name`: the rows so far under a name that later steps may use. */
export const as: LowerOperator = (lowering, node, input, scope) => {
  const shared = lowering.share(piped(input), true);
  scope.environment.bind(nameOf(need(node, 'Name')), { kind: 'table', relation: () => lowering.use(shared) });
  return lowering.use(shared);
};

/** `serialize`: the order stays; new columns may number the rows. */
export const serialize: LowerOperator = (lowering, node, input, scope) => {
  const before = piped(input);
  const expressions = child(node, 'Expressions');
  const { rel, number } = numbered(lowering, before);
  const items =
    expressions === undefined
      ? []
      : lowerItems(lowering, list(expressions), {
          environment: scope.environment,
          depth: scope.depth,
          row: before.columns,
          order: number,
        });
  return extended(lowering, rel, before.columns, items, node);
};

/** `render`: a wish of how to draw; the rows stay as they are. */
export const render: LowerOperator = (lowering, node, input) => {
  const properties: Record<string, string> = {};
  const given = child(node, 'WithClause') ?? child(node, 'Properties');
  if (given !== undefined)
    for (const match of tokenText(given).matchAll(
      /([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[\w.-]+(?:\s*,\s*[\w.-]+(?!\s*=))*)/g,
    ))
      properties[match[1]!] = match[2]!.replace(/^["']|["']$/g, '');
  lowering.render = { kind: tokenText(need(node, 'ChartType')).trim(), properties };
  return piped(input);
};

const systemTypes: Readonly<Record<string, string>> = {
  string: 'System.String',
  long: 'System.Int64',
  int: 'System.Int32',
  real: 'System.Double',
  bool: 'System.SByte',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  dynamic: 'System.Object',
  guid: 'System.Guid',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
};

/** `getschema`: the columns, known without running anything. */
export const getschema: LowerOperator = (lowering, _, input) => {
  const rows = starColumns(piped(input).columns).map((column, index): readonly Scalar[] => [
    literal('string', column.name),
    literal('long', BigInt(index)),
    literal('string', systemTypes[column.type] ?? 'System.Object'),
    literal('string', column.type),
  ]);
  const columns: readonly Column[] = [
    lowering.column('ColumnName', 'string'),
    lowering.column('ColumnOrdinal', 'long', false),
    lowering.column('DataType', 'string'),
    lowering.column('ColumnType', 'string'),
  ];
  return { op: 'values', columns, rows };
};

/** `consume`: the rows are made and thrown away, and there is no table to answer with. */
export const consume: LowerOperator = (_, node) => {
  throw unsupported(node, 'consume gives no table; end with count to see how many rows there were');
};

/** Steps that give several results at once: one answer has one table. */
export const severalResults: LowerOperator = (_, node) => {
  throw unsupported(
    node,
    `${kind(node) === 'FacetOperator' ? 'facet' : 'fork'} gives several tables; run one query for each, or put them together with union`,
  );
};

/** `assert-schema`: the rows as they are, when they have these columns. */
export const assertSchema: LowerOperator = (_, node, input) => {
  const rel = piped(input);
  const shown = starColumns(rel.columns);
  const wanted = list(need(need(node, 'Schema'), 'Columns'));
  const same =
    wanted.length === shown.length &&
    wanted.every((column, index) => {
      const own = shown[index];
      return own?.name === nameOf(column) && own.type === aliasedType(need(column, 'Type'));
    });
  if (!same)
    throw unsupported(
      node,
      `assert-schema: the columns are (${shown.map((column) => `${column.name}:${column.type}`).join(', ')})`,
    );
  return rel;
};

/** Steps over groups of clusters and databases, of which an installation has one. */
export const macroExpand: LowerOperator = (_, node) => {
  throw refused(node, 'a query reads only the tables of this installation');
};
