import type { DuckDBConnection } from '@duckdb/node-api';
import { quote } from '../ddl.ts';
import type { Kept } from './layout.ts';

/** The end of a span that has not ended. */
const never = 2 ** 31 - 1;

/**
 * All statements on rows of a kind, as `(import_id, row_id, file, locator, last_seen)`. `kept.named` says which imports named an
 * asset with rows of the kind; `kept.said` has spans: each of these imports from one number to before another said the row. A span
 * has the file and the time last seen that `kept.named` has for the import, and the locator of the row, but where it says another.
 */
export function statementsOf({ kind, rows }: Kept): string {
  return `SELECT n.import_id, s.row_id, coalesce(s.file, n.file) AS file, coalesce(s.locator, k."Locator") AS locator,
      nullif(coalesce(s.last_seen, n.last_seen), 0) AS last_seen
    FROM kept.said s JOIN ${rows} k USING (row_id) JOIN kept.named n ON n.kind = '${kind}' AND n.scope_id = k.scope_id
      AND n.asset_id = k.asset_id AND n.import_id >= s.from_import AND n.import_id < s.to_import`;
}

/** The temporary table of what the import under way says of a kind: `(row_id, last_seen)`, 0 where it does not say when. */
export function stated({ kind }: Kept): string {
  return `stated_${kind}`;
}

export async function nothingStated(connection: DuckDBConnection, kept: Kept): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${stated(kept)} (row_id BIGINT, last_seen BIGINT)`);
}

/**
 * Writes the statements of an import that is newer than all others: the staged rows side by side with `matched`, which has the
 * number of the row of each, and the same as `known` where the row was there before. What is said again as before costs nothing.
 */
export async function noteStatements(
  connection: DuckDBConnection,
  kept: Kept,
  importId: number,
): Promise<void> {
  const { kind, rows, table } = kept;
  const lastSeen = table.columns.some(({ name }) => name === 'LastSeen') ? 'coalesce(s."LastSeen", 0)' : '0';
  const open = `to_import = ${never}`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE places AS
    SELECT m.row_id, m.asset_id, m.known, s."File" AS file, s."Locator" AS locator, ${lastSeen} AS last_seen
    FROM ${quote(kept.staged)} s POSITIONAL JOIN matched m`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${stated(kept)} AS SELECT row_id, last_seen FROM places`,
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE usual AS
    SELECT scope_id, asset_id, min(file) AS file, max(last_seen) AS last_seen FROM places, scope GROUP BY ALL`);
  await connection.run(
    `INSERT INTO kept.named SELECT ${importId}, '${kind}', scope_id, asset_id, file, last_seen FROM usual ORDER BY asset_id`,
  );
  await connection.run(`CREATE OR REPLACE TEMP TABLE statements AS
    SELECT p.row_id, nullif(p.file, u.file) AS file, CASE WHEN k."Locator" <> p.locator THEN p.locator END AS locator,
      nullif(p.last_seen, u.last_seen) AS last_seen
    FROM places p JOIN usual u USING (asset_id) LEFT JOIN ${rows} k ON k.row_id = p.known`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ended AS
    SELECT s.row_id FROM kept.said s SEMI JOIN (SELECT row_id FROM ${rows} SEMI JOIN usual USING (scope_id, asset_id)) USING (row_id)
      ANTI JOIN statements t ON t.row_id = s.row_id AND t.file IS NOT DISTINCT FROM s.file
        AND t.locator IS NOT DISTINCT FROM s.locator AND t.last_seen IS NOT DISTINCT FROM s.last_seen
    WHERE ${open}`);
  await connection.run(
    `UPDATE kept.said SET to_import = ${importId} WHERE ${open} AND row_id IN (SELECT row_id FROM ended)`,
  );
  await connection.run(`INSERT INTO kept.said SELECT row_id, ${importId}, ${never}, file, locator, last_seen
    FROM statements ANTI JOIN (SELECT row_id FROM kept.said WHERE ${open}) USING (row_id) ORDER BY row_id`);
  for (const name of ['places', 'usual', 'statements', 'ended']) await connection.run(`DROP TABLE ${name}`);
}

/** Takes the statements of an import back. Rows that it was the first to say get the place of the earliest statement left. */
export async function unsay(
  connection: DuckDBConnection,
  kinds: readonly Kept[],
  importId: number,
): Promise<void> {
  await connection.run(`DELETE FROM kept.named WHERE import_id = ${importId}`);
  for (const kept of kinds) {
    const { rows } = kept;
    await connection.run(`CREATE OR REPLACE TEMP TABLE homeless AS
      SELECT row_id, "Locator" AS old FROM ${rows} SEMI JOIN touched USING (scope_id, asset_id) WHERE first_import = ${importId}`);
    await connection.run(`CREATE OR REPLACE TEMP TABLE found AS
      SELECT row_id, any_value(old) AS old, min(import_id) AS import_id, arg_min(file, import_id) AS file, arg_min(locator, import_id) AS locator
      FROM (${statementsOf(kept)}) JOIN homeless USING (row_id) GROUP BY row_id`);
    // A locator that was left out because it was that of the row is written out before the row gets another.
    await connection.run(`UPDATE kept.said s SET locator = nullif(coalesce(s.locator, f.old), f.locator)
      FROM found f WHERE f.row_id = s.row_id`);
    await connection.run(`UPDATE ${rows} k SET first_import = f.import_id, "File" = f.file, "Locator" = f.locator
      FROM found f WHERE f.row_id = k.row_id`);
  }
  await connection.run('DROP TABLE homeless; DROP TABLE found');
}
