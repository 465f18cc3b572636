import { storeSink, type FileReport } from '../ingest/index.ts';
import { IntelligenceBuilder, type Intelligence } from '../intel/index.ts';
import { ownTables, type Row } from '../schema/index.ts';
import type { Store } from '../store/index.ts';
import type { Assessment } from './assessment.ts';
import type { Ports } from './ports.ts';
import { loadShippedIntelligence, readFiles } from './read-files.ts';

/** What was read, beside the rows that are in the store. */
export interface Facts {
  readonly files: readonly FileReport[];
  readonly intelligence: Intelligence;
  readonly asOf: Assessment['asOf'];
}

/** Reads files into a store, rows of the imports included. */
export async function readFacts(
  store: Store,
  options: {
    readonly paths: readonly string[];
    readonly seed: number;
    readonly asOf?: number | undefined;
    readonly signal?: AbortSignal | undefined;
  },
  ports: Pick<Ports, 'progress' | 'shippedIntelligence'>,
): Promise<Facts> {
  const builder = new IntelligenceBuilder();
  await loadShippedIntelligence(ports.shippedIntelligence, builder);
  const sink = storeSink(store);
  // Fingerprints only have to be equal within this run; the seed keeps the output reproducible.
  const context = { sink, intelligence: builder, fingerprintKey: `assess ${options.seed}`, nextImportId: 1 };
  const files: FileReport[] = [];
  for await (const report of readFiles(options.paths, {
    context,
    signal: options.signal,
    progress: ports.progress,
  })) {
    files.push(report);
  }
  await sink.flush();
  await store.append(ownTables.imports, files.filter((file) => file.importId !== undefined).map(importRow));
  await store.flush();
  const intelligence = builder.build();
  const asOf = asOfTime(
    options.asOf,
    files,
    intelligence.feeds.map((feed) => feed.date),
  );
  return { files, intelligence, asOf };
}

/** The row of a file that was imported. */
export function importRow(file: FileReport): Row<typeof ownTables.imports> {
  return {
    ImportId: file.importId ?? 0,
    File: file.file,
    Source: file.source,
    Format: file.format,
    ToolName: file.tool?.name,
    ToolVersion: file.tool?.version,
    Status: file.status,
    Message: file.fault?.message,
    ObservedAt: file.observedAt,
    Scope: file.scope,
    Quarantined: file.quarantinedCount,
  };
}

/** The time of the run: as given, else the newest time that a report states, else the date of the intelligence. */
export function asOfTime(
  given: number | undefined,
  files: readonly FileReport[],
  feedDates: readonly (number | undefined)[],
): Assessment['asOf'] {
  if (given !== undefined) return { time: given, basis: 'given' };
  const observed = files.flatMap((file) => file.observedAt ?? file.newestObservation ?? []);
  if (observed.length > 0) return { time: Math.max(...observed), basis: 'newest observation' };
  const dates = feedDates.filter((date) => date !== undefined);
  return dates.length > 0 ? { time: Math.max(...dates), basis: 'intelligence' } : { time: 0, basis: 'none' };
}
