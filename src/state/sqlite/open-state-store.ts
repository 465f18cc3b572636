import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { failed, ok, type Result } from '../../base/fault.ts';
import type { StateStore } from '../state-store.ts';
import { StateUnavailable } from '../state-unavailable.ts';
import { Connection } from './connection.ts';
import { migrate } from './migrate.ts';
import { migrations, type Migration } from './migrations/index.ts';
import { SqliteStateStore } from './sqlite-state-store.ts';

/**
 * Opens `state.sqlite` of a data directory; the one place that does. Directory and file are made when they are not
 * there, readable by their owner alone, and brought to the present version. Faults: `unreadable`, `wrong-version` (a newer
 * program wrote it), `not-recognised` (not ours).
 */
export function openStateStore(
  directory: string,
  steps: readonly Migration[] = migrations,
): Result<StateStore> {
  const path = join(resolve(directory), 'state.sqlite');
  const made = makeFile(resolve(directory), path);
  if (!made.ok) return made;
  let connection: Connection | undefined;
  try {
    connection = new Connection(path);
    // Full: a change is on the disk when the call returns, also when the power fails right after it.
    connection.run('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    const migrated = migrate(connection, path, steps);
    if (migrated.ok) return ok(new SqliteStateStore(connection));
    connection.close();
    return migrated;
  } catch (error) {
    connection?.close();
    if (error instanceof StateUnavailable) return failed(error.fault);
    throw error;
  }
}

/** SQLite gives its companions (-wal, -shm) the mode of the file, so it is made before SQLite sees it. */
function makeFile(directory: string, path: string): Result<void> {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    return ok(undefined);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return failed({
      code: 'unreadable',
      message: `the data directory ${directory} cannot be used (${reason})`,
      remedy: 'choose another one with --data or FIXFIRST_DATA, or correct its permissions',
    });
  }
}
