import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { factTables } from '../../schema/index.ts';
import { openStateStore } from '../../state/sqlite/index.ts';
import { openLastingStore, openTemporaryStore } from '../../store/duckdb/index.ts';
import { openFactsProcess } from '../../store/process/index.ts';
import { importKept, type KeptPorts } from '../kept/index.ts';
import type { Ports } from '../ports.ts';
import type { Asked } from './facts.ts';
import { HuntSession, rowsOf } from './session.ts';

const now = Date.UTC(2026, 0, 3);
let folder: string;
let ports: Ports;
let kept: KeptPorts;
let asked: Asked[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-kept-facts-'));
  await mkdir(join(folder, 'intel'));
  await mkdir(join(folder, 'data'));
  const kev = { catalogVersion: '2026.01.01', vulnerabilities: [{ cveID: 'CVE-2024-0001' }] };
  await writeFile(join(folder, 'intel', 'kev.json'), JSON.stringify(kev));
  asked = [];
  ports = {
    progress: () => undefined,
    shippedIntelligence: join(folder, 'intel'),
    openStore: () => Promise.reject(new Error('not asked for')),
    openHuntingStore: (path, more) => openTemporaryStore(path, [...factTables.values(), ...more]),
    openFactsProcess: (file) => openFactsProcess(file),
    async temporaryFolder() {
      const path = await mkdtemp(join(folder, 'run-'));
      return { path, remove: () => rm(path, { recursive: true, force: true }) };
    },
  };
  kept = {
    ...ports,
    folder: join(folder, 'data'),
    now: () => now,
    open: () => openLastingStore(join(folder, 'data', 'facts.duckdb'), join(folder, 'spill')),
    openState: () => openStateStore(join(folder, 'data')),
    user: 'anna',
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A Trivy report of one image with these weaknesses. */
async function report(name: string, day: number, cves: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(
    path,
    JSON.stringify({
      SchemaVersion: 2,
      CreatedAt: `2026-01-0${day}T00:00:00Z`,
      ArtifactName: 'shop:1.2',
      ArtifactType: 'container_image',
      Metadata: { ImageID: 'sha256:aa', RepoTags: ['shop:1.2'] },
      Results: [
        {
          Target: 'shop (alpine 3.10.2)',
          Class: 'os-pkgs',
          Type: 'alpine',
          Vulnerabilities: cves.map((VulnerabilityID) => ({
            VulnerabilityID,
            PkgName: 'openssl',
            InstalledVersion: '1.1-r0',
            Severity: 'HIGH',
          })),
        },
      ],
    }),
  );
  return path;
}

async function importAll(paths: readonly string[]): Promise<void> {
  const opened = await kept.open();
  if (!opened.ok) throw new Error(opened.fault.message);
  const options = { paths, isComplete: true, closeAfter: 1, isDryRun: false };
  for await (const file of importKept(opened.value, options, kept)) expect(file.importId).toBeDefined();
  await opened.value.close();
}

async function hunting(work: (session: HuntSession) => Promise<void>): Promise<void> {
  const session = new HuntSession(
    { paths: [], kept, onAsked: (what) => asked.push(what), windowDays: undefined, functions: [] },
    ports,
  );
  try {
    await work(session);
  } finally {
    await session.close();
  }
}

async function rows(session: HuntSession, kql: string): Promise<unknown> {
  const ran = await session.run(kql, { maxRows: 100 });
  if (!ran.ok) return ran.fault.code;
  const all = [];
  for await (const batch of ran.value.batches) all.push(...rowsOf(batch));
  expect((await ran.value.outcome).ok).toBe(true);
  return all;
}

it('asks what was imported: what is closed is gone from Findings, and stands in FindingEvents', async () => {
  await importAll([await report('a.json', 1, ['CVE-2021-0001', 'CVE-2021-0002'])]);
  await importAll([await report('b.json', 2, ['CVE-2021-0002'])]);
  await hunting(async (session) => {
    expect(await rows(session, 'Findings | project CveId')).toEqual([['CVE-2021-0002']]);
    expect(
      await rows(
        session,
        'FindingEvents | project SourceFindingId, Change | order by SourceFindingId asc, Change asc',
      ),
    ).toEqual([
      ['CVE-2021-0001', 'closed'],
      ['CVE-2021-0001', 'new'],
      ['CVE-2021-0002', 'new'],
    ]);
    expect(await rows(session, 'Imports | project ImportId, Source | order by ImportId asc')).toEqual([
      [1, 'trivy'],
      [2, 'trivy'],
    ]);
    // The data directory is free while the sitting lasts.
    const beside = await kept.open();
    expect(beside.ok).toBe(true);
    if (beside.ok) await beside.value.close();
  });
  expect(asked).toEqual([{ kind: 'imported', imports: 2, newestAge: 0 }]);
});

it('says why there are no facts when another process holds the data directory', async () => {
  await importAll([await report('a.json', 1, ['CVE-2021-0001'])]);
  const fault = { code: 'store-held', message: 'held by 7', remedy: 'wait' } as const;
  kept = { ...kept, open: () => Promise.resolve({ ok: false, fault }) };
  await hunting(async (session) => {
    const ran = await session.run('Findings', { maxRows: 1 });
    expect(ran).toMatchObject({
      ok: false,
      fault: { status: 'failed', message: 'held by 7', remedy: 'wait' },
    });
  });
});

it('asks the sample estate while nothing was imported, and makes no facts', async () => {
  await hunting(async (session) => {
    expect(await rows(session, 'DeviceInfo | count')).toEqual([[300n]]);
  });
  expect(asked).toEqual([{ kind: 'sample' }]);
});
