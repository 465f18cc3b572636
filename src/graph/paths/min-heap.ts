/** Numbered entries, cheapest first; equal costs come out in the order of their numbers. */
export class MinHeap {
  readonly #entries: number[] = [];
  readonly #costs: number[] = [];

  push(entry: number, cost: number): void {
    let at = this.#entries.length;
    this.#entries.push(entry);
    this.#costs.push(cost);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#before(at, above)) break;
      this.#swap(at, above);
      at = above;
    }
  }

  /** Takes the cheapest entry out; undefined when there is none. */
  pop(): number | undefined {
    const first = this.#entries[0];
    const last = this.#entries.length - 1;
    if (first === undefined) return undefined;
    this.#swap(0, last);
    this.#entries.pop();
    this.#costs.pop();
    for (let at = 0; ;) {
      let next = 2 * at + 1;
      if (next >= last) break;
      if (next + 1 < last && this.#before(next + 1, next)) next++;
      if (!this.#before(next, at)) break;
      this.#swap(at, next);
      at = next;
    }
    return first;
  }

  #before(a: number, b: number): boolean {
    const difference = this.#costs[a]! - this.#costs[b]!;
    return difference < 0 || (difference === 0 && this.#entries[a]! < this.#entries[b]!);
  }

  #swap(a: number, b: number): void {
    const entry = this.#entries[a]!;
    const cost = this.#costs[a]!;
    this.#entries[a] = this.#entries[b]!;
    this.#costs[a] = this.#costs[b]!;
    this.#entries[b] = entry;
    this.#costs[b] = cost;
  }
}
