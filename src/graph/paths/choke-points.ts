import { figureAt, type Figure, type Figures, type RiskGraph } from '../risk/index.ts';

/** A node through which much risk passes. */
export interface ChokePoint {
  readonly node: number;
  /** Fall in risk if the node could not be taken. */
  readonly loss: Figure;
}

/** The nodes that carry most risk, most first; targets are left out, for a target trivially carries itself. */
export function chokePoints(graph: RiskGraph, nodeLoss: Figures, count: number): ChokePoint[] {
  const targets = new Set(graph.targets.map((target) => target.node));
  return Array.from(nodeLoss.value, (value, node) => ({ node, value }))
    .filter(({ node, value }) => value > 0 && !targets.has(node))
    .sort((a, b) => b.value - a.value || a.node - b.node)
    .slice(0, count)
    .map(({ node }) => ({ node, loss: figureAt(nodeLoss, node) }));
}
