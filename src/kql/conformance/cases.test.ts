import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCases } from './cases.ts';
import { TestEngine } from './duckdb.ts';

const folder = new URL('../cases/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});

describe.each(files)('%s', (file) => {
  it.each(parseCases(readFileSync(new URL(file, folder), 'utf8')))('$title', async (given) => {
    const outcome = await engine.run(given.query);
    if (given.fault !== undefined) {
      expect(outcome).toMatchObject({ ok: false, status: given.fault });
      return;
    }
    if (!outcome.ok) throw new Error(`${outcome.status}: ${outcome.message}\n${outcome.sql ?? ''}`);
    expect(outcome.columns).toEqual(given.columns);
    expect(sorted(outcome.rows, given.anyOrder)).toEqual(sorted(given.rows, given.anyOrder));
    expect(outcome.mismatches).toEqual([]);
  });
});

function sorted(rows: readonly unknown[][], anyOrder: boolean): readonly unknown[][] {
  const key = (row: unknown[]) => JSON.stringify(row);
  return anyOrder ? [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1)) : rows;
}
