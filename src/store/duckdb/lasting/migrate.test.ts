import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownTables } from '../../../schema/index.ts';
import { layoutVersion } from './migrations.ts';
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

/** A file as the first layout was, with one row of history. */
async function firstLayout(): Promise<void> {
  const opened = await openLastingStore(file, join(folder, 'spill'));
  if (!opened.ok) throw new Error(opened.fault.message);
  await opened.value.write(ownTables.postureHistory, [history]);
  await opened.value.close();
  await raw(
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
