import {
  observationTables,
  ownTables,
  type ObservationKind,
  type StoredObservation,
} from '../schema/index.ts';
import type { LastingStore } from '../store/index.ts';
import { assetKey } from './asset-key.ts';
import type { Sink } from './report-output.ts';

/** Rows that may wait in memory before the reader has to wait for the store. */
const maxWaiting = 8192;

type Waiting = Map<ObservationKind, StoredObservation<ObservationKind>[]>;

/** Carries the observations of one report after the other to facts that last; an import begins with its first row. */
export class LastingSink implements Sink {
  readonly #store: LastingStore;
  #waiting: Waiting = new Map();
  #quarantined: Parameters<Sink['quarantine']>[0][] = [];
  #names: [ref: string, key: string][] = [];
  #count = 0;
  #isUnderWay = false;

  constructor(store: LastingStore) {
    this.#store = store;
  }

  add<K extends ObservationKind>(kind: K, stored: StoredObservation<K>): void {
    const row = stored as StoredObservation<ObservationKind>;
    const rows = this.#waiting.get(kind);
    if (rows === undefined) this.#waiting.set(kind, [row]);
    else rows.push(row);
    const key = assetKey(kind, row);
    if (key !== undefined) this.#names.push([(row as { readonly Ref: string }).Ref, key]);
    this.#count++;
  }

  quarantine: Sink['quarantine'] = (row) => {
    this.#quarantined.push(row);
    this.#count++;
  };

  pressure: Sink['pressure'] = () => (this.#count >= maxWaiting ? this.#send() : undefined);

  /** Sends what waits; the import is then whole in the store and can be merged or dropped. */
  async finish(): Promise<void> {
    await this.#send();
    this.#isUnderWay = false;
  }

  async #send(): Promise<void> {
    const waiting = this.#waiting;
    const quarantined = this.#quarantined;
    const names = this.#names;
    this.#waiting = new Map();
    this.#quarantined = [];
    this.#names = [];
    this.#count = 0;
    if (!this.#isUnderWay) {
      await this.#store.begin();
      this.#isUnderWay = true;
    }
    for (const [ref, key] of names) this.#store.name(ref, key);
    for (const [kind, rows] of waiting) await this.#store.append(observationTables[kind], rows);
    await this.#store.append(ownTables.quarantine, quarantined);
  }
}
