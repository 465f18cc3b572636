import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTable, ticksFromEpochMs, type KqlValue } from '../../kql/index.ts';
import { ownTables, type Row, type Table } from '../../schema/index.ts';
import { table } from '../../schema/table.ts';
import type { Store } from '../store.ts';
import { readAll } from './facts-conformance.ts';

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
      opened = await open([everyType, ownTables.quarantine]);
      ({ store } = opened);
    });

    afterEach(async () => {
      await opened.remove();
    });

    /** Values of the named columns of all rows, row by row. */
    async function all(of: Table = everyType, columns = of.columns.map((one) => one.name)) {
      const { columns: values, outcome } = await readAll(store, readTable(of, columns));
      expect(outcome.ok).toBe(true);
      return (values[0] ?? []).map((_, row) => values.map((column) => column[row]!));
    }

    async function roundTrip(rows: readonly EveryRow[]): Promise<readonly KqlValue[][]> {
      await store.append(everyType, rows);
      await store.flush();
      return all();
    }

    it('gives back every type: moments as ticks, long as bigint, JSON as text', async () => {
      const text = 'a\tb\n"c" \'d\' \\ % ; -- Ü 東 😀';
      const moment = Date.UTC(2026, 1, 3, 4, 5, 6, 789);
      const json = { a: [1, 'x', null, { b: 'ü' }], 'k"': true };
      const rows = await roundTrip([
        {
          order: -0x7fffffff,
          select: text,
          'a "quoted" name': 'S-1-5-21-1-2-3',
          "o'clock; DROP TABLE x": moment,
          long: Number.MAX_SAFE_INTEGER,
          real: 0.1,
          bool: false,
          Ärger: json,
        },
      ]);
      const [ticks, long] = [ticksFromEpochMs(moment), BigInt(Number.MAX_SAFE_INTEGER)];
      expect(rows).toEqual([
        [-0x7fffffff, text, 'S-1-5-21-1-2-3', ticks, long, 0.1, false, JSON.stringify(json)],
      ]);
    });

    it('keeps what is absent apart from zero, false and empty lists; absent text is empty', async () => {
      const zero = { "o'clock; DROP TABLE x": 0, long: 0, real: 0, bool: false };
      const rows = await roundTrip([
        { order: 1, select: '', 'a "quoted" name': '', Ärger: null },
        { order: 2, ...zero, Ärger: [] },
        { order: 3, select: undefined, Ärger: {} },
      ]);
      expect(rows).toEqual([
        [1, '', null, null, null, null, null, null],
        [2, '', null, ticksFromEpochMs(0), 0n, 0, false, '[]'],
        [3, '', null, null, null, null, null, '{}'],
      ]);
    });

    it('gives back a zero character and very long text', async () => {
      await roundTrip([
        { order: 1, select: 'a\u0000b' },
        { order: 2, select: 'x'.repeat(200_000) },
      ]);
      expect(await all(everyType, ['select'])).toEqual([['a\u0000b'], ['x'.repeat(200_000)]]);
    });

    it('gives back JSON with escapes, and half a character as the sign for one that cannot be read', async () => {
      await roundTrip([{ order: 1, Ärger: { 'a\\ud800': ['\ud83d', '\\\\ud83d', '\u0000', '😀'] } }]);
      const [[json] = []] = await all(everyType, ['Ärger']);
      expect(JSON.parse(String(json))).toEqual({ 'a\\ud800': ['\ufffd', '\\\\ud83d', '\u0000', '😀'] });
    });

    it('gives back moments before 1970 and negative numbers', async () => {
      await roundTrip([{ order: -1, "o'clock; DROP TABLE x": -1, long: -5, real: -1e-300 }]);
      expect(await all(everyType, ['order', "o'clock; DROP TABLE x", 'long', 'real'])).toEqual([
        [-1, ticksFromEpochMs(-1), -5n, -1e-300],
      ]);
    });

    it('reads only the columns that are asked for, in any order of columns', async () => {
      await roundTrip([{ order: 7, select: 'a', bool: true }]);
      expect(await all(everyType, ['bool', 'order'])).toEqual([[true, 7]]);
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
      expect(await all(everyType, ['order'])).toEqual(Array.from({ length: count }, (_, i) => [i]));
    });

    it('reads one table twice at once, within a reading of it, and after one that broke off', async () => {
      const rows = await roundTrip(Array.from({ length: 5000 }, (_, i) => ({ order: i })));
      expect(rows).toHaveLength(5000);
      expect(await Promise.all([all(), all()])).toEqual([rows, rows]);
      for await (const batch of store.query(readTable(everyType, ['order']))) {
        expect(batch.columns[0]?.[0]).toBe(0);
        expect(await all()).toEqual(rows);
        break;
      }
      expect(await all()).toEqual(rows);
    });

    it('is empty at first, and appending nothing adds nothing', async () => {
      expect(await all()).toEqual([]);
      await store.append(everyType, []);
      await store.flush();
      expect(await all()).toEqual([]);
    });

    it('keeps tables apart that are filled in turn', async () => {
      const bad = { ImportId: 1, File: 'a.json', Locator: '$', Reason: 'no name' };
      await store.append(everyType, [{ order: 1 }]);
      await store.append(ownTables.quarantine, [bad]);
      await store.append(everyType, [{ order: 2 }]);
      await store.flush();
      expect(await all(everyType, ['order'])).toEqual([[1], [2]]);
      expect(await all(ownTables.quarantine, ['File', 'Locator', 'Reason'])).toEqual([
        ['a.json', '$', 'no name'],
      ]);
    });
  });
}
