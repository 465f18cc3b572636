import type { PathsSettings } from '../functions/processes/paths.ts';
import { call, ref, type Column, type Rel, type Scalar } from '../ir/index.ts';
import type { Node } from '../language/syntax.ts';
import { and } from '../lower/values.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Scope } from '../lower/scope.ts';
import { picked } from '../plugins/plugin.ts';
import type { Collected } from './graph-asked.ts';
import type { FoundPath } from './graph-distinct.ts';
import type { PatternEdge } from './graph-pattern.ts';
import { degrees, type Graph } from './graph.ts';
import { rowScope } from './operator.ts';

/** Every edge in both directions; one from a node to itself once. */
export function bothWays(lowering: Lowering, graph: Graph): Rel {
  const [there, back] = [graph.edges(), graph.edges()];
  const width = there.columns.length;
  const [source, target] = [back.columns[width - 3]!, back.columns[width - 2]!];
  const loopless: Rel = {
    op: 'filter',
    input: back,
    columns: back.columns,
    predicate: call('!=', [ref(source), ref(target)], 'bool', false),
  };
  const turned = [...back.columns.slice(0, width - 3), target, source, back.columns[width - 1]!];
  return {
    op: 'union',
    inputs: [
      { rel: there, expressions: there.columns.map((column) => ref(column)) },
      { rel: loopless, expressions: turned.map((column) => ref(column)) },
    ],
    columns: there.columns.map((column) => lowering.column(column.name, column.type, column.nullable)),
  };
}

/** What is asked of an edge of variable length, and of the walk along it. */
export interface Walk {
  readonly scope: Scope;
  /** Keys of the nodes where it may begin and end; without them all. */
  readonly starts: Rel | undefined;
  readonly ends: Rel | undefined;
  readonly cycles: PathsSettings['cycles'];
  readonly shortest: PathsSettings['shortest'];
  /** Calls over its edges and inner nodes, wherever they stand. */
  readonly collected: readonly Collected[];
  /** Those that every edge or inner node must fulfil. */
  readonly required: readonly Collected[];
}

/** All walks along an edge of variable length: a row for each, from one node to another. */
export interface Walks {
  readonly rel: Rel;
  readonly from: Column;
  readonly to: Column;
  readonly path: FoundPath;
  /** What each call gives. */
  readonly collected: readonly (readonly [Node, Column])[];
}

/** Searches the walks along an edge of variable length. */
export function variableEdge(lowering: Lowering, graph: Graph, edge: PatternEdge, walk: Walk): Walks {
  const edges = graph.edges();
  const edgeScope = rowScope(walk.scope, edges);
  const nodes = graph.nodes();
  const withDegrees = degrees(lowering, graph, nodes.columns.at(-1)!, nodes);
  const nodeScope: Scope = { ...rowScope(walk.scope, nodes), first: withDegrees.first };
  const allOf = (of: Collected['of'], scope: Scope) =>
    walk.required.filter((one) => one.of === of).map((one) => lowering.typed(one.expression, scope, 'bool'));
  const edgeConditions = allOf('edges', edgeScope);
  const innerConditions = allOf('nodes', nodeScope);
  const cells = {
    edges: numbered(edges),
    nodes: [ref(nodes.columns.at(-1)!), and(innerConditions)] as Scalar[],
  };
  const collect = walk.collected.map(({ of, how, expression }) => {
    const type = how === 'map' ? 'dynamic' : 'bool';
    cells[of].push(lowering.typed(expression, of === 'edges' ? edgeScope : nodeScope, type));
    return { of, how, index: cells[of].length - 1 };
  });
  const settings: PathsSettings = {
    ...edge.range!,
    direction: edge.direction,
    cycles: walk.cycles,
    shortest: walk.shortest,
    ends: walk.ends !== undefined,
    inner: innerConditions.length > 0,
    collect,
  };
  const needsNodes = settings.inner || collect.some(({ of }) => of === 'nodes');
  const noKeys = () => lowering.empty([{ name: '', type: 'string' }]);
  const hops = lowering.column('', 'long', false);
  const [from, to] = [lowering.column('', 'string'), lowering.column('', 'string')];
  const [path, inner] = [lowering.column('', 'dynamic', false), lowering.column('', 'dynamic', false)];
  const results = collect.map(({ how }) => lowering.column('', how === 'map' ? 'dynamic' : 'bool', false));
  const rel: Rel = {
    op: 'process',
    process: 'paths',
    inputs: [
      picked(lowering, kept(edges, edgeConditions), cells.edges),
      needsNodes ? picked(lowering, withDegrees.rel(), cells.nodes) : noKeys(),
      walk.starts ?? allKeys(lowering, graph),
      walk.ends ?? noKeys(),
    ],
    settings,
    columns: [from, to, hops, path, inner, ...results],
  };
  return {
    rel,
    from,
    to,
    path: { hops, edges: path, inner },
    collected: walk.collected.map(({ node }, index) => [node, results[index]!]),
  };
}

/** Number, source and target of each edge, as the search takes them. */
function numbered(edges: Rel): Scalar[] {
  const [source, target, own] = edges.columns.slice(-3).map((column) => ref(column));
  return [own!, source!, target!];
}

function kept(rel: Rel, conditions: readonly Scalar[]): Rel {
  return conditions.length === 0
    ? rel
    : { op: 'filter', input: rel, columns: rel.columns, predicate: and(conditions) };
}

function allKeys(lowering: Lowering, graph: Graph): Rel {
  const nodes = graph.nodes();
  return picked(lowering, nodes, [ref(nodes.columns.at(-1)!)]);
}
