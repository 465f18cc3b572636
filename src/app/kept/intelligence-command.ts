import type { FileReport } from '../../ingest/index.ts';
import { IntelligenceBuilder, type LoadedFeed } from '../../intel/index.ts';
import { readFiles } from '../read-files.ts';
import { IntelligenceKeeper, keptIntelligence, type Keeping } from './keep-intelligence.ts';
import type { KeptPorts } from './kept-ports.ts';

/** What became of a file of `loadIntelligence`. */
export interface LoadedFile {
  readonly report: FileReport;
  readonly keeping: Keeping;
}

/** Keeps files of intelligence in the data directory; rows of other files are not taken. */
export async function* loadIntelligence(
  paths: readonly string[],
  ports: KeptPorts,
  signal: AbortSignal,
): AsyncGenerator<LoadedFile, void> {
  const keeper = new IntelligenceKeeper(ports);
  const context = {
    sink: { add: () => undefined, quarantine: () => undefined, pressure: () => undefined },
    intelligence: new IntelligenceBuilder(),
    fingerprintKey: '',
    nextImportId: 0,
  };
  for await (const report of readFiles(paths, { context, signal, progress: ports.progress }))
    yield { report, keeping: await keeper.keep(report) };
}

/** The feeds in use: what ships, and beside it what the data directory holds. */
export async function loadedFeeds(ports: KeptPorts): Promise<readonly LoadedFeed[]> {
  return (await keptIntelligence(ports)).feeds;
}
