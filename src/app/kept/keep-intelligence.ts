import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileReport } from '../../ingest/index.ts';
import { IntelligenceBuilder, type Intelligence } from '../../intel/index.ts';
import { loadShippedIntelligence, readFiles } from '../read-files.ts';
import type { KeptPorts } from './kept-ports.ts';

/** Feeds of which a file holds all there is: a newer file replaces the older ones. */
const wholeFeeds: ReadonlySet<string> = new Set(['kev', 'epss']);

/** Copies a file of intelligence into the data directory, whole or not at all; other files are left alone. */
export async function keepIntelligence(report: FileReport, ports: KeptPorts): Promise<void> {
  if (report.intelligence === undefined || report.status === 'rejected') return;
  const folder = intelligenceFolder(ports);
  const { feed } = report.intelligence;
  // A member of an archive is kept with its archive.
  const file = report.file.split('!/')[0] ?? report.file;
  const name = `${feed}-${createHash('sha256').update(file).digest('hex').slice(0, 8)}-${basename(file)}`;
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `.${name}.tmp`);
  await copyFile(file, unfinished);
  if (wholeFeeds.has(feed)) {
    for (const other of await readdir(folder)) {
      if (other.startsWith(`${feed}-`)) await rm(join(folder, other), { force: true });
    }
  }
  await rename(unfinished, join(folder, name));
}

/** What ships with fixfirst and what the data directory holds, read anew. */
export async function keptIntelligence(ports: KeptPorts): Promise<Intelligence> {
  const builder = new IntelligenceBuilder();
  await loadShippedIntelligence(ports.shippedIntelligence, builder);
  const folder = intelligenceFolder(ports);
  const names = await readdir(folder).catch((): string[] => []);
  const context = {
    sink: { add: () => undefined, quarantine: () => undefined, pressure: () => undefined },
    intelligence: builder,
    fingerprintKey: '',
    nextImportId: 0,
  };
  const paths = names
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => join(folder, name));
  for await (const report of readFiles(paths, { context, progress: ports.progress }))
    ports.progress(`took ${report.file}`);
  return builder.build();
}

function intelligenceFolder(ports: KeptPorts): string {
  return join(ports.folder, 'intel');
}
