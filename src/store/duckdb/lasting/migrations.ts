import { ownTables } from '../../../schema/index.ts';
import { createTable } from '../ddl.ts';

/** One step forward: the statements that turn a file of the layout before into one of this layout. */
export interface Migration {
  readonly layout: number;
  readonly statements: readonly string[];
}

/** The kinds of observations when spans of statements came. */
const kindsOfLayout2 = [
  ['device', 'DeviceObservations'],
  ['endpoint', 'EndpointObservations'],
  ['software', 'SoftwareObservations'],
  ['vulnerability', 'VulnerabilityObservations'],
  ['control', 'ControlObservations'],
  ['identity', 'IdentityObservations'],
  ['relation', 'RelationObservations'],
  ['resource', 'ResourceObservations'],
  ['secret', 'SecretObservations'],
  ['event', 'EventObservations'],
] as const;

/** Every step there ever was, without a gap; the first layout is the one before the first step. A step that was released is never edited. */
export const migrations: readonly Migration[] = [
  {
    layout: 2,
    statements: [
      `ALTER TABLE "PostureHistory" ADD COLUMN "Cause" VARCHAR`,
      // It is filled where it is asked for: in the file it is empty.
      'DROP TABLE "Findings"',
      createTable(ownTables.findings),
    ],
  },
  {
    // Statements were a row for each row and import; now they are spans.
    layout: 3,
    statements: [
      'ALTER TABLE kept.imports ADD COLUMN look VARCHAR',
      'ALTER TABLE kept.said RENAME TO said_once',
      `CREATE TABLE kept.named (import_id INTEGER, kind VARCHAR, scope_id INTEGER, asset_id INTEGER, file VARCHAR,
        last_seen BIGINT)`,
      `CREATE TABLE kept.said (row_id BIGINT, from_import INTEGER, to_import INTEGER, file VARCHAR, locator VARCHAR,
        last_seen BIGINT)`,
      ...kindsOfLayout2.flatMap(([kind, table]) => [
        `INSERT INTO kept.named SELECT o.import_id, '${kind}', k.scope_id, k.asset_id, min(coalesce(o.file, k."File")),
            max(coalesce(o.last_seen, 0))
          FROM kept.said_once o JOIN kept."${table}" k USING (row_id) GROUP BY ALL`,
        `INSERT INTO kept.said SELECT o.row_id, o.import_id, o.import_id + 1, nullif(coalesce(o.file, k."File"), n.file), o.locator,
            nullif(coalesce(o.last_seen, 0), n.last_seen)
          FROM kept.said_once o JOIN kept."${table}" k USING (row_id) JOIN kept.named n ON n.import_id = o.import_id
            AND n.kind = '${kind}' AND n.scope_id = k.scope_id AND n.asset_id = k.asset_id ORDER BY o.row_id`,
      ]),
      'DROP TABLE kept.said_once',
    ],
  },
];

/** The layout of files that are made now. */
export const layoutVersion = migrations.at(-1)?.layout ?? 1;
