/**
 * What is left of one world once everything that falls whatever is done has become one source: a small graph whose
 * edges name the items (actions, nodes, edges) that remove them. Node 0 is the source.
 */
export interface Kernel {
  readonly nodeCount: number;
  /** 1 where a node needs all its edges. */
  readonly and: Uint8Array;
  /** Edges into node v: `inOffsets[v] .. inOffsets[v + 1]`. */
  readonly inOffsets: Uint32Array;
  readonly from: Uint32Array;
  /** Items that remove edge e: `items[itemOffsets[e] .. itemOffsets[e + 1]]`. */
  readonly itemOffsets: Uint32Array;
  readonly items: Uint32Array;
  /** Targets that can still be saved, and what they are worth. */
  readonly targets: Uint32Array;
  readonly values: Float64Array;
  /** Index of each of them among the targets of the core. */
  readonly goals: Uint32Array;
}

/** Answers questions about kernels; holds the scratch memory, so one is enough for any number of kernels. */
export class KernelReader {
  /** 1 + slot of the item in the current group, 0 when it has none. */
  readonly #slot: Uint8Array;
  readonly #seen: Uint32Array;
  #epoch = 0;
  #words = new Int32Array(0);
  #keeps = new Int32Array(0);
  #parents = new Int32Array(0);
  #visited = new Uint8Array(0);

  constructor(itemCount: number) {
    this.#slot = new Uint8Array(itemCount);
    this.#seen = new Uint32Array(itemCount);
  }

  /**
   * Value lost in this kernel when the items marked in `done` are done, and for each further item that would save
   * something alone, `emit(item, saved)`.
   */
  read(kernel: Kernel, done: Uint8Array | undefined, emit?: (item: number, saved: number) => void): number {
    this.#reserve(kernel);
    const candidates = emit === undefined ? [] : this.#itemsUsed(kernel, done);
    let lost = 0;
    // 31 items at a time: one bit of the word each, and the top bit for the kernel as it is.
    for (let first = 0; first === 0 || first < candidates.length; first += 31) {
      const group = candidates.slice(first, first + 31);
      group.forEach((item, i) => (this.#slot[item] = i + 1));
      this.#fall(kernel, done);
      group.forEach((item) => (this.#slot[item] = 0));
      lost = this.#tell(kernel, group, emit);
    }
    return lost;
  }

  /**
   * The items on one derivation of target `index` when the items in `done` are done, each once; undefined when it does
   * not fall.
   */
  itemsToward(kernel: Kernel, done: Uint8Array, index: number): number[] | undefined {
    this.#reserve(kernel);
    this.#fall(kernel, done);
    const target = kernel.targets[index]!;
    if (this.#words[target] === 0) return undefined;
    const items = new Set<number>();
    this.#walkBack(kernel, [target], (edge) => {
      for (let i = kernel.itemOffsets[edge]!; i < kernel.itemOffsets[edge + 1]!; i++)
        items.add(kernel.items[i]!);
    });
    return [...items];
  }

  /** The items on one derivation of each target that falls: only they can save it alone. */
  #itemsUsed(kernel: Kernel, done: Uint8Array | undefined): number[] {
    const used: number[] = [];
    const epoch = ++this.#epoch;
    const seen = this.#seen;
    const collect = (edge: number): void => {
      for (let i = kernel.itemOffsets[edge]!; i < kernel.itemOffsets[edge + 1]!; i++) {
        const item = kernel.items[i]!;
        if (seen[item] === epoch) continue;
        seen[item] = epoch;
        used.push(item);
      }
    };
    if (kernel.items.length <= 62) {
      for (let edge = 0; edge < kernel.from.length; edge++) collect(edge);
    } else {
      this.#fall(kernel, done);
      this.#walkBack(kernel, kernel.targets, collect);
    }
    return done === undefined ? used : used.filter((item) => done[item] !== 1);
  }

  /** Visits the edges of one derivation of each of these targets that has fallen. */
  #walkBack(kernel: Kernel, targets: Iterable<number>, visit: (edge: number) => void): void {
    const visited = this.#visited.fill(0, 0, kernel.nodeCount);
    visited[0] = 1;
    const stack: number[] = [];
    const enter = (node: number): void => {
      if (visited[node] === 1) return;
      visited[node] = 1;
      stack.push(node);
    };
    for (const target of targets) if (this.#words[target] !== 0) enter(target);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const parent = this.#parents[node]!;
      const first = kernel.and[node] === 1 ? kernel.inOffsets[node]! : parent;
      const end = kernel.and[node] === 1 ? kernel.inOffsets[node + 1]! : parent + 1;
      for (let edge = first; edge < end; edge++) {
        visit(edge);
        enter(kernel.from[edge]!);
      }
    }
  }

  /** Bit i of `#words[v]`: v falls although the item in slot i is done; top bit: v falls. */
  #fall(kernel: Kernel, done: Uint8Array | undefined): void {
    const { inOffsets, from, and, nodeCount } = kernel;
    const words = this.#words;
    const keeps = this.#keeps;
    this.#keep(kernel, done);
    words.fill(0, 0, nodeCount);
    words[0] = -1;
    for (let changed = true; changed;) {
      changed = false;
      for (let node = 1; node < nodeCount; node++) {
        const before = words[node]!;
        if (before === -1) continue;
        let word = before;
        const end = inOffsets[node + 1]!;
        if (and[node] === 0) {
          for (let edge = inOffsets[node]!; edge < end; edge++) {
            const more = words[from[edge]!]! & keeps[edge]!;
            if ((more & ~word) === 0) continue;
            if (word === 0) this.#parents[node] = edge;
            word |= more;
          }
        } else {
          word = -1;
          for (let edge = inOffsets[node]!; edge < end; edge++) word &= words[from[edge]!]! & keeps[edge]!;
        }
        if (word === before) continue;
        words[node] = word;
        changed = true;
      }
    }
  }

  #keep(kernel: Kernel, done: Uint8Array | undefined): void {
    const { itemOffsets, items } = kernel;
    for (let edge = 0; edge < kernel.from.length; edge++) {
      let keep = -1;
      for (let i = itemOffsets[edge]!; i < itemOffsets[edge + 1]!; i++) {
        const item = items[i]!;
        if (done !== undefined && done[item] === 1) {
          keep = 0;
          break;
        }
        const slot = this.#slot[item]!;
        if (slot > 0) keep &= ~(1 << (slot - 1));
      }
      this.#keeps[edge] = keep;
    }
  }

  #tell(kernel: Kernel, group: readonly number[], emit?: (item: number, saved: number) => void): number {
    let lost = 0;
    const saved = new Float64Array(group.length);
    kernel.targets.forEach((target, i) => {
      const word = this.#words[target]!;
      if (word >= 0) return; // the top bit is clear: it does not fall at all
      lost += kernel.values[i]!;
      for (let rest = ~word; rest !== 0; rest &= rest - 1) {
        const slot = 31 - Math.clz32(rest & -rest);
        if (slot < group.length) saved[slot]! += kernel.values[i]!;
      }
    });
    if (emit !== undefined) {
      group.forEach((item, i) => {
        if (saved[i]! > 0) emit(item, saved[i]!);
      });
    }
    return lost;
  }

  #reserve(kernel: Kernel): void {
    if (this.#words.length < kernel.nodeCount) {
      this.#words = new Int32Array(kernel.nodeCount * 2);
      this.#parents = new Int32Array(kernel.nodeCount * 2);
      this.#visited = new Uint8Array(kernel.nodeCount * 2);
    }
    if (this.#keeps.length < kernel.from.length) this.#keeps = new Int32Array(kernel.from.length * 2);
  }
}
