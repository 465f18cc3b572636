import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownTables } from '../../../schema/index.ts';
import type { LastingStore } from '../../lasting-store.ts';
import { keptKinds } from './layout.ts';
import { layoutVersion } from './migrations.ts';
import { importFindings, placesOf } from '../../conformance/finding-rows.ts';
import { statementsOf } from './statements.ts';
import { openLastingStore } from './open-lasting-store.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-migrate-'));
  file = join(folder, 'facts.duckdb');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs statements in the file, as no program of ours would; answers the rows of the last. */
async function raw(...statements: readonly string[]): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    let rows: readonly unknown[] = [];
    for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRows();
    return rows;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const history = {
  Timestamp: 1,
  Risk: 2,
  RiskLow: 1,
  RiskHigh: 3,
  FormulaVersion: 1,
  Seed: 1,
  ActionsNew: ['a'],
  ActionsGone: [],
  Imports: [1],
};

async function open(): Promise<LastingStore> {
  const opened = await openLastingStore(file, join(folder, 'spill'));
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

/** What turns a file of this layout into one of the second. */
const toSecondLayout: readonly string[] = [
  'CREATE TABLE kept.said_once (import_id INTEGER, row_id BIGINT, file VARCHAR, locator VARCHAR, last_seen BIGINT)',
  ...keptKinds.map(
    (
      kept,
    ) => `INSERT INTO kept.said_once SELECT s.import_id, row_id, nullif(s.file, k."File"), nullif(s.locator, k."Locator"), s.last_seen
      FROM (${statementsOf(kept)}) s JOIN ${kept.rows} k USING (row_id)`,
  ),
  'DROP TABLE kept.said',
  'DROP TABLE kept.named',
  'ALTER TABLE kept.said_once RENAME TO said',
  'ALTER TABLE kept.imports DROP COLUMN look',
  'UPDATE kept.meta SET version = 2',
];

/** A file as the first layout was, with one row of history. */
async function firstLayout(): Promise<void> {
  const opened = await openLastingStore(file, join(folder, 'spill'));
  if (!opened.ok) throw new Error(opened.fault.message);
  await opened.value.write(ownTables.postureHistory, [history]);
  await opened.value.close();
  await raw(
    ...toSecondLayout,
    'ALTER TABLE "PostureHistory" DROP COLUMN "Cause"',
    'ALTER TABLE "Findings" DROP COLUMN "IsStale"',
    'UPDATE kept.meta SET version = 1',
  );
}

it('a file of an older layout is brought forward, keeps what it held, and a copy of it as it was stays', async () => {
  await firstLayout();
  const opened = await openLastingStore(file, join(folder, 'spill'));
  if (!opened.ok) throw new Error(opened.fault.message);
  await opened.value.write(ownTables.postureHistory, [{ ...history, Timestamp: 2, Cause: 'import' }]);
  await opened.value.close();
  expect(await raw('SELECT "Risk", "Cause" FROM "PostureHistory" ORDER BY "Timestamp"')).toEqual([
    [2, null],
    [2, 'import'],
  ]);
  expect(await raw('SELECT version FROM kept.meta')).toEqual([[layoutVersion]]);
  file = `${file}.v1`;
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await raw('SELECT version FROM kept.meta')).toEqual([[1]]);
  expect(await raw('SELECT "Risk" FROM "PostureHistory"')).toEqual([[2]]);
});

it('a file whose step fails is as before', async () => {
  await firstLayout();
  await raw('DROP TABLE "Findings"');
  await expect(openLastingStore(file, join(folder, 'spill'))).rejects.toThrow('Findings');
  expect(await raw('SELECT version FROM kept.meta')).toEqual([[1]]);
  expect(
    await raw(
      `SELECT count(*)::INTEGER FROM duckdb_columns() WHERE table_name = 'PostureHistory' AND column_name = 'Cause'`,
    ),
  ).toEqual([[0]]);
  expect(await readdir(folder)).toContain('facts.duckdb.v1');
});

it('statements of an older layout are those that they were: undoing an import gives the same', async () => {
  const reports = async (): Promise<void> => {
    const store = await open();
    await importFindings(store, ['a', 'b', 'c'], { seen: 10 });
    await importFindings(store, ['c', 'a'], { seen: 30 });
    await importFindings(store, ['a', 'b', 'd'], { seen: 20 });
    await store.close();
  };
  const rest = async (): Promise<unknown> => {
    const store = await open();
    const counts = [
      await store.undo(1, 4),
      await importFindings(store, ['a', 'd'], { seen: 40 }),
      await store.undo(2, 5),
    ];
    const spans = await store.deviceSpans();
    const places = await placesOf(store);
    await store.close();
    return { counts, spans, places };
  };
  await reports();
  const expected = await rest();
  file = join(folder, 'older.duckdb');
  await reports();
  await raw(...toSecondLayout);
  expect(await rest()).toEqual(expected);
});
