import type { Fault } from '../base/fault.ts';
import type { EpochMs } from '../base/time.ts';
import type { Row, Table } from '../schema/index.ts';
import type { QueryRunner } from './query.ts';

/** How findings of one import changed; each finding is counted once. */
export interface ImportCounts {
  /** Open for the first time. */
  readonly new: number;
  /** Open before and after, and named by this import. */
  readonly seenAgain: number;
  /** Not named where the report looked; open until it was missed often enough. */
  readonly missing: number;
  readonly closed: number;
  readonly reopened: number;
}

/** What merging needs to know of an import beside its rows. */
export interface ImportHead {
  readonly importId: number;
  readonly source: string;
  /** The set of checks that ran; a report closes only what one of the same checks said. */
  readonly checks: string;
  /** It examined all of its scope, so that what it does not name is gone. */
  readonly isComplete: boolean;
  /** Time that decides the order of imports. */
  readonly time: EpochMs;
  readonly timeBasis: 'stated' | 'given' | 'assumed';
  readonly importedAt: EpochMs;
  /** After how many complete reports that do not name it a finding is closed. */
  readonly closeAfter: number;
}

/** An import as it is remembered. */
export interface RememberedImport extends Omit<ImportHead, 'closeAfter'> {
  readonly counts: ImportCounts;
  readonly isUndone: boolean;
}

/** When reports of a source named a device. */
export interface DeviceSpan {
  /** Of its observations. */
  readonly ref: string;
  readonly source: string;
  /** Times of the first and the last of these reports. */
  readonly first: EpochMs;
  readonly last: EpochMs;
}

/** What a full read of a table found. */
export interface CheckedTable {
  readonly table: string;
  readonly rows: number;
  /** Keys that stand in more than one row. */
  readonly doubledKeys: number;
  /** Why it cannot be read; undefined: it can. */
  readonly trouble?: string;
}

/** Facts that last: imports are merged into them and can be undone. One process at a time has them open. */
export interface LastingStore extends QueryRunner {
  /** The number that the next import gets. */
  nextImportId(): Promise<number>;
  /**
   * Begins an import. Its rows go in by `append`; `merge` makes all of them visible at once, `drop` forgets them. One import
   * at a time.
   */
  begin(): Promise<void>;
  append<T extends Table>(table: T, rows: readonly Row<T>[]): Promise<void>;
  /** Says which asset a reference of this import means: equal keys of one source are the same asset in all imports. */
  name(ref: string, assetKey: string): void;
  merge(head: ImportHead, mode: 'keep' | 'dry-run'): Promise<ImportCounts>;
  drop(): Promise<void>;
  /** Makes the facts as if the import had never been; undefined when there is none of that number or it is undone. */
  undo(importId: number, at: EpochMs): Promise<ImportCounts | undefined>;
  /** Writes rows of a table that is no table of observations; they stay, whatever becomes of imports. */
  write<T extends Table>(table: T, rows: readonly Row<T>[]): Promise<void>;
  /** Remembers what became of a file, as JSON; with the import that it became, if any. */
  noteFile(report: unknown, importId: number | undefined): Promise<void>;
  /** What was noted of files in the order of noting, without those whose import was undone. */
  files(): Promise<readonly unknown[]>;
  /** What was noted of the file of each import, undone ones too. */
  reportsOfImports(): Promise<ReadonlyMap<number, unknown>>;
  /** All imports, oldest number first. */
  imports(): Promise<readonly RememberedImport[]>;
  /** From when to when reports named each device; undone ones do not count. */
  deviceSpans(): Promise<readonly DeviceSpan[]>;
  /** Reads every value of every table, and counts keys that are not unique; a table may be told of twice. */
  check(): Promise<readonly CheckedTable[]>;
  close(): Promise<void>;
}

export type OpenedLastingStore =
  { readonly ok: true; readonly value: LastingStore } | { readonly ok: false; readonly fault: Fault };
