import {
  breathe,
  Items,
  KernelBuilder,
  KernelReader,
  Reach,
  simplifyKernel,
  type Control,
  type Kernel,
  type Worlds,
} from '../risk/index.ts';

/**
 * Many worlds, each reduced to what a set of candidate actions can still change. Answers what would be lost after any
 * of these actions exactly as the worlds themselves would, in a fraction of the time.
 */
export class KernelSet {
  readonly worldCount: number;
  /** Value lost in each world whatever candidates are done. */
  readonly base: Float64Array;
  /** Undefined where the candidates can save nothing. */
  readonly kernels: readonly (Kernel | undefined)[];
  /** Worlds in whose kernel each action occurs. */
  readonly worldsOf: readonly (readonly number[])[];
  /** Edges of all kernels together. */
  readonly edgeCount: number;
  /** Number of candidate actions. */
  readonly candidateCount: number;
  readonly #reader: KernelReader;

  private constructor(
    base: Float64Array,
    kernels: readonly (Kernel | undefined)[],
    actionCount: number,
    candidateCount: number,
  ) {
    this.candidateCount = candidateCount;
    this.worldCount = base.length;
    this.base = base;
    this.kernels = kernels;
    this.edgeCount = kernels.reduce((sum, kernel) => sum + (kernel?.from.length ?? 0), 0);
    this.#reader = new KernelReader(actionCount);
    this.worldsOf = worldsByAction(kernels, actionCount);
  }

  /**
   * Reduces all worlds of the design, after the actions in `done`, to the candidate actions. Stops when the kernels
   * together hold more than `mostEdges` edges and returns undefined: take fewer candidates.
   */
  static async build(
    worlds: Worlds,
    candidates: readonly number[],
    done: Uint8Array | undefined,
    mostEdges: number,
    control: Control,
  ): Promise<KernelSet | undefined> {
    const reducer = new Reducer(worlds, candidates);
    let edges = 0;
    for (let batch = 0; batch < worlds.design.batches; batch++) {
      edges += reducer.reduce(batch, done);
      if (edges > mostEdges) return undefined;
      await breathe(control, batch + 1, worlds.design.batches);
    }
    return new KernelSet(reducer.base, reducer.kernels, worlds.table.actionCount, candidates.length);
  }

  /** Value lost in a world after the actions in `done`; with `emit`, what each further action would save alone. */
  lost(world: number, done: Uint8Array, emit?: (action: number, saved: number) => void): number {
    const kernel = this.kernels[world];
    const base = this.base[world]!;
    return kernel === undefined ? base : base + this.#reader.read(kernel, done, emit);
  }

  /** The actions on one derivation of target `index` of a world's kernel after those in `done`; undefined if it is safe. */
  itemsToward(world: number, done: Uint8Array, index: number): number[] | undefined {
    const kernel = this.kernels[world];
    return kernel === undefined ? undefined : this.#reader.itemsToward(kernel, done, index);
  }

  /** Mean value lost over all worlds. */
  risk(done: Uint8Array): number {
    let sum = 0;
    for (let world = 0; world < this.worldCount; world++) sum += this.lost(world, done);
    return sum / this.worldCount;
  }
}

class Reducer {
  readonly base: Float64Array;
  readonly kernels: (Kernel | undefined)[] = [];
  readonly #worlds: Worlds;
  readonly #candidates: readonly number[];
  readonly #items: Items;
  readonly #wanted: Int32Array;
  readonly #builder: KernelBuilder;
  readonly #reach: Reach;
  readonly #safe: Reach;
  readonly #open: Int32Array;

  constructor(worlds: Worlds, candidates: readonly number[]) {
    this.#worlds = worlds;
    this.#candidates = candidates;
    this.#items = new Items(worlds, { nodes: false, edges: false });
    this.#wanted = new Int32Array(this.#items.count);
    for (const action of candidates) this.#wanted[action] = -1;
    this.#builder = new KernelBuilder(worlds, this.#items);
    this.#reach = new Reach(worlds.core);
    this.#safe = new Reach(worlds.core);
    this.#open = new Int32Array(worlds.core.edgeCount);
    this.base = new Float64Array(worlds.design.worlds);
  }

  /** Adds the kernels of one batch and returns how many edges they hold. */
  reduce(batch: number, done: Uint8Array | undefined): number {
    const { core, live } = this.#worlds;
    const open = this.#open;
    this.#worlds.load(batch, done);
    this.#reach.start();
    this.#reach.spread(live);
    open.set(live);
    const close = (edge: number, worlds: number): void => {
      open[edge]! &= ~worlds;
    };
    for (const action of this.#candidates) this.#items.edgesOf(action, close);
    this.#safe.start();
    this.#safe.spread(open);
    this.#builder.prepare(this.#reach.fallen, this.#safe.fallen, this.#wanted);
    let edges = 0;
    for (let world = 0; world < 32; world++) {
      let base = 0;
      for (let i = 0; i < core.targets.length; i++) {
        if (((this.#safe.fallen[core.targets[i]!]! >>> world) & 1) === 1) base += core.values[i]!;
      }
      this.base[batch * 32 + world] = base;
      const whole = this.#builder.build(world);
      const kernel = whole === undefined ? undefined : simplifyKernel(whole);
      edges += kernel?.from.length ?? 0;
      this.kernels.push(kernel);
    }
    return edges;
  }
}

function worldsByAction(kernels: readonly (Kernel | undefined)[], actionCount: number): number[][] {
  const worlds: number[][] = Array.from({ length: actionCount }, () => []);
  kernels.forEach((kernel, world) => {
    for (const action of kernel?.items ?? []) {
      if (worlds[action]!.at(-1) !== world) worlds[action]!.push(world);
    }
  });
  return worlds;
}
