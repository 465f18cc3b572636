import { edgeKind, type ExposureGraph } from '../graph/index.ts';
import type { AttackPath } from '../graph/paths/index.ts';
import type { Action } from '../posture/index.ts';
import type { AttackPathView } from './assessment.ts';

/** Which actions change each edge of the graph, by the edge's index. */
export function actionsOfEdges(actions: readonly Action[]): ReadonlyMap<number, readonly string[]> {
  const ids = new Map<number, string[]>();
  for (const action of actions) {
    for (const { index } of action.edges) {
      const known = ids.get(index);
      if (known === undefined) ids.set(index, [action.id]);
      else if (!known.includes(action.id)) known.push(action.id);
    }
  }
  return ids;
}

/** A path as people read it. */
export function pathView(
  graph: ExposureGraph,
  path: AttackPath,
  actions: ReadonlyMap<number, readonly string[]>,
): AttackPathView {
  return {
    target: graph.nodes[path.target]!.label,
    p: path.p,
    hops: path.edges.map((index) => {
      const edge = graph.edges[index]!;
      const kind = edgeKind(edge.kind);
      const note = edge.note ?? kind?.reason;
      return {
        from: graph.nodes[edge.from]!.label,
        to: graph.nodes[edge.to]!.label,
        kind: edge.kind,
        meaning: kind?.meaning ?? edge.kind,
        p: edge.p,
        factors: edge.factors,
        ...(kind?.technique === undefined ? {} : { technique: kind.technique }),
        ...(note === undefined ? {} : { note }),
        evidence: edge.evidence,
        brokenBy: actions.get(index) ?? [],
      };
    }),
  };
}
