import { zeroFigures, type Figures, type Interval } from './figure.ts';
import type { RiskGraph } from './risk-graph.ts';

/** The risk of a graph and what each part of it carries. */
export interface Evaluation {
  /** 'exact': the risk is exact (single other figures may still be sampled; their interval says so). */
  readonly mode: 'exact' | 'sampled';
  /** Worlds drawn; 0 when everything is exact. */
  readonly samples: number;
  /** Sum over the targets of value times probability of fall. */
  readonly risk: number;
  readonly interval: Interval;
  /** Probability of fall of each node. */
  readonly nodeP: Figures;
  /** Fall in risk if the edge alone is taken away. */
  readonly edgeLoss: Figures;
  /** Fall in risk if the node alone is taken away; NaN for the attacker, who cannot be. */
  readonly nodeLoss: Figures;
  /** Risk after the action alone. */
  readonly actionRisk: Figures;
}

/** Columns for all figures of a graph. */
export function emptyFigures(
  graph: RiskGraph,
): Pick<Evaluation, 'nodeP' | 'edgeLoss' | 'nodeLoss' | 'actionRisk'> {
  return {
    nodeP: zeroFigures(graph.nodeIds.length),
    edgeLoss: zeroFigures(graph.edgeIds.length),
    nodeLoss: zeroFigures(graph.nodeIds.length),
    actionRisk: zeroFigures(graph.actions.length),
  };
}
