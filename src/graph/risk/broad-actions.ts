import type { ActionTable } from './action-table.ts';

/** An action is broad when it touches at least this many edges and this share of all. */
const broadEdges = 2000;
const broadShare = 1 / 300;
/** Judging a broad action costs a pass over the graph, so there are never more than this. */
const mostBroad = 24;

/**
 * Actions that touch so much of the graph (a control against a whole technique) that cutting out what depends on them
 * would cut out most of it; they are judged by spreading through the whole graph once more instead.
 */
export function broadActions(table: ActionTable): readonly number[] {
  const { onEdges, onFactors, edgesOfFactor, edgeFactorOffsets } = table;
  const edgeCount = edgeFactorOffsets.length - 1;
  const touched = new Float64Array(table.actionCount);
  for (const action of onEdges.action) touched[action]!++;
  onFactors.action.forEach((action, row) => {
    const factor = onFactors.thing[row]!;
    touched[action]! += edgesOfFactor.offsets[factor + 1]! - edgesOfFactor.offsets[factor]!;
  });
  return Array.from(touched.keys())
    .filter((action) => touched[action]! >= Math.max(broadEdges, edgeCount * broadShare))
    .sort((a, b) => touched[b]! - touched[a]! || a - b)
    .slice(0, mostBroad);
}
