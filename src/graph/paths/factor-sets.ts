/** Sets of shared factors a path has already paid for; equal sets have the same number, the empty set is 0. */
export class FactorSets {
  readonly #q: Float64Array;
  readonly #sets: (readonly number[])[] = [[]];
  readonly #numbers = new Map<string, number>([['', 0]]);

  constructor(q: Float64Array) {
    this.#q = q;
  }

  /** The set with these factors added, and what they cost (-log of the probability of the new ones). */
  add(set: number, factors: ArrayLike<number>): { readonly set: number; readonly cost: number } {
    const known = this.#sets[set]!;
    let cost = 0;
    const added: number[] = [];
    for (let i = 0; i < factors.length; i++) {
      const factor = factors[i]!;
      if (this.#q[factor]! >= 1 || known.includes(factor) || added.includes(factor)) continue;
      added.push(factor);
      cost -= Math.log(this.#q[factor]!);
    }
    return added.length === 0 ? { set, cost: 0 } : { set: this.#number([...known, ...added]), cost };
  }

  /** The most that having paid for `set` can save compared with having paid for `other`. */
  advantage(set: number, other: number): number {
    if (set === other) return 0;
    const paid = this.#sets[other]!;
    let saved = 0;
    for (const factor of this.#sets[set]!) if (!paid.includes(factor)) saved -= Math.log(this.#q[factor]!);
    return saved;
  }

  #number(factors: readonly number[]): number {
    const sorted = factors.toSorted((a, b) => a - b);
    const key = sorted.join();
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#sets.push(sorted) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
