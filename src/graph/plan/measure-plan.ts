import {
  breathe,
  estimateMean,
  lossPerWorld,
  rangeAfterActions,
  Reach,
  type Control,
  type Figure,
  type Worlds,
} from '../risk/index.ts';
import { KernelSet } from './kernel-set.ts';

/** A plan's figures on worlds it was not made on. */
export interface PlanFigures {
  readonly riskBefore: Figure;
  /** Risk with every action of the graph done. */
  readonly floor: Figure;
  /** Per step what it removes in its place, and the risk after it. */
  readonly steps: readonly { readonly removed: Figure; readonly riskAfter: Figure }[];
}

/** Kernel edges held in memory at once; more worlds are then walked in parts. */
const mostKernelEdges = 12_000_000;

/** Measures every step of a plan, in order, on the given worlds; differences are taken world by world. */
export async function measurePlan(
  worlds: Worlds,
  steps: readonly (readonly number[])[],
  control: Control,
): Promise<PlanFigures> {
  const { core, design } = worlds;
  const { graph } = core;
  const lost = await lossesAfterSteps(worlds, steps, control);
  const range = rangeAfterActions(graph);
  const mean = (values: Float64Array): Figure => estimateMean(values, design, range);
  const removed = steps.map((_, i) => lost[i]!.map((value, world) => value - lost[i + 1]![world]!));
  return {
    riskBefore: mean(lost[0]!),
    floor: mean(await lossesWithEverythingDone(worlds, control)),
    steps: removed.map((values, i) => ({ removed: mean(values), riskAfter: mean(lost[i + 1]!) })),
  };
}

/** Value lost per world before the first step and after each. */
async function lossesAfterSteps(
  worlds: Worlds,
  steps: readonly (readonly number[])[],
  control: Control,
): Promise<Float64Array[]> {
  const kernels = await KernelSet.build(worlds, steps.flat(), undefined, mostKernelEdges, control);
  if (kernels === undefined) return lossesByWalking(worlds, steps, control);
  const done = new Uint8Array(worlds.table.actionCount);
  const first = Float64Array.from({ length: kernels.worldCount }, (_, world) => kernels.lost(world, done));
  const lost = [first];
  for (const step of steps) {
    const next = lost.at(-1)!.slice(); // starts with one entry
    for (const action of step) done[action] = 1;
    for (const action of step) {
      for (const world of kernels.worldsOf[action]!) next[world] = kernels.lost(world, done);
    }
    lost.push(next);
  }
  return lost;
}

/** The same without kernels: slower, but memory does not grow with the number of worlds. */
async function lossesByWalking(
  worlds: Worlds,
  steps: readonly (readonly number[])[],
  control: Control,
): Promise<Float64Array[]> {
  const lost: Float64Array[] = [];
  const done = new Uint8Array(worlds.table.actionCount);
  for (const step of [[], ...steps]) {
    for (const action of step) done[action] = 1;
    lost.push(await lossesAfter(worlds, done, control));
  }
  return lost;
}

function lossesWithEverythingDone(worlds: Worlds, control: Control): Promise<Float64Array> {
  return lossesAfter(worlds, new Uint8Array(worlds.table.actionCount).fill(1), control);
}

async function lossesAfter(worlds: Worlds, done: Uint8Array, control: Control): Promise<Float64Array> {
  const { design, core } = worlds;
  const lost = new Float64Array(design.worlds);
  const reach = new Reach(core);
  for (let batch = 0; batch < design.batches; batch++) {
    worlds.load(batch, done);
    reach.start();
    reach.spread(worlds.live);
    lost.set(lossPerWorld(core, reach.fallen), batch * 32);
    await breathe(control, batch + 1, design.batches);
  }
  return lost;
}
