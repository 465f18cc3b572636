import type { Control, Worlds } from '../risk/index.ts';
import { KernelSet } from './kernel-set.ts';

/** Kernel edges held in memory at once. */
const mostKernelEdges = 12_000_000;
/** A part of a bundle that saves something in at least so many worlds by itself, in its place, is a step of its own. */
const fewestHits = 3;

/**
 * Takes bundles apart as far as their parts are worth something one after the other (most gain first, the rest standing in
 * the order of its costs); what stays together removes nothing until the last of it is done.
 */
export async function splitBundles(
  worlds: Worlds,
  steps: readonly (readonly number[])[],
  control: Control,
): Promise<readonly (readonly number[])[]> {
  if (steps.every((step) => step.length === 1)) return steps;
  const kernels = await KernelSet.build(worlds, steps.flat(), undefined, mostKernelEdges, control);
  // Too large to look at again: the bundles stand as they were found.
  if (kernels === undefined) return steps;
  const done = new Uint8Array(worlds.table.actionCount);
  const lost = Float64Array.from({ length: kernels.worldCount }, (_, world) => kernels.lost(world, done));
  const result: number[][] = [];
  for (const step of steps) {
    const open = new Set(step);
    let together: number[] = [];
    while (open.size > 0) {
      const next = best(kernels, lost, done, open);
      open.delete(next.action);
      apply(kernels, lost, done, next.action);
      together.push(next.action);
      if (next.hits >= fewestHits || open.size === 0) {
        result.push(together);
        together = [];
      }
    }
  }
  return result;
}

function best(
  kernels: KernelSet,
  lost: Float64Array,
  done: Uint8Array,
  open: ReadonlySet<number>,
): { readonly action: number; readonly gain: number; readonly hits: number } {
  let found: { action: number; gain: number; hits: number } | undefined;
  for (const action of open) {
    done[action] = 1;
    let gain = 0;
    let hits = 0;
    for (const world of kernels.worldsOf[action]!) {
      const saved = lost[world]! - kernels.lost(world, done);
      gain += saved;
      if (saved > 0) hits++;
    }
    done[action] = 0;
    if (found === undefined || gain > found.gain) found = { action, gain, hits };
  }
  return found!;
}

function apply(kernels: KernelSet, lost: Float64Array, done: Uint8Array, action: number): void {
  done[action] = 1;
  for (const world of kernels.worldsOf[action]!) lost[world] = kernels.lost(world, done);
}
