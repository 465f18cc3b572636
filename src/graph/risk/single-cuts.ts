import { broadActions } from './broad-actions.ts';
import { Derivations } from './derivations.ts';
import { Items, type ItemKinds } from './items.ts';
import { KernelBuilder } from './kernel-builder.ts';
import { KernelReader } from './kernel.ts';
import { lossPerWorld } from './loss-per-world.ts';
import { Reach } from './reach.ts';
import type { Worlds } from './worlds.ts';

/**
 * For every item (action, node, edge) and every world: what would be saved if this item alone were done. Exact, by
 * narrowing down:
 *  1. an item can save a target only if it lies on every derivation of it, so on one particular derivation (round 1);
 *  2. everything that falls without touching any such candidate is beyond saving; a second derivation that leaves this
 *     safe ground as late as possible leaves few candidates (round 2);
 *  3. the few nodes that are neither safe nor lost for good form a kernel, in which every candidate is tried.
 * Broad actions would make the kernels as large as the graph; each is tried by spreading once more without it.
 * At AND nodes a derivation needs all in-edges, so any of them can be cut; nothing else changes.
 */
export class SingleCuts {
  readonly items: Items;
  /** What falls in the current batch. */
  readonly reach: Reach;
  /** Value lost in each of the 32 worlds of the current batch. */
  readonly lost = new Float64Array(32);
  readonly #worlds: Worlds;
  readonly #safe: Reach;
  readonly #whole: Reach;
  readonly #open: Int32Array;
  readonly #parents: readonly [Int32Array, Int32Array];
  readonly #kernels: KernelBuilder;
  readonly #reader: KernelReader;
  /** Per item the worlds in which it is a candidate; the items that have any. */
  readonly #wanted: Int32Array;
  #touched: number[] = [];
  readonly #broad: readonly number[];
  readonly #isBroad: Uint8Array;
  /** Edges closed for the safe ground. */
  #closed: number[] = [];
  readonly #derivations: Derivations;

  constructor(worlds: Worlds, kinds: ItemKinds) {
    const { core } = worlds;
    this.#worlds = worlds;
    this.items = new Items(worlds, kinds);
    this.reach = new Reach(core);
    this.#safe = new Reach(core);
    this.#whole = new Reach(core);
    this.#open = new Int32Array(core.edgeCount);
    this.#parents = [new Int32Array(core.nodeCount * 32), new Int32Array(core.nodeCount * 32)];
    this.#kernels = new KernelBuilder(worlds, this.items);
    this.#reader = new KernelReader(this.items.count);
    this.#wanted = new Int32Array(this.items.count);
    this.#derivations = new Derivations(worlds, this.items);
    this.#broad = broadActions(worlds.table);
    this.#isBroad = new Uint8Array(this.items.count);
    for (const action of this.#broad) this.#isBroad[action] = 1;
  }

  /** Judges the worlds of a batch (after the actions marked in `done`) and emits every single saving. */
  run(
    batch: number,
    done: Uint8Array | undefined,
    emit: (world: number, item: number, saved: number) => void,
  ): void {
    const worlds = this.#worlds;
    worlds.load(batch, done);
    this.reach.start();
    this.reach.spread(worlds.live, this.#parents[0]);
    this.lost.set(lossPerWorld(worlds.core, this.reach.fallen));
    this.#candidates(this.reach.fallen, undefined);
    const broad = this.#setBroadAside();
    this.#closeFromScratch();
    this.#whole.copy(this.#safe);
    for (const edge of this.#closed) this.#whole.push(edge, worlds.live, this.#parents[1]);
    this.#whole.spread(worlds.live, this.#parents[1]);
    this.#candidates(this.reach.fallen, this.#safe.fallen);
    this.#reopen();
    this.#kernels.prepare(this.reach.fallen, this.#safe.fallen, this.#wanted);
    for (let world = 0; world < 32; world++) {
      const kernel = this.#kernels.build(world);
      if (kernel === undefined) continue;
      this.#reader.read(kernel, undefined, (item, saved) => {
        emit(world, item, saved);
      });
    }
    for (const { action, candidateIn } of broad) this.#tryBroad(action, candidateIn, emit);
  }

  /**
   * Collects candidates: for each world and fallen target the items on its first derivation and, if a safe ground is
   * given, also on its second one (targets on safe ground have none; broad actions have been set aside).
   */
  #candidates(fallen: Int32Array, safe: Int32Array | undefined): void {
    for (const item of this.#touched) this.#wanted[item] = 0;
    this.#touched = [];
    const { targets } = this.#worlds.core;
    for (let world = 0; world < 32; world++) {
      const bit = 1 << world;
      for (const target of targets) {
        if ((fallen[target]! & bit) === 0 || (safe !== undefined && (safe[target]! & bit) !== 0)) continue;
        let found = this.#derivations.itemsOn(target, world, this.#parents[0]);
        if (safe !== undefined)
          found = this.#derivations.alsoOn(found, target, world, this.#parents[1], safe);
        for (const item of found) {
          if (safe !== undefined && this.#isBroad[item] === 1) continue;
          if (this.#wanted[item] === 0) this.#touched.push(item);
          this.#wanted[item]! |= bit;
        }
      }
    }
  }

  /** Takes the broad actions out of the candidates, with the worlds in which they were. */
  #setBroadAside(): { readonly action: number; readonly candidateIn: number }[] {
    const aside = this.#broad
      .map((action) => ({ action, candidateIn: this.#wanted[action]! }))
      .filter(({ candidateIn }) => candidateIn !== 0);
    for (const { action } of aside) this.#wanted[action] = 0;
    this.#touched = this.#touched.filter((item) => this.#isBroad[item] === 0);
    return aside;
  }

  #tryBroad(
    action: number,
    candidateIn: number,
    emit: (world: number, item: number, saved: number) => void,
  ): void {
    const { live, core } = this.#worlds;
    const open = this.#open;
    for (let edge = 0; edge < open.length; edge++) open[edge] = live[edge]! & candidateIn;
    this.items.edgesOf(action, (edge, worlds) => {
      open[edge]! &= ~worlds;
    });
    this.#whole.start();
    this.#whole.spread(open);
    const left = lossPerWorld(core, this.#whole.fallen);
    for (let world = 0; world < 32; world++) {
      const saved = ((candidateIn >>> world) & 1) === 1 ? this.lost[world]! - left[world]! : 0;
      if (saved > 0) emit(world, action, saved);
    }
  }

  /** Safe ground: what falls over edges that no candidate removes. */
  #closeFromScratch(): void {
    const { live } = this.#worlds;
    this.#open.set(live);
    this.#closed = [];
    this.#close();
    this.#safe.start();
    this.#safe.spread(this.#open);
  }

  /** Safe ground again, after some candidates have been dropped: it can only grow. */
  #reopen(): void {
    const { live } = this.#worlds;
    const before = this.#closed;
    this.#closed = [];
    for (const edge of before) this.#open[edge] = live[edge]!;
    this.#close();
    for (const edge of before) this.#safe.push(edge, this.#open);
    this.#safe.spread(this.#open);
  }

  #close(): void {
    const { live } = this.#worlds;
    const open = this.#open;
    let wanted = 0;
    const shut = (edge: number, worlds: number): void => {
      const before = open[edge]!;
      const after = before & ~(wanted & worlds);
      if (after === before) return;
      if (before === live[edge]) this.#closed.push(edge);
      open[edge] = after;
    };
    for (const item of this.#touched) {
      wanted = this.#wanted[item]!;
      this.items.edgesOf(item, shut);
    }
  }
}
