import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile, createGlobals, type KqlValue } from '../../kql/index.ts';
import { factTables, type Row, type Table } from '../../schema/index.ts';
import { openTemporaryStore } from '../../store/duckdb/index.ts';
import type { TemporaryStore } from '../../store/index.ts';
import { huntingCatalog } from './catalogue.ts';
import { rowsOf } from './session.ts';

const globals = createGlobals(huntingCatalog());
const day = (n: number): number => Date.UTC(2026, 1, n);

let folder: string;
let store: TemporaryStore;

/** Laptop `a` had .5 until the third, when `b` got it; `c` says no time. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-functions-'));
  const table = factTables.get('DeviceNetworkInfo')!;
  store = await openTemporaryStore(folder, [...factTables.values()]);
  const row = (
    DeviceId: string,
    Timestamp: number | undefined,
    address: string,
  ): Readonly<Record<string, unknown>> => ({
    DeviceId,
    DeviceName: `${DeviceId}.corp`,
    MacAddress: `00-00-00-00-00-0${DeviceId}`,
    IPAddresses: JSON.stringify([{ IPAddress: address, AddressType: 'Private' }]),
    Timestamp,
  });
  const rows = [
    row('a', day(1), '10.0.0.5'),
    row('a', day(3), '10.0.0.6'),
    row('b', day(3), '10.0.0.5'),
    row('c', undefined, '10.0.0.7'),
  ];
  await store.append(table, rows as readonly Row<Table>[]);
  await store.flush();
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(text: string): Promise<readonly (readonly KqlValue[])[]> {
  const compiled = compile(text, globals, { now: 0n });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  const rows: (readonly KqlValue[])[] = [];
  const run = store.query(compiled.query);
  for await (const batch of run) rows.push(...rowsOf(batch));
  expect(await run.outcome).toMatchObject({ ok: true });
  return rows;
}

const five = 'datatable(IP:string, Local:string)["10.0.0.5", "10.0.0.6", "10.0.0.5", "10.0.0.7"]';

it.each([
  ['', [['10.0.0.5', 'b']]],
  ['"IP", datetime(2026-02-02)', [['10.0.0.5', 'a']]],
  [
    '"Local"',
    [
      ['10.0.0.6', 'a'],
      ['10.0.0.7', 'c'],
    ],
  ],
  ['"Local", datetime(2026-02-02)', [['10.0.0.7', 'c']]],
])('DeviceFromIP(%s) names who had the addresses of a column at a time', async (given, found) => {
  expect(await ask(`${five} | invoke DeviceFromIP(${given}) | sort by IP asc`)).toEqual(found);
});

it.each([
  ['"a"', [['10.0.0.6']]],
  ['"A.CORP", datetime(2026-02-02)', [['10.0.0.5']]],
  ['"c"', [['10.0.0.7']]],
])('AssignedIPAddresses(%s) gives the addresses of a device at a time', async (given, found) => {
  expect(await ask(`AssignedIPAddresses(${given}) | project IPAddress`)).toEqual(found);
});
