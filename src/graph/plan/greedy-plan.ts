import type { Control, Worlds } from '../risk/index.ts';
import { BroadActionsBoard } from './broad-actions-board.ts';
import type { Gain } from './broad-gains.ts';
import { findBundle, judge, rate, type Bundle } from './bundles.ts';
import { GainBoard } from './gain-board.ts';
import { KernelSet } from './kernel-set.ts';
import { surveyPresence } from './survey.ts';

/** What bounds a plan. */
export interface PlanLimits {
  readonly budget: number;
  readonly maxSteps: number;
  /** Gains of less than this, summed over the worlds, end the plan. */
  readonly negligible: number;
}

/** Kernel edges held in memory at once (12 bytes each and more). */
const mostKernelEdges = 12_000_000;
/** Actions looked at together, the most promising first; more only when these bring nothing. */
const fewestCandidates = 600;
/** Steps taken on the same kernels before the worlds are looked at again. */
const stepsPerRound = 25;
/** Steps between two searches for bundles; on small kernels every step. */
const stepsPerSearch = 8;
const smallKernels = 100_000;

/**
 * Steps in the order of gain per cost, each judged after the ones before it, on the given worlds. Works in rounds: look
 * at all worlds, reduce them to kernels of the most promising actions, take steps on the kernels, look again.
 */
export async function greedyPlan(worlds: Worlds, limits: PlanLimits, control: Control): Promise<number[][]> {
  const plan = new GreedyPlan(worlds, limits, control);
  while (await plan.round());
  return plan.steps;
}

class GreedyPlan {
  readonly steps: number[][] = [];
  readonly #worlds: Worlds;
  readonly #limits: PlanLimits;
  readonly #control: Control;
  readonly #broad: BroadActionsBoard;
  readonly #done: Uint8Array;
  #left: number;
  #candidates = fewestCandidates;

  constructor(worlds: Worlds, limits: PlanLimits, control: Control) {
    this.#worlds = worlds;
    this.#limits = limits;
    this.#control = { signal: control.signal };
    this.#broad = new BroadActionsBoard(worlds, this.#control);
    this.#done = new Uint8Array(worlds.table.actionCount);
    this.#left = limits.budget;
  }

  /** One round; false when there is nothing more to gain. */
  async round(): Promise<boolean> {
    if (this.steps.length >= this.#limits.maxSteps) return false;
    const promising = await this.#promising();
    const kernels = await this.#reduce(promising);
    const taken = await this.#takeSteps(kernels);
    if (taken > 0) return true;
    // Nothing among the most promising: look at more of them before giving up.
    if (kernels.candidateCount >= promising.length || kernels.candidateCount < this.#candidates) return false;
    this.#candidates *= 4;
    return true;
  }

  /** Narrow actions that stand before something and can be paid, the most promising first. */
  async #promising(): Promise<number[]> {
    const presence = await surveyPresence(this.#worlds, this.#done, this.#control);
    const promise = (action: number): number => presence[action]! / Math.max(this.#cost(action), 1e-9);
    return Array.from(presence.keys())
      .filter(
        (action) => presence[action]! > 0 && this.#canTake(action) && !this.#broad.actions.includes(action),
      )
      .sort((a, b) => promise(b) - promise(a) || a - b);
  }

  async #reduce(promising: readonly number[]): Promise<KernelSet> {
    for (let count = Math.min(this.#candidates, promising.length); ; count = Math.floor(count / 2)) {
      const some = promising.slice(0, count);
      const set = await KernelSet.build(this.#worlds, some, this.#done, mostKernelEdges, this.#control);
      if (set !== undefined) return set;
    }
  }

  /** Takes steps on one set of kernels and returns how many. */
  async #takeSteps(kernels: KernelSet): Promise<number> {
    const board = new GainBoard(kernels, this.#done);
    const period = kernels.edgeCount <= smallKernels ? 1 : stepsPerSearch;
    let bundle = this.#findBundle(kernels, board);
    for (let taken = 0; ; taken++) {
      if (taken >= stepsPerRound || this.steps.length >= this.#limits.maxSteps) return taken;
      if (taken > 0 && taken % period === 0) bundle = this.#findBundle(kernels, board);
      const single = this.#bestSingle(board);
      if (bundle !== undefined && clearlyBetter(single, bundle) === bundle)
        bundle = this.#asItIsNow(bundle, board);
      // Before giving up for this round, see whether doors that matter only now belong together.
      if (single === undefined && bundle === undefined) bundle = this.#findBundle(kernels, board);
      const narrow = clearlyBetter(single, bundle);
      const broad = await this.#broadBeating(narrow);
      const step = broad ?? narrow;
      if (step === undefined) return taken;
      this.#take(step);
      // The kernels know nothing of broad actions.
      if (broad !== undefined) return taken + 1;
      board.apply(step.actions);
      if (step === bundle) bundle = undefined;
    }
  }

  /** The best broad action, if it is better than the best narrow step. */
  async #broadBeating(narrow: Bundle | undefined): Promise<Bundle | undefined> {
    const open = this.#broad.actions.filter((action) => this.#canTake(action));
    await this.#broad.judge(
      open.filter((action) => this.#broad.known(action) === undefined),
      this.#done,
      this.steps.length,
    );
    for (;;) {
      const best = this.#best(open, (action) => this.#broad.known(action)!);
      if (best === undefined || better(narrow, best) !== best) return undefined;
      if (best.actions.every((action) => this.#broad.isFresh(action, this.steps.length))) return best;
      await this.#broad.judge(best.actions, this.#done, this.steps.length);
    }
  }

  #findBundle(kernels: KernelSet, board: GainBoard): Bundle | undefined {
    const found = findBundle(kernels, board, this.#cost, this.#left);
    return found !== undefined && this.#isWorthwhile(found) ? found : undefined;
  }

  /** A bundle found some steps ago, without what was done since; undefined when it is no bundle any more or not worth it. */
  #asItIsNow(bundle: Bundle, board: GainBoard): Bundle | undefined {
    const open = bundle.actions.filter((action) => board.done[action] === 0);
    if (open.length < 2) return undefined;
    const now = judge(board, open, this.#cost);
    return this.#isWorthwhile(now) ? now : undefined;
  }

  #bestSingle(board: GainBoard): Bundle | undefined {
    const open = Array.from(board.gains.keys()).filter(
      (action) => board.hits[action]! > 0 && board.done[action] === 0,
    );
    return this.#best(open, (action) => ({ gain: board.gains[action]!, hits: board.hits[action]! }));
  }

  #best(actions: readonly number[], gainOf: (action: number) => Gain): Bundle | undefined {
    let best: Bundle | undefined;
    for (const action of actions) {
      const step = { actions: [action], ...gainOf(action), cost: this.#cost(action) };
      if (this.#isWorthwhile(step)) best = better(best, step);
    }
    return best;
  }

  #isWorthwhile(step: Bundle): boolean {
    return step.cost <= this.#left && rate(step) > 0 && step.gain >= this.#limits.negligible;
  }

  #canTake(action: number): boolean {
    return this.#done[action] === 0 && this.#cost(action) <= this.#left;
  }

  #take(step: Bundle): void {
    for (const action of step.actions) this.#done[action] = 1;
    this.#left -= step.cost;
    this.steps.push([...step.actions]);
  }

  readonly #cost = (action: number): number => this.#worlds.core.graph.actions[action]!.cost;
}

/** A bundle hides what each of its parts does, so it must be worth this many times the best single action. */
const bundleAdvantage = 2;

/** The bundle where it is clearly better than the single action, else the single action. */
function clearlyBetter(single: Bundle | undefined, bundle: Bundle | undefined): Bundle | undefined {
  if (single === undefined || bundle === undefined) return single ?? bundle;
  return rate(bundle) > bundleAdvantage * rate(single) ? bundle : single;
}

/** The one with more gain per cost; the first if they are equal. */
function better(a: Bundle | undefined, b: Bundle | undefined): Bundle | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return rate(b) > rate(a) ? b : a;
}
