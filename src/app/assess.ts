import { IntelligenceBuilder } from '../intel/index.ts';
import type { Assessment } from './assessment.ts';
import { importFiles } from './kept/import-files.ts';
import { planOf, type KeptPlanOptions } from './kept/plan-kept.ts';
import type { Ports } from './ports.ts';
import { loadShippedIntelligence } from './read-files.ts';

export interface AssessOptions extends KeptPlanOptions {
  readonly paths: readonly string[];
}

/** Reports that state no time count as newer than all that do, in the order in which they are read. */
const atTheEnd = Date.UTC(9999, 11, 31);

/**
 * Reads files, joins what they say, and works out what to fix first. Nothing is kept: it is an import into facts that are
 * thrown away, so that the same files say the same as when they are imported.
 */
export async function assess(options: AssessOptions, ports: Ports): Promise<Assessment> {
  const folder = await ports.temporaryFolder();
  try {
    const intelligence = new IntelligenceBuilder();
    await loadShippedIntelligence(ports.shippedIntelligence, intelligence);
    const store = await ports.openStore(folder.path);
    try {
      const files = importFiles(
        store,
        { paths: options.paths, isDryRun: false, signal: options.signal },
        {
          intelligence,
          // Fingerprints only have to be equal within this run; the seed keeps the output reproducible.
          fingerprintKey: `assess ${options.seed}`,
          now: () => atTheEnd,
          progress: ports.progress,
        },
      );
      for await (const { report } of files) ports.progress(`took ${report.file}`);
      return await planOf(store, intelligence.build(), options, ports);
    } finally {
      await store.close();
    }
  } finally {
    await folder.remove();
  }
}
