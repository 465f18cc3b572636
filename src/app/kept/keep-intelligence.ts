import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileReport } from '../../ingest/index.ts';
import { IntelligenceBuilder, type Intelligence } from '../../intel/index.ts';
import { loadShippedIntelligence, readFiles } from '../read-files.ts';
import type { KeptPorts } from './kept-ports.ts';

/** Feeds of which a file holds all there is: a newer file replaces the older ones. */
const wholeFeeds: ReadonlySet<string> = new Set(['kev', 'epss']);

/** What became of a file: kept, or why not; `none`: it holds no intelligence. */
export type Keeping = 'kept' | 'older' | 'partial' | 'none';

/** Keeps files of intelligence in the data directory, each whole or not at all; other files are left alone. */
export class IntelligenceKeeper {
  readonly #ports: KeptPorts;
  /** An archive is kept once, however many of its members are intelligence. */
  readonly #done = new Map<string, Keeping>();
  #shipped: Promise<Intelligence> | undefined;

  constructor(ports: KeptPorts) {
    this.#ports = ports;
  }

  async keep(report: FileReport): Promise<Keeping> {
    if (report.intelligence === undefined || report.status === 'rejected') return 'none';
    const { feed } = report.intelligence;
    // A member of an archive is kept with its archive.
    const file = report.file.split('!/')[0] ?? report.file;
    const key = `${feed} ${file}`;
    const known = this.#done.get(key);
    if (known !== undefined) return known;
    const keeping = wholeFeeds.has(feed)
      ? await this.#keepWhole(report, feed, file)
      : await this.#copy(feed, file, 0);
    this.#done.set(key, keeping);
    return keeping;
  }

  /** A file takes the place of those before it, unless it is older or not read to its end. */
  async #keepWhole(report: FileReport, feed: string, file: string): Promise<Keeping> {
    if (report.status !== 'ok') return 'partial';
    const date = dateIn(await readAlone(file, this.#ports), feed);
    this.#shipped ??= shippedIntelligence(this.#ports);
    const folder = intelligenceFolder(this.#ports);
    const before = (await keptNames(folder)).filter((name) => name.startsWith(`${feed}-`));
    const newest = Math.max(dateIn(await this.#shipped, feed), ...before.map(dateOfName));
    if (date < newest) return 'older';
    return this.#copy(feed, file, date, before);
  }

  async #copy(feed: string, file: string, date: number, instead: readonly string[] = []): Promise<'kept'> {
    const folder = intelligenceFolder(this.#ports);
    const hash = createHash('sha256').update(file).digest('hex').slice(0, 8);
    const name = `${feed}-${String(date).padStart(13, '0')}-${hash}-${basename(file)}`;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unfinished = join(folder, `.${name}.tmp`);
    await copyFile(file, unfinished);
    await rename(unfinished, join(folder, name));
    for (const other of instead) if (other !== name) await rm(join(folder, other), { force: true });
    return 'kept';
  }
}

/** What ships with fixfirst and what the data directory holds, read anew; an older file hides nothing newer that ships. */
export async function keptIntelligence(ports: KeptPorts): Promise<Intelligence> {
  const builder = new IntelligenceBuilder();
  await loadShippedIntelligence(ports.shippedIntelligence, builder);
  const shipped = builder.build();
  const folder = intelligenceFolder(ports);
  const paths = (await keptNames(folder))
    .filter((name) => {
      const feed = name.split('-')[0]!;
      return !wholeFeeds.has(feed) || dateOfName(name) >= dateIn(shipped, feed);
    })
    .map((name) => join(folder, name));
  await readInto(builder, paths, ports);
  return builder.build();
}

async function shippedIntelligence(ports: KeptPorts): Promise<Intelligence> {
  const builder = new IntelligenceBuilder();
  await loadShippedIntelligence(ports.shippedIntelligence, builder);
  return builder.build();
}

async function readAlone(file: string, ports: KeptPorts): Promise<Intelligence> {
  const builder = new IntelligenceBuilder();
  await readInto(builder, [file], ports);
  return builder.build();
}

async function readInto(
  builder: IntelligenceBuilder,
  paths: readonly string[],
  ports: KeptPorts,
): Promise<void> {
  const context = {
    sink: { add: () => undefined, quarantine: () => undefined, pressure: () => undefined },
    intelligence: builder,
    fingerprintKey: '',
    nextImportId: 0,
  };
  for await (const report of readFiles(paths, { context, progress: ports.progress }))
    ports.progress(`read ${report.file}`);
}

/** Names of the kept files, those of one feed with the oldest first. */
async function keptNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => !name.startsWith('.')).sort();
}

/** Date of a kept file in epoch milliseconds; 0: unknown. */
function dateOfName(name: string): number {
  return Number(/^[a-z0-9]+-(\d{13})-/.exec(name)?.[1] ?? 0);
}

/** Newest date of a feed in epoch milliseconds; 0: unknown. */
function dateIn(intelligence: Intelligence, feed: string): number {
  return Math.max(0, ...intelligence.feeds.filter(({ id }) => id === feed).map(({ date }) => date ?? 0));
}

function intelligenceFolder(ports: KeptPorts): string {
  return join(ports.folder, 'intel');
}
