import type { GainBoard } from './gain-board.ts';
import type { KernelSet } from './kernel-set.ts';

/** Actions that are worth something together, though each alone may be worth nothing (parallel doors). */
export interface Bundle {
  readonly actions: readonly number[];
  /** What they save together, summed over the worlds, and in how many. */
  readonly gain: number;
  readonly hits: number;
  readonly cost: number;
}

/** How far the search goes: targets, worlds per target, and bundles judged on all worlds. */
const mostTargets = 32;
const worldsPerTarget = 12;
const mostJudged = 48;
const largestBundle = 12;

/**
 * The bundle of at least two actions that saves most per cost, found from the worlds themselves: in a world, walk a
 * derivation of a fallen target, close the door on it that recurs most per cost, and repeat until the target is saved;
 * what turns out superfluous is dropped. Doing so for one target over several worlds, keeping the doors already closed,
 * finds the doors that are open in different worlds. Any world that can be saved yields a bundle.
 */
export function findBundle(
  kernels: KernelSet,
  board: GainBoard,
  cost: (action: number) => number,
  budget: number,
): Bundle | undefined {
  const proposals = new Map<string, { actions: readonly number[]; worth: number }>();
  const propose = (actions: readonly number[], value: number): void => {
    if (actions.length < 2 || actions.length > largestBundle) return;
    const price = sum(actions, cost);
    if (price > budget) return;
    const sorted = actions.toSorted((a, b) => a - b);
    const key = sorted.join();
    const known = proposals.get(key);
    const worth = value / Math.max(price, 1e-9);
    if (known === undefined) proposals.set(key, { actions: sorted, worth });
    else known.worth += worth;
  };
  for (const { value, worlds } of fallenTargets(kernels, board)) {
    let kept: readonly number[] = [];
    for (const [world, index] of worlds) {
      propose(closeDoors(kernels, board, world, index, [], cost), value);
      const more = closeDoors(kernels, board, world, index, kept, cost);
      if (more.length > largestBundle) continue;
      kept = more;
      propose(kept, value);
    }
    propose(kept, value * worlds.length);
  }
  const judged = [...proposals.values()].sort((a, b) => b.worth - a.worth).slice(0, mostJudged);
  let best: Bundle | undefined;
  for (const { actions } of judged) {
    const bundle = judge(board, actions, cost);
    if (bundle.gain > 0 && (best === undefined || rate(bundle) > rate(best))) best = bundle;
  }
  return best === undefined ? undefined : thinOut(board, best, cost);
}

/**
 * Gain per cost, the gain less its standard error as for rare events (a gain seen in k worlds is known to a share of
 * 1/sqrt(k)), so that steps with little evidence do not win by luck. 0 for a gain seen in fewer than two worlds.
 */
export function rate(step: { readonly gain: number; readonly hits: number; readonly cost: number }): number {
  if (step.hits < 2) return 0;
  return (step.gain * (1 - 1 / Math.sqrt(step.hits))) / Math.max(step.cost, 1e-9);
}

/** A bundle with its figures as they are now. */
export function judge(
  board: GainBoard,
  actions: readonly number[],
  cost: (action: number) => number,
): Bundle {
  return { actions, ...board.together(actions), cost: sum(actions, cost) };
}

interface FallenTarget {
  readonly value: number;
  /** World, and index of the target in its kernel. */
  readonly worlds: (readonly [number, number])[];
}

/** Targets that fall but can be saved, the dearest first, each with some of the worlds in which that is so. */
function fallenTargets(kernels: KernelSet, board: GainBoard): FallenTarget[] {
  const found = new Map<number, { value: number; worlds: [number, number][] }>();
  for (let world = 0; world < kernels.worldCount; world++) {
    const kernel = kernels.kernels[world];
    if (kernel === undefined || board.lost[world]! <= kernels.base[world]!) continue;
    kernel.goals.forEach((goal, index) => {
      const entry = found.get(goal) ?? { value: kernel.values[index]!, worlds: [] };
      entry.worlds.push([world, index]);
      found.set(goal, entry);
    });
  }
  return [...found.values()]
    .sort((a, b) => b.value * b.worlds.length - a.value * a.worlds.length)
    .slice(0, mostTargets)
    .map(({ value, worlds }) => {
      const stride = Math.max(1, Math.floor(worlds.length / worldsPerTarget));
      return { value, worlds: worlds.filter((_, i) => i % stride === 0).slice(0, worldsPerTarget) };
    });
}

/** `kept` plus the actions that save this target in this world, none of the new ones superfluous here. */
function closeDoors(
  kernels: KernelSet,
  board: GainBoard,
  world: number,
  index: number,
  kept: readonly number[],
  cost: (action: number) => number,
): readonly number[] {
  const done = board.done.slice();
  for (const action of kept) done[action] = 1;
  const added: number[] = [];
  for (let open = kernels.itemsToward(world, done, index); open !== undefined;) {
    const door = open.reduce((a, b) => (recurrence(kernels, b, cost) > recurrence(kernels, a, cost) ? b : a));
    done[door] = 1;
    added.push(door);
    open = kernels.itemsToward(world, done, index);
  }
  const needed = added.filter((door) => {
    done[door] = 0;
    if (kernels.itemsToward(world, done, index) === undefined) return false;
    done[door] = 1;
    return true;
  });
  return [...kept, ...needed];
}

function recurrence(kernels: KernelSet, action: number, cost: (action: number) => number): number {
  return kernels.worldsOf[action]!.length / Math.max(cost(action), 1e-9);
}

/** Drops actions as long as the gain per cost rises; down to one action it would be no bundle. */
function thinOut(board: GainBoard, bundle: Bundle, cost: (action: number) => number): Bundle {
  let best = bundle;
  for (const action of bundle.actions) {
    if (best.actions.length <= 2) break;
    const less = judge(
      board,
      best.actions.filter((other) => other !== action),
      cost,
    );
    if (rate(less) >= rate(best)) best = less;
  }
  return best;
}

function sum(actions: readonly number[], cost: (action: number) => number): number {
  return actions.reduce((total, action) => total + cost(action), 0);
}
