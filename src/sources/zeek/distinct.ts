import { detached } from '../../base/detached.ts';
import type { ZeekRecord } from './layout.ts';

/** Values of one field that are told apart; beyond, no number is stated. */
const maxValues = 500_000;

/** Counts the distinct values of some fields as they are written; unset counts as one of them. */
export class Distinct {
  readonly #values: ReadonlyMap<string, Set<string>>;

  constructor(fields: readonly string[]) {
    this.#values = new Map(fields.map((field) => [field, new Set<string>()]));
  }

  take(record: ZeekRecord): void {
    for (const [field, values] of this.#values) {
      const value = record.raw(field);
      if (value !== undefined && values.size <= maxValues && !values.has(value)) values.add(detached(value));
    }
  }

  /** Fields with at least one value and few enough. */
  get counts(): readonly (readonly [string, number])[] {
    return [...this.#values]
      .map(([field, values]) => [field, values.size] as const)
      .filter(([, count]) => count > 0 && count <= maxValues);
  }
}
