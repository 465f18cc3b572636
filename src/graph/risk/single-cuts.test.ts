import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildActionTable } from './action-table.ts';
import { naiveFallen } from './conformance/naive.ts';
import { smallGraphs } from './conformance/small-graph.ts';
import { buildCore, type Core } from './core.ts';
import type { RiskGraph } from './risk-graph.ts';
import { SingleCuts } from './single-cuts.ts';
import { designWorlds, Worlds } from './worlds.ts';

/** Value lost in one loaded world when some live edges are taken away, straight from the definition. */
function lostIn(
  graph: RiskGraph,
  core: Core,
  live: Int32Array,
  world: number,
  isCut: (edge: number) => boolean,
): number {
  const fallen = naiveFallen(graph, (edge) => {
    const index = core.indexOfEdge[edge]!;
    return index >= 0 && ((live[index]! >>> world) & 1) === 1 && !isCut(edge);
  });
  return graph.targets.reduce((sum, { node, value }) => sum + (fallen[node]! ? value : 0), 0);
}

test('every single saving equals a new evaluation of the same world without the action, node or edge', () => {
  fc.assert(
    fc.property(smallGraphs, (graph) => {
      const core = buildCore(graph, 'everything');
      const worlds = new Worlds(core, buildActionTable(core), designWorlds(256), 7);
      const cuts = new SingleCuts(worlds, { nodes: true, edges: true });
      const { firstNode, firstEdge, count } = cuts.items;
      const saved = new Map<string, number>();
      cuts.run(0, undefined, (world, item, value) => saved.set(`${world}:${item}`, value));
      const live = worlds.live.slice();
      const afterAction = graph.actions.map((_, action) => {
        worlds.load(
          0,
          Uint8Array.from(graph.actions, (_, other) => (other === action ? 1 : 0)),
        );
        return worlds.live.slice();
      });
      for (const world of [0, 13, 31]) {
        const lost = lostIn(graph, core, live, world, () => false);
        expect(cuts.lost[world]).toBe(lost);
        for (let item = 0; item < count; item++) {
          const left =
            item < firstNode
              ? lostIn(graph, core, afterAction[item]!, world, () => false)
              : item < firstEdge
                ? lostIn(graph, core, live, world, (edge) => graph.to[edge] === core.nodes[item - firstNode])
                : lostIn(graph, core, live, world, (edge) => edge === core.edges[item - firstEdge]);
          if (item === firstNode) continue; // the attacker is not taken away
          expect([item, saved.get(`${world}:${item}`) ?? 0]).toEqual([item, lost - left]);
        }
      }
    }),
    { numRuns: 150, seed: 4 },
  );
});
