import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm, rmdir, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { failed, ok, type Fault, type Result } from '../../base/fault.ts';
import type { FaultCode } from '../../base/fault-codes.ts';
import { formatTime } from '../../base/time.ts';
import {
  backupVersion,
  isMemberName,
  manifestForm,
  manifestName,
  type BackupManifest,
  type BackupMember,
} from './backup-manifest.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

/** A manifest of the most members that there may be is smaller. */
const mostManifestBytes = 8 * 1024 * 1024;

/** A member of an archive that is being read. */
type Entry = AsyncIterable<unknown> & {
  readonly header: { readonly name: string; readonly size?: number | undefined };
};

/** What was restored. */
export interface Restored {
  readonly manifest: BackupManifest;
  /** Where the data directory that was there lies now. */
  readonly movedTo?: string;
}

/**
 * Makes the data directory what an archive of `backUp` holds: all of it or nothing. Every hash is compared before anything that
 * was there is touched; a data directory that was there is moved aside, never deleted. Faults: `archive-damaged`,
 * `archive-unsafe`, `not-recognised`, `store-newer`, `too-large`, `bad-option` (the data directory is not empty), `store-held`,
 * `unreadable`.
 */
export async function restore(
  file: string,
  options: { readonly isReplacing: boolean },
  ports: UpkeepPorts,
): Promise<Result<Restored>> {
  const folder = resolve(ports.folder);
  const before = await readdir(folder).catch((): string[] => []);
  if (before.length > 0 && !options.isReplacing)
    return failed({
      code: 'bad-option',
      message: `the data directory ${folder} is not empty`,
      remedy: 'give --replace to move it aside, or name another one with --data',
    });
  if (before.includes('facts.duckdb')) {
    const opened = await ports.open();
    // One that is damaged is what a backup is there for.
    if (!opened.ok && opened.fault.code === 'store-held') return opened;
    if (opened.ok) await opened.value.close();
  }
  let staged: string | undefined;
  try {
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
    staged = await mkdtemp(join(dirname(folder), `.${basename(folder)}-restore-`));
    ports.progress('reading the archive');
    const manifest = await unpack(file, staged, ports);
    const movedTo = await swap(folder, staged, before.length > 0, ports);
    staged = undefined;
    return ok({ manifest, ...(movedTo === undefined ? {} : { movedTo }) });
  } catch (error) {
    if (error instanceof Refused) return failed(error.fault);
    if (!isSystemError(error)) throw error;
    return failed({
      code: 'unreadable',
      message: `the backup cannot be restored: ${error.message}`,
      remedy: 'nothing was changed; if the data directory is a mount, restore beside it with --data',
    });
  } finally {
    if (staged !== undefined) await rm(staged, { recursive: true, force: true });
  }
}

/** Puts the staged folder in the place of the data directory; gives where that was moved. */
async function swap(
  folder: string,
  staged: string,
  isThere: boolean,
  { now }: UpkeepPorts,
): Promise<string | undefined> {
  if (!isThere) {
    if (existsSync(folder)) await rmdir(folder);
    await rename(staged, folder);
    return undefined;
  }
  let aside = `${folder}.before-${formatTime(now()).replaceAll(':', '-')}`;
  for (let n = 2; existsSync(aside); n++) aside = `${aside.replace(/ \d+$/, '')} ${n}`;
  await rename(folder, aside);
  try {
    await rename(staged, folder);
  } catch (error) {
    await rename(aside, folder);
    throw error;
  }
  return aside;
}

/** Unpacks an archive into a folder; throws `Refused` unless it is exactly what its manifest says. */
async function unpack(file: string, folder: string, { versions }: UpkeepPorts): Promise<BackupManifest> {
  const members = extract();
  let manifest: BackupManifest | undefined;
  const missing = new Map<string, BackupMember>();
  const read = async (): Promise<void> => {
    for await (const entry of members) {
      if (manifest === undefined) {
        manifest = await readManifest(entry, versions.layout);
        for (const member of manifest.files) missing.set(member.name, member);
        await checkSpace(folder, manifest);
        continue;
      }
      const { name, type } = entry.header;
      const member = missing.get(name);
      if (member === undefined || type !== 'file')
        throw refusal('archive-unsafe', `it holds ${name} unannounced`);
      missing.delete(name);
      await writeMember(entry, member, join(folder, ...name.split('/')));
    }
  };
  // Both are waited for, so that nothing is written any more when the folder is deleted.
  const [streamed, unpacked] = await Promise.allSettled([
    pipeline(createReadStream(file), createGunzip(), members),
    read(),
  ]);
  for (const outcome of [unpacked, streamed]) {
    if (outcome.status === 'fulfilled') continue;
    const error = outcome.reason as NodeJS.ErrnoException;
    if (error instanceof Refused || isSystemError(error)) throw error;
    throw refusal('archive-damaged', 'it breaks off or is damaged');
  }
  if (manifest === undefined) throw refusal('not-recognised', 'it is no backup of fixfirst');
  if (missing.size > 0) throw refusal('archive-damaged', `it lacks ${[...missing.keys()].join(', ')}`);
  return manifest;
}

async function readManifest(entry: Entry, layout: number): Promise<BackupManifest> {
  const { name, size = 0 } = entry.header;
  if (name !== manifestName || size > mostManifestBytes)
    throw refusal('not-recognised', 'it is no backup of fixfirst');
  const parts: Buffer[] = [];
  for await (const part of entry) parts.push(part as Buffer);
  let said: unknown;
  try {
    said = JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw refusal('archive-damaged', 'its manifest is no JSON');
  }
  const { version } = (said ?? {}) as { readonly version?: unknown };
  if (typeof version === 'number' && version > backupVersion) throw newer();
  const checked = manifestForm.safeParse(said);
  if (!checked.success) throw refusal('not-recognised', 'its manifest is not of the form of a backup');
  const { files } = checked.data;
  if (checked.data.layout > layout) throw newer();
  const bad = files.find((member) => !isMemberName(member.name));
  if (bad !== undefined) throw refusal('archive-unsafe', `a backup holds no ${bad.name}`);
  const names = files.map((member) => member.name.toLowerCase());
  if (new Set(names).size < names.length) throw refusal('archive-unsafe', 'a name stands in it twice');
  return checked.data;
}

async function checkSpace(folder: string, { files }: BackupManifest): Promise<void> {
  const needed = files.reduce((sum, { size }) => sum + size, 0);
  const { bavail, bsize } = await statfs(folder);
  if (needed > bavail * bsize) throw refusal('too-large', 'there is not enough space on the disk for it');
}

async function writeMember(entry: Entry, member: BackupMember, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let size = 0;
  const out = await open(path, 'wx', 0o600);
  try {
    for await (const part of entry) {
      size += (part as Buffer).length;
      if (size > member.size) break;
      hash.update(part as Buffer);
      await out.writeFile(part as Buffer);
    }
    await out.sync();
  } finally {
    await out.close();
  }
  if (size !== member.size || hash.digest('hex') !== member.sha256)
    throw refusal('archive-damaged', `${member.name} is not what was backed up`);
}

/** The archive is not restored, and nothing was touched. */
class Refused extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

function refusal(code: FaultCode, why: string): Refused {
  return new Refused({ code, message: `the archive is not restored: ${why}`, remedy: 'nothing was changed' });
}

function newer(): Refused {
  return new Refused({
    code: 'store-newer',
    message: 'the archive is not restored: a newer version of fixfirst wrote it',
    remedy: 'restore it with that version; nothing was changed',
  });
}

/** An error of the system, such as a missing file; those of streams have codes that begin with ERR. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
