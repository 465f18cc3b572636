import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LastingStore } from '../../lasting-store.ts';
import { importFindings, placesOf, rowNumbers } from '../../conformance/finding-rows.ts';
import { openLastingStore } from './open-lasting-store.ts';

let folder: string;
let store: LastingStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-statements-'));
  const opened = await openLastingStore(join(folder, 'facts.duckdb'), join(folder, 'spill'));
  if (!opened.ok) throw new Error(opened.fault.message);
  store = opened.value;
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

it('a row whose first import is undone has the place of the next that said it', async () => {
  await importFindings(store, ['a', 'b'], { seen: 1 });
  await importFindings(store, ['b', 'a'], { seen: 2 });
  await importFindings(store, ['a', 'b'], { seen: 3 });
  expect(await placesOf(store)).toEqual(['a 3 report-1 [0] 3', 'b 3 report-1 [1] 3']);
  await store.undo(1, 4);
  expect(await placesOf(store)).toEqual(['a 3 report-2 [1] 3', 'b 3 report-2 [0] 3']);
  await store.undo(2, 5);
  expect(await placesOf(store)).toEqual(['a 3 report-3 [0] 3', 'b 3 report-3 [1] 3']);
});

it('what is said again after a pause, and after an undo in the pause, is said by those imports alone', async () => {
  await importFindings(store, ['a', 'b'], { seen: 1 });
  await importFindings(store, ['b'], { seen: 2 });
  await importFindings(store, ['a', 'b'], { seen: 3 });
  await store.undo(2, 4);
  await importFindings(store, ['a'], { seen: 5 });
  await importFindings(store, ['a', 'b'], { seen: 6 });
  expect(await store.undo(5, 7)).toMatchObject({ closed: 1 });
  expect(await placesOf(store)).toEqual(['a 4 report-1 [0] 5']);
  expect(await store.undo(4, 8)).toMatchObject({ reopened: 1 });
  expect(await placesOf(store)).toEqual(['a 3 report-1 [0] 3', 'b 3 report-1 [1] 3']);
  await store.undo(3, 9);
  await store.undo(1, 10);
  expect(await placesOf(store)).toEqual([]);
});

it('a report without a time that is given twice looked once; another one is another look', async () => {
  const without = { timeBasis: 'assumed', closeAfter: 2 } as const;
  await importFindings(store, ['a', 'b'], { seen: 1, ...without });
  expect(await importFindings(store, ['a'], { seen: 2, ...without })).toMatchObject({
    missing: 1,
    closed: 0,
  });
  expect(await importFindings(store, ['a'], { seen: 3, ...without })).toMatchObject({
    missing: 0,
    closed: 0,
  });
  expect(await importFindings(store, ['a', 'c'], { seen: 4, ...without })).toMatchObject({ closed: 1 });
});

it('numbers of rows go up by as many as there are rows, so that they last', async () => {
  await importFindings(store, ['a', 'b'], { seen: 1 });
  const first = await rowNumbers(store);
  await importFindings(store, ['a', 'c', 'd'], { seen: 2 });
  const numbers = await rowNumbers(store);
  expect(first[1]! - first[0]!).toBe(1n);
  expect(numbers.at(-1)! - first[0]!).toBeLessThanOrEqual(4n);
  expect(first[0]!).toBeLessThan(2n ** 50n);
});
