import type { Control } from './control.ts';
import { evaluateExactly } from './evaluate-exactly.ts';
import { evaluateSampled } from './evaluate-sampled.ts';
import type { Evaluation } from './evaluation.ts';
import { figureAt, setFigure } from './figure.ts';
import type { RiskGraph } from './risk-graph.ts';

export interface EvaluateOptions extends Control {
  /** Draw at least this many worlds instead of answering exactly. */
  readonly samples?: number | undefined;
  readonly seed: number;
  /** With at most this many coins that matter the answer is exact. */
  readonly exactCoinLimit?: number | undefined;
}

/** Worlds drawn where exact answers are out of reach and nobody said how many: some ten seconds' worth, 512 to 8192. */
export function usualSamples(graph: RiskGraph): number {
  return Math.max(512, Math.min(8192, Math.floor(1e8 / Math.max(1, graph.edgeIds.length))));
}

/**
 * The risk of a graph, the probability of every node, and what every edge, node and action carries: exact where few
 * coins matter, else from sampled worlds with 99 % intervals. Same graph and seed give the same bits.
 */
export async function evaluate(graph: RiskGraph, options: EvaluateOptions): Promise<Evaluation> {
  const sample = (): Promise<Evaluation> =>
    evaluateSampled(graph, options.samples ?? usualSamples(graph), options.seed, options);
  const exact =
    options.samples === undefined ? evaluateExactly(graph, options.exactCoinLimit ?? 20) : undefined;
  if (exact === undefined) return sample();
  const { evaluation, missing } = exact;
  const names = ['nodeP', 'edgeLoss', 'nodeLoss', 'actionRisk'] as const;
  if (names.every((name) => missing[name].length === 0)) return evaluation;
  const sampled = await sample();
  for (const name of names) {
    for (const index of missing[name]) setFigure(evaluation[name], index, figureAt(sampled[name], index));
  }
  return { ...evaluation, samples: sampled.samples };
}
