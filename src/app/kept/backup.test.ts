import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkState, copyState, openStateStore } from '../../state/sqlite/index.ts';
import { copyFacts, openLastingStore } from '../../store/duckdb/index.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

let folder: string;
let archive: string;
const make = { isReplacing: false, program: '0.0.0' };

function portsOf(data: string, layout = 1): UpkeepPorts {
  return {
    folder: data,
    progress: () => undefined,
    shippedIntelligence: join(folder, 'shipped'),
    now: () => Date.UTC(2026, 0, 1),
    open: () => openLastingStore(join(data, 'facts.duckdb'), join(folder, 'spill')),
    openState: () => openStateStore(data),
    user: 'anna',
    copyFacts,
    copyState,
    checkState,
    versions: { layout, engine: 'x' },
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-backup-'));
  archive = join(folder, 'kept.tar.gz');
  const data = join(folder, 'data');
  await mkdir(join(data, 'intel'), { recursive: true });
  await writeFile(join(data, 'intel', 'kev-1-a.json'), '{"vulnerabilities":[]}');
  await writeFile(join(data, 'fingerprint.key'), 'a key');
  const state = openStateStore(data);
  if (!state.ok) throw new Error(state.fault.message);
  state.value.close();
  const facts = await portsOf(data).open();
  if (!facts.ok) throw new Error(facts.fault.message);
  await facts.value.noteFile({ file: 'scan.xml' }, undefined);
  await facts.value.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Names of what lies in the test's folder. */
const beside = async (): Promise<readonly string[]> => (await readdir(folder)).sort();

/** Overwrites the archive with its content after a change; the length stays. */
async function change(from: string, to: string): Promise<void> {
  expect(to).toHaveLength(from.length);
  const tar = gunzipSync(await readFile(archive));
  const at = tar.indexOf(from);
  expect(at).toBeGreaterThan(0);
  tar.write(to, at, 'latin1');
  await writeFile(archive, gzipSync(tar));
}

it('puts back what was kept, and leaves nothing else behind', async () => {
  const made = await backUp(archive, make, portsOf(join(folder, 'data')));
  expect(made).toMatchObject({ ok: true, value: { program: '0.0.0', layout: 1 } });
  expect((await stat(archive)).mode & 0o777).toBe(0o600);
  const other = join(folder, 'other');
  expect(await restore(archive, { isReplacing: false }, portsOf(other))).toMatchObject({ ok: true });
  expect((await readdir(other)).sort()).toEqual(['facts.duckdb', 'fingerprint.key', 'intel', 'state.sqlite']);
  expect(await readFile(join(other, 'fingerprint.key'), 'utf8')).toBe('a key');
  expect(await readFile(join(other, 'intel', 'kev-1-a.json'), 'utf8')).toBe('{"vulnerabilities":[]}');
  expect(checkState(join(other, 'state.sqlite'))).toEqual({ ok: true, value: [] });
  const facts = await portsOf(other).open();
  if (!facts.ok) throw new Error(facts.fault.message);
  expect(await facts.value.files()).toEqual([{ file: 'scan.xml' }]);
  await facts.value.close();
  expect(await beside()).toEqual(['data', 'kept.tar.gz', 'other']);
});

it('overwrites no file unless it is told to', async () => {
  await writeFile(archive, 'mine');
  const ports = portsOf(join(folder, 'data'));
  expect(await backUp(archive, make, ports)).toMatchObject({ ok: false, fault: { code: 'bad-option' } });
  expect(await readFile(archive, 'utf8')).toBe('mine');
  expect(await backUp(archive, { ...make, isReplacing: true }, ports)).toMatchObject({ ok: true });
});

it('moves a data directory aside only when it is told to', async () => {
  const ports = portsOf(join(folder, 'data'));
  await backUp(archive, make, ports);
  await writeFile(join(folder, 'data', 'fingerprint.key'), 'newer');
  expect(await restore(archive, { isReplacing: false }, ports)).toMatchObject({
    ok: false,
    fault: { code: 'bad-option' },
  });
  const done = await restore(archive, { isReplacing: true }, ports);
  if (!done.ok) throw new Error(done.fault.message);
  expect(await readFile(join(folder, 'data', 'fingerprint.key'), 'utf8')).toBe('a key');
  expect(await readFile(join(done.value.movedTo!, 'fingerprint.key'), 'utf8')).toBe('newer');
});

it.each([
  ['whose content was changed', () => change('a key', 'b key'), 'archive-damaged'],
  [
    'that breaks off',
    async () => writeFile(archive, (await readFile(archive)).subarray(0, -200)),
    'archive-damaged',
  ],
  ['of a newer form', () => change('"version": 1', '"version": 2'), 'store-newer'],
  ['of a newer layout', () => change('"layout": 1', '"layout": 9'), 'store-newer'],
  ['with a name that leads out', () => change('"intel/kev-1-a', '"intel/../kev-'), 'archive-unsafe'],
  [
    'with a member that is not announced',
    () => change('"fingerprint.key', '"intel/ngerprint'),
    'archive-unsafe',
  ],
  ['that is something else', () => writeFile(archive, 'hello'), 'archive-damaged'],
])('touches nothing for an archive %s', async (_, spoil, code) => {
  await backUp(archive, make, portsOf(join(folder, 'data')));
  await spoil();
  const other = join(folder, 'other');
  expect(await restore(archive, { isReplacing: true }, portsOf(other))).toMatchObject({
    ok: false,
    fault: { code },
  });
  expect(existsSync(other)).toBe(false);
  expect(await beside()).toEqual(['data', 'kept.tar.gz']);
});
