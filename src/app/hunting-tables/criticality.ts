import type { CriticalityLevel } from '../../graph/index.ts';
import type { Estate } from '../gather-estate.ts';

/** Levels as the published tables number them: 0 is the most critical. */
const order: readonly CriticalityLevel[] = ['Very high', 'High', 'Medium', 'Low'];

export interface Criticality {
  /** 0..3, 0 the most critical. */
  readonly level: number;
  readonly className: string;
}

/** Critical assets by the id of their node in the exposure graph. */
export function criticalities({ built }: Estate): ReadonlyMap<string, Criticality> {
  const { graph } = built;
  return new Map(
    graph.criticalAssets.map(({ node, level, className }) => [
      graph.nodes[node]!.id,
      { level: order.indexOf(level), className },
    ]),
  );
}
