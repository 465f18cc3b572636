import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../base/fault.ts';
import type { FileReport } from '../../ingest/index.ts';
import { observationTables, ownTables, type Table } from '../../schema/index.ts';
import type { LastingStore, Store } from '../../store/index.ts';
import type { EstatePolicy } from '../estate-policy.ts';
import { keptEstatePolicy, timesOfImports } from '../kept/estate-policy-kept.ts';
import { keptIntelligence } from '../kept/keep-intelligence.ts';
import type { KeptPorts } from '../kept/kept-ports.ts';
import { asOfTime, type Facts } from '../read-facts.ts';
import { readRows } from '../read-rows.ts';

/** Tables that are copied only when a query names them; the others are what all else is made of. */
const onDemand: readonly Table[] = [ownTables.quarantine, ownTables.findingEvents, ownTables.postureHistory];

/** Facts that were imported, and how many imports they came from. */
export interface CopiedFacts extends Facts {
  readonly imports: number;
  /** When the newest of them was made, in epoch milliseconds. */
  readonly newestImport: number;
  readonly policy: EstatePolicy;
}

/**
 * Copies the facts of the data directory into a store, and lets go of the directory before it returns. Undefined when nothing
 * was imported yet; a fault of opening when the directory cannot be used.
 */
export async function copyKeptFacts(
  kept: KeptPorts,
  into: Store,
  options: {
    /** Tables that queries name. */
    readonly tables: ReadonlySet<string>;
    readonly asOf?: number | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Result<CopiedFacts | undefined>> {
  // Asking makes no data directory.
  if (!existsSync(join(kept.folder, 'facts.duckdb'))) return ok(undefined);
  const opened = await kept.open();
  if (!opened.ok) return opened;
  const store = opened.value;
  let files: readonly FileReport[];
  let times: readonly number[];
  let importTimes: EstatePolicy['importTimes'];
  try {
    const imports = (await store.imports()).filter(({ isUndone }) => !isUndone);
    if (imports.length === 0) return ok(undefined);
    times = imports.map(({ importedAt }) => importedAt);
    importTimes = await timesOfImports(store);
    files = (await store.files()) as readonly FileReport[];
    const tables = [
      ...Object.values(observationTables),
      ownTables.imports,
      ...onDemand.filter(({ name }) => options.tables.has(name)),
    ];
    for (const table of tables) {
      kept.progress(`copying ${table.name}`);
      await copyTable(store, into, table, options.signal);
    }
    await into.flush();
  } finally {
    await store.close();
  }
  const intelligence = await keptIntelligence(kept);
  const asOf = asOfTime(
    options.asOf,
    files,
    intelligence.feeds.map(({ date }) => date),
  );
  return ok({
    files,
    intelligence,
    asOf,
    imports: times.length,
    newestImport: Math.max(...times),
    policy: { ...keptEstatePolicy(kept), importTimes },
  });
}

async function copyTable(
  from: LastingStore,
  into: Store,
  table: Table,
  signal: AbortSignal | undefined,
): Promise<void> {
  const names = table.columns.map(({ name }) => name);
  for await (const rows of readRows<Table, string>(from, table, names)) {
    signal?.throwIfAborted();
    await into.append(table, rows);
  }
}
