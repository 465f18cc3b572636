import type { DuckDBConnection } from '@duckdb/node-api';
import { keptKinds } from './layout.ts';

/** The scopes and assets that an import said something of or looked at: `touched`. */
export async function touch(connection: DuckDBConnection, importId: number): Promise<void> {
  const said = keptKinds.map(
    ({ rows }) =>
      `SELECT scope_id, asset_id FROM ${rows} SEMI JOIN (SELECT row_id FROM kept.said WHERE import_id = ${importId}) USING (row_id)`,
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE touched AS
    SELECT scope_id, asset_id FROM kept.coverage WHERE import_id = ${importId} UNION ${said.join(' UNION ')}`);
}

/** Takes back what an import said. Rows that others say too get their place from the earliest of those. */
export async function unsay(connection: DuckDBConnection, importId: number): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE unsaid AS SELECT row_id FROM kept.said WHERE import_id = ${importId}`,
  );
  for (const { rows } of keptKinds) {
    await connection.run(`CREATE OR REPLACE TEMP TABLE homeless AS
      SELECT row_id, "File" AS file, "Locator" AS locator FROM ${rows} SEMI JOIN unsaid USING (row_id) WHERE first_import = ${importId}`);
    // A place that was left out because it was that of the row is written out before the row gets another.
    await connection.run(`UPDATE kept.said s SET file = coalesce(s.file, h.file), locator = coalesce(s.locator, h.locator)
      FROM homeless h WHERE h.row_id = s.row_id AND s.import_id <> ${importId}`);
    await connection.run(`UPDATE ${rows} k SET first_import = n.import_id, "File" = n.file, "Locator" = n.locator
      FROM (SELECT row_id, min(s.import_id) AS import_id, arg_min(s.file, s.import_id) AS file,
          arg_min(s.locator, s.import_id) AS locator
        FROM kept.said s SEMI JOIN homeless USING (row_id) WHERE s.import_id <> ${importId} GROUP BY row_id) n
      WHERE n.row_id = k.row_id`);
  }
  await connection.run(`DELETE FROM kept.said WHERE import_id = ${importId}`);
  await connection.run(`DELETE FROM kept.coverage WHERE import_id = ${importId}`);
  await connection.run(`DELETE FROM "Quarantine" WHERE "ImportId" = ${importId}`);
  await connection.run(`DELETE FROM "Imports" WHERE "ImportId" = ${importId}`);
  await connection.run(`UPDATE kept.imports SET is_undone = true WHERE import_id = ${importId}`);
  await connection.run('DROP TABLE homeless; DROP TABLE unsaid');
}
