/**
 * How fast the store of facts merges, and whether that depends on what it holds.
 * `npx tsx bench/facts-speed.ts [--millions 1] [--days 5]`
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { observationTables } from '../src/schema/index.ts';
import { Appenders } from '../src/store/duckdb/appenders.ts';
import { createTable } from '../src/store/duckdb/ddl.ts';
import { openInstance } from '../src/store/duckdb/instances.ts';
import { openLastingStore } from '../src/store/duckdb/index.ts';
import type { LastingStore } from '../src/store/index.ts';
import { importBatch, produce, type Batch } from './facts-rows.ts';

const { values } = parseArgs({
  options: { millions: { type: 'string', default: '1' }, days: { type: 'string', default: '5' } },
});
const millions = Number(values.millions);
const folder = mkdtempSync(join(tmpdir(), 'facts-speed-'));
const file = (name: string): string => join(folder, `${name}.duckdb`);

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};
const say = (what: string, value: string): void => console.log(`${what.padEnd(60)} ${value}`);

async function open(name: string): Promise<LastingStore> {
  const opened = await openLastingStore(file(name), join(folder, 'spill'));
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

const batch = (source: string, findings: number, day = 1): Batch => ({
  ...{ source, findings, findingsPerHost: 50, day, changing: 100 },
});

/** The engine's own way: the same rows appended to plain tables. */
async function plainLoad(one: Batch): Promise<void> {
  const plain = await openInstance(file('plain'), { threads: '2', memory_limit: '500MB' });
  const connection = await plain.instance.connect();
  for (const kind of ['device', 'vulnerability'] as const)
    await connection.run(createTable(observationTables[kind]));
  await connection.run('BEGIN');
  const appenders = new Appenders(connection);
  await produce(one, 1, (kind, rows) => appenders.append(observationTables[kind], rows as never));
  appenders.flush();
  await connection.run('COMMIT');
  connection.closeSync();
  plain.close();
}

/** Seconds of an import without those that making the rows takes. */
const importing = async (store: LastingStore, one: Batch): Promise<number> => {
  const making = await seconds(() => produce(one, 1, () => Promise.resolve()));
  return (await seconds(() => importBatch(store, one))) - making;
};

const million = millions * 1_000_000;
const large = batch('large', million);
const making = await seconds(() => produce(large, 1, () => Promise.resolve()));
const loading = (await seconds(() => plainLoad(large))) - making;
say(`plain load of ${million} rows`, `${loading.toFixed(1)} s, ${Math.round(million / loading)} rows/s`);

/** Seconds of importing 50,000 findings of new sources one after the other, each as the program does it: into facts just opened. */
async function imports(name: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (const turn of [1, 2, 3, 4, 5]) {
    const opened = await open(name);
    times.push(await importing(opened, batch(`same ${turn}`, 50_000)));
    await opened.close();
  }
  return times.sort((a, b) => a - b);
}

const shown = (times: readonly number[]): string =>
  `${times[2]!.toFixed(2)} s (${times[0]!.toFixed(2)} to ${times.at(-1)!.toFixed(2)})`;

const empty = await imports('empty');
say('50,000 findings into an empty store, median of 5', shown(empty));

let store = await open('full');
const filling = await importing(store, large);
await store.close();
say(
  `${million} findings into an empty store`,
  `${filling.toFixed(1)} s, ${Math.round(million / filling)} rows/s, ${(filling / loading).toFixed(2)} x the plain load`,
);
const once = statSync(file('full')).size;
say('its file', `${(once / 1e6).toFixed(0)} MB, ${(once / 1e9 / millions).toFixed(2)} GB a million`);
const beside = await imports('full');
say(
  `50,000 findings into a store of ${million}, median of 5`,
  `${shown(beside)}, ratio ${(beside[2]! / empty[2]!).toFixed(2)}`,
);
store = await open('full');
for (const turn of [1, 2, 3]) {
  const few = await importing(store, { ...batch('few', 100), day: turn });
  say(`100 findings into a store of ${million}, time ${turn}`, `${Math.round(few * 1000)} ms`);
}
await store.close();
const days = Number(values.days);
if (days > 0) {
  store = await open('days');
  await importing(store, large);
  await store.close();
  const first = statSync(file('days')).size;
  store = await open('days');
  let again = 0;
  for (let day = 2; day <= days + 1; day++) again = await importing(store, { ...large, day });
  await store.close();
  const last = statSync(file('days')).size;
  say(
    `${million} findings, then ${days} more imports of them, 1 % changed`,
    `${(last / 1e6).toFixed(0)} MB, ${(last / first).toFixed(2)} x one import; the last took ${again.toFixed(1)} s`,
  );
}
say('peak of resident memory', `${Math.round(process.resourceUsage().maxRSS / 1000)} MB`);
rmSync(folder, { recursive: true, force: true });
