import type { EpochMs } from '../../base/time.ts';
import type { FileReport } from '../../ingest/index.ts';

/** Source and time of an observation, by the report it came from. */
export class Reports {
  readonly #byImport = new Map<number, FileReport>();
  readonly #timeOfFile = new Map<string, EpochMs>();

  constructor(files: readonly FileReport[]) {
    for (const file of files) {
      if (file.importId === undefined) continue;
      this.#byImport.set(file.importId, file);
      const time = timeOf(file);
      if (time === undefined) continue;
      for (const name of [file.file, ...(file.members ?? [])]) this.#timeOfFile.set(name, time);
    }
  }

  sourceOf(importId: number): string {
    return this.#byImport.get(importId)?.source ?? '';
  }

  /** Time the report states for itself, else the newest time at which it saw a thing; undefined when it tells no time. */
  timeOf(importId: number): EpochMs | undefined {
    const file = this.#byImport.get(importId);
    return file === undefined ? undefined : timeOf(file);
  }

  /** The same by the file that evidence names; a member of an archive that is one report has the time of the archive. */
  timeOfFile(name: string): EpochMs | undefined {
    for (let file = name; ; file = file.slice(0, file.lastIndexOf('!/'))) {
      const time = this.#timeOfFile.get(file);
      if (time !== undefined || !file.includes('!/')) return time;
    }
  }
}

function timeOf(file: FileReport): EpochMs | undefined {
  return file.observedAt ?? file.newestObservation;
}
