import type { DuckDBConnection } from '@duckdb/node-api';
import { keptKinds } from './layout.ts';
import { unsay } from './statements.ts';

/** The scopes and assets that an import said something of or looked at: `touched`. */
export async function touch(connection: DuckDBConnection, importId: number): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE touched AS
    SELECT scope_id, asset_id FROM kept.coverage WHERE import_id = ${importId}
    UNION SELECT scope_id, asset_id FROM kept.named WHERE import_id = ${importId}`);
}

/** Takes back what an import said and where it looked. */
export async function takeBack(connection: DuckDBConnection, importId: number): Promise<void> {
  await unsay(connection, keptKinds, importId);
  await connection.run(`DELETE FROM kept.coverage WHERE import_id = ${importId}`);
  await connection.run(`DELETE FROM "Quarantine" WHERE "ImportId" = ${importId}`);
  await connection.run(`DELETE FROM "Imports" WHERE "ImportId" = ${importId}`);
  await connection.run(`UPDATE kept.imports SET is_undone = true WHERE import_id = ${importId}`);
}
