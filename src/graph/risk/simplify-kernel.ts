import { groupBy } from './adjacency.ts';
import { componentsOf } from './components.ts';
import type { Kernel } from './kernel.ts';

/** Rounds of merging; later ones find next to nothing. */
const mostRounds = 6;

/**
 * The same kernel with fewer nodes and edges. Most edges of a kernel are named by no item; nodes that fall together
 * whatever is done become one:
 *  - nodes on a cycle of such edges,
 *  - a node whose only in-edge is such an edge, with its tail,
 *  - a node that is no target and leads over such edges to one other node only, with that node.
 * Parallel edges removed by the same items become one.
 */
export function simplifyKernel(kernel: Kernel): Kernel {
  const draft = new Draft(kernel);
  draft.mergeCycles();
  for (let round = 0; round < mostRounds; round++) {
    const upwards = draft.mergeIntoTails();
    const downwards = draft.mergeIntoHeads();
    if (!upwards && !downwards) break;
  }
  return draft.kernel();
}

class Draft {
  readonly #source: Kernel;
  readonly #isTarget: Uint8Array;
  readonly #into: Int32Array;
  /** Edges still there: their index in the source, tail and head. */
  #edges: Uint32Array;
  #from: Uint32Array;
  #to: Uint32Array;

  constructor(source: Kernel) {
    this.#source = source;
    this.#isTarget = new Uint8Array(source.nodeCount);
    for (const target of source.targets) this.#isTarget[target] = 1;
    this.#into = Int32Array.from({ length: source.nodeCount }, (_, node) => node);
    this.#edges = Uint32Array.from({ length: source.from.length }, (_, edge) => edge);
    this.#from = source.from;
    this.#to = new Uint32Array(source.from.length);
    for (let node = 0; node < source.nodeCount; node++)
      this.#to.fill(node, source.inOffsets[node], source.inOffsets[node + 1]);
    this.#tidy();
  }

  mergeCycles(): void {
    const { nodeCount, and } = this.#source;
    const free: number[] = [];
    for (let i = 0; i < this.#edges.length; i++) {
      if (this.#isFree(i) && and[this.#from[i]!] === 0 && and[this.#to[i]!] === 0) free.push(i);
    }
    const heads = free.map((i) => this.#to[i]!);
    const out = groupBy(
      nodeCount,
      free.map((i) => this.#from[i]!),
    );
    const component = componentsOf(nodeCount, out, heads);
    const first = new Int32Array(nodeCount).fill(-1);
    for (let node = 0; node < nodeCount; node++) {
      const leader = first[component[node]!]!;
      if (leader < 0) first[component[node]!] = node;
      else this.#merge(node, leader);
    }
    this.#tidy();
  }

  /** False when nothing was merged. */
  mergeIntoTails(): boolean {
    const { nodeCount } = this.#source;
    const count = new Uint32Array(nodeCount);
    const only = new Int32Array(nodeCount);
    this.#to.forEach((head, i) => {
      count[head]!++;
      only[head] = i;
    });
    let merged = false;
    for (let node = 1; node < nodeCount; node++) {
      if (count[node] !== 1 || !this.#isFree(only[node]!)) continue;
      if (this.#merge(node, this.#from[only[node]!]!)) merged = true;
    }
    if (merged) this.#tidy();
    return merged;
  }

  /** False when nothing was merged. */
  mergeIntoHeads(): boolean {
    const { nodeCount, and } = this.#source;
    // Head of all out-edges of a node: -1 none seen, -2 several or not free.
    const only = new Int32Array(nodeCount).fill(-1);
    this.#from.forEach((tail, i) => {
      const head = this.#to[i]!;
      const fits = this.#isFree(i) && and[head] === 0 && (only[tail] === -1 || only[tail] === head);
      only[tail] = fits ? head : -2;
    });
    let merged = false;
    for (let node = 1; node < nodeCount; node++) {
      if (only[node]! < 0 || and[node] === 1 || this.#isTarget[node] === 1) continue;
      if (this.#merge(node, only[node]!)) merged = true;
    }
    if (merged) this.#tidy();
    return merged;
  }

  /** Renumbers what is left breadth first from the source and packs it. */
  kernel(): Kernel {
    const source = this.#source;
    const { order, place } = this.#numbered();
    const byHead = groupBy(
      order.length,
      this.#to.map((head) => place[head]!),
    );
    const itemOffsets = new Uint32Array(this.#edges.length + 1);
    const items: number[] = [];
    byHead.order.forEach((i, edge) => {
      const row = this.#edges[i]!;
      for (let at = source.itemOffsets[row]!; at < source.itemOffsets[row + 1]!; at++)
        items.push(source.items[at]!);
      itemOffsets[edge + 1] = items.length;
    });
    return {
      nodeCount: order.length,
      and: Uint8Array.from(order, (node) => source.and[node]!),
      inOffsets: byHead.offsets,
      from: byHead.order.map((i) => place[this.#from[i]!]!),
      itemOffsets,
      items: Uint32Array.from(items),
      targets: source.targets.map((target) => place[this.#find(target)]!),
      values: source.values,
      goals: source.goals,
    };
  }

  #numbered(): { readonly order: readonly number[]; readonly place: Int32Array } {
    const out = groupBy(this.#source.nodeCount, this.#from);
    const place = new Int32Array(this.#source.nodeCount).fill(-1);
    const order = [0];
    place[0] = 0;
    for (let at = 0; at < order.length; at++) {
      const node = order[at]!;
      for (let i = out.offsets[node]!; i < out.offsets[node + 1]!; i++) {
        const head = this.#to[out.order[i]!]!;
        if (place[head]! >= 0) continue;
        place[head] = order.length;
        order.push(head);
      }
    }
    return { order, place };
  }

  /**
   * Brings tails and heads up to date; drops loops, edges beside one that no item removes, and all but one of those
   * removed by the same items.
   */
  #tidy(): void {
    const { nodeCount } = this.#source;
    const roots = this.#roots();
    const from = new Uint32Array(this.#from.length);
    const to = new Uint32Array(this.#from.length);
    for (let i = 0; i < from.length; i++) {
      from[i] = roots[this.#from[i]!]!;
      to[i] = roots[this.#to[i]!]!;
    }
    const { offsets, order } = groupBy(nodeCount, to);
    // Per tail the last free edge and the last other edge seen into the current head.
    const lastFree = new Int32Array(nodeCount).fill(-1);
    const lastOther = new Int32Array(nodeCount).fill(-1);
    const kept = new Uint32Array(order.length);
    let count = 0;
    for (let head = 0; head < nodeCount; head++) {
      for (let at = offsets[head]!; at < offsets[head + 1]!; at++) {
        const i = order[at]!;
        const tail = from[i]!;
        if (tail === head || !this.#isFree(i) || seenInto(lastFree[tail]!, head, to)) continue;
        lastFree[tail] = i;
        kept[count++] = i;
      }
      for (let at = offsets[head]!; at < offsets[head + 1]!; at++) {
        const i = order[at]!;
        const tail = from[i]!;
        if (tail === head || this.#isFree(i)) continue;
        // At an AND node every edge is needed, so a free one does not stand for the others.
        if (this.#source.and[head] === 0 && seenInto(lastFree[tail]!, head, to)) continue;
        if (seenInto(lastOther[tail]!, head, to) && this.#sameItems(lastOther[tail]!, i)) continue;
        lastOther[tail] = i;
        kept[count++] = i;
      }
    }
    this.#edges = pick(this.#edges, kept, count);
    this.#from = pick(from, kept, count);
    this.#to = pick(to, kept, count);
  }

  #roots(): Uint32Array {
    const roots = new Uint32Array(this.#into.length);
    for (let node = 0; node < roots.length; node++) roots[node] = this.#find(node);
    return roots;
  }

  #sameItems(a: number, b: number): boolean {
    const { itemOffsets, items } = this.#source;
    const first = itemOffsets[this.#edges[a]!]!;
    const second = itemOffsets[this.#edges[b]!]!;
    const length = itemOffsets[this.#edges[a]! + 1]! - first;
    if (itemOffsets[this.#edges[b]! + 1]! - second !== length) return false;
    for (let i = 0; i < length; i++) if (items[first + i] !== items[second + i]) return false;
    return true;
  }

  /** False if they are one already. */
  #merge(node: number, into: number): boolean {
    const a = this.#find(node);
    const b = this.#find(into);
    if (a === b) return false;
    this.#into[a] = b;
    this.#isTarget[b]! |= this.#isTarget[a]!;
    return true;
  }

  #find(node: number): number {
    let root = node;
    while (this.#into[root] !== root) root = this.#into[root]!;
    for (let at = node; at !== root;) {
      const next = this.#into[at]!;
      this.#into[at] = root;
      at = next;
    }
    return root;
  }

  #isFree(i: number): boolean {
    const edge = this.#edges[i]!;
    return this.#source.itemOffsets[edge] === this.#source.itemOffsets[edge + 1];
  }
}

function seenInto(edge: number, head: number, to: Uint32Array): boolean {
  return edge >= 0 && to[edge] === head;
}

function pick(values: Uint32Array, positions: Uint32Array, count: number): Uint32Array {
  const picked = new Uint32Array(count);
  for (let i = 0; i < count; i++) picked[i] = values[positions[i]!]!;
  return picked;
}
