import type { Items } from './items.ts';
import { throughAll } from './reach.ts';
import type { Worlds } from './worlds.ts';

/** Walks derivations (why a node fell) back along the parents noted by `Reach`. */
export class Derivations {
  readonly #worlds: Worlds;
  readonly #items: Items;
  readonly #visited: Uint32Array;
  readonly #mark: Uint8Array;
  #epoch = 0;

  constructor(worlds: Worlds, items: Items) {
    this.#worlds = worlds;
    this.#items = items;
    this.#visited = new Uint32Array(worlds.core.nodeCount);
    this.#mark = new Uint8Array(items.count);
  }

  /** The items that remove an edge of the noted derivation of a fallen node in one world, each once. */
  itemsOn(node: number, world: number, parents: Int32Array): number[] {
    const found = this.#walk(node, world, parents, undefined, 0);
    for (const item of found) this.#mark[item] = 0;
    return found;
  }

  /** Those of `items` that also lie on a second derivation, which is walked back only to safe ground. */
  alsoOn(
    items: readonly number[],
    node: number,
    world: number,
    parents: Int32Array,
    safe: Int32Array,
  ): number[] {
    for (const item of items) this.#mark[item] = 1;
    const found = this.#walk(node, world, parents, safe, 1);
    for (const item of items) this.#mark[item] = 0;
    return found;
  }

  /** Collects the items whose mark is `wanted`, and raises it so that each is taken once. */
  #walk(
    target: number,
    world: number,
    parents: Int32Array,
    safe: Int32Array | undefined,
    wanted: number,
  ): number[] {
    const { core } = this.#worlds;
    const bit = 1 << world;
    const found: number[] = [];
    const epoch = ++this.#epoch;
    const stack = [target];
    const take = (item: number, worlds: number): void => {
      if ((worlds & bit) === 0 || this.#mark[item] !== wanted) return;
      this.#mark[item] = wanted + 1;
      found.push(item);
    };
    const follow = (edge: number): void => {
      this.#items.removing(edge, bit, undefined, take);
      const tail = core.from[edge]!;
      if (tail === 0 || this.#visited[tail] === epoch) return;
      if (safe !== undefined && (safe[tail]! & bit) !== 0) return;
      this.#visited[tail] = epoch;
      stack.push(tail);
    };
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node === 0) continue;
      const parent = parents[node * 32 + world]!;
      if (parent === throughAll) {
        for (let i = core.incoming.offsets[node]!; i < core.incoming.offsets[node + 1]!; i++)
          follow(core.incoming.order[i]!);
      } else follow(parent);
    }
    return found;
  }
}
