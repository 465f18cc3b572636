import { ref, type Rel, type Scalar } from '../ir/index.ts';
import { calledBody, columnsOf, list, nameOf, need, type Node } from '../language/syntax.ts';
import { convert } from './convert.ts';
import { callUserTable } from './functions.ts';
import type { Lowering } from './lowering.ts';
import { refused, unsupported } from './refusal.ts';
import type { Scope } from './scope.ts';

type LowerTable = (lowering: Lowering, node: Node, scope: Scope) => Rel;

const lowerName: LowerTable = (lowering, node, scope) => {
  const name = nameOf(node);
  const binding = scope.environment.find(name);
  if (binding?.kind === 'table') return binding.relation();
  const table = lowering.findTable(name);
  if (table !== undefined) return lowering.scan(table, node);
  // A function without parameters may be named like a table.
  const body = calledBody(node);
  if (body !== undefined) return callUserTable(lowering, node, body, scope);
  throw unsupported(node, `there is no table ${name}`);
};

const lowerCall: LowerTable = (lowering, node, scope) => {
  const name = nameOf(need(node, 'Name'));
  const body = calledBody(node);
  if (body !== undefined) return callUserTable(lowering, node, body, scope);
  const args = list(need(need(node, 'ArgumentList'), 'Expressions'));
  switch (name) {
    case 'materialize':
    case 'materialized-view-combine':
    case 'hint.materialized':
      return shareIt(lowering, args[0], node, scope);
    case 'table': {
      const wanted = args[0] === undefined ? undefined : lowering.scalar(args[0], scope);
      if (wanted?.op !== 'literal') throw unsupported(node, 'the name of the table must be a constant');
      const table = lowering.findTable(String(wanted.value));
      if (table === undefined) throw unsupported(node, `there is no table ${String(wanted.value)}`);
      return lowering.scan(table);
    }
    case 'cluster':
    case 'database':
    case 'workspace':
    case 'app':
    case 'resource':
    case 'adx':
    case 'arg':
    case 'external_table':
      throw refused(
        node,
        `${name}() would read from elsewhere; only the tables of this installation can be read`,
      );
    default: {
      // A function of the catalogue without parameters may be named like a table.
      const table = lowering.findTable(name);
      if (table !== undefined && args.length === 0) return lowering.scan(table);
      throw unsupported(node, `the function ${name} is not supported as a table`);
    }
  }
};

function shareIt(lowering: Lowering, inner: Node | undefined, node: Node, scope: Scope): Rel {
  if (inner === undefined) throw unsupported(node, 'materialize takes a table');
  return lowering.use(lowering.share(lowering.relation(inner, scope), true));
}

const lowerDatatable: LowerTable = (lowering, node, scope) => {
  const bound = columnsOf(node) ?? [];
  const columns = bound.map((c) => lowering.column(c.name, c.type));
  const values = list(need(node, 'Values')).map((value) => lowering.scalar(value, scope));
  if (columns.length === 0 || values.length % columns.length !== 0)
    throw unsupported(node, `${values.length} values do not fill rows of ${columns.length} columns`);
  const rows: Scalar[][] = [];
  for (let at = 0; at < values.length; at += columns.length)
    rows.push(columns.map((column, index) => convert(values[at + index]!, column.type)));
  return { op: 'values', columns, rows };
};

/** How each kind of tabular expression becomes IR; every other kind is an operator that starts a pipe. */
export const tables: Readonly<Record<string, LowerTable>> = {
  PipeExpression: (lowering, node, scope) =>
    lowering.operator(need(node, 'Operator'), lowering.relation(need(node, 'Expression'), scope), scope),
  NameReference: lowerName,
  FunctionCallExpression: lowerCall,
  ParenthesizedExpression: (lowering, node, scope) => lowering.relation(need(node, 'Expression'), scope),
  MaterializeExpression: (lowering, node, scope) => shareIt(lowering, need(node, 'Expression'), node, scope),
  ToTableExpression: (lowering, node, scope) => lowering.relation(need(node, 'Expression'), scope),
  DataTableExpression: lowerDatatable,
  PathExpression: (_, node) => {
    throw refused(node, 'another cluster, database or workspace cannot be read');
  },
};

/** A relation with only these of its columns. */
export function only(rel: Rel, keep: (name: string, hidden: boolean) => boolean): Rel {
  const columns = rel.columns.filter((column) => keep(column.name, column.hidden === true));
  return columns.length === rel.columns.length
    ? rel
    : { op: 'project', input: rel, columns, expressions: columns.map((column) => ref(column)) };
}
