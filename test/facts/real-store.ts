import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledQuery, KqlType, KqlValue } from '../../src/kql/index.ts';
import { observationTables, type ObservationKind } from '../../src/schema/index.ts';
import { openLastingStore } from '../../src/store/duckdb/index.ts';
import type { ImportCounts, LastingStore } from '../../src/store/index.ts';
import type { Import, Statement } from './model.ts';

/** A store in a folder of its own; `close` removes both. */
export async function openStore(): Promise<{ readonly store: LastingStore; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'facts-'));
  const opened = await openLastingStore(join(folder, 'facts.duckdb'), join(folder, 'spill'));
  if (!opened.ok) throw new Error(opened.fault.message);
  const store = opened.value;
  return {
    store,
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The column that carries the thing of each kind, and the one that carries what is said of it. */
const columnsOf = {
  vulnerability: ['VulnerabilityId', 'Status'],
  control: ['ControlId', 'Result'],
  secret: ['Place', 'Title'],
  software: ['SoftwareName', 'EndOfSupportStatus'],
  identity: ['Ref', 'IdentityName'],
} as const satisfies Partial<Record<ObservationKind, readonly [string, string]>>;

type SaidKind = keyof typeof columnsOf;

const fixed: Readonly<Record<SaidKind, Readonly<Record<string, unknown>>>> = {
  vulnerability: { CveIds: [], Severity: 'High' },
  control: { Benchmark: 'b', Severity: 'Low' },
  secret: { RuleId: 'r', Severity: 'High', Fingerprint: 'f' },
  software: {},
  identity: { IdentityType: 'User', IsDescribed: true },
};

/** Imports a report of the model into the store. */
export async function importInto(
  store: LastingStore,
  report: Import,
  mode: 'keep' | 'dry-run' = 'keep',
): Promise<ImportCounts> {
  const { id, time } = report;
  await store.begin();
  for (const asset of report.assets) {
    const Ref = `${id}:${asset.ref}`;
    const place = { ImportId: id, File: `report-${id}`, Locator: asset.ref };
    store.name(Ref, asset.key);
    await store.append(observationTables.device, [
      { ...place, Ref, DeviceName: asset.ref, Examined: asset.examined },
    ]);
    for (const said of asset.says) {
      const [thing, content] = columnsOf[said.kind as SaidKind];
      const row = {
        ...{ ...place, Ref, ...fixed[said.kind as SaidKind] },
        ...{ [thing]: said.thing, [content]: said.content },
        ...(said.lastSeen === undefined ? {} : { LastSeen: said.lastSeen }),
      };
      await store.append(observationTables[said.kind as SaidKind], [row as never]);
    }
  }
  const { source, checks, isComplete, closeAfter } = report;
  return store.merge(
    {
      ...{ importId: id, source, checks, isComplete, closeAfter },
      time,
      timeBasis: 'stated',
      importedAt: time,
    },
    mode,
  );
}

export async function rowsOf(
  store: LastingStore,
  sql: string,
  columns: Readonly<Record<string, KqlType>>,
): Promise<readonly (readonly KqlValue[])[]> {
  const query: CompiledQuery = {
    sql,
    columns: Object.entries(columns).map(([name, type]) => ({ id: name, name, type })),
    tables: [],
  };
  const run = store.query(query);
  const rows: KqlValue[][] = [];
  for await (const batch of run) {
    for (let r = 0; r < batch.rowCount; r++) rows.push(batch.columns.map((column) => column[r]!));
  }
  const outcome = await run.outcome;
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return rows;
}

const lives = `CASE k.life WHEN 1 THEN 'said' WHEN 2 THEN 'missing' WHEN 3 THEN 'closed' WHEN 4 THEN 'replaced' ELSE 'unknown' END`;

/** Every row of the store that its sources `PREFIX…` said, as one text each, sorted. */
export async function keptRows(store: LastingStore, prefix: string): Promise<readonly string[]> {
  return textsOf(store, prefix, (kind, [thing, content]) => {
    const seen = kind === 'vulnerability' ? `k."LastSeen"` : 'NULL';
    const { name } = observationTables[kind];
    return `SELECT concat_ws('|', s.source, s.checks, coalesce(a.asset_key, ''), '${kind}', k."${thing}", k."${content}", ${lives},
        k.last_import, coalesce((${seen} / 10000 - 62135596800000)::BIGINT::VARCHAR, '')) AS row
      FROM kept."${name}" k JOIN kept.scopes s USING (scope_id) LEFT JOIN kept.assets a USING (asset_id)`;
  });
}

/** The same of the rows that queries see; the asset is found by the reference that they see. */
export async function seenRows(store: LastingStore, prefix: string): Promise<readonly string[]> {
  return textsOf(store, prefix, (kind, [thing, content]) => {
    const { name } = observationTables[kind];
    const asset = kind === 'identity' ? `NULL::VARCHAR` : 'a.asset_key';
    const join =
      kind === 'identity'
        ? `JOIN kept.imports s ON s.import_id = k."ImportId"`
        : `JOIN kept.assets a ON a.ref = k."Ref" JOIN kept.imports s ON s.import_id = k."ImportId"`;
    return `SELECT concat_ws('|', s.source, s.checks, coalesce(${asset}, ''), '${kind}', k."${thing}", k."${content}", k."ImportId") AS row
      FROM "${name}" k ${join}`;
  });
}

async function textsOf(
  store: LastingStore,
  prefix: string,
  select: (kind: SaidKind, columns: readonly [string, string]) => string,
): Promise<readonly string[]> {
  const parts = Object.entries(columnsOf).map(([kind, columns]) => select(kind as SaidKind, columns));
  const rows = await rowsOf(
    store,
    `SELECT row FROM (${parts.join(' UNION ALL ')}) WHERE starts_with(row, '${prefix}') ORDER BY row`,
    { row: 'string' },
  );
  return rows.map(([row]) => row as string).sort();
}

/** The number under which the store orders what is said twice of one thing in a report. */
export async function orderOf(
  store: LastingStore,
  statements: readonly Statement[],
): Promise<(statement: Statement) => bigint> {
  const assets = statements.map((statement, i) => ({
    ...{ ref: `o${i}`, key: `order:${i}`, examined: [] },
    says: [statement],
  }));
  const id = await store.nextImportId();
  await importInto(store, {
    ...{ id, source: 'order', checks: '', isComplete: false, time: 1, closeAfter: 1, assets },
  });
  const hashes = new Map<string, bigint>();
  for (const [kind, [thing, content]] of Object.entries(columnsOf)) {
    const { name } = observationTables[kind as SaidKind];
    const rows = await rowsOf(
      store,
      `SELECT concat_ws('|', '${kind}', "${thing}", "${content}") AS said, content_hash::VARCHAR AS hash FROM kept."${name}"`,
      { said: 'string', hash: 'string' },
    );
    for (const [said, hash] of rows) hashes.set(said as string, BigInt(hash as string));
  }
  return ({ kind, thing, content }) => hashes.get(`${kind}|${thing}|${content}`)!;
}
