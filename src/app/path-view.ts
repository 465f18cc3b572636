import { edgeKind, type ExposureGraph } from '../graph/index.ts';
import type { AttackPath } from '../graph/paths/index.ts';
import type { AttackPathView } from './assessment.ts';

/** A path as people read it. */
export function pathView(graph: ExposureGraph, path: AttackPath): AttackPathView {
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
      };
    }),
  };
}
