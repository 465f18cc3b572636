import type { EpochMs } from '../../base/time.ts';
import { LastingSink, type FileReport } from '../../ingest/index.ts';
import type { IntelligenceBuilder } from '../../intel/index.ts';
import { ownTables } from '../../schema/index.ts';
import type { SourceSetting } from '../../state/index.ts';
import type { ImportCounts, LastingStore } from '../../store/index.ts';
import { readFiles } from '../read-files.ts';
import { importRow } from '../read-facts.ts';

export interface ImportOptions {
  readonly paths: readonly string[];
  /** The user vouches that each file is whole and names all that was examined; undefined: as is set for the source. */
  readonly isComplete?: boolean | undefined;
  /** Time of reports that state none. */
  readonly observedAt?: EpochMs | undefined;
  /** Complete reports that must miss a finding before it is closed; undefined: as is set for the source, else one. */
  readonly closeAfter?: number | undefined;
  /** Says what would change and changes nothing. */
  readonly isDryRun: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What reading into facts needs beside them. */
export interface ImportContext {
  /** Takes what files of intelligence say. */
  readonly intelligence: IntelligenceBuilder;
  /** Keeps a file of intelligence for later runs. */
  readonly keepIntelligence?: (report: FileReport) => Promise<void>;
  readonly fingerprintKey: string;
  /** What was set for sources. */
  readonly settings?: readonly SourceSetting[];
  /** Epoch milliseconds: the time of reports that state none. */
  readonly now: () => EpochMs;
  readonly progress: (text: string) => void;
}

/** What became of one file. */
export interface ImportedFile {
  readonly report: FileReport;
  /** Number of the import; undefined when nothing was taken. */
  readonly importId?: number;
  readonly isComplete: boolean;
  readonly counts: ImportCounts & { readonly quarantined: number };
}

const nothing: ImportCounts = { new: 0, seenAgain: 0, missing: 0, closed: 0, reopened: 0 };

/**
 * Reads files into the facts of the data directory, each report in one transaction: what the source said before in the same
 * scope and a complete report no longer says is closed. Yields what became of each file.
 */
export async function* importFiles(
  store: LastingStore,
  options: ImportOptions,
  { intelligence, fingerprintKey, ...context }: ImportContext,
): AsyncGenerator<ImportedFile, void> {
  const sink = new LastingSink(store);
  const ingest = { sink, intelligence, fingerprintKey, nextImportId: await store.nextImportId() };
  const { paths, signal } = options;
  for await (const report of readFiles(paths, { context: ingest, signal, progress: context.progress })) {
    await sink.finish();
    yield await keepReport(store, report, options, context);
  }
}

async function keepReport(
  store: LastingStore,
  report: FileReport,
  options: ImportOptions,
  context: Omit<ImportContext, 'intelligence' | 'fingerprintKey'>,
): Promise<ImportedFile> {
  const { importId, source } = report;
  const quarantined = report.quarantinedCount;
  const isKept = importId !== undefined && source !== undefined && report.status !== 'rejected';
  if (!isKept) {
    await store.drop();
    if (!options.isDryRun) {
      await context.keepIntelligence?.(report);
      await store.noteFile(report, undefined);
    }
    return { report, isComplete: false, counts: { ...nothing, quarantined } };
  }
  context.progress(`merging ${report.file}`);
  const importedAt = context.now();
  const setting = context.settings?.find((one) => one.source === source);
  const isVouched = options.isComplete ?? setting?.isComplete ?? false;
  const isComplete = report.status === 'ok' && (report.provesScope || isVouched);
  const stated = report.observedAt ?? report.newestObservation;
  await store.append(ownTables.imports, [importRow(report)]);
  // Before the merge: both are kept or neither is.
  if (!options.isDryRun) await store.noteFile(report, importId);
  const counts = await store.merge(
    {
      importId,
      source,
      checks: report.checks,
      isComplete,
      time: stated ?? options.observedAt ?? importedAt,
      timeBasis: stated !== undefined ? 'stated' : options.observedAt !== undefined ? 'given' : 'assumed',
      importedAt,
      closeAfter: options.closeAfter ?? setting?.closeAfter ?? 1,
    },
    options.isDryRun ? 'dry-run' : 'keep',
  );
  return { report, importId, isComplete, counts: { ...counts, quarantined } };
}
