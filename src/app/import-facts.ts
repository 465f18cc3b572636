import type { FileReport } from '../ingest/index.ts';
import type { EpochMs } from '../base/time.ts';

/** What is known of the imports of a run, by number. */
export class ImportFacts {
  readonly #byId = new Map<number, FileReport>();

  readonly #times: ReadonlyMap<number, EpochMs>;

  /** `times`: those of imports whose report states none. */
  constructor(files: readonly FileReport[], times: ReadonlyMap<number, EpochMs> = new Map()) {
    this.#times = times;
    for (const file of files) if (file.importId !== undefined) this.#byId.set(file.importId, file);
  }

  /** Ids of the sources, sorted. */
  sources(): readonly string[] {
    return [...new Set([...this.#byId.values()].map((file) => file.source ?? ''))].sort();
  }

  sourceOf(id: number): string {
    return this.#byId.get(id)?.source ?? '';
  }

  /** Time the report states for itself. */
  observedAt(id: number): EpochMs | undefined {
    return this.#byId.get(id)?.observedAt;
  }

  /** The same, else the newest time at which it saw a thing, else that of the import; undefined when nobody knows. */
  timeOf(id: number): EpochMs | undefined {
    const file = this.#byId.get(id);
    return file?.observedAt ?? file?.newestObservation ?? this.#times.get(id);
  }
}
