/** Disjoint sets of 0..n-1; the root of a set is always its smallest member, so the result does not depend on order. */
export class UnionFind {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  find(item: number): number {
    let root = item;
    while (this.#parent[root]! !== root) root = this.#parent[root]!;
    for (let i = item; i !== root;) {
      const next = this.#parent[i]!;
      this.#parent[i] = root;
      i = next;
    }
    return root;
  }

  /** Joins the sets of both and returns the new root. */
  join(a: number, b: number): number {
    const x = this.find(a);
    const y = this.find(b);
    const root = Math.min(x, y);
    this.#parent[Math.max(x, y)] = root;
    return root;
  }
}
