#!/usr/bin/env node
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataDirectory, openHunting, type Ports } from './app/index.ts';
import { runCli, type CliPorts } from './cli/index.ts';
import { factTables } from './schema/index.ts';
import { checkState, copyState, openStateStore } from './state/sqlite/index.ts';
import {
  copyFacts,
  engineVersion,
  layoutVersion,
  openLastingStore,
  openTemporaryStore,
} from './store/duckdb/index.ts';
import { openFactsProcess } from './store/process/index.ts';

/** The only place that builds real adapters. */
function ports(progress: (text: string) => void): Ports {
  return {
    progress,
    shippedIntelligence: fileURLToPath(new URL('../data/intel', import.meta.url)),
    async openStore(folder) {
      const opened = await openLastingStore(join(folder, 'facts.duckdb'), join(folder, 'spill'));
      if (!opened.ok) throw new Error(opened.fault.message);
      return opened.value;
    },
    openHuntingStore: (folder, more) => openTemporaryStore(folder, [...factTables.values(), ...more]),
    openFactsProcess: (file) => openFactsProcess(file),
    async temporaryFolder() {
      const path = await mkdtemp(join(tmpdir(), 'fixfirst-'));
      return { path, remove: () => rm(path, { recursive: true, force: true }) };
    },
  };
}

const directory = (given: string | undefined): string =>
  dataDirectory({ given, env: process.env, platform: process.platform, home: homedir() });

const kept: CliPorts['kept'] = (given, progress) => {
  const folder = directory(given);
  return {
    ...ports(progress),
    folder,
    now: Date.now,
    async open() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return openLastingStore(join(folder, 'facts.duckdb'), join(folder, 'spill'));
    },
    openState: () => openStateStore(folder),
    user: userInfo().username,
  };
};

const cliPorts: CliPorts = {
  ports,
  dataDirectory: directory,
  kept,
  upkeep: (given, progress) => ({
    ...kept(given, progress),
    copyFacts,
    copyState,
    checkState,
    versions: { layout: layoutVersion, engine: engineVersion() },
  }),
  questions: fileURLToPath(new URL('../data/questions', import.meta.url)),
  state: {
    openState: (given) => openStateStore(directory(given)),
    openHunting: (options) =>
      openHunting(
        options,
        ports(() => undefined),
        kept(options.data, () => undefined),
      ),
    user: userInfo().username,
    now: Date.now,
  },
};

// A reader that has seen enough (`| head`) closes the pipe: no fault, and what the run made is still cleaned up.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

await runCli(process.argv.slice(2), cliPorts);
