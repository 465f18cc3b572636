#!/usr/bin/env node
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ports } from './app/index.ts';
import { runCli } from './cli/index.ts';
import { ownTables } from './schema/index.ts';
import { openTemporaryStore } from './store/duckdb/index.ts';

/** The only place that builds real adapters. */
function ports(progress: (text: string) => void): Ports {
  return {
    progress,
    shippedIntelligence: fileURLToPath(new URL('../data/intel', import.meta.url)),
    openStore: (folder) => openTemporaryStore(folder, Object.values(ownTables)),
    async temporaryFolder() {
      const path = await mkdtemp(join(tmpdir(), 'fixfirst-'));
      return { path, remove: () => rm(path, { recursive: true, force: true }) };
    },
  };
}

// A reader that has seen enough (`| head`) closes the pipe: no fault, and what the run made is still cleaned up.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

await runCli(process.argv.slice(2), ports);
