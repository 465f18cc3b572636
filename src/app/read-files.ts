import { openPaths, readMappings, readOpened, type FileReport, type IngestContext } from '../ingest/index.ts';
import type { IntelligenceBuilder } from '../intel/index.ts';

export interface ReadFilesOptions {
  readonly context: IngestContext;
  readonly signal?: AbortSignal | undefined;
  readonly progress: (text: string) => void;
}

/** Reads files and folders, one report after the other; stops between two when the signal says so. */
export async function* readFiles(
  paths: readonly string[],
  options: ReadFilesOptions,
): AsyncGenerator<FileReport, void> {
  options.context.mappings = await readMappings(paths);
  let files = 0;
  for await (const opened of openPaths(paths)) {
    options.signal?.throwIfAborted();
    const name = opened.kind === 'file' ? opened.file.name : opened.name;
    options.progress(`reading ${name} (${files} read)`);
    for await (const report of readOpened(opened, options.context)) {
      files++;
      yield report;
    }
  }
}

/** Loads the intelligence that ships with fixfirst; what the user's files say later wins. */
export async function loadShippedIntelligence(folder: string, into: IntelligenceBuilder): Promise<void> {
  into.origin = 'shipped';
  const context: IngestContext = {
    sink: { add: () => undefined, quarantine: () => undefined, pressure: () => undefined },
    intelligence: into,
    fingerprintKey: '',
    nextImportId: 0,
  };
  for await (const opened of openPaths([folder])) {
    for await (const report of readOpened(opened, context)) {
      if (report.status !== 'ok')
        throw new Error(`the shipped file ${report.file} is damaged: install fixfirst again`);
    }
  }
  into.origin = 'user';
}
