import type { Grouping } from './adjacency.ts';
import type { RiskGraph } from './risk-graph.ts';

/** The probabilities in force: those of the graph, or those after something was changed. */
export interface Odds {
  /** Of each edge's own coin. */
  readonly p: Float64Array;
  /** Of each shared factor. */
  readonly q: Float64Array;
}

/** 1 for each edge that can be live at all. */
export function possibleEdges(graph: RiskGraph, odds: Odds): Uint8Array {
  return edgesWhere(graph, odds, (probability) => probability > 0);
}

/** 1 for each edge that is live in every world. */
export function certainEdges(graph: RiskGraph, odds: Odds): Uint8Array {
  return edgesWhere(graph, odds, (probability) => probability >= 1);
}

/**
 * 1 for each node that falls when exactly the edges marked in `live` are live. Least fixpoint from the attacker, so
 * no cycle justifies itself; an AND node without in-edges never falls.
 * `out` is the edges grouped by tail, `inDegree` the number of edges entering each node.
 */
export function fallenNodes(
  graph: RiskGraph,
  live: Uint8Array,
  out: Grouping,
  inDegree: Uint32Array,
): Uint8Array {
  const fallen = new Uint8Array(graph.nodeIds.length);
  const missing = inDegree.slice();
  const queue = [graph.attacker];
  fallen[graph.attacker] = 1;
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (let i = out.offsets[node]!; i < out.offsets[node + 1]!; i++) {
      const edge = out.order[i]!;
      if (live[edge] === 0) continue;
      const head = graph.to[edge]!;
      if (fallen[head] === 1) continue;
      if (graph.and[head] === 1 && --missing[head]! > 0) continue;
      fallen[head] = 1;
      queue.push(head);
    }
  }
  return fallen;
}

/** How many edges enter each node. */
export function inDegrees(graph: RiskGraph): Uint32Array {
  const degrees = new Uint32Array(graph.nodeIds.length);
  for (const head of graph.to) degrees[head]!++;
  return degrees;
}

function edgesWhere(graph: RiskGraph, odds: Odds, holds: (probability: number) => boolean): Uint8Array {
  const marked = new Uint8Array(graph.edgeIds.length);
  for (let edge = 0; edge < marked.length; edge++) {
    let all = holds(odds.p[edge]!);
    for (let i = graph.edgeFactorOffsets[edge]!; all && i < graph.edgeFactorOffsets[edge + 1]!; i++)
      all = holds(odds.q[graph.edgeFactors[i]!]!);
    marked[edge] = all ? 1 : 0;
  }
  return marked;
}
