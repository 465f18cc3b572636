import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportHead } from '../../lasting-store.ts';
import { quote } from '../ddl.ts';
import { keptKinds, stagedAssets, stagedName, type Kept } from './layout.ts';
import { noteStatements, nothingStated } from './statements.ts';
import { noteBefore } from './states.ts';

/** Parts of the text under a hash are set apart by a character that no report can hold (it is not printable). */
const between = 'chr(31)';

/**
 * Writes what waits in the staged tables: assets, new rows, who said what, and who looked where. The touched scopes are left
 * in the temporary table `touched`, how their findings stood before in those of `noteBefore`; states are told by `tellStates`.
 */
export async function mergeStaged(connection: DuckDBConnection, head: ImportHead): Promise<void> {
  const run = (sql: string, values: Record<string, string | number | boolean> = {}): Promise<unknown> =>
    connection.run(sql, values);
  const { importId, source, checks } = head;
  await run(
    `INSERT INTO kept.imports VALUES ($importId, $source, $checks, $complete, $time, $basis, $importedAt, $closeAfter, false, '{}', NULL)`,
    {
      importId,
      source,
      checks,
      complete: head.isComplete,
      time: head.time,
      basis: head.timeBasis,
      importedAt: head.importedAt,
      closeAfter: head.closeAfter,
    },
  );
  await run(
    `INSERT INTO kept.scopes SELECT (SELECT coalesce(max(scope_id), 0) + 1 FROM kept.scopes), $source, $checks
      WHERE NOT EXISTS (SELECT 1 FROM kept.scopes WHERE source = $source AND checks = $checks)`,
    { source, checks },
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE scope AS SELECT scope_id FROM kept.scopes WHERE source = $source AND checks = $checks`,
    { source, checks },
  );
  await nameAssets(connection, importId, source);
  await run(`CREATE OR REPLACE TEMP TABLE touched AS
    SELECT scope_id, asset_id FROM scope, (SELECT 0 AS asset_id UNION SELECT asset_id FROM refs)`);
  await cover(connection, importId);
  await noteBefore(connection);
  let look = 0n;
  for (const kept of keptKinds) look ^= await mergeKind(connection, kept, importId);
  if (head.timeBasis === 'assumed')
    await run(`UPDATE kept.imports SET look = 'same:${look}' WHERE import_id = $importId`, { importId });
}

/** Gives every asset that the import names its number: the same as before when the source named it before. */
async function nameAssets(connection: DuckDBConnection, importId: number, source: string): Promise<void> {
  const others = keptKinds
    .filter(({ table }) => table.columns.some(({ name }) => name === 'Ref'))
    .map(({ staged }) => `SELECT "Ref" AS ref FROM ${quote(staged)}`)
    .join(' UNION ');
  const bare = `regexp_replace(ref, '^${importId}:', '')`;
  // Two assets of one report that share their best key are told apart by their references too.
  await connection.run(`CREATE OR REPLACE TEMP TABLE named AS
    WITH keyed AS (
      SELECT "Ref" AS ref, "AssetKey" AS asset_key FROM ${quote(stagedName(stagedAssets))}
      UNION ALL
      SELECT ref, 'ref:' || ${bare} FROM (${others}) WHERE ref NOT IN (SELECT "Ref" FROM ${quote(stagedName(stagedAssets))}))
    SELECT ref, CASE WHEN count(*) OVER (PARTITION BY asset_key) > 1 THEN asset_key || ${between} || ${bare} ELSE asset_key END
      AS asset_key FROM keyed`);
  await connection.run(
    `INSERT INTO kept.assets
      SELECT (SELECT coalesce(max(asset_id), 0) FROM kept.assets) + row_number() OVER (ORDER BY ref), $source, asset_key, ref
      FROM named WHERE asset_key NOT IN (SELECT asset_key FROM kept.assets WHERE source = $source)`,
    { source },
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE refs AS
      SELECT n.ref, a.asset_id, CASE WHEN starts_with(n.ref, '${importId}:') THEN a.ref ELSE n.ref END AS lasting
      FROM named n JOIN kept.assets a ON a.source = $source AND a.asset_key = n.asset_key`,
    { source },
  );
}

/** Notes what was examined on which asset. Directory facts are examined for the scope as a whole: asset 0. */
async function cover(connection: DuckDBConnection, importId: number): Promise<void> {
  const examined = keptKinds
    .filter(({ table }) => table.columns.some(({ name }) => name === 'Examined'))
    .map(
      ({ staged }) =>
        `SELECT asset_id, unnest(from_json("Examined", '["VARCHAR"]')) AS family FROM ${quote(staged)} s JOIN refs r ON r.ref = s."Ref"
          WHERE json_type("Examined") = 'ARRAY'`,
    );
  const directory = keptKinds
    .filter(({ memory }) => memory.family === 'identity')
    .map(({ staged }) => `SELECT 0, 'identity' FROM ${quote(staged)}`);
  await connection.run(`INSERT INTO kept.coverage
    SELECT DISTINCT ${importId}, scope_id, asset_id, family FROM scope, (${[...examined, ...directory].join(' UNION ALL ')})`);
}

/** Merges the staged rows of a kind; answers a number that is the same for all reports that say the same. */
async function mergeKind(connection: DuckDBConnection, kept: Kept, importId: number): Promise<bigint> {
  const { rows, columns, table, memory } = kept;
  const staged = quote(kept.staged);
  const [count] = (await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM ${staged}`)).getRows();
  if (count?.[0] === 0) {
    await nothingStated(connection, kept);
    return 0n;
  }
  const has = (name: string): boolean => table.columns.some((column) => column.name === name);
  const isDirectory = memory.family === 'identity';
  const lasting = (column: string): string =>
    column === '"Ref"' || column === '"FromRef"' || column === '"ToRef"'
      ? `coalesce((SELECT lasting FROM refs WHERE refs.ref = s.${column}), s.${column})`
      : `s.${column}`;
  const without = new Set(['File', 'Locator', 'Ref', ...memory.times]);
  const content = table.columns
    .map(({ name }) => name)
    .filter((name) => name !== 'ImportId' && (!without.has(name) || memory.thing.includes(name)));
  const hashOf = (names: readonly string[]): string =>
    `md5_number_lower(concat('', ${names.map((name) => `i.${quote(name)}`).join(`, ${between}, `) || "''"}))`;
  // Names in SQL are the same in any case: "place" would be the column "Place" of secrets.
  // The same thing told twice in a report is two things, numbered in the order of what is said of them.
  // Only keys are kept beside the staged rows, and each statement gathers once: one that joins and sorts at a time needs memory
  // for both, and a million rows were too many. The rows themselves are written once, where they stay.
  const told = `SELECT s.rowid AS staged_row, ${isDirectory || !has('Ref') ? '0' : 'coalesce((SELECT asset_id FROM refs WHERE refs.ref = s."Ref"), 0)'}
        AS asset_id, ${columns.map((column) => `${lasting(column)} AS ${column}`).join(', ')} FROM ${staged} s`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE incoming AS
    WITH i AS (${told}),
      hashed AS (SELECT staged_row, asset_id, ${hashOf(memory.thing)} AS thing, ${hashOf(content)} AS content_hash FROM i),
      numbered AS (SELECT *, row_number() OVER (PARTITION BY asset_id, thing ORDER BY content_hash, staged_row) AS nth FROM hashed)
    SELECT * EXCLUDE (thing, nth), CASE nth WHEN 1 THEN thing ELSE md5_number_lower(concat(thing, ${between}, nth)) END
      AS thing_hash, scope_id FROM numbered, scope`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE met AS
    SELECT i.*, k.row_id AS known FROM incoming i LEFT JOIN ${rows} k USING (scope_id, asset_id, thing_hash, content_hash)`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE matched AS
    SELECT *, coalesce(known, (SELECT coalesce(max(row_id), ${kept.firstRow}) + 1 FROM ${rows})
      + staged_row - (SELECT min(staged_row) FROM met)) AS row_id
    FROM met ORDER BY staged_row`);
  const open = memory.finding?.open;
  const isOpen =
    open === undefined
      ? 'false'
      : open === 'always'
        ? 'true'
        : `${quote(open.column)} IN (${open.values.map((value) => `'${value}'`).join(', ')})`;
  // Both sides lie in the order of the staged rows, one for one: no sorting of whole rows.
  const written = await connection.run(`INSERT INTO ${rows}
    SELECT row_id, scope_id, m.asset_id, thing_hash, content_hash, 1, ${isOpen}, ${importId}, ${importId},
      ${columns.map((column) => `i.${column}`).join(', ')}
    FROM (${told}) i POSITIONAL JOIN matched m WHERE m.known IS NULL AND m.staged_row = i.staged_row`);
  const [unknown] = (
    await connection.runAndReadAll('SELECT count(*)::INTEGER FROM matched WHERE known IS NULL')
  ).getRows();
  if (unknown?.[0] !== written.rowsChanged)
    throw new Error(`rows of ${table.name} met the keys of other rows`);
  await noteStatements(connection, kept, importId);
  const [same] = (
    await connection.runAndReadAll(
      `SELECT bit_xor(md5_number_lower(concat('${kept.kind}', ${between}, asset_id, ${between}, thing_hash, ${between}, content_hash))) FROM matched`,
    )
  ).getRows();
  for (const table of ['incoming', 'met', 'matched']) await connection.run(`DROP TABLE ${table}`);
  return same![0] as bigint;
}
