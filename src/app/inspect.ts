import { nowhere, type FileReport } from '../ingest/index.ts';
import { IntelligenceBuilder } from '../intel/index.ts';
import { readFiles } from './read-files.ts';

/** Reads files and says what is in each, without keeping anything. */
export async function* inspect(
  paths: readonly string[],
  options: { readonly signal?: AbortSignal; readonly progress: (text: string) => void },
): AsyncGenerator<FileReport, void> {
  const context = {
    sink: nowhere,
    intelligence: new IntelligenceBuilder(),
    fingerprintKey: 'inspect',
    nextImportId: 1,
  };
  yield* readFiles(paths, { context, ...options });
}
