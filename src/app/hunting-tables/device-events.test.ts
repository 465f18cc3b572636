import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { IntelligenceBuilder } from '../../intel/index.ts';
import { noAssetsFile } from '../../posture/index.ts';
import { factTables, observationTables } from '../../schema/index.ts';
import { openTemporaryStore } from '../../store/duckdb/index.ts';
import type { Store } from '../../store/index.ts';
import { gatherEstate } from '../gather-estate.ts';
import { readRows } from '../read-rows.ts';
import { fillHuntingTables } from './index.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-events-'));
  store = await openTemporaryStore(folder, [...factTables.values()]);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

it('fills the tables that have an action type for the event, with what the event states', async () => {
  const provenance = { ImportId: 1, File: 'x.evtx', Ref: '1:ws1' };
  const at = Date.UTC(2026, 1, 3, 12);
  await store.append(observationTables.device, [
    { ...provenance, Locator: 'end', DeviceName: 'ws1', HostNames: ['ws1'], Examined: [] },
  ]);
  await store.append(observationTables.event, [
    {
      ...provenance,
      Locator: 'record 1',
      Timestamp: at,
      ActionType: 'ProcessCreated',
      EventId: 1,
      HuntingTable: 'DeviceProcessEvents',
      HuntingColumns: { FileName: 'cmd.exe', ProcessId: 42, ProcessCreationTime: at, LogonId: 'no number' },
      AdditionalFields: { Image: 'C:\\cmd.exe' },
    },
    { ...provenance, Locator: 'record 2', ActionType: 'Microsoft-Windows-Sysmon/5', EventId: 5 },
    {
      ...provenance,
      Ref: '1:nobody',
      Locator: 'record 3',
      ActionType: 'ProcessCreated',
      HuntingTable: 'DeviceProcessEvents',
    },
  ]);
  await store.flush();
  const intelligence = new IntelligenceBuilder().build();
  const estate = await gatherEstate(store, [], intelligence, noAssetsFile, at);
  const facts = { estate, files: [], intelligence, plan: () => Promise.resolve([]) };
  await fillHuntingTables(store, facts, new Set(['DeviceProcessEvents']));
  const table = factTables.get('DeviceProcessEvents')!;
  const names = [
    'Timestamp',
    'DeviceName',
    'ActionType',
    'FileName',
    'ProcessId',
    'ProcessCreationTime',
    'LogonId',
    'ReportId',
    'AdditionalFields',
  ];
  const found: unknown[] = [];
  for await (const rows of readRows(store, table, names as never[])) found.push(...rows);
  expect(found).toEqual([
    {
      Timestamp: at,
      DeviceName: 'ws1',
      ActionType: 'ProcessCreated',
      FileName: 'cmd.exe',
      ProcessId: 42,
      ProcessCreationTime: at,
      ReportId: 1,
      AdditionalFields: '{"Image":"C:\\\\cmd.exe"}',
    },
  ]);
});
