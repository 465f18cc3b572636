import type { Fault } from '../base/fault.ts';
import type { EpochMs } from '../base/time.ts';

/** What became of one file or archive report: the answer of `inspect`, and the head of `assess`. */
export interface FileReport {
  /** As given; a member of an archive is `a.zip!/b.json`. */
  readonly file: string;
  readonly sizeBytes: number;
  /** Number of the import its observations carry; absent when nothing was taken. */
  readonly importId?: number;
  /** Source or intelligence feed that read it. */
  readonly source?: string;
  /** Format and version. */
  readonly format?: string;
  readonly tool?: { readonly name: string; readonly version?: string };
  /** ok: read whole; partial: read up to a point; rejected: nothing was taken. */
  readonly status: 'ok' | 'partial' | 'rejected';
  /** Why it is partial or rejected. */
  readonly fault?: Fault;
  /** Time the report states for itself. */
  readonly observedAt?: EpochMs;
  /** Newest time at which it saw a thing. */
  readonly newestObservation?: EpochMs;
  readonly scope: Readonly<Record<string, unknown>>;
  /** It was read whole and names what was examined: it may close what it no longer names. */
  readonly provesScope: boolean;
  /** The set of checks that ran; empty: the source has one only. */
  readonly checks: string;
  /** Members of an archive that is one report. */
  readonly members?: readonly string[];
  readonly counts: FileCounts;
  /** The first records that were set aside, at most `maxListedQuarantine`. */
  readonly quarantined: readonly { readonly locator: string; readonly reason: string }[];
  readonly quarantinedCount: number;
  /** The file's own units under their own names. */
  readonly native: Readonly<Record<string, unknown>>;
  /** What an intelligence file brought. */
  readonly intelligence?: { readonly feed: string; readonly entries: number };
}

/** What the file states, before anything is joined with other files. */
export interface FileCounts {
  readonly devices: number;
  readonly endpoints: number;
  readonly software: number;
  /** Open findings. */
  readonly vulnerabilities: number;
  /** Distinct CVE ids of those. */
  readonly cves: number;
  readonly controls: {
    readonly pass: number;
    readonly fail: number;
    readonly notApplicable: number;
    readonly unknown: number;
  };
  readonly identities: number;
  readonly relations: Readonly<Record<string, number>>;
  readonly secrets: number;
  readonly resources: number;
  readonly events: number;
}

/** Quarantined records that are listed one by one; all are counted. */
export const maxListedQuarantine = 100;

/** Of a file from which nothing was taken. */
export const noCounts: FileCounts = {
  devices: 0,
  endpoints: 0,
  software: 0,
  vulnerabilities: 0,
  cves: 0,
  controls: { pass: 0, fail: 0, notApplicable: 0, unknown: 0 },
  identities: 0,
  relations: {},
  secrets: 0,
  resources: 0,
  events: 0,
};
