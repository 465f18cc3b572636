import { IntList } from './int-list.ts';
import type { Items } from './items.ts';
import type { Kernel } from './kernel.ts';
import type { Worlds } from './worlds.ts';

/**
 * Cuts kernels out of the loaded worlds. What the 32 worlds of a batch have in common is gathered once: the nodes that
 * neither fall whatever is done nor are beside the point, and their live in-edges with the items that remove them.
 */
export class KernelBuilder {
  readonly #worlds: Worlds;
  readonly #items: Items;
  /** Worlds in which a node can be saved and leads to a target that can be saved. */
  readonly #matters: Int32Array;
  readonly #isQueued: Uint8Array;
  /** Local number of a node in the world at hand. */
  readonly #local: Uint32Array;
  #safe: Int32Array = new Int32Array(0);
  // The nodes that matter somewhere, in index order; their in-edges; the items on those.
  readonly #nodes = new IntList();
  readonly #edgeEnds = new IntList();
  readonly #tails = new IntList();
  readonly #edgeWorlds = new IntList();
  readonly #itemEnds = new IntList();
  readonly #itemIds = new IntList();
  readonly #itemWorlds = new IntList();
  #views = this.#viewLists();
  // The kernel being built.
  readonly #from = new IntList();
  readonly #itemOffsets = new IntList();
  readonly #kernelItems = new IntList();

  constructor(worlds: Worlds, items: Items) {
    this.#worlds = worlds;
    this.#items = items;
    this.#matters = new Int32Array(worlds.core.nodeCount);
    this.#isQueued = new Uint8Array(worlds.core.nodeCount);
    this.#local = new Uint32Array(worlds.core.nodeCount);
  }

  /**
   * Gathers what `build` needs from the loaded batch. `fallen`: what falls; `safe`: what falls even if every wanted
   * item is done; `wanted`: per item the worlds in which it is looked at.
   */
  prepare(fallen: Int32Array, safe: Int32Array, wanted: Int32Array): void {
    this.#safe = safe;
    for (const node of this.#nodes.values()) this.#matters[node] = 0;
    this.#spreadBack(fallen, safe);
    for (const list of [
      this.#edgeEnds,
      this.#tails,
      this.#edgeWorlds,
      this.#itemEnds,
      this.#itemIds,
      this.#itemWorlds,
    ])
      list.clear();
    const { core, live } = this.#worlds;
    const take = (item: number, worlds: number): void => {
      this.#itemIds.push(item);
      this.#itemWorlds.push(worlds);
    };
    for (const head of this.#nodes.values()) {
      for (let i = core.incoming.offsets[head]!; i < core.incoming.offsets[head + 1]!; i++) {
        const edge = core.incoming.order[i]!;
        const tail = core.from[edge]!;
        const worlds = live[edge]! & fallen[tail]! & this.#matters[head]!;
        if (worlds === 0) continue;
        this.#tails.push(tail);
        this.#edgeWorlds.push(worlds);
        this.#items.removing(edge, worlds, wanted, take);
        this.#itemEnds.push(this.#itemIds.length);
      }
      this.#edgeEnds.push(this.#tails.length);
    }
    this.#views = this.#viewLists();
  }

  /** The kernel of one world of the prepared batch, undefined when no target can be saved. */
  build(world: number): Kernel | undefined {
    const bit = 1 << world;
    const { core } = this.#worlds;
    const nodes = this.#nodes.values();
    let nodeCount = 1;
    for (const node of nodes) if ((this.#matters[node]! & bit) !== 0) this.#local[node] = nodeCount++;
    if (nodeCount === 1) return undefined;

    const and = new Uint8Array(nodeCount);
    const inOffsets = new Uint32Array(nodeCount + 1);
    this.#from.clear();
    this.#itemOffsets.clear().push(0);
    this.#kernelItems.clear();
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]!;
      if ((this.#matters[node]! & bit) === 0) continue;
      this.#addEdges(i, bit);
      and[this.#local[node]!] = core.and[node]!;
      inOffsets[this.#local[node]! + 1] = this.#from.length;
    }
    const goals = Uint32Array.from(core.targets.keys()).filter(
      (i) => (this.#matters[core.targets[i]!]! & bit) !== 0,
    );
    return {
      nodeCount,
      and,
      inOffsets,
      from: this.#from.values().slice(),
      itemOffsets: this.#itemOffsets.values().slice(),
      items: this.#kernelItems.values().slice(),
      targets: goals.map((i) => this.#local[core.targets[i]!]!),
      values: Float64Array.from(goals, (i) => core.values[i]!),
      goals,
    };
  }

  /** Adds the in-edges of the i-th gathered node that are live in the world of `bit`. */
  #addEdges(i: number, bit: number): void {
    const { edgeEnds, itemEnds, tails, edgeWorlds, itemWorlds, itemIds } = this.#views;
    for (let edge = i === 0 ? 0 : edgeEnds[i - 1]!; edge < edgeEnds[i]!; edge++) {
      if ((edgeWorlds[edge]! & bit) === 0) continue;
      const tail = tails[edge]!;
      this.#from.push((this.#safe[tail]! & bit) === 0 ? this.#local[tail]! : 0);
      for (let at = edge === 0 ? 0 : itemEnds[edge - 1]!; at < itemEnds[edge]!; at++) {
        if ((itemWorlds[at]! & bit) !== 0) this.#kernelItems.push(itemIds[at]!);
      }
      this.#itemOffsets.push(this.#kernelItems.length);
    }
  }

  #viewLists() {
    return {
      edgeEnds: this.#edgeEnds.values(),
      itemEnds: this.#itemEnds.values(),
      tails: this.#tails.values(),
      edgeWorlds: this.#edgeWorlds.values(),
      itemWorlds: this.#itemWorlds.values(),
      itemIds: this.#itemIds.values(),
    };
  }

  /** Finds the nodes that matter, from the targets backwards, in all worlds at once. */
  #spreadBack(fallen: Int32Array, safe: Int32Array): void {
    const { core, live } = this.#worlds;
    const matters = this.#matters;
    const queue: number[] = [];
    const found: number[] = [];
    const add = (node: number, worlds: number): void => {
      const before = matters[node]!;
      if ((worlds & ~before) === 0) return;
      if (before === 0) found.push(node);
      matters[node] = before | worlds;
      if (this.#isQueued[node] === 1) return;
      this.#isQueued[node] = 1;
      queue.push(node);
    };
    for (const target of core.targets) add(target, fallen[target]! & ~safe[target]!);
    for (let at = 0; at < queue.length; at++) {
      const head = queue[at]!;
      this.#isQueued[head] = 0;
      const worlds = matters[head]!;
      for (let i = core.incoming.offsets[head]!; i < core.incoming.offsets[head + 1]!; i++) {
        const edge = core.incoming.order[i]!;
        const tail = core.from[edge]!;
        const back = worlds & live[edge]! & fallen[tail]! & ~safe[tail]!;
        if (back !== 0) add(tail, back);
      }
    }
    this.#nodes.clear();
    for (const node of Uint32Array.from(found).sort()) this.#nodes.push(node);
  }
}
