import type { DuckDBConnection } from '@duckdb/node-api';
import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { ok, type Result } from '../../../base/fault.ts';
import { copyFacts } from './copy-facts.ts';
import { migrations } from './migrations.ts';

/**
 * Leaves a whole copy of a file that nobody has open beside it, as `FILE.vN` of its layout N, before it is changed. The copy has
 * its name only when it is whole and on the disk. Faults: as of copying.
 */
export async function copyBeside(file: string, layout: number): Promise<Result<void>> {
  const part = `${file}.v${layout}.part`;
  rmSync(part, { force: true });
  const copied = await copyFacts(file, part);
  if (!copied.ok) {
    rmSync(part, { force: true });
    return copied;
  }
  chmodSync(part, 0o600);
  const written = openSync(part, 'r+');
  fsyncSync(written);
  closeSync(written);
  renameSync(part, `${file}.v${layout}`);
  return ok(undefined);
}

/** Brings an open file of an older layout to the present one: all steps or none. */
export async function migrate(connection: DuckDBConnection, from: number): Promise<void> {
  const steps = migrations.filter(({ layout }) => layout > from);
  await connection.run('BEGIN');
  try {
    for (const { layout, statements } of steps) {
      for (const statement of statements) await connection.run(statement);
      await connection.run(`UPDATE kept.meta SET version = ${layout}`);
    }
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}
