import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportCounts } from '../../lasting-store.ts';
import { keptKinds, life, type Kept } from './layout.ts';
import { stated, statementsOf } from './statements.ts';

const findingKinds = keptKinds.filter(({ memory }) => memory.finding !== undefined);

/** What decided the states: an import that came, or one that was undone. */
export interface Cause {
  readonly importId: number;
  readonly isUndo: boolean;
  /** Time for the events, as ticks. */
  readonly at: bigint;
}

/** Remembers how the findings of the touched scopes stand, before anything is written. */
export async function noteBefore(connection: DuckDBConnection): Promise<void> {
  for (const kept of findingKinds)
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${before(kept)} AS ${standings(kept)}`);
}

/**
 * Tells the states of all rows in the touched scopes anew, from nothing but who said what, who looked where, and in which
 * order of time: the order in which imports came does not matter. Then writes an event for every finding whose state changed.
 */
export async function tellStates(connection: DuckDBConnection, cause: Cause): Promise<ImportCounts> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ordered AS
    SELECT import_id, is_complete, coalesce(look, time::VARCHAR) AS look, row_number() OVER (ORDER BY time, import_id) AS place, close_after
    FROM kept.imports WHERE NOT is_undone`);
  const touched = await touchedKinds(connection);
  for (const kept of touched) await tellKind(connection, kept, cause);
  const counts = { new: 0, seenAgain: 0, missing: 0, closed: 0, reopened: 0 };
  for (const kept of touched) {
    if (kept.memory.finding === undefined) continue;
    await noteChanges(connection, kept, cause);
    const rows = (
      await connection.runAndReadAll('SELECT change, count(*)::INTEGER FROM changed GROUP BY change')
    ).getRows();
    for (const [change, count] of rows) {
      const name = change === 'withdrawn' ? 'closed' : (change as keyof typeof counts);
      counts[name] += count as number;
    }
    if (rows.length > 0) await writeEvents(connection, kept, cause);
  }
  for (const { rows } of cause.isUndo ? touched : []) {
    await connection.run(`DELETE FROM kept.said WHERE row_id IN (SELECT row_id FROM ${rows} WHERE life = 0)`);
    await connection.run(`DELETE FROM ${rows} WHERE life = 0`);
  }
  return counts;
}

/** Kinds of which something is known in the touched scopes. */
async function touchedKinds(connection: DuckDBConnection): Promise<readonly Kept[]> {
  const selects = keptKinds.map(
    ({ kind, rows }) =>
      `SELECT '${kind}' WHERE EXISTS (SELECT 1 FROM ${rows} SEMI JOIN touched USING (scope_id, asset_id))`,
  );
  const found = (await connection.runAndReadAll(selects.join(' UNION ALL '))).getRows();
  const kinds = new Set(found.map(([kind]) => kind));
  return keptKinds.filter(({ kind }) => kinds.has(kind));
}

/**
 * The state of each touched row: 0 when no import says it any more. Reports of one time are one look, and so are reports
 * without a time that say the same, or a file that is given twice would close what it does not name sooner than it may. What the newest statement of a row is, the row remembers, so that
 * an import is compared with that one only; what an undo took away was perhaps the newest, and all that are left are read.
 */
async function tellKind(
  connection: DuckDBConnection,
  kept: Kept,
  { importId, isUndo }: Cause,
): Promise<void> {
  const { rows, table, memory } = kept;
  const hasLastSeen = table.columns.some(({ name }) => name === 'LastSeen');
  const statements = isUndo
    ? `SELECT row_id, import_id, last_seen FROM (${statementsOf(kept)}) SEMI JOIN mine USING (row_id)`
    : `SELECT row_id, last_import AS import_id, ${hasLastSeen ? '"LastSeen"' : 'NULL::BIGINT'} AS last_seen FROM ${rows} SEMI JOIN touched USING (scope_id, asset_id)
        UNION ALL SELECT row_id, ${importId}, nullif(last_seen, 0) FROM ${stated(kept)}`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE told AS
    WITH mine AS (SELECT row_id, scope_id, asset_id, thing_hash FROM ${rows} SEMI JOIN touched USING (scope_id, asset_id)),
      said AS (SELECT row_id, max(o.place) AS place, arg_max(import_id, o.place) AS import_id, max(s.last_seen) AS last_seen
        FROM (${statements}) s JOIN ordered o USING (import_id) GROUP BY row_id),
      looks AS (SELECT scope_id, asset_id, max(o.place) AS place, arg_max(o.close_after, o.place) AS close_after
        FROM kept.coverage c JOIN ordered o USING (import_id) SEMI JOIN touched USING (scope_id, asset_id)
        WHERE o.is_complete AND c.family = '${memory.family ?? ''}' GROUP BY scope_id, asset_id, o.look),
      looked AS (SELECT scope_id, asset_id, list_reverse_sort(list(place)) AS places, arg_max(close_after, place) AS close_after
        FROM looks GROUP BY scope_id, asset_id),
      joined AS (SELECT mine.*, said.place, said.import_id, said.last_seen, looked.places[1] AS latest,
        looked.places[looked.close_after] AS closing,
        max(said.place) OVER (PARTITION BY scope_id, asset_id, thing_hash) AS newest
        FROM mine LEFT JOIN said USING (row_id) LEFT JOIN looked USING (scope_id, asset_id))
    SELECT row_id, import_id, last_seen, CASE
      WHEN place IS NULL THEN 0
      WHEN place < newest THEN ${life.replaced}
      WHEN place < closing THEN ${life.closed}
      WHEN place < latest THEN ${life.missing}
      ELSE ${life.said} END AS life
    FROM joined`);
  await connection.run(`UPDATE ${rows} k SET life = t.life, last_import = coalesce(t.import_id, k.last_import)
    ${hasLastSeen ? ', "LastSeen" = t.last_seen' : ''}
    FROM told t WHERE t.row_id = k.row_id
      AND (t.life <> k.life OR t.import_id <> k.last_import ${hasLastSeen ? 'OR t.last_seen IS DISTINCT FROM k."LastSeen"' : ''})`);
}

/** How each finding stands: open, missing, and whether it ever was open. */
function standings({ rows }: Kept): string {
  return `SELECT scope_id, asset_id, thing_hash, bool_or(is_open AND life BETWEEN 1 AND ${life.missing}) AS open,
      bool_or(life = ${life.missing}) AS missing, bool_or(is_open AND life > 0) AS ever, max(row_id) FILTER (life BETWEEN 1 AND ${life.closed}) AS row_id,
      max(row_id) AS any_row
    FROM ${rows} SEMI JOIN touched USING (scope_id, asset_id) GROUP BY ALL`;
}

function before({ kind }: Kept): string {
  return `before_${kind}`;
}

async function noteChanges(connection: DuckDBConnection, kept: Kept, { isUndo }: Cause): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE changed AS
    WITH now AS (${standings(kept)}),
      compared AS (SELECT now.*, coalesce(b.open, false) AS was_open, coalesce(b.missing, false) AS was_missing,
        coalesce(b.ever, false) AS was_ever FROM now LEFT JOIN ${before(kept)} b USING (scope_id, asset_id, thing_hash))
    SELECT coalesce(row_id, any_row) AS row_id, scope_id, asset_id, thing_hash, CASE
      WHEN open AND NOT was_open THEN CASE WHEN was_ever THEN 'reopened' ELSE 'new' END
      WHEN was_open AND NOT open THEN CASE WHEN ever THEN 'closed' ELSE 'withdrawn' END
      WHEN open AND missing AND NOT was_missing THEN 'missing'
      ${isUndo ? '' : `WHEN open AND row_id IN (SELECT row_id FROM ${stated(kept)}) THEN 'seenAgain'`} END AS change
    FROM compared`);
  await connection.run('DELETE FROM changed WHERE change IS NULL');
}

async function writeEvents(
  connection: DuckDBConnection,
  { rows, memory }: Kept,
  { importId, isUndo, at }: Cause,
): Promise<void> {
  const finding = memory.finding!;
  const verdict = finding.open === 'always' ? "''" : `k."${finding.open.column}"`;
  const reason = isUndo
    ? `'import ${importId} was undone'`
    : `CASE change
        WHEN 'new' THEN 'reported for the first time'
        WHEN 'reopened' THEN 'reported again'
        WHEN 'missing' THEN 'not named by a report that examined the asset; not yet missed often enough to be closed'
        ELSE CASE WHEN k.life = ${life.closed} THEN 'not named by a report that examined the asset'
          ELSE 'reported as ' || ${verdict} END END`;
  await connection.run(
    `INSERT INTO "FindingEvents" ("Timestamp", "ImportId", "Source", "Ref", "FindingKind", "SourceFindingId", "Title", "Place",
        "Change", "Reason")
      SELECT $at, $importId, s.source, k."Ref", '${finding.kind}', k."${finding.id}", k."Title", to_hex(c.thing_hash), change, ${reason}
      FROM changed c JOIN ${rows} k ON k.row_id = c.row_id JOIN kept.scopes s ON s.scope_id = c.scope_id
      WHERE change <> 'seenAgain' ORDER BY k.row_id`,
    { at, importId },
  );
}
