import { call, literal, ref, type AggregateCall, type Column, type Rel, type Scalar } from '../ir/index.ts';
import { child, kind, list, nameOf, need, parameters, tokenText, type Node } from '../language/syntax.ts';
import { callOf } from '../lower/calls.ts';
import { convert } from '../lower/convert.ts';
import { starColumns } from '../lower/values.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import { findColumn, type Scope } from '../lower/scope.ts';
import { picked, shared } from '../plugins/plugin.ts';
import type { KqlType } from '../types.ts';
import { piped, type LowerOperator } from './operator.ts';

/** A graph: its edges and its nodes, each use under new ids. Nodes are told apart by the text of their key. */
export interface Graph {
  /** Properties, then key of source, key of target, number. */
  readonly edges: () => Rel;
  /** Properties, then key. */
  readonly nodes: () => Rel;
}

/** A graph has no rows: steps hand on an empty relation that stands for it. */
const graphs = new WeakMap<Rel, Graph>();

function standFor(graph: Graph): Rel {
  const rel: Rel = { op: 'unit', columns: [] };
  graphs.set(rel, graph);
  return rel;
}

/** The graph that stands before the pipe. */
export function graphOf(input: Rel | undefined, node: Node): Graph {
  const graph = input === undefined ? undefined : graphs.get(input);
  if (graph === undefined)
    throw unsupported(node, 'there is no graph before this step: make one with make-graph');
  return graph;
}

const graphSteps = new Set(['MakeGraphOperator', 'GraphMarkComponentsOperator']);

/** Whether an expression gives a graph, by its last step. */
export function isGraph(node: Node, find: (name: string) => Rel | undefined): boolean {
  if (kind(node) === 'PipeExpression') return graphSteps.has(kind(need(node, 'Operator')));
  if (kind(node) === 'ParenthesizedExpression') return isGraph(need(node, 'Expression'), find);
  const named = kind(node) === 'NameReference' ? find(nameOf(node)) : undefined;
  return named !== undefined && graphs.has(named);
}

/** Columns before the last few, which are ours. */
export function properties(rel: Rel, own: number): readonly Column[] {
  return rel.columns.slice(0, rel.columns.length - own);
}

/** `make-graph`: edges from rows; nodes from tables, and from the ends of edges that no table has. */
export const makeGraph: LowerOperator = (lowering, node, input, scope) => {
  const rows = piped(input);
  const partition = child(node, 'PartitionedByClause');
  const by = partition === undefined ? undefined : nameOf(need(partition, 'Entity'));
  const keyOf = (rel: Rel, column: Column): Scalar => {
    const key = convert(ref(column), 'string');
    if (by === undefined) return key;
    const part = findColumn(rel.columns, by);
    if (part === undefined)
      throw unsupported(node, `every table of a partitioned graph needs the column ${by}`);
    return call('strcat', [convert(ref(part), 'string'), literal('string', '\u0001'), key], 'string', false);
  };
  const [source, target] = ['SourceColumn', 'TargetColumn'].map((name) =>
    columnNamed(rows, need(node, name)),
  );
  const shown = starColumns(rows.columns);
  const keys = [keyOf(rows, source!), keyOf(rows, target!)];
  const withKeys: Rel = {
    op: 'project',
    input: rows,
    columns: [...shown, ...keys.map((key) => lowering.columnFor('', key))],
    expressions: [...shown.map((column) => ref(column)), ...keys],
  };
  const number = lowering.column('', 'long', false);
  const edges = shared(lowering, { op: 'number', input: withKeys, columns: [...withKeys.columns, number] });
  const tables = nodeTables(lowering, node, scope);
  const implicit = implicitId(node);
  const idColumn = implicit === undefined ? undefined : { name: implicit, type: source!.type };
  const nodes = shared(
    lowering,
    nodesOf(lowering, { tables, idColumn, edges, shown, source: source!, target: target!, keyOf, by }),
  );
  const graph: Graph = { edges, nodes };
  if (partition === undefined) return standFor(graph);
  return contextual(lowering, need(partition, 'Subquery'), standFor(graph), scope);
};

/** Steps that start with what stands outside of them. */
function contextual(lowering: Lowering, node: Node, start: Rel, scope: Scope): Rel {
  if (kind(node) !== 'PipeExpression') return lowering.operator(node, start, scope);
  return lowering.operator(
    need(node, 'Operator'),
    contextual(lowering, need(node, 'Expression'), start, scope),
    scope,
  );
}

function columnNamed(rel: Rel, node: Node): Column {
  const column = findColumn(rel.columns, nameOf(node));
  if (column === undefined) throw unsupported(node, `there is no column ${nameOf(node)}`);
  return column;
}

interface NodeTable {
  readonly rel: Rel;
  readonly key: Column;
}

function nodeTables(lowering: Lowering, node: Node, scope: Scope): readonly NodeTable[] {
  const clause = child(node, 'WithClause');
  if (clause === undefined || kind(clause) !== 'MakeGraphWithTablesAndKeysClause') return [];
  return list(need(clause, 'TablesAndKeys')).map((one) => {
    const rel = lowering.relation(need(one, 'Table'), { environment: scope.environment, depth: scope.depth });
    return { rel, key: columnNamed(rel, need(one, 'Column')) };
  });
}

function implicitId(node: Node): string | undefined {
  const clause = child(node, 'WithClause');
  return clause !== undefined && kind(clause) === 'MakeGraphWithImplicitIdClause'
    ? nameOf(need(clause, 'Name'))
    : undefined;
}

interface NodeSources {
  readonly tables: readonly NodeTable[];
  readonly idColumn: { readonly name: string; readonly type: KqlType } | undefined;
  readonly edges: () => Rel;
  readonly shown: readonly Column[];
  readonly source: Column;
  readonly target: Column;
  readonly keyOf: (rel: Rel, column: Column) => Scalar;
  readonly by: string | undefined;
}

/**
 * One row for each key: of several rows any that says something counts for a property. A node that only edges name has
 * its key, as the key column of the first table, and nothing else.
 */
function nodesOf(lowering: Lowering, sources: NodeSources): Rel {
  const { tables, idColumn, edges, shown, source, target, keyOf, by } = sources;
  const wanted = new Map<string, KqlType>();
  for (const { rel } of tables)
    for (const { name, type } of starColumns(rel.columns)) {
      const known = wanted.get(name);
      wanted.set(name, known === undefined || known === type ? type : 'dynamic');
    }
  if (idColumn !== undefined) wanted.set(idColumn.name, idColumn.type);
  const idName = idColumn?.name ?? tables[0]?.key.name;
  const columns = [...wanted].map(([name, type]) => lowering.column(name, type));
  const key = lowering.column('', 'string');
  const legs = tables.map(({ rel, key: column }) => ({
    rel,
    expressions: [
      ...columns.map(({ name, type }): Scalar => {
        const own = findColumn(rel.columns, name);
        return own === undefined ? literal(type, null) : convert(ref(own), type);
      }),
      keyOf(rel, column),
    ],
  }));
  for (const [place, end] of [source, target].entries()) {
    const rel = edges();
    const own = rel.columns[shown.indexOf(end)]!;
    const part = by === undefined ? undefined : findColumn(rel.columns, by);
    legs.push({
      rel,
      expressions: [
        ...columns.map(({ name, type }): Scalar => {
          if (name === idName) return convert(ref(own), type);
          return part !== undefined && name === by ? convert(ref(part), type) : literal(type, null);
        }),
        ref(rel.columns[shown.length + place]!),
      ],
    });
  }
  const united: Rel = { op: 'union', inputs: legs, columns: [...columns, key] };
  const keyColumn = lowering.columnFor('', ref(key));
  const aggregates = columns.map((column): AggregateCall => ({
    fn: 'take_any',
    args: [ref(column)],
    type: column.type,
    nullable: column.type !== 'string',
    filter:
      column.type === 'string'
        ? call('!=', [ref(column), literal('string', '')], 'bool', false)
        : call('isnotnull', [ref(column)], 'bool', false),
  }));
  const merged = columns.map((column) => lowering.column(column.name, column.type));
  const grouped: Rel = {
    op: 'aggregate',
    input: united,
    columns: [keyColumn, ...merged],
    keys: [ref(key)],
    aggregates,
  };
  return {
    op: 'project',
    input: grouped,
    columns: [...merged, keyColumn],
    expressions: [...merged, keyColumn].map((column) => ref(column)),
  };
}

/** `graph-where-nodes` and `graph-where-edges`: the analyser does not know the names in their conditions. */
export const graphWhere: LowerOperator = (_, node) => {
  throw unsupported(node, 'filter the tables before make-graph, or the elements with where in graph-match');
};

function onlyColumns(rel: Rel, columns: readonly Column[]): Rel {
  return { op: 'project', input: rel, columns, expressions: columns.map((column) => ref(column)) };
}

/**
 * `node_degree_in()` and `node_degree_out()` of the nodes of a relation: `first` finds their calls, `rel` is the relation
 * with the degrees that were asked for.
 */
export function degrees(
  lowering: Lowering,
  graph: Graph,
  key: Column,
  nodes: Rel,
): { readonly first: (node: Node) => Scalar | undefined; readonly rel: () => Rel } {
  let rel = nodes;
  const known = new Map<string, Scalar>();
  const degree = (end: number): Scalar => {
    const edges = graph.edges();
    const ends = edges.columns.at(-end)!;
    const [by, count] = [lowering.columnFor('', ref(ends)), lowering.column('', 'long', false)];
    const counts: Rel = {
      op: 'aggregate',
      input: edges,
      columns: [by, count],
      keys: [ref(ends)],
      aggregates: [{ fn: 'count', args: [], type: 'long', nullable: false }],
    };
    const found = { ...count, nullable: true };
    rel = {
      op: 'join',
      kind: 'leftouter',
      left: rel,
      right: counts,
      on: [{ left: ref(key), right: ref(by) }],
      columns: [...rel.columns, by, found],
    };
    return call('coalesce', [ref(found), literal('long', 0n)], 'long', false);
  };
  return {
    first(node) {
      if (kind(node) !== 'FunctionCallExpression') return undefined;
      const name = nameOf(need(node, 'Name'));
      if (name === 'node_id') return nodeId(node, key);
      if (name !== 'node_degree_in' && name !== 'node_degree_out') return undefined;
      const scalar = known.get(name) ?? degree(name === 'node_degree_in' ? 2 : 3);
      known.set(name, scalar);
      return scalar;
    },
    rel: () => rel,
  };
}

/** `node_id()`: the key of a node as text; in a partitioned graph the part stands before it. */
export function nodeId(node: Node, key: Column): Scalar {
  return callOf(
    'replace_regex',
    [ref(key), literal('string', '^[^\\x01]*\\x01'), literal('string', '')],
    node,
  );
}

/** `graph-mark-components`: every node gets the number of its component. */
export const graphMarkComponents: LowerOperator = (lowering, node, input) => {
  const graph = graphOf(input, node);
  const given = parameters(node);
  const wanted = given.get('kind') === undefined ? 'weak' : tokenText(given.get('kind')!).trim();
  if (wanted !== 'weak' && wanted !== 'strong')
    throw unsupported(node, `there is no kind ${wanted} of components`);
  const name = given.get('with_component_id');
  const [edges, keys] = [graph.edges(), graph.nodes()];
  const found: Rel = {
    op: 'process',
    process: 'components',
    inputs: [
      picked(lowering, edges, [ref(edges.columns.at(-3)!), ref(edges.columns.at(-2)!)]),
      picked(lowering, keys, [ref(keys.columns.at(-1)!)]),
    ],
    settings: { kind: wanted },
    columns: [
      lowering.column('', 'string'),
      lowering.column(name === undefined ? 'ComponentId' : nameOf(name), 'long', false),
    ],
  };
  const nodes = graph.nodes();
  const key = nodes.columns.at(-1)!;
  const [by, number] = found.columns as [Column, Column];
  const joined: Rel = {
    op: 'join',
    kind: 'inner',
    left: nodes,
    right: found,
    on: [{ left: ref(key), right: ref(by) }],
    columns: [...nodes.columns, ...found.columns],
  };
  const kept = properties(nodes, 1).filter((column) => column.name !== number.name);
  return standFor({
    edges: graph.edges,
    nodes: shared(lowering, onlyColumns(joined, [...kept, number, key])),
  });
};

/** `graph-to-table`: nodes or edges as rows; both under names that later statements use. */
export const graphToTable: LowerOperator = (lowering, node, input, scope) => {
  const graph = graphOf(input, node);
  const outputs = list(need(node, 'OutputClause')).map((clause) => {
    const isNodes = tokenText(clause).trimStart().startsWith('nodes');
    const given = parameters(clause);
    const rel = isNodes ? graph.nodes() : graph.edges();
    const ids = isNodes
      ? [{ name: given.get('with_node_id'), key: rel.columns.at(-1)! }]
      : [
          { name: given.get('with_source_id'), key: rel.columns.at(-3)! },
          { name: given.get('with_target_id'), key: rel.columns.at(-2)! },
        ];
    const hashes = ids.flatMap(({ name, key }) => {
      if (name === undefined) return [];
      const scalar = call('node hash', [ref(key)], 'long', false);
      return [{ column: lowering.columnFor(nameOf(name), scalar), scalar }];
    });
    const kept = properties(rel, isNodes ? 1 : 3);
    const table: Rel = {
      op: 'project',
      input: rel,
      columns: [...hashes.map((hash) => hash.column), ...kept],
      expressions: [...hashes.map((hash) => hash.scalar), ...kept.map((column) => ref(column))],
    };
    const as = child(clause, 'AsClause');
    if (as !== undefined) {
      const use = shared(lowering, table);
      scope.environment.bind(nameOf(need(as, 'Name')), { kind: 'table', relation: use });
    }
    return table;
  });
  // Two tables at once have names, and no rows of their own.
  return outputs.length === 1 ? outputs[0]! : { op: 'unit', columns: [] };
};
