import { breathe, Items, lossPerWorld, Reach, type Control, type Worlds } from '../risk/index.ts';

/** What an action would save, summed over the worlds, and in how many worlds. */
export interface Gain {
  readonly gain: number;
  readonly hits: number;
}

/** What each of these (broad) actions alone would save after the actions in `done`: spreads through each world again. */
export async function gainsBySpreading(
  worlds: Worlds,
  done: Uint8Array,
  actions: readonly number[],
  control: Control,
): Promise<ReadonlyMap<number, Gain>> {
  const { core, live, design } = worlds;
  const items = new Items(worlds, { nodes: false, edges: false });
  const reach = new Reach(core);
  const open = new Int32Array(core.edgeCount);
  const gains = new Map(actions.map((action) => [action, { gain: 0, hits: 0 }]));
  for (let batch = 0; batch < design.batches; batch++) {
    worlds.load(batch, done);
    reach.start();
    reach.spread(live);
    const now = lossPerWorld(core, reach.fallen);
    for (const [action, sum] of gains) {
      open.set(live);
      items.edgesOf(action, (edge, hit) => {
        open[edge]! &= ~hit;
      });
      reach.start();
      reach.spread(open);
      lossPerWorld(core, reach.fallen).forEach((left, world) => {
        sum.gain += now[world]! - left;
        if (left < now[world]!) sum.hits++;
      });
    }
    await breathe(control, batch + 1, design.batches);
  }
  return gains;
}
