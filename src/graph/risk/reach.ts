import type { Core } from './core.ts';

/** Parent of a node that fell through all its in-edges (AND). */
export const throughAll = -2;

/**
 * Which nodes have fallen, in 32 worlds at once. Grows only: start it, offer edges, let it spread.
 * Each node passes on only what it has not passed on yet, in index order (which is nearly the order of an attack):
 * 6 to 15 times faster than a queue on large graphs, because memory is read in order.
 */
export class Reach {
  /** Bit w: the node has fallen in world w. */
  readonly fallen: Int32Array;
  readonly #core: Core;
  readonly #passed: Int32Array;
  // Nodes with something to pass on lie between these two.
  #low = 0;
  #high = -1;

  constructor(core: Core) {
    this.#core = core;
    this.fallen = new Int32Array(core.nodeCount);
    this.#passed = new Int32Array(core.nodeCount);
  }

  /** Only the attacker, in all worlds. */
  start(): void {
    this.fallen.fill(0);
    this.#passed.fill(0);
    this.fallen[0] = -1;
    this.#low = 0;
    this.#high = 0;
  }

  /** The state another reach has come to. */
  copy(other: Reach): void {
    this.fallen.set(other.fallen);
    this.#passed.set(other.fallen);
    this.#low = this.fallen.length;
    this.#high = -1;
  }

  /** Offers one edge again, after its word in `live` gained worlds. */
  push(edge: number, live: Int32Array, parents?: Int32Array): void {
    const { from, to, and } = this.#core;
    const head = to[edge]!;
    const offered = this.#passed[from[edge]!]! & live[edge]!;
    if ((offered & ~this.fallen[head]!) === 0) return;
    const news = (and[head] === 0 ? offered : this.#through(head, live)) & ~this.fallen[head]!;
    if (news === 0) return;
    this.fallen[head]! |= news;
    if (parents !== undefined) note(parents, head, news, and[head] === 0 ? edge : throughAll);
    if (head < this.#low) this.#low = head;
    if (head > this.#high) this.#high = head;
  }

  /**
   * Spreads until nothing changes. With `parents`, the edge through which node v fell in world w is noted at
   * `parents[v * 32 + w]`: a derivation that can be walked back without loops.
   */
  spread(live: Int32Array, parents?: Int32Array): void {
    const { outOffsets, to, and } = this.#core;
    const { fallen } = this;
    const passed = this.#passed;
    let low = this.#low;
    let high = this.#high;
    while (low <= high) {
      let nextLow = fallen.length;
      let nextHigh = -1;
      for (let node = low; node <= high; node++) {
        const own = fallen[node]! & ~passed[node]!;
        if (own === 0) continue;
        passed[node]! |= own;
        for (let edge = outOffsets[node]!, end = outOffsets[node + 1]!; edge < end; edge++) {
          const offered = own & live[edge]!;
          if (offered === 0) continue;
          const head = to[edge]!;
          let news = offered & ~fallen[head]!;
          if (news === 0) continue;
          if (and[head] === 1) {
            news = this.#through(head, live) & ~fallen[head]!;
            if (news === 0) continue;
          }
          fallen[head]! |= news;
          if (parents !== undefined) note(parents, head, news, and[head] === 0 ? edge : throughAll);
          // What falls behind the sweep waits for the next one.
          if (head > node) {
            if (head > high) high = head;
          } else {
            if (head < nextLow) nextLow = head;
            if (head > nextHigh) nextHigh = head;
          }
        }
      }
      low = nextLow;
      high = nextHigh;
    }
    this.#low = fallen.length;
    this.#high = -1;
  }

  /** The worlds in which every in-edge of an AND node is live and comes from a node that has passed on its fall. */
  #through(head: number, live: Int32Array): number {
    const { incoming, from } = this.#core;
    let word = -1;
    for (let i = incoming.offsets[head]!; i < incoming.offsets[head + 1]!; i++) {
      const edge = incoming.order[i]!;
      word &= this.#passed[from[edge]!]! & live[edge]!;
    }
    return word;
  }
}

function note(parents: Int32Array, node: number, worlds: number, parent: number): void {
  for (let rest = worlds; rest !== 0; rest &= rest - 1) {
    parents[node * 32 + 31 - Math.clz32(rest & -rest)] = parent;
  }
}
