import { DuckDBInstance } from '@duckdb/node-api';
import { ok, type Result } from '../../../base/fault.ts';
import { failedToOpen } from './trouble.ts';

/**
 * Writes a whole copy of facts that last into a new file, by reading every block of it: a copy that succeeds is sound. Others
 * may read meanwhile, nobody may write. Faults: as of opening.
 */
export async function copyFacts(file: string, to: string): Promise<Result<void>> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '500MB', threads: '2' });
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${text(file)} AS facts (READ_ONLY); ATTACH ${text(to)} AS copy`);
    await connection.run('COPY FROM DATABASE facts TO copy; CHECKPOINT copy; DETACH copy; DETACH facts');
    return ok(undefined);
  } catch (error) {
    return failedToOpen(file, error);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function text(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}
