/**
 * The graph the risk engine works on: plain columns, no names of the security world.
 * Semantics (docs/decisions/0007): in one possible world an edge is live if its own coin (`p`) succeeds and every
 * shared factor it names is on; a node falls if a live edge comes from a fallen node, an AND node if all its in-edges
 * are live and come from fallen nodes (derivations start at the attacker).
 */
export interface RiskGraph {
  /** Stable identity of every node; coins of an edge depend on `edgeIds`, so results survive renumbering. */
  readonly nodeIds: readonly string[];
  /** Index of the node that is held from the start. */
  readonly attacker: number;
  /** 1 where the node needs every in-edge (AND), else 0. */
  readonly and: Uint8Array;
  readonly edgeIds: readonly string[];
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Probability of the edge's own coin, 0..1. */
  readonly p: Float64Array;
  /** Factors of edge e: `edgeFactors[edgeFactorOffsets[e] .. edgeFactorOffsets[e + 1]]`. */
  readonly edgeFactorOffsets: Uint32Array;
  readonly edgeFactors: Uint32Array;
  readonly factorIds: readonly string[];
  /** Probability that the shared factor is on, 0..1. */
  readonly factorQ: Float64Array;
  readonly targets: readonly RiskTarget[];
  readonly actions: readonly RiskAction[];
}

export interface RiskTarget {
  readonly node: number;
  /** Value lost when the node falls, in the caller's unit (points or money). */
  readonly value: number;
}

/** What one person can do: multiplies the probability of edges and factors (0 = removed); several actions multiply. */
export interface RiskAction {
  readonly id: string;
  /** What it costs, in the unit of the plan's budget (hours or points); > 0 or 0. */
  readonly cost: number;
  readonly edges: readonly Residual[];
  readonly factors: readonly Residual[];
}

export interface Residual {
  /** Index of the edge or factor. */
  readonly index: number;
  /** Multiplier on its probability, 0..1. */
  readonly residual: number;
}
