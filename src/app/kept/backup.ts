import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';
import { failed, ok, type Result } from '../../base/fault.ts';
import { formatTime } from '../../base/time.ts';
import {
  backupVersion,
  isMemberName,
  manifestName,
  sha256Of,
  type BackupManifest,
} from './backup-manifest.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

/**
 * Writes all of the data directory that cannot be made again into one archive: it has its name only when it is whole and on the
 * disk. Faults: `bad-option` (it is there already), `unreadable` (nothing to keep, or no place for it), and those of opening.
 */
export async function backUp(
  file: string,
  options: {
    readonly isReplacing: boolean;
    /** Version of the program. */
    readonly program: string;
  },
  ports: UpkeepPorts,
): Promise<Result<BackupManifest>> {
  const target = resolve(file);
  if (!options.isReplacing && existsSync(target)) return failed(isThere(file));
  const facts = join(ports.folder, 'facts.duckdb');
  const state = join(ports.folder, 'state.sqlite');
  if (!existsSync(facts) && !existsSync(state))
    return failed({
      code: 'unreadable',
      message: `there is nothing to keep in ${ports.folder}`,
      remedy: 'name another data directory with --data',
    });
  let folder: string;
  try {
    folder = await mkdtemp(join(dirname(target), '.fixfirst-backup-'));
  } catch {
    return failed({ code: 'unreadable', message: `${dirname(target)} cannot be written` });
  }
  try {
    const from = new Map<string, string>();
    if (existsSync(facts)) {
      // Opening tells who holds them, and brings what waits beside the file into it.
      const opened = await ports.open();
      if (!opened.ok) return opened;
      await opened.value.close();
      ports.progress('copying the facts');
      from.set('facts.duckdb', join(folder, 'facts.duckdb'));
      const copied = await ports.copyFacts(facts, join(folder, 'facts.duckdb'));
      if (!copied.ok) return copied;
    }
    if (existsSync(state)) {
      from.set('state.sqlite', join(folder, 'state.sqlite'));
      const copied = ports.copyState(state, join(folder, 'state.sqlite'));
      if (!copied.ok) return copied;
    }
    const intelligence = await readdir(join(ports.folder, 'intel')).catch((): string[] => []);
    for (const name of ['fingerprint.key', ...intelligence.sort().map((one) => `intel/${one}`)])
      if (isMemberName(name) && existsSync(join(ports.folder, name)))
        from.set(name, join(ports.folder, name));
    const manifest = await manifestOf(from, options.program, ports);
    const archive = join(folder, 'archive');
    ports.progress('writing the archive');
    await writeArchive(archive, manifest, from);
    if (!options.isReplacing && existsSync(target)) return failed(isThere(file));
    await rename(archive, target);
    return ok(manifest);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    return failed({
      code: 'unreadable',
      message: `the backup cannot be written: ${error.message}`,
      remedy: `free as much space in ${dirname(target)} as the data directory holds; nothing was left there`,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function manifestOf(
  from: ReadonlyMap<string, string>,
  program: string,
  { versions, now }: UpkeepPorts,
): Promise<BackupManifest> {
  const files = [];
  for (const [name, path] of from)
    files.push({ name, size: (await stat(path)).size, sha256: await sha256Of(path) });
  return {
    format: 'fixfirst-backup',
    version: backupVersion,
    program,
    layout: versions.layout,
    created: formatTime(now()),
    files,
  };
}

async function writeArchive(
  archive: string,
  manifest: BackupManifest,
  from: ReadonlyMap<string, string>,
): Promise<void> {
  const tar = pack();
  const members = async (): Promise<void> => {
    tar.entry({ name: manifestName, mode: 0o600 }, `${JSON.stringify(manifest, null, 1)}\n`);
    for (const { name, size } of manifest.files) await addMember(tar, name, size, from.get(name)!);
    tar.finalize();
  };
  await Promise.all([
    pipeline(tar, createGzip({ level: 1 }), createWriteStream(archive, { mode: 0o600 })),
    members().catch((error: unknown) => {
      tar.destroy(error as Error);
    }),
  ]);
  // It holds the key that secrets are hashed with.
  await chmod(archive, 0o600);
  const written = await open(archive, 'r+');
  await written.sync();
  await written.close();
}

function addMember(tar: Pack, name: string, size: number, path: string): Promise<void> {
  return pipeline(createReadStream(path), tar.entry({ name, size, mode: 0o600 }));
}

function isThere(file: string) {
  return {
    code: 'bad-option',
    message: `${file} is there already`,
    remedy: 'choose another name, or give --replace',
  } as const;
}
