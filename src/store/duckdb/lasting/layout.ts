import {
  memories,
  observationTables,
  ownTables,
  type Memory,
  type ObservationKind,
  type Table,
} from '../../../schema/index.ts';
import { columnType, createTable, quote } from '../ddl.ts';
import { layoutVersion } from './migrations.ts';

/** One kind of observation with everything that SQL about it needs. */
export interface Kept {
  readonly kind: ObservationKind;
  readonly table: Table;
  readonly memory: Memory;
  /** Where its rows are kept, quoted. */
  readonly rows: string;
  /** Where rows of the import under way wait, quoted and bare. */
  readonly staged: string;
  /** Numbers of its rows are above this one: each kind has a range of its own. */
  readonly firstRow: number;
  /** Quoted columns of the table but `ImportId`. */
  readonly columns: readonly string[];
}

export const keptKinds: readonly Kept[] = Object.entries(observationTables).map(([kind, table], i) => ({
  kind: kind as ObservationKind,
  table,
  memory: memories[kind as ObservationKind],
  rows: `kept.${quote(table.name)}`,
  staged: stagedName(table),
  firstRow: i * 2 ** 40,
  columns: table.columns.filter(({ name }) => name !== 'ImportId').map(({ name }) => quote(name)),
}));

/** The temporary table that takes rows of a table while an import is under way. */
export function stagedName(table: Table): string {
  return `staged${table.name}`;
}

/** References of the import under way, with the key of the asset that each means. */
export const stagedAssets = {
  name: 'Assets',
  description: '',
  key: ['Ref'],
  columns: [
    { name: 'Ref', type: 'string', description: '' },
    { name: 'AssetKey', type: 'string', description: '' },
  ],
} as const satisfies Table;

/** States of a kept row: whether what it says is said still. */
export const life = { said: 1, missing: 2, closed: 3, replaced: 4 } as const;

const isKind = new Set<Table>(Object.values(observationTables));

/**
 * The tables of the file. Rows of observations lie in the schema `kept` with what is needed to tell their state; the tables
 * that queries know by name are views of those that are said still.
 */
export const layout: readonly string[] = [
  'CREATE SCHEMA kept',
  'CREATE TABLE kept.meta (version INTEGER)',
  `INSERT INTO kept.meta VALUES (${layoutVersion})`,
  `CREATE TABLE kept.imports (import_id INTEGER, source VARCHAR, checks VARCHAR, is_complete BOOLEAN, time BIGINT,
    time_basis VARCHAR, imported_at BIGINT, close_after INTEGER, is_undone BOOLEAN, counts JSON, look VARCHAR)`,
  // What became of every file that was given, those without an import too.
  'CREATE TABLE kept.files (place INTEGER, import_id INTEGER, report JSON)',
  'CREATE TABLE kept.scopes (scope_id INTEGER, source VARCHAR, checks VARCHAR)',
  'CREATE TABLE kept.assets (asset_id INTEGER, source VARCHAR, asset_key VARCHAR, ref VARCHAR)',
  'CREATE TABLE kept.coverage (import_id INTEGER, scope_id INTEGER, asset_id INTEGER, family VARCHAR)',
  // Who said what: see statements.ts.
  `CREATE TABLE kept.named (import_id INTEGER, kind VARCHAR, scope_id INTEGER, asset_id INTEGER, file VARCHAR,
    last_seen BIGINT)`,
  `CREATE TABLE kept.said (row_id BIGINT, from_import INTEGER, to_import INTEGER, file VARCHAR, locator VARCHAR,
    last_seen BIGINT)`,
  ...keptKinds.map(
    ({ table, rows }) => `CREATE TABLE ${rows} (row_id BIGINT, scope_id INTEGER, asset_id INTEGER,
      thing_hash UBIGINT, content_hash UBIGINT, life UTINYINT, is_open BOOLEAN, first_import INTEGER, last_import INTEGER,
      ${table.columns
        .filter(({ name }) => name !== 'ImportId')
        .map((column) => `${quote(column.name)} ${columnType(column.type)}`)
        .join(', ')})`,
  ),
  ...keptKinds.map(
    ({
      table,
      rows,
      columns,
    }) => `CREATE VIEW ${quote(table.name)} AS SELECT last_import AS "ImportId", ${columns.join(', ')}
      FROM ${rows} WHERE life <= ${life.missing}`,
  ),
  ...Object.values(ownTables)
    .filter((table) => !isKind.has(table))
    .map((table) => createTable(table)),
];

/** Temporary tables of an import under way. */
export const staging: readonly string[] = [
  ...keptKinds.map(({ table }) => createTable(table, `TEMP TABLE`, stagedName(table))),
  createTable(stagedAssets, 'TEMP TABLE', stagedName(stagedAssets)),
];
