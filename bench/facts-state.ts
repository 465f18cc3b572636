import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importKept } from '../src/app/kept/index.ts';
import { readTable } from '../src/kql/index.ts';
import { observationTables } from '../src/schema/index.ts';
import { openStateStore } from '../src/state/sqlite/index.ts';
import { openLastingStore } from '../src/store/duckdb/index.ts';
import type { LastingStore } from '../src/store/index.ts';

/** Writes a Trivy report; one finding in ten is another on each day. */
export function writeReport(path: string, day: number, findings: number): void {
  const Vulnerabilities = Array.from({ length: findings }, (_, i) => ({
    ...{ VulnerabilityID: `CVE-${2015 + ((i * 7) % 10)}-${1000 + ((i * 7919) % 30_000)}` },
    ...{ PkgName: `package-${i}`, InstalledVersion: '1.0', FixedVersion: '2.0', Severity: 'HIGH' },
    ...{ Title: `Flaw ${i}`, Description: `A remote attacker can read memory of the process. ${i}` },
  })).filter((_, i) => (i + day) % 10 !== 0);
  const result = { Target: 'app', Class: 'os-pkgs', Type: 'debian', Vulnerabilities };
  const head = { SchemaVersion: 2, CreatedAt: `2026-01-0${day}T00:00:00Z`, ArtifactName: 'registry/app:1' };
  const what = { ArtifactType: 'container_image', Metadata: { OS: { Family: 'debian', Name: '12' } } };
  writeFileSync(path, JSON.stringify({ ...head, ...what, Results: [result] }));
}

export async function open(data: string): Promise<LastingStore> {
  mkdirSync(data, { recursive: true });
  const opened = await openLastingStore(join(data, 'facts.duckdb'), join(data, 'spill'));
  if (!opened.ok) throw new Error(`${opened.fault.code}: ${opened.fault.message}`);
  return opened.value;
}

/** Imports a report as the program does. */
export async function importReport(store: LastingStore, data: string, path: string): Promise<void> {
  const ports = {
    folder: data,
    progress: () => undefined,
    shippedIntelligence: '',
    now: () => Date.UTC(2026, 0, 31),
    open: () => Promise.reject(new Error('it is open')),
    openState: () => openStateStore(data),
    user: 'bench',
  };
  const options = { paths: [path], isComplete: false, closeAfter: 1, isDryRun: false };
  for await (const { report } of importKept(store, options, ports))
    if (report.status !== 'ok') throw new Error(`the report was ${report.status}`);
}

/** Everything that an outsider sees: imports with their counts, what was noted of files, all values of all observations. */
export async function fingerprint(store: LastingStore): Promise<string> {
  const imports = await store.imports();
  const noted = await store.files();
  const sums: (readonly [table: string, rows: number, sum: number])[] = [];
  for (const table of Object.values(observationTables)) {
    const names = table.columns.map(({ name }) => name);
    const run = store.query(readTable(table, names), { maxRows: 10_000_000 });
    let rows = 0;
    let sum = 0;
    for await (const { columns, rowCount } of run) {
      rows += rowCount;
      for (let r = 0; r < rowCount; r++)
        sum = (sum + hashOf(columns.map((column) => String(column[r])).join('|'))) | 0;
    }
    const outcome = await run.outcome;
    if (!outcome.ok) throw Object.assign(new Error(outcome.fault.message), { name: outcome.fault.code });
    sums.push([table.name, rows, sum]);
  }
  return JSON.stringify([imports.map(({ importId, counts }) => [importId, counts]), noted, sums]);
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
  return hash;
}
