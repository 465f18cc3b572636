import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compiled, describeRunner, fillFacts, readAll, numbers } from '../conformance/facts-conformance.ts';
import { describeStore } from '../conformance/store-conformance.ts';
import { createTable, quote } from './ddl.ts';
import { openTemporaryStore } from './duckdb-store.ts';
import { openFacts } from './open-facts.ts';

describeStore('DuckDB', async (tables) => {
  const folder = await mkdtemp(join(tmpdir(), 'fixfirst-store-'));
  const store = await openTemporaryStore(folder, tables);
  return {
    store,
    async remove() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

describeRunner('DuckDB that is written to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fixfirst-store-'));
  const runner = await openTemporaryStore(folder, [numbers]);
  await fillFacts(runner);
  return {
    runner,
    async remove() {
      await runner.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

describeRunner('DuckDB that is only read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fixfirst-store-'));
  const store = await openTemporaryStore(folder, [numbers]);
  await fillFacts(store);
  const opened = await openFacts(await store.handOver(), { memoryMb: 200, threads: 2 });
  if (!opened.ok) throw new Error(opened.fault.message);
  return {
    runner: opened.value,
    async remove() {
      await opened.value.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

it('goes on writing after a query', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fixfirst-store-'));
  const store = await openTemporaryStore(folder, [numbers]);
  try {
    const query = compiled('SELECT count(*) AS c FROM "Numbers"', { c: 'long' });
    expect((await readAll(store, query)).columns).toEqual([[0n]]);
    await fillFacts(store);
    expect((await readAll(store, query)).columns).toEqual([[5000n]]);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
});

it('says that a file is none of facts', async () => {
  const opened = await openFacts('/dev/null/nowhere.duckdb');
  expect(opened).toMatchObject({ ok: false, fault: { code: 'store-unusable' } });
});

it('leaves no database file behind when it is closed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fixfirst-store-'));
  try {
    const store = await openTemporaryStore(folder, []);
    expect(await readdir(folder)).not.toEqual([]);
    await store.close();
    expect((await readdir(folder)).filter((name) => name.includes('facts'))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('quotes every name, quotation marks in it included', () => {
  expect(quote('at')).toBe('"at"');
  expect(quote('a "b" c')).toBe('"a ""b"" c"');
  expect(
    createTable({
      name: 'order',
      description: 'd',
      key: [],
      columns: [
        { name: 'select', type: 'string', description: 'd' },
        { name: 'x"y', type: 'long', description: 'd' },
      ],
    }),
  ).toBe('CREATE TABLE "order" ("select" VARCHAR NOT NULL, "x""y" BIGINT)');
});
