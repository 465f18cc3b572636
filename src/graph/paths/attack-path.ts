import type { RiskGraph } from '../risk/index.ts';

/** One way from the attacker to a node. */
export interface AttackPath {
  readonly target: number;
  /** Edges in the order they are walked. */
  readonly edges: readonly number[];
  /** Probability that all of them are live at once; a factor shared by several counts once. */
  readonly p: number;
  /** The path crosses a node that needs more than this path (AND): `p` is then an upper bound. */
  readonly needsMore: boolean;
}

/** Probability that all these edges are live at once. */
export function probabilityOf(graph: RiskGraph, edges: Iterable<number>): number {
  let p = 1;
  const factors = new Set<number>();
  for (const edge of edges) {
    p *= graph.p[edge]!;
    for (let i = graph.edgeFactorOffsets[edge]!; i < graph.edgeFactorOffsets[edge + 1]!; i++)
      factors.add(graph.edgeFactors[i]!);
  }
  for (const factor of factors) p *= graph.factorQ[factor]!;
  return p;
}

/** The path along these edges, from the attacker. */
export function pathAlong(graph: RiskGraph, edges: readonly number[]): AttackPath {
  const last = edges.at(-1);
  return {
    target: last === undefined ? graph.attacker : graph.to[last]!,
    edges,
    p: probabilityOf(graph, edges),
    needsMore: edges.some((edge) => graph.and[graph.to[edge]!] === 1),
  };
}
