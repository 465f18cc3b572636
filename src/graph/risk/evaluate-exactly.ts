import { groupBy } from './adjacency.ts';
import { emptyFigures, type Evaluation } from './evaluation.ts';
import { ExactSolver, oddsAfter, oddsOf, oddsWithout } from './exact.ts';
import { exactFigure, setFigure, type Figures } from './figure.ts';
import type { RiskGraph } from './risk-graph.ts';

/** Figures that were too dear to compute exactly, by index. */
export interface Missing {
  readonly nodeP: number[];
  readonly edgeLoss: number[];
  readonly nodeLoss: number[];
  readonly actionRisk: number[];
}

/** Edges looked at (about two seconds) after which the remaining figures are left to sampling. */
const mostEffort = 3e8;

/**
 * Every figure exactly, each with the coins it depends on; undefined if the risk itself has more than `coinLimit`
 * coins for some target. Figures that have more, or come after the effort is spent, are listed as missing.
 */
export function evaluateExactly(
  graph: RiskGraph,
  coinLimit: number,
): { readonly evaluation: Evaluation; readonly missing: Missing } | undefined {
  const solver = new ExactSolver(graph, coinLimit);
  const now = oddsOf(graph);
  const risk = solver.risk(now);
  if (risk === undefined) return undefined;
  const figures = emptyFigures(graph);
  const missing: Missing = { nodeP: [], edgeLoss: [], nodeLoss: [], actionRisk: [] };
  const put = (name: keyof Missing, index: number, compute: () => number | undefined): void => {
    const value = solver.effort.spent > mostEffort ? undefined : compute();
    if (value === undefined) missing[name].push(index);
    else setFigure(figures[name] satisfies Figures, index, exactFigure(value));
  };
  const without = (edges: Iterable<number>): number | undefined => {
    const rest = solver.risk(oddsWithout(graph, edges));
    return rest === undefined ? undefined : Math.max(0, risk - rest);
  };

  const question = solver.under(now);
  const incoming = groupBy(graph.nodeIds.length, graph.to);
  const carries = solver.edgesThatMatter();
  for (let node = 0; node < graph.nodeIds.length; node++) put('nodeP', node, () => question.fall(node));
  graph.actions.forEach((action, i) => put('actionRisk', i, () => solver.risk(oddsAfter(graph, [action]))));
  for (let node = 0; node < graph.nodeIds.length; node++) {
    const into = incoming.order.subarray(incoming.offsets[node], incoming.offsets[node + 1]);
    if (node === graph.attacker) setFigure(figures.nodeLoss, node, exactFigure(NaN));
    else put('nodeLoss', node, () => (into.some((edge) => carries[edge] === 1) ? without(into) : 0));
  }
  for (let edge = 0; edge < graph.edgeIds.length; edge++)
    put('edgeLoss', edge, () => (carries[edge] === 1 ? without([edge]) : 0));
  return { evaluation: { mode: 'exact', samples: 0, risk, interval: [risk, risk], ...figures }, missing };
}
