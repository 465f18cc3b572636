import type { FileReport } from '../../ingest/index.ts';
import type { Intelligence } from '../../intel/index.ts';
import { factTables, type Row, type Table } from '../../schema/index.ts';
import type { Store } from '../../store/index.ts';
import type { RankedAction } from '../assessment.ts';
import type { Estate } from '../gather-estate.ts';

/** What the tables are filled from. */
export interface HuntingFacts {
  readonly estate: Estate;
  /** Reports of the run: they say of which source and time an observation is. */
  readonly files: readonly FileReport[];
  readonly intelligence: Intelligence;
  /** All actions in the order to do them. Costly, so it is asked for only when `Actions` is to be filled. */
  readonly plan: () => Promise<readonly RankedAction[]>;
}

/** Tables that are filled together, since they come from the same facts. */
export interface TableFamily {
  readonly tables: readonly string[];
  readonly fill: (facts: HuntingFacts, store: Store, out: RowWriter) => Promise<void>;
}

/** A row of a published table; an absent property is unknown. */
export type PublishedRow = Readonly<Record<string, unknown>>;

/** Rows that wait in memory before they go to the store. */
const maxWaiting = 4096;

/** Carries rows to the store in batches. */
export class RowWriter {
  readonly #store: Store;
  readonly #waiting = new Map<Table, PublishedRow[]>();
  #count = 0;
  /** Rows that were handed over so far. */
  written = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** A row of a table of our own. */
  own<T extends Table>(table: T, row: Row<T>): void {
    this.#add(table, row);
  }

  /** A row of a published table. */
  published(name: string, row: PublishedRow): void {
    const table = factTables.get(name);
    if (table === undefined) throw new Error(`there is no published table ${name}`);
    this.#add(table, row);
  }

  /** Awaited between batches: hands rows over when many are waiting. */
  pressure(): Promise<void> | undefined {
    return this.#count >= maxWaiting ? this.#send() : undefined;
  }

  /** Hands over what still waits and makes all rows visible. */
  async end(): Promise<void> {
    await this.#send();
    await this.#store.flush();
  }

  #add(table: Table, row: PublishedRow): void {
    const rows = this.#waiting.get(table);
    if (rows === undefined) this.#waiting.set(table, [row]);
    else rows.push(row);
    this.#count++;
  }

  async #send(): Promise<void> {
    this.written += this.#count;
    this.#count = 0;
    for (const [table, rows] of this.#waiting) {
      this.#waiting.set(table, []);
      await this.#store.append(table, rows as readonly Row<Table>[]);
    }
  }
}
