import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeStore } from '../conformance/store-conformance.ts';
import { createTable, quote } from './ddl.ts';
import { openTemporaryStore } from './duckdb-store.ts';

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
  ).toBe('CREATE TABLE "order" ("select" VARCHAR, "x""y" BIGINT)');
});
