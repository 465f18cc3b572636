import type { KernelSet } from './kernel-set.ts';

/** Keeps, for a growing set of done actions, what every further action would save, exactly, on the worlds of a kernel set. */
export class GainBoard {
  /** 1 for each action done. */
  readonly done: Uint8Array;
  /** What each action would save now, summed over the worlds, and in how many worlds. */
  readonly gains: Float64Array;
  readonly hits: Uint32Array;
  /** Value lost now in each world. */
  readonly lost: Float64Array;
  readonly #kernels: KernelSet;
  readonly #actions: (readonly number[])[];
  readonly #saved: (readonly number[])[];

  constructor(kernels: KernelSet, done: Uint8Array) {
    this.#kernels = kernels;
    this.done = done.slice();
    this.gains = new Float64Array(done.length);
    this.hits = new Uint32Array(done.length);
    this.lost = new Float64Array(kernels.worldCount);
    this.#actions = Array.from({ length: kernels.worldCount }, () => []);
    this.#saved = Array.from({ length: kernels.worldCount }, () => []);
    for (let world = 0; world < kernels.worldCount; world++) this.#refresh(world);
  }

  /** Does these actions. */
  apply(actions: readonly number[]): void {
    for (const action of actions) this.done[action] = 1;
    for (const world of this.#worldsOf(actions)) this.#refresh(world);
  }

  /** What these actions would save together, summed over the worlds, and in how many worlds. */
  together(actions: readonly number[]): { readonly gain: number; readonly hits: number } {
    let gain = 0;
    let hits = 0;
    const fresh = actions.filter((action) => this.done[action] === 0);
    for (const action of fresh) this.done[action] = 1;
    for (const world of this.#worldsOf(fresh)) {
      const saved = this.lost[world]! - this.#kernels.lost(world, this.done);
      gain += saved;
      if (saved > 0) hits++;
    }
    for (const action of fresh) this.done[action] = 0;
    return { gain, hits };
  }

  /** Worlds these actions may change and in which something can still be saved, ascending. */
  #worldsOf(actions: readonly number[]): number[] {
    const worlds = new Set(actions.flatMap((action) => this.#kernels.worldsOf[action]!));
    return [...worlds]
      .filter((world) => this.lost[world]! > this.#kernels.base[world]!)
      .sort((a, b) => a - b);
  }

  #refresh(world: number): void {
    this.#actions[world]!.forEach((action, i) => {
      this.gains[action]! -= this.#saved[world]![i]!;
      this.hits[action]!--;
    });
    const actions: number[] = [];
    const saved: number[] = [];
    this.lost[world] = this.#kernels.lost(world, this.done, (action, value) => {
      actions.push(action);
      saved.push(value);
      this.gains[action]! += value;
      this.hits[action]!++;
    });
    this.#actions[world] = actions;
    this.#saved[world] = saved;
  }
}
