import type { RiskGraph } from '../risk/index.ts';
import { pathAlong, type AttackPath } from './attack-path.ts';
import { PathSearch } from './path-search.ts';

/**
 * A most probable path to each target (in the order of `graph.targets`), null where there is none. In a graph with
 * AND nodes a fall needs more than a path, so all are null.
 */
export function bestPaths(graph: RiskGraph): (AttackPath | null)[] {
  if (graph.and.includes(1)) return graph.targets.map(() => null);
  const search = new PathSearch(graph, [graph.attacker]);
  return graph.targets.map(({ node }) => {
    const edges = search.edgesTo(node);
    return edges === undefined ? null : { ...pathAlong(graph, edges), target: node };
  });
}
