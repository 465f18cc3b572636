import type { Fault } from '../base/fault.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { Observation, ObservationKind } from '../schema/index.ts';

/**
 * A reader for one tool's format. It is handed streams and yields observations; it does not open, walk, decompress,
 * retry, store or print, and it keeps no more than one record in memory.
 */
export interface Source {
  readonly manifest: Manifest;
  /** Looks at the beginning of a file and says whether it is this format; content decides, never the name alone. */
  readonly detect: (head: Head) => Detection | undefined;
  /** Says whether the members of an archive are one report of this format together; archives are else read member by member. */
  readonly detectArchive?: (members: readonly Head[]) => Detection | undefined;
  /** Loads the reader when the first file of the format appears. */
  readonly load: () => Promise<Read>;
}

export interface Manifest {
  /** Folder name and stable id. */
  readonly id: string;
  /** Name of the tool as people know it. */
  readonly title: string;
  /** Formats and versions that are read, in words. */
  readonly reads: string;
  /** How a person gets such a file out of the tool. */
  readonly howToExport: string;
  /** Kinds of observation it can make. */
  readonly observes: readonly ObservationKind[];
}

export type Detection =
  | {
      readonly kind: 'read';
      /** Format with version as shown to people: `nessus v2`, `sharphound v5`. */
      readonly format: string;
    }
  /** The tool's file, but not one that can be read: says why and what to do. */
  | { readonly kind: 'refuse'; readonly format: string; readonly fault: Fault };

/** What is known of a file from its first 64 kB. */
export interface Head {
  /** Name as given, for messages and as a weak hint only. */
  readonly name: string;
  /** The first bytes of the file, 512 at most: the magic bytes of a binary format. */
  readonly bytes: Uint8Array;
  /** Decoded text (BOM removed, UTF-16 decoded); empty when the bytes are not text. */
  readonly text: string;
  /** Present when the text looks like XML: the document element. */
  readonly xml?: {
    readonly root: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly elements: ReadonlySet<string>;
  };
  /** Present when the text looks like JSON. */
  readonly json?: JsonHead;
}

export interface JsonHead {
  /** Form of the whole: one value, or one value a line. */
  readonly form: 'object' | 'array' | 'null' | 'scalar' | 'lines';
  /** Paths seen in the head, array indices as `*`, up to five levels: `value.*.cveId`. For `lines`, paths of the lines' own values. */
  readonly paths: ReadonlySet<string>;
  /** First short scalar (as text) at each of those paths. */
  readonly scalars: ReadonlyMap<string, string>;
  /** For `lines`: the values of the lines that are whole in the head (at most 20). */
  readonly lines: readonly JsonObject[];
}

/** One file, or one member of an archive, that can be opened again and again. */
export interface ReportFile {
  readonly name: string;
  readonly head: Head;
  /** The bytes, decompressed, in chunks. Throws `UnreadableFile` when they cannot be had. */
  bytes(): AsyncIterable<Uint8Array>;
  /** The text: UTF-8 or UTF-16 with or without BOM. */
  text(): AsyncIterable<string>;
}

/** Thrown by `ReportFile` streams for trouble below the source's level (damaged archive, limits); ingest turns it into a fault. */
export class UnreadableFile extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** What a source reads: one file, or the members of an archive that are one report together. */
export interface Report {
  readonly name: string;
  readonly format: string;
  readonly files: readonly ReportFile[];
}

/** Where a source puts what it reads. */
export interface Output {
  /** One observation. `locator` is its place in the file: `line 12`, `$.data[3]`; `file` for archives of several members. */
  add<K extends ObservationKind>(
    kind: K,
    observation: Observation<K>,
    locator: string,
    file?: ReportFile,
  ): void;
  /** Counts the file's own units (`hosts`, `report_items`, `matches` …) or states one (`schema`). */
  native(name: string, count?: number): void;
  /** Counts a unit of a kind: `severity` by `High`. */
  nativeOf(name: string, key: string, count?: number): void;
  /** States a value: text, a count known only at the end, an object of counts (`{}` when there are none). */
  nativeValue(name: string, value: JsonValue): void;
  /** A record that cannot be taken, with its reason; the rest of the file goes on. */
  quarantine(locator: string, reason: string, file?: ReportFile): void;
  tool(name: string, version?: string): void;
  /** The time the report states for itself; the newest one wins. */
  observedAt(time: EpochMs | undefined): void;
  /** What the report speaks for in full: hosts × check families, an artefact, a domain. */
  scope(scope: Readonly<Record<string, unknown>>): void;
  /**
   * The report proves what it examined: its format marks its end, the end was seen, and every asset that was looked at is in
   * it with what was looked at in `Examined`, also where nothing was found. Only such a report closes what it no longer names.
   */
  provesScope(): void;
  /**
   * Names the checks that ran where the tool can run others: policy, profile, benchmark, port list, filter. A report closes
   * only what a report of the same checks said.
   */
  checkSet(name: string): void;
  /** Hash of a secret's value, keyed by the installation; the value itself must go nowhere else. */
  fingerprint(secret: string): string;
  /** Awaited between chunks: lets the store keep up. */
  pressure(): Promise<void> | undefined;
}

/** ok: the file was read to its end; a fault: it was not, and what was added before it is the part that was read. */
export type Read = (report: Report, out: Output) => Promise<ReadOutcome>;
export type ReadOutcome = { readonly ok: true } | { readonly ok: false; readonly fault: Fault };

/**
 * Refs: within a report every asset has one (`local('10.0.0.5')`), made unique across imports by ingest; a directory object
 * has the same one in every report (`directory('S-1-5-…')`).
 */
export function local(key: string): string {
  return `local:${key}`;
}

export function directory(objectId: string): string {
  return `directory:${objectId.toUpperCase()}`;
}
