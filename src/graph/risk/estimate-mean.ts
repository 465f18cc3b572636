import type { Figure } from './figure.ts';
import { estimate } from './intervals.ts';
import { Tally, type Range } from './tally.ts';
import type { Design } from './worlds.ts';

/** Mean and interval of a loss (or of a difference of two losses on the same worlds), one value a world, in order. */
export function estimateMean(perWorld: ArrayLike<number>, design: Design, range: Range): Figure {
  const tally = new Tally();
  const perBlock = design.batchesPerBlock * 32;
  for (let world = 0; world < design.worlds; world++) {
    tally.add(perWorld[world]!);
    if ((world + 1) % perBlock === 0) tally.closeBlock();
  }
  return estimate(tally.sample(design, range));
}
