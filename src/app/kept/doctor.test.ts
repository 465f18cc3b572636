import { chmod, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ownTables } from '../../schema/index.ts';
import { checkState, copyState, openStateStore } from '../../state/sqlite/index.ts';
import { copyFacts, openLastingStore } from '../../store/duckdb/index.ts';
import { examine, type Check } from './doctor.ts';
import { loadedFeeds, loadIntelligence } from './intelligence-command.ts';
import { installationKey } from './installation-key.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

const now = Date.UTC(2026, 0, 31);
let folder: string;
let data: string;
let ports: UpkeepPorts;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-doctor-'));
  data = join(folder, 'data');
  ports = {
    folder: data,
    progress: () => undefined,
    shippedIntelligence: join(folder, 'shipped'),
    now: () => now,
    open: () => openLastingStore(join(data, 'facts.duckdb'), join(folder, 'spill')),
    openState: () => openStateStore(data),
    user: 'anna',
    copyFacts,
    copyState,
    checkState,
    versions: { layout: 1, engine: 'x' },
  };
  await mkdir(join(folder, 'shipped'));
  await kev('shipped/kev.json', '2026.01.10', 'CVE-2024-0001');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function kev(name: string, version: string, cveID: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify({ catalogVersion: version, vulnerabilities: [{ cveID }] }));
  return path;
}

async function fill(): Promise<void> {
  await mkdir(data, { mode: 0o700 });
  const facts = await ports.open();
  if (!facts.ok) throw new Error(facts.fault.message);
  const texts = Array.from({ length: 20_000 }, (_, i) => ({
    ImportId: 1,
    File: `scan-${(i * 7919) % 20_011}.xml`,
    Locator: `line ${i}`,
    Reason: `reason ${(i * 104_729) % 1_000_003}`,
  }));
  await facts.value.write(ownTables.quarantine, texts);
  await facts.value.close();
  const state = openStateStore(data);
  if (!state.ok) throw new Error(state.fault.message);
  state.value.close();
}

async function examined(): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for await (const check of examine(ports, '0.0.0')) checks.push(check);
  return checks;
}

const outcomes = (checks: readonly Check[]): Readonly<Record<string, string>> =>
  Object.fromEntries(checks.map(({ name, outcome }) => [name, outcome]));

it('says that all is sound, and what is open to others', async () => {
  await fill();
  expect(outcomes(await examined())).toMatchObject({
    versions: 'pass',
    'data directory': 'pass',
    permissions: 'pass',
    facts: 'pass',
    tables: 'pass',
    keys: 'pass',
    state: 'pass',
    'intelligence kev': 'warn',
  });
  await chmod(data, 0o755);
  expect(outcomes(await examined())).toMatchObject({ permissions: 'warn' });
});

it('misses the key of fingerprints, without which nothing is imported', async () => {
  await fill();
  await installationKey(data, true);
  expect(outcomes(await examined())).toMatchObject({ 'fingerprint key': 'pass' });
  await rm(join(data, 'fingerprint.key'));
  const missing = (await examined()).find(({ name }) => name === 'fingerprint key');
  expect(missing).toMatchObject({ outcome: 'fail', remedy: expect.stringContaining('restore') as string });
});

it('finds a block whose checksum is wrong, and a state file that is damaged', async () => {
  await fill();
  const path = join(data, 'facts.duckdb');
  const { size } = await stat(path);
  const file = await open(path, 'r+');
  // Past the headers: one byte in each block of 256 KiB.
  for (let at = 12_288 + 100_000; at < size; at += 262_144)
    await file.write(Buffer.from([0xa5, 0x5a]), 0, 2, at);
  await file.close();
  // What waits beside the file would mend it.
  await rm(join(data, 'state.sqlite-wal'), { force: true });
  await rm(join(data, 'state.sqlite-shm'), { force: true });
  await writeFile(join(data, 'state.sqlite'), 'no database at all, but long enough to be one'.repeat(50));
  const checks = await examined();
  const bad = checks.filter(({ outcome }) => outcome === 'fail');
  expect(bad.some(({ name }) => name === 'facts' || name === 'tables')).toBe(true);
  expect(bad.some(({ name }) => name === 'state')).toBe(true);
  for (const { remedy } of bad) expect(remedy).toBeDefined();
});

it('says who holds the facts, and that the rest is unknown', async () => {
  await fill();
  ports = {
    ...ports,
    open: () =>
      Promise.resolve({ ok: false, fault: { code: 'store-held', message: 'held (PID 7)', remedy: 'wait' } }),
  };
  const checks = await examined();
  expect(outcomes(checks)).toMatchObject({ facts: 'fail', tables: 'unknown' });
  expect(checks.find(({ name }) => name === 'facts')?.reason).toContain('PID 7');
});

it('keeps a newer feed in place of an older one, never the other way', async () => {
  const load = async (path: string): Promise<unknown> => {
    const all = [];
    for await (const { keeping } of loadIntelligence([path], ports, new AbortController().signal))
      all.push(keeping);
    return all;
  };
  expect(await load(await kev('old.json', '2026.01.01', 'CVE-2024-0002'))).toEqual(['older']);
  expect(await load(await kev('new.json', '2026.01.20', 'CVE-2024-0003'))).toEqual(['kept']);
  expect(await load(await kev('mid.json', '2026.01.15', 'CVE-2024-0004'))).toEqual(['older']);
  expect(await load(await kev('newest.json', '2026.01.25', 'CVE-2024-0005'))).toEqual(['kept']);
  expect(await readdir(join(data, 'intel'))).toHaveLength(1);
  expect(await loadedFeeds(ports)).toMatchObject([
    { id: 'kev', entries: 1, date: Date.UTC(2026, 0, 10), origin: 'shipped' },
    { id: 'kev', entries: 1, date: Date.UTC(2026, 0, 25), origin: 'user' },
  ]);
  // A program that ships something newer still is not held back by what was loaded.
  await kev('shipped/kev.json', '2026.01.30', 'CVE-2024-0006');
  expect(await loadedFeeds(ports)).toMatchObject([{ id: 'kev', origin: 'shipped' }]);
});
