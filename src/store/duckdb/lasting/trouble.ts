import { statSync } from 'node:fs';
import { DataUnavailable } from '../../../base/data-unavailable.ts';
import { failed, type Fault } from '../../../base/fault.ts';

/** The fault of an error that opening or copying facts gave; an error that no person can do anything about is thrown on. */
export function failedToOpen(file: string, error: unknown): ReturnType<typeof failed> {
  const fault = troubleOf(file, error);
  if (fault === undefined) throw error;
  return failed(fault);
}

/** Does work on open facts; an error of the disk becomes `DataUnavailable`. */
export async function guarded<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = troubleOf(file, error);
    throw fault === undefined ? error : new DataUnavailable(fault, error);
  }
}

/** What a person can do about an engine that does not read or write a file; undefined: a bug of ours. */
function troubleOf(file: string, error: unknown): Fault | undefined {
  const text = error instanceof Error ? error.message : String(error);
  const pid = /PID (\d+)/.exec(text)?.[1];
  if (/Conflicting lock|Could not set lock|being used by another process/i.test(text)) {
    return {
      code: 'store-held',
      message: `${file} is in use by another process${pid === undefined ? '' : ` (PID ${pid})`}`,
      remedy: 'wait until it is done, or end it',
    };
  }
  if (damage.test(text)) {
    return {
      code: 'store-damaged',
      message: `${file} is damaged or no file of facts`,
      remedy: 'put back the last backup with `fixfirst restore FILE --replace`',
    };
  }
  if (/No space left|File too large|Disk quota|max_temp_directory_size/i.test(text)) {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    return {
      code: 'unreadable',
      message: `${file} cannot grow: the disk is full`,
      remedy: `free at least ${Math.ceil((2 * size) / 1_000_000) + 1} MB there and run the command again; what was imported before is unharmed`,
    };
  }
  if (/Permission denied|Read-only file system|Cannot open file|Could not (?:read|write|sync)/i.test(text)) {
    return {
      code: 'unreadable',
      message: `${file} cannot be read or written`,
      remedy: 'look at its owner and permissions, and whether the disk is failing',
    };
  }
  return undefined;
}

const damage =
  /not a valid DuckDB|Corrupt|checksum|Could not read enough bytes|Serialization Error|Failed to deserialize|replaying WAL/i;
