import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownTables, type Row, type Table } from '../../schema/index.ts';
import { table } from '../../schema/table.ts';
import type { Store } from '../store.ts';

/** A column of every type, and names that are words of the query language or need quoting. */
const everyType = table({
  name: 'Every "type" at',
  description: 'for the conformance suite',
  key: ['order'],
  columns: [
    { name: 'order', type: 'int', required: true, description: 'number of the row' },
    { name: 'select', type: 'string', description: 'text' },
    { name: 'a "quoted" name', type: 'guid', description: 'id' },
    { name: "o'clock; DROP TABLE x", type: 'datetime', description: 'moment' },
    { name: 'long', type: 'long', description: 'large number' },
    { name: 'real', type: 'real', description: 'fraction' },
    { name: 'bool', type: 'bool', description: 'claim' },
    { name: 'Ärger', type: 'dynamic', description: 'any JSON' },
  ],
});

type EveryRow = Row<typeof everyType>;
const everyColumn = everyType.columns.map((column) => column.name);

export interface OpenedStore {
  readonly store: Store;
  /** Closes the store and takes everything away that it left behind. */
  remove(): Promise<void>;
}

/** What every engine must do; `open` makes an empty store that has the given tables. */
export function describeStore(name: string, open: (tables: readonly Table[]) => Promise<OpenedStore>): void {
  describe(`store: ${name}`, () => {
    let opened: OpenedStore;
    let store: Store;

    beforeEach(async () => {
      opened = await open([everyType, ...Object.values(ownTables)]);
      ({ store } = opened);
    });

    afterEach(async () => {
      await opened.remove();
    });

    async function all(columns = everyColumn): Promise<readonly object[]> {
      const rows: object[] = [];
      for await (const batch of store.scan(everyType, columns)) rows.push(...batch);
      return rows;
    }

    async function roundTrip(rows: readonly EveryRow[]): Promise<readonly object[]> {
      await store.append(everyType, rows);
      await store.flush();
      return all();
    }

    it('gives back every type as it was put in', async () => {
      const row: EveryRow = {
        order: -0x7fffffff,
        select: 'a\tb\n"c" \'d\' \\ % ; -- Ü 東 😀',
        'a "quoted" name': 'S-1-5-21-1-2-3',
        "o'clock; DROP TABLE x": Date.UTC(2026, 1, 3, 4, 5, 6, 789),
        long: Number.MAX_SAFE_INTEGER,
        real: 0.1,
        bool: false,
        Ärger: { a: [1, 'x', null, { b: 'ü' }], 'k"': true },
      };
      expect(await roundTrip([row])).toEqual([row]);
    });

    it('keeps what is absent apart from zero, false and empty lists; empty text is absent', async () => {
      const empty: EveryRow = {
        order: 0,
        "o'clock; DROP TABLE x": 0,
        long: 0,
        real: 0,
        bool: false,
        Ärger: [],
      };
      const rows = await roundTrip([
        { order: 1, select: '', 'a "quoted" name': '', Ärger: null },
        empty,
        { order: 2, select: undefined, Ärger: {} },
      ]);
      expect(rows).toEqual([{ order: 1 }, empty, { order: 2, Ärger: {} }]);
      expect(Object.keys(rows[0] ?? {})).toEqual(['order']);
    });

    it('gives back a zero character and very long text', async () => {
      const rows = [
        { order: 1, select: 'a\u0000b' },
        { order: 2, select: 'x'.repeat(200_000) },
      ];
      expect(await roundTrip(rows)).toEqual(rows);
    });

    it('gives back JSON with escapes, and half a character as the sign for one that cannot be read', async () => {
      await roundTrip([{ order: 1, Ärger: { 'a\\ud800': ['\ud83d', '\\\\ud83d', '\u0000', '😀'] } }]);
      expect(await all(['Ärger'])).toEqual([
        { Ärger: { 'a\\ud800': ['\ufffd', '\\\\ud83d', '\u0000', '😀'] } },
      ]);
    });

    it('gives back moments before 1970 and negative numbers', async () => {
      const row = { order: -1, "o'clock; DROP TABLE x": -1, long: -5, real: -1e-300 };
      expect(await roundTrip([row])).toEqual([row]);
    });

    it('reads only the columns that are asked for, in any order of columns', async () => {
      await roundTrip([{ order: 7, select: 'a', bool: true }]);
      expect(await all(['bool', 'order'])).toEqual([{ bool: true, order: 7 }]);
    });

    it('refuses a column that the table does not have', async () => {
      await expect(all(['nowhere' as 'order'])).rejects.toThrow('nowhere');
    });

    it('keeps the order of many rows over several appends and flushes', async () => {
      const count = 12_345;
      for (let from = 0; from < count; from += 1000) {
        const size = Math.min(1000, count - from);
        await store.append(
          everyType,
          Array.from({ length: size }, (_, i) => ({ order: from + i, select: `row ${from + i}` })),
        );
        if (from % 4000 === 0) await store.flush();
      }
      await store.flush();
      expect(await store.count(everyType)).toBe(count);
      const rows = (await all(['order'])) as readonly { order: number }[];
      expect(rows.map((row) => row.order)).toEqual(Array.from({ length: count }, (_, i) => i));
    });

    it('runs two scans of one table at once, and a scan within a scan', async () => {
      const rows = Array.from({ length: 5000 }, (_, i) => ({ order: i }));
      await roundTrip(rows);
      const [one, two] = await Promise.all([all(['order']), all(['order'])]);
      expect(one).toEqual(rows);
      expect(two).toEqual(rows);
      let inner = 0;
      for await (const batch of store.scan(everyType, ['order'])) {
        if (inner === 0) inner = (await all(['order'])).length;
        expect(batch.length).toBeGreaterThan(0);
      }
      expect(inner).toBe(5000);
    });

    it('may be read in part and then again', async () => {
      await roundTrip(Array.from({ length: 5000 }, (_, i) => ({ order: i })));
      for await (const batch of store.scan(everyType, ['order'])) {
        expect(batch[0]).toEqual({ order: 0 });
        break;
      }
      expect(await all(['order'])).toHaveLength(5000);
    });

    it('is empty at first, and appending nothing adds nothing', async () => {
      expect(await store.count(everyType)).toBe(0);
      expect(await all()).toEqual([]);
      await store.append(everyType, []);
      await store.flush();
      expect(await store.count(everyType)).toBe(0);
    });

    it('keeps tables apart that are filled in turn', async () => {
      const bad = { ImportId: 1, File: 'a.json', Locator: '$', Reason: 'no name' };
      await store.append(everyType, [{ order: 1 }]);
      await store.append(ownTables.quarantine, [bad]);
      await store.append(everyType, [{ order: 2 }]);
      await store.flush();
      expect(await store.count(everyType)).toBe(2);
      const rows: object[] = [];
      for await (const batch of store.scan(ownTables.quarantine, ['ImportId', 'File', 'Locator', 'Reason']))
        rows.push(...batch);
      expect(rows).toEqual([bad]);
    });
  });
}
