import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IntelligenceBuilder } from '../../intel/index.ts';
import type { LastingStore, OpenedLastingStore } from '../../store/index.ts';
import type { Assessment } from '../assessment.ts';
import { importFiles, type ImportedFile, type ImportOptions } from './import-files.ts';
import { keptEstatePolicy } from './estate-policy-kept.ts';
import { keepIdentityRules } from './identity-policy.ts';
import { installationKey } from './installation-key.ts';
import { IntelligenceKeeper, keptIntelligence } from './keep-intelligence.ts';
import type { KeptPorts } from './kept-ports.ts';
import { sourceSettings } from './source-settings.ts';
import { planOf, type KeptPlanOptions } from './plan-kept.ts';

/** Reads files into the data directory; yields what became of each. Intelligence is kept beside the facts. */
export async function* importKept(
  store: LastingStore,
  options: ImportOptions,
  ports: KeptPorts,
): AsyncGenerator<ImportedFile, void> {
  if (!options.isDryRun) keepIdentityRules(ports);
  const keeper = new IntelligenceKeeper(ports);
  yield* importFiles(store, options, {
    intelligence: new IntelligenceBuilder(),
    keepIntelligence: async (report) => {
      await keeper.keep(report);
    },
    settings: sourceSettings(ports),
    fingerprintKey: await installationKey(ports.folder, (await store.imports()).length === 0),
    now: ports.now,
    progress: ports.progress,
  });
}

/** Opens the facts of the data directory where there are some: asking makes none. */
export async function openIfAny(ports: KeptPorts): Promise<OpenedLastingStore | undefined> {
  return existsSync(join(ports.folder, 'facts.duckdb')) ? ports.open() : undefined;
}

/** What to fix first by all that was imported into the data directory. */
export async function planKept(
  store: LastingStore,
  options: KeptPlanOptions,
  ports: KeptPorts,
): Promise<Assessment> {
  return planOf(store, await keptIntelligence(ports), options, {
    ...ports,
    policy: keptEstatePolicy(ports),
  });
}
