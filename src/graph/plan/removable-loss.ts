import { lossPerWorld, Reach, type Worlds } from '../risk/index.ts';

/** Value that is lost with nothing done but not with everything done, summed over the worlds. */
export function removableLoss(worlds: Worlds): number {
  const reach = new Reach(worlds.core);
  const everything = new Uint8Array(worlds.table.actionCount).fill(1);
  let removable = 0;
  for (let batch = 0; batch < worlds.design.batches; batch++) {
    for (const done of [undefined, everything]) {
      worlds.load(batch, done);
      reach.start();
      reach.spread(worlds.live);
      const lost = lossPerWorld(worlds.core, reach.fallen).reduce((sum, value) => sum + value, 0);
      removable += done === undefined ? lost : -lost;
    }
  }
  return removable;
}
