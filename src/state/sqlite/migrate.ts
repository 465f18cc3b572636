import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { failed, invariant, ok, type Result } from '../../base/fault.ts';
import type { Connection } from './connection.ts';
import type { Migration } from './migrations/index.ts';

/** `application_id` of our files: the letters "fixf". */
const applicationId = 0x66697866;

/**
 * Brings a file to the version of the last step, each step in a transaction of its own. A file that has content is
 * copied beside itself first: `state.sqlite` of version 1 to `state.sqlite.v1`. Refused: a file of a newer version
 * (`wrong-version`) and one that is not ours (`not-recognised`).
 */
export function migrate(
  connection: Connection,
  path: string,
  migrations: readonly Migration[],
): Result<void> {
  invariant(
    migrations.every(({ version }, i) => version === i + 1),
    'migrations are numbered from 1 without a gap',
  );
  const version = connection.pragma('user_version');
  if (version > migrations.length) {
    return failed({
      code: 'wrong-version',
      message: `the state file ${path} is of version ${version}, this program knows up to ${migrations.length}`,
      remedy: `use the newer program that wrote it, or put back the copy made before it was changed (${path}.v${migrations.length})`,
    });
  }
  const isNew = version === 0 && connection.first('SELECT name FROM sqlite_master') === undefined;
  if (!isNew && connection.pragma('application_id') !== applicationId) {
    return failed({
      code: 'not-recognised',
      message: `${path} is a database of another program`,
      remedy: 'choose another data directory',
    });
  }
  if (!isNew && version < migrations.length) copyBeside(connection, path, version);
  for (const migration of migrations.slice(version)) apply(connection, migration);
  return ok(undefined);
}

function apply(connection: Connection, { version, sql }: Migration): void {
  connection.transaction(() => {
    // Another process may have been quicker.
    if (connection.pragma('user_version') >= version) return;
    connection.run(sql);
    connection.run(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}`);
  });
}

/** The copy has its name only when it is whole and on the disk. */
function copyBeside(connection: Connection, path: string, version: number): void {
  const part = `${path}.v${version}.part`;
  // An empty file may be filled; made here, so that nobody else can read it.
  closeSync(openSync(part, 'w', 0o600));
  connection.change('VACUUM INTO ?', [part]);
  const file = openSync(part, 'r+');
  fsyncSync(file);
  closeSync(file);
  renameSync(part, `${path}.v${version}`);
}
