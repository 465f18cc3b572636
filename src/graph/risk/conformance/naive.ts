import type { RiskGraph } from '../risk-graph.ts';

/** Nodes that fall when these edges are live; straight from the definition. */
export function naiveFallen(graph: RiskGraph, isLive: (edge: number) => boolean): boolean[] {
  const fallen = graph.nodeIds.map((_, node) => node === graph.attacker);
  for (let changed = true; changed;) {
    changed = false;
    graph.nodeIds.forEach((_, node) => {
      const into = [...graph.to.keys()].filter((edge) => graph.to[edge] === node);
      const holds = (edge: number): boolean => isLive(edge) && fallen[graph.from[edge]!]!;
      const falls = graph.and[node] === 1 ? into.length > 0 && into.every(holds) : into.some(holds);
      if (!falls || fallen[node]!) return;
      fallen[node] = true;
      changed = true;
    });
  }
  return fallen;
}

/** Probability of fall of every node, by visiting every outcome of every coin. */
export function naiveProbabilities(graph: RiskGraph, p: ArrayLike<number>, q: ArrayLike<number>): number[] {
  const coins = [...Array.from(p), ...Array.from(q)];
  const result = graph.nodeIds.map(() => 0);
  const up: boolean[] = [];
  const visit = (coin: number, weight: number): void => {
    if (weight === 0) return;
    if (coin < coins.length) {
      up[coin] = true;
      visit(coin + 1, weight * coins[coin]!);
      up[coin] = false;
      visit(coin + 1, weight * (1 - coins[coin]!));
      return;
    }
    const factorsOf = (edge: number): number[] => [
      ...graph.edgeFactors.subarray(graph.edgeFactorOffsets[edge], graph.edgeFactorOffsets[edge + 1]),
    ];
    const fallen = naiveFallen(
      graph,
      (edge) => up[edge]! && factorsOf(edge).every((factor) => up[graph.edgeIds.length + factor]!),
    );
    fallen.forEach((falls, node) => (result[node]! += falls ? weight : 0));
  };
  visit(0, 1);
  return result;
}
