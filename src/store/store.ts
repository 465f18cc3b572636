import type { Row, Table } from '../schema/index.ts';
import type { QueryRunner } from './query.ts';

/** Where rows live: what ingest writes, and what compiled queries read. */
export interface Store extends QueryRunner {
  /** Adds rows to a table; they are visible to queries after `flush`. Rows have passed the table's check. */
  append<T extends Table>(table: T, rows: readonly Row<T>[]): Promise<void>;
  /** Makes everything appended so far visible. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** A store that lives as long as a run; its file can be handed to an engine that only reads. */
export interface TemporaryStore extends Store {
  /**
   * Ends the writing: everything appended is in the file, the engine has let go of it, and only `close` may still be called
   * (it deletes the file). Gives the path of the file.
   */
  handOver(): Promise<string>;
}
