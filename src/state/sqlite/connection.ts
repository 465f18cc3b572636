import Database from 'libsql';
import { invariant } from '../../base/fault.ts';
import { StateUnavailable } from '../state-unavailable.ts';

/** What may be bound. The driver aborts the process on a boolean (0.5.29), so booleans are written as 0 and 1. */
export type Bindable = string | number | null;
export type Row = Readonly<Record<string, string | number | null>>;

/** How long a statement waits for another process that writes. */
const busyTimeoutMs = 5000;

/** One open SQLite file: bound statements, transactions, and the driver's errors as `StateUnavailable`. */
export class Connection {
  readonly #path: string;
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(path: string) {
    this.#path = path;
    this.#database = this.#guard(() => new Database(path));
    this.run(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }

  /** Rows of a statement; the driver's `get` is avoided, since it adds a property of its own to the row. */
  all(sql: string, values: readonly Bindable[] = []): readonly Row[] {
    checkValues(values);
    return this.#guard(() => this.#statement(sql).all(values)) as readonly Row[];
  }

  first(sql: string, values: readonly Bindable[] = []): Row | undefined {
    return this.all(sql, values)[0];
  }

  /** Runs a statement and returns how many rows it changed. */
  change(sql: string, values: readonly Bindable[]): number {
    checkValues(values);
    return this.#guard(() => this.#statement(sql).run(values)).changes;
  }

  /** Runs statements that take no values. */
  run(sql: string): void {
    this.#guard(() => this.#database.exec(sql));
  }

  /** Value of a pragma that is a number. */
  pragma(name: 'user_version' | 'application_id'): number {
    return Number(this.first(`PRAGMA ${name}`)?.[name]);
  }

  /** Runs work that holds the write lock from its start; all of it is kept, or nothing. */
  transaction<T>(work: () => T): T {
    this.run('BEGIN IMMEDIATE');
    try {
      const value = work();
      this.run('COMMIT');
      return value;
    } catch (error) {
      // A full disk has rolled it back already.
      if (this.#database.inTransaction) this.run('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw unavailable(error, this.#path) ?? error;
    }
  }
}

/** The driver reads a text only up to a NUL: what holds one would come back cut. */
function checkValues(values: readonly Bindable[]): void {
  for (const value of values)
    invariant(typeof value !== 'string' || !value.includes('\u0000'), 'a text for the state holds a NUL');
}

const troubles: readonly (readonly [codes: RegExp, message: string, remedy: string])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'is in use by another process', 'try again when it has finished'],
  [/^SQLITE_FULL/, 'cannot grow: the disk is full', 'free some space; what was there is unharmed'],
  [/^SQLITE_(READONLY|PERM|AUTH|CANTOPEN)/, 'cannot be written', 'check its owner and permissions'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'is damaged or no SQLite file', 'put back a copy of it'],
  // SQLite does not always tell a full disk from a broken one.
  [
    /^SQLITE_IOERR/,
    'cannot be read or written: the disk is full, or reports an error',
    'free some space; else check the disk',
  ],
];

/** What the system, not our code, is to blame for. */
function unavailable(error: unknown, path: string): StateUnavailable | undefined {
  if (!(error instanceof Error)) return undefined;
  // A file that cannot be opened has no code, only this beginning of its message.
  const code =
    'code' in error && typeof error.code === 'string'
      ? error.code
      : error.message.startsWith('ConnectionFailed')
        ? 'SQLITE_CANTOPEN'
        : '';
  const trouble = troubles.find(([codes]) => codes.test(code));
  if (trouble === undefined) return undefined;
  const [, message, remedy] = trouble;
  return new StateUnavailable(
    { code: 'unreadable', message: `the state file ${path} ${message}`, remedy },
    error,
  );
}
