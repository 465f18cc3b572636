import { ownTables } from '../../../schema/index.ts';
import { createTable } from '../ddl.ts';

/** One step forward: the statements that turn a file of the layout before into one of this layout. */
export interface Migration {
  readonly layout: number;
  readonly statements: readonly string[];
}

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
];

/** The layout of files that are made now. */
export const layoutVersion = migrations.at(-1)?.layout ?? 1;
