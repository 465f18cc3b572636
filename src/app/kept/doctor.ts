import { constants, existsSync } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFault } from '../../base/fault.ts';
import type { LoadedFeed } from '../../intel/index.ts';
import type { CheckedTable, LastingStore } from '../../store/index.ts';
import { keptIntelligence } from './keep-intelligence.ts';
import { keyFile } from './installation-key.ts';
import type { UpkeepPorts } from './upkeep-ports.ts';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly outcome: 'pass' | 'warn' | 'fail' | 'unknown';
  readonly reason: string;
  readonly remedy?: string;
}

const day = 86_400_000;

/** A source that reported nothing newer for so long may have been forgotten. */
const silentDays = 90;

/** Days after which a feed counts as old: KEV and EPSS change daily, CVE records are slower. */
const oldDays: Readonly<Record<string, number>> = { kev: 14, epss: 14, cve: 60 };

const restoreIt = 'fixfirst restore FILE --replace puts back the last backup';

/** Looks at all of a data directory and changes nothing; what cannot be looked at is unknown. */
export async function* examine(ports: UpkeepPorts, program: string): AsyncGenerator<Check, void> {
  const { engine, layout } = ports.versions;
  yield pass(
    'versions',
    `fixfirst ${program}, layout ${layout}, engine ${engine}, node ${process.versions.node}`,
  );
  if (!existsSync(ports.folder)) {
    yield warn('data directory', `${ports.folder} is not there yet`, 'fixfirst import PATH makes it');
  } else {
    yield* directory(ports.folder);
    yield* facts(ports);
    yield state(ports);
  }
  for (const feed of newestFeeds((await keptIntelligence(ports)).feeds)) yield ageOf(feed, ports.now());
}

async function* directory(folder: string): AsyncGenerator<Check, void> {
  const { mode, uid } = await stat(folder);
  const isWritable = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  yield isWritable
    ? pass('data directory', folder)
    : fail('data directory', `${folder} cannot be read and written`, 'correct its owner and permissions');
  // Windows keeps who may read in lists that the mode does not show.
  if (process.getuid === undefined) {
    yield unknown('permissions', 'this platform does not tell them as a mode');
    return;
  }
  const others = (mode & 0o077).toString(8).padStart(3, '0');
  if (uid !== process.getuid())
    yield warn('permissions', `${folder} belongs to another user`, 'run fixfirst as its owner');
  else if (others !== '000')
    yield warn('permissions', `others may use ${folder} (${others})`, `chmod 700 ${folder}`);
  else yield pass('permissions', 'only its owner may use it');
}

async function* facts(ports: UpkeepPorts): AsyncGenerator<Check, void> {
  const file = join(ports.folder, 'facts.duckdb');
  if (!existsSync(file)) {
    yield warn('facts', 'nothing was imported yet', 'fixfirst import PATH reads the first exports');
    return;
  }
  yield existsSync(keyFile(ports.folder))
    ? pass('fingerprint key', 'secrets of later imports are compared with those of earlier ones')
    : fail('fingerprint key', `${keyFile(ports.folder)} is missing: no import until it is back`, restoreIt);
  const { size } = await stat(file);
  const { bavail, bsize } = await statfs(ports.folder);
  yield space(size, bavail * bsize);
  const opened = await ports.open();
  if (!opened.ok) {
    yield fail('facts', opened.fault.message, opened.fault.remedy);
    yield unknown('tables', `they cannot be read: ${describeFault(opened.fault)}`);
    return;
  }
  try {
    yield pass('facts', `${megabytes(size)}, nobody else has them open`);
    yield* tables(await opened.value.check());
    yield* silent(opened.value, ports.now());
  } finally {
    await opened.value.close();
  }
}

function space(size: number, free: number): Check {
  const reason = `${megabytes(free)} free, the facts are ${megabytes(size)}`;
  const remedy = 'free some space: an import may write as much as the facts hold, a backup too';
  if (free < size) return fail('disk', reason, remedy);
  return free < 2 * size ? warn('disk', reason, remedy) : pass('disk', reason);
}

function* tables(checked: readonly CheckedTable[]): Generator<Check, void> {
  const broken = checked.filter(({ trouble }) => trouble !== undefined);
  const rows = checked
    .filter(({ table }) => table.startsWith('kept.'))
    .reduce((sum, one) => sum + one.rows, 0);
  if (broken.length === 0) yield pass('tables', `every value was read, ${rows} rows`);
  for (const { table, trouble } of broken)
    yield fail('tables', `${table} cannot be read whole (${trouble})`, `check the disk; ${restoreIt}`);
  const doubled = checked.filter(({ doubledKeys }) => doubledKeys > 0);
  if (doubled.length === 0) yield pass('keys', 'no key stands in more than one row');
  for (const { table, doubledKeys } of doubled)
    yield fail(
      'keys',
      `${doubledKeys} keys of ${table} stand in more than one row`,
      `${restoreIt}; report it as a bug of fixfirst`,
    );
}

async function* silent(store: LastingStore, now: number): AsyncGenerator<Check, void> {
  const newest = new Map<string, number>();
  for (const { source, time, isUndone } of await store.imports())
    if (!isUndone) newest.set(source, Math.max(time, newest.get(source) ?? time));
  const old = [...newest].filter(([, time]) => now - time > silentDays * day);
  if (old.length === 0) yield pass('imports', `every source has reported within ${silentDays} days`);
  for (const [source, time] of old)
    yield warn(
      'imports',
      `the newest report of ${source} is ${Math.floor((now - time) / day)} days old`,
      'import a new one, or undo its imports when the tool is no longer used',
    );
}

function state(ports: UpkeepPorts): Check {
  const file = join(ports.folder, 'state.sqlite');
  if (!existsSync(file)) return pass('state', 'no queries or rules are kept yet');
  const checked = ports.checkState(file);
  if (!checked.ok) return fail('state', checked.fault.message, checked.fault.remedy);
  const [first, ...more] = checked.value;
  if (first === undefined) return pass('state', 'state.sqlite is sound');
  return fail(
    'state',
    `state.sqlite is damaged: ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`,
    restoreIt,
  );
}

/** Of a feed that ships and was loaded too, the newer one. */
function newestFeeds(feeds: readonly LoadedFeed[]): readonly LoadedFeed[] {
  const newest = new Map<string, LoadedFeed>();
  for (const feed of feeds) {
    const before = newest.get(feed.id);
    if (before === undefined || (feed.date ?? 0) > (before.date ?? 0)) newest.set(feed.id, feed);
  }
  return [...newest.values()];
}

function ageOf({ id, date }: LoadedFeed, now: number): Check {
  const name = `intelligence ${id}`;
  if (date === undefined) return unknown(name, 'its files state no date');
  const days = Math.max(0, Math.floor((now - date) / day));
  const reason = `${days} days old`;
  return days > (oldDays[id] ?? 60)
    ? warn(name, reason, 'fixfirst intel load FILE takes a newer one')
    : pass(name, reason);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(0)} MB`;
}

function pass(name: string, reason: string): Check {
  return { name, outcome: 'pass', reason };
}

function unknown(name: string, reason: string): Check {
  return { name, outcome: 'unknown', reason };
}

function warn(name: string, reason: string, remedy: string): Check {
  return { name, outcome: 'warn', reason, remedy };
}

function fail(name: string, reason: string, remedy: string | undefined): Check {
  return { name, outcome: 'fail', reason, ...(remedy === undefined ? {} : { remedy }) };
}
