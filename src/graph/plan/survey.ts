import { breathe, Derivations, Items, Reach, type Control, type Worlds } from '../risk/index.ts';

/** Doors looked for behind doors: so many disjoint ways to a target are told apart in one world. */
const mostLayers = 5;
/** On larger graphs second and further doors are looked for in every fourth batch only. */
const largeGraph = 50_000;
const largeStride = 4;

/**
 * How much value each action stands before, summed over the worlds after the actions in `done`: it lies on a derivation
 * of a fallen target. An action that stands before nothing saves nothing, alone or in a bundle of up to five.
 * The actions on one derivation are taken away, then those on a derivation of what still falls, and so on; a second
 * door counts half, a third door a third.
 */
export async function surveyPresence(
  worlds: Worlds,
  done: Uint8Array,
  control: Control,
): Promise<Float64Array> {
  const { core, live, design } = worlds;
  const items = new Items(worlds, { nodes: false, edges: false });
  const derivations = new Derivations(worlds, items);
  const parents = new Int32Array(core.nodeCount * 32);
  const reach = new Reach(core);
  const presence = new Float64Array(items.count);
  const closed = new Int32Array(items.count);
  const stride = core.edgeCount > largeGraph ? largeStride : 1;
  for (let batch = 0; batch < design.batches; batch++) {
    worlds.load(batch, done);
    const layers = batch % stride === 0 ? mostLayers : 1;
    for (let layer = 1; layer <= layers; layer++) {
      reach.start();
      reach.spread(live, parents);
      const found = new Set<number>();
      closed.fill(0);
      for (let i = 0; i < core.targets.length; i++) {
        const node = core.targets[i]!;
        for (let rest = reach.fallen[node]!; rest !== 0; rest &= rest - 1) {
          const world = 31 - Math.clz32(rest & -rest);
          for (const item of derivations.itemsOn(node, world, parents)) {
            presence[item]! += (core.values[i]! * (layer === 1 ? 1 : stride)) / layer;
            closed[item]! |= 1 << world;
            found.add(item);
          }
        }
      }
      if (found.size === 0) break;
      for (const item of found) {
        const where = closed[item]!;
        items.edgesOf(item, (edge, hit) => {
          live[edge]! &= ~(hit & where);
        });
      }
    }
    await breathe(control, batch + 1, design.batches);
  }
  return presence;
}
