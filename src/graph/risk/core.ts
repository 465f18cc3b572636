import { groupBy, type Grouping } from './adjacency.ts';
import type { RiskGraph } from './risk-graph.ts';
import { fallenNodes, inDegrees, possibleEdges } from './structure.ts';

/**
 * The part of a graph that can matter, renumbered: node 0 is the attacker, nodes follow breadth first (so that index
 * order is nearly the order of an attack and neighbours lie together in memory), edges are grouped by tail.
 */
export interface Core {
  readonly graph: RiskGraph;
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Node of the graph for each node here, and back (-1: cannot matter). */
  readonly nodes: Uint32Array;
  readonly indexOfNode: Int32Array;
  /** Edge of the graph for each edge here, and back (-1: cannot matter). */
  readonly edges: Uint32Array;
  readonly indexOfEdge: Int32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Edges with tail v: `outOffsets[v] .. outOffsets[v + 1]`. */
  readonly outOffsets: Uint32Array;
  /** Edges with head v: `incoming.order[incoming.offsets[v] .. ]`. */
  readonly incoming: Grouping;
  readonly and: Uint8Array;
  readonly targets: Uint32Array;
  readonly values: Float64Array;
}

/**
 * Builds the core: what the attacker can reach at all, and with `towards: 'targets'` only what leads to a target.
 * Nodes that can never fall (unreachable, or an AND node lacking something) and their edges are left out.
 */
export function buildCore(graph: RiskGraph, towards: 'everything' | 'targets'): Core {
  const possible = possibleEdges(graph, { p: graph.p, q: graph.factorQ });
  const out = groupBy(graph.nodeIds.length, graph.from);
  const canFall = fallenNodes(graph, possible, out, inDegrees(graph));
  const useful = towards === 'targets' ? leadingToTargets(graph, possible, canFall) : canFall;
  const matters = (edge: number): boolean => {
    const tail = graph.from[edge]!;
    const head = graph.to[edge]!;
    return (
      possible[edge] === 1 &&
      useful[tail] === 1 &&
      useful[head] === 1 &&
      head !== graph.attacker &&
      tail !== head
    );
  };
  const { nodes, indexOfNode } = numberNodes(graph, out, useful, matters);
  const kept: number[] = [];
  for (const node of nodes) {
    for (let i = out.offsets[node]!; i < out.offsets[node + 1]!; i++) {
      if (matters(out.order[i]!)) kept.push(out.order[i]!);
    }
  }
  const edges = Uint32Array.from(kept);
  const indexOfEdge = new Int32Array(graph.edgeIds.length).fill(-1);
  edges.forEach((edge, i) => (indexOfEdge[edge] = i));
  const from = edges.map((edge) => indexOfNode[graph.from[edge]!]!);
  const to = edges.map((edge) => indexOfNode[graph.to[edge]!]!);
  return {
    graph,
    nodeCount: nodes.length,
    edgeCount: edges.length,
    nodes,
    indexOfNode,
    edges,
    indexOfEdge,
    from,
    to,
    outOffsets: groupBy(nodes.length, from).offsets,
    incoming: groupBy(nodes.length, to),
    and: Uint8Array.from(nodes, (node) => graph.and[node]!),
    ...targetsOf(graph, indexOfNode),
  };
}

function leadingToTargets(graph: RiskGraph, possible: Uint8Array, canFall: Uint8Array): Uint8Array {
  const into = groupBy(graph.nodeIds.length, graph.to);
  const useful = new Uint8Array(graph.nodeIds.length);
  useful[graph.attacker] = 1;
  const stack: number[] = [];
  for (const { node } of graph.targets) {
    if (canFall[node] === 0 || useful[node] === 1) continue;
    useful[node] = 1;
    stack.push(node);
  }
  for (let head = stack.pop(); head !== undefined; head = stack.pop()) {
    for (let i = into.offsets[head]!; i < into.offsets[head + 1]!; i++) {
      const edge = into.order[i]!;
      const tail = graph.from[edge]!;
      if (possible[edge] === 0 || canFall[tail] === 0 || useful[tail] === 1) continue;
      useful[tail] = 1;
      stack.push(tail);
    }
  }
  return useful;
}

function numberNodes(
  graph: RiskGraph,
  out: Grouping,
  useful: Uint8Array,
  matters: (edge: number) => boolean,
): { nodes: Uint32Array; indexOfNode: Int32Array } {
  const indexOfNode = new Int32Array(graph.nodeIds.length).fill(-1);
  const nodes = new Uint32Array(useful.reduce((sum, mark) => sum + mark, 0));
  let count = 1;
  nodes[0] = graph.attacker;
  indexOfNode[graph.attacker] = 0;
  for (let at = 0; at < count; at++) {
    const node = nodes[at]!;
    for (let i = out.offsets[node]!; i < out.offsets[node + 1]!; i++) {
      const edge = out.order[i]!;
      const head = graph.to[edge]!;
      if (indexOfNode[head]! >= 0 || !matters(edge)) continue;
      indexOfNode[head] = count;
      nodes[count++] = head;
    }
  }
  return { nodes: nodes.subarray(0, count), indexOfNode };
}

/** Targets that can fall, each node once. */
function targetsOf(
  graph: RiskGraph,
  indexOfNode: Int32Array,
): { readonly targets: Uint32Array; readonly values: Float64Array } {
  const values = new Map<number, number>();
  for (const target of graph.targets) {
    const node = indexOfNode[target.node]!;
    if (node >= 0) values.set(node, (values.get(node) ?? 0) + target.value);
  }
  return { targets: Uint32Array.from(values.keys()), values: Float64Array.from(values.values()) };
}
