import { detached } from '../base/detached.ts';

/** Counts by key, as a plain object in the order of first sight. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(key: string): void {
    const before = this.#counts.get(key);
    this.#counts.set(before === undefined ? detached(key) : key, (before ?? 0) + 1);
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
