import {
  observationTables,
  ownTables,
  type ObservationKind,
  type StoredObservation,
} from '../schema/index.ts';
import type { Store } from '../store/index.ts';
import type { Sink } from './report-output.ts';

/** Rows that may wait in memory before the reader has to wait for the store. */
const maxWaiting = 8192;

/** Carries observations to the store in order. */
export function storeSink(store: Store): Sink & { flush(): Promise<void> } {
  const waiting = new Map<ObservationKind, unknown[]>();
  let quarantined: Parameters<Sink['quarantine']>[0][] = [];
  let count = 0;
  const send = async (): Promise<void> => {
    count = 0;
    for (const [kind, rows] of waiting) {
      waiting.set(kind, []);
      await store.append(observationTables[kind], rows as StoredObservation<ObservationKind>[]);
    }
    const bad = quarantined;
    quarantined = [];
    await store.append(ownTables.quarantine, bad);
  };
  return {
    add(kind, row) {
      const rows = waiting.get(kind);
      if (rows === undefined) waiting.set(kind, [row]);
      else rows.push(row);
      count++;
    },
    quarantine(row) {
      quarantined.push(row);
      count++;
    },
    pressure: () => (count >= maxWaiting ? send() : undefined),
    flush: send,
  };
}
