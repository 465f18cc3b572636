import { ok, failed, type Result } from '../../base/fault.ts';
import { StateUnavailable } from '../state-unavailable.ts';
import { Connection } from './connection.ts';

/** Writes a consistent copy of a state file into a new file; other processes may go on writing. Fault `unreadable`. */
export function copyState(file: string, to: string): Result<void> {
  return withFile(file, (connection) => {
    connection.change('VACUUM INTO ?', [to]);
  });
}

/** What is wrong inside a state file, a line each; none: it is sound. Fault `unreadable`. */
export function checkState(file: string): Result<readonly string[]> {
  return withFile(file, (connection) =>
    connection
      .all('PRAGMA integrity_check')
      .map((row) => String(Object.values(row)[0]))
      .filter((line) => line !== 'ok'),
  );
}

function withFile<T>(file: string, work: (connection: Connection) => T): Result<T> {
  let connection: Connection | undefined;
  try {
    connection = new Connection(file);
    return ok(work(connection));
  } catch (error) {
    if (error instanceof StateUnavailable) return failed(error.fault);
    throw error;
  } finally {
    connection?.close();
  }
}
