import { createHash } from 'node:crypto';
import type { JsonObject } from '../../base/json.ts';
import type { Entry } from './entry.ts';

/**
 * Which rows of a log still stand at its end. A log tells a history: a row is added, perhaps removed later, a snapshot is
 * followed by the next one, and a restarted query begins anew with everything (counter 0). Filled in a first pass over the
 * file, asked in the second; it keeps one number for each host and query and one hash for each removed row.
 */
export class Standing {
  readonly #snapshots = new Map<string, number>();
  readonly #starts = new Map<string, { readonly run: string; readonly entry: number }>();
  readonly #removals = new Map<string, number>();

  /** Takes note of an entry; `number` counts the file's entries. `isRead` says whether its rows are of any use. */
  note(entry: Entry, number: number, isRead: (row: JsonObject) => boolean): void {
    const query = keyOf(entry);
    if (entry.isSnapshot) {
      this.#snapshots.set(query, number);
      return;
    }
    if (entry.counter === 0) {
      // All rows of one run have the same time; another time or epoch is another first run.
      const run = `${entry.epoch} ${entry.time ?? ''}`;
      if (this.#starts.get(query)?.run !== run) this.#starts.set(query, { run, entry: number });
    }
    for (const row of entry.removed) {
      if (isRead(row)) this.#removals.set(rowKey(query, row), number);
    }
  }

  /** The added rows of an entry that no later entry takes back. */
  rows(entry: Entry, number: number): readonly JsonObject[] {
    const query = keyOf(entry);
    if (entry.isSnapshot) return this.#snapshots.get(query) === number ? entry.added : [];
    if (number < (this.#starts.get(query)?.entry ?? 0)) return [];
    if (this.#removals.size === 0) return entry.added;
    return entry.added.filter((row) => (this.#removals.get(rowKey(query, row)) ?? -1) <= number);
  }
}

function keyOf(entry: Entry): string {
  return `${entry.host}\n${entry.queryName}`;
}

function rowKey(query: string, row: JsonObject): string {
  const columns = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha1').update(query).update(JSON.stringify(columns)).digest('base64');
}
