import { createHmac } from 'node:crypto';
import { printable } from '../base/text.ts';
import type { EpochMs } from '../base/time.ts';
import {
  observationTables,
  type Observation,
  type ObservationKind,
  type StoredObservation,
} from '../schema/index.ts';
import { rowCheck } from '../schema/derive/check-row.ts';
import type { Output, ReportFile } from '../sources/source.ts';
import { isOpenStatus } from './open-status.ts';
import { maxListedQuarantine, type FileCounts } from './file-report.ts';

/** Takes checked observations of one import; `pressure` resolves when it can take more. */
export interface Sink {
  add<K extends ObservationKind>(kind: K, row: StoredObservation<K>): void;
  quarantine(row: {
    readonly ImportId: number;
    readonly File: string;
    readonly Locator: string;
    readonly Reason: string;
  }): void;
  pressure(): Promise<void> | undefined;
}

/** Forgets everything: for `inspect`, which only counts. */
export const nowhere: Sink = { add: () => undefined, quarantine: () => undefined, pressure: () => undefined };

const rowChecks = Object.fromEntries(
  Object.entries(observationTables).map(([kind, table]) => [kind, rowCheck(table)]),
) as Readonly<Record<ObservationKind, ReturnType<typeof rowCheck>>>;

/** What a source writes to: checks every row against its table, adds provenance, counts, and passes on. */
export class ReportOutput implements Output {
  toolName: string | undefined;
  toolVersion: string | undefined;
  observed: EpochMs | undefined;
  newestObservation: EpochMs | undefined;
  readonly scopes: Record<string, unknown> = {};
  isProven = false;
  checks = '';
  readonly natives: Record<string, unknown> = {};
  readonly quarantined: { readonly locator: string; readonly reason: string }[] = [];
  quarantinedCount = 0;
  /** Rows that were taken, of any kind. */
  added = 0;
  readonly #importId: number;
  readonly #file: string;
  readonly #sink: Sink;
  readonly #fingerprintKey: string;
  readonly #devices = new Set<string>();
  readonly #cves = new Set<string>();
  readonly #controls = { pass: 0, fail: 0, notApplicable: 0, unknown: 0 };
  readonly #relations = new Map<string, number>();
  readonly #rows: Record<ObservationKind, number> = {
    device: 0,
    endpoint: 0,
    software: 0,
    vulnerability: 0,
    control: 0,
    identity: 0,
    relation: 0,
    resource: 0,
    secret: 0,
    event: 0,
  };

  constructor(importId: number, file: string, sink: Sink, fingerprintKey: string) {
    this.#importId = importId;
    this.#file = file;
    this.#sink = sink;
    this.#fingerprintKey = fingerprintKey;
  }

  add<K extends ObservationKind>(
    kind: K,
    observation: Observation<K>,
    locator: string,
    file?: ReportFile,
  ): void {
    const row = {
      ...observation,
      ImportId: this.#importId,
      File: file?.name ?? this.#file,
      Locator: locator,
    } as unknown as Record<string, unknown>;
    const wrong = rowChecks[kind](row);
    if (wrong !== undefined) {
      this.quarantine(locator, wrong, file);
      return;
    }
    for (const column of ['Ref', 'FromRef', 'ToRef']) {
      const ref = row[column];
      if (typeof ref === 'string') row[column] = globalRef(this.#importId, ref);
    }
    this.#count(kind, row);
    this.#sink.add(kind, row as unknown as StoredObservation<K>);
  }

  native(name: string, count = 1): void {
    this.natives[name] = ((this.natives[name] as number | undefined) ?? 0) + count;
  }

  nativeOf(name: string, key: string, count = 1): void {
    // Keys are words of the file: without a prototype `constructor` is a key as any other.
    const counts = (this.natives[name] ??= Object.create(null)) as Record<string, number>;
    counts[key] = (counts[key] ?? 0) + count;
  }

  nativeValue(name: string, value: unknown): void {
    this.natives[name] = value;
  }

  quarantine(locator: string, reason: string, file?: ReportFile): void {
    this.quarantinedCount++;
    const place = file === undefined || file.name === this.#file ? locator : `${file.name} ${locator}`;
    if (this.quarantined.length < maxListedQuarantine)
      this.quarantined.push({ locator: place, reason: printable(reason) });
    this.#sink.quarantine({
      ImportId: this.#importId,
      File: file?.name ?? this.#file,
      Locator: locator,
      Reason: printable(reason),
    });
  }

  tool(name: string, version?: string): void {
    this.toolName = name;
    this.toolVersion = version;
  }

  observedAt(time: EpochMs | undefined): void {
    if (time !== undefined && (this.observed === undefined || time > this.observed)) this.observed = time;
  }

  scope(scope: Readonly<Record<string, unknown>>): void {
    Object.assign(this.scopes, scope);
  }

  provesScope(): void {
    this.isProven = true;
  }

  checkSet(name: string): void {
    this.checks = name;
  }

  fingerprint(secret: string): string {
    return createHmac('sha256', this.#fingerprintKey).update(secret).digest('hex').slice(0, 32);
  }

  pressure(): Promise<void> | undefined {
    return this.#sink.pressure();
  }

  counts(): FileCounts {
    return {
      devices: this.#devices.size,
      endpoints: this.#rows.endpoint,
      software: this.#rows.software,
      vulnerabilities: this.#rows.vulnerability,
      cves: this.#cves.size,
      controls: { ...this.#controls },
      identities: this.#rows.identity,
      relations: Object.fromEntries([...this.#relations].sort(([a], [b]) => (a < b ? -1 : 1))),
      secrets: this.#rows.secret,
      resources: this.#rows.resource,
      events: this.#rows.event,
    };
  }

  #count(kind: ObservationKind, row: Readonly<Record<string, unknown>>): void {
    this.added++;
    const seen = row['LastSeen'];
    if (typeof seen === 'number' && seen > (this.newestObservation ?? 0)) this.newestObservation = seen;
    if (kind === 'device') this.#devices.add(String(row['Ref']));
    if (kind === 'vulnerability') {
      if (!isOpenStatus(String(row['Status']))) return;
      for (const cve of row['CveIds'] as readonly string[]) this.#cves.add(cve);
    }
    if (kind === 'control') this.#controls[row['Result'] as keyof FileCounts['controls']]++;
    if (kind === 'relation') {
      const relation = String(row['Relation']);
      this.#relations.set(relation, (this.#relations.get(relation) ?? 0) + 1);
    }
    this.#rows[kind]++;
  }
}

/** Local refs become unique across imports; directory refs are the same everywhere. */
function globalRef(importId: number, ref: string): string {
  return ref.startsWith('local:') ? `${importId}:${ref.slice('local:'.length)}` : ref;
}
