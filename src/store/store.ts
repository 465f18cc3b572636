import type { Row, Table } from '../schema/index.ts';

/**
 * Where rows live. Provisional until the second engine exists: until the query compiler reads facts, the only way to
 * read is the typed column scan.
 */
export interface Store {
  /** Adds rows to a table; they are visible to scans after `flush`. Rows have passed the table's check. */
  append<T extends Table>(table: T, rows: readonly Row<T>[]): Promise<void>;
  /** Makes everything appended so far visible. */
  flush(): Promise<void>;
  /** Reads the named columns of all rows in the order they were appended, in batches. */
  scan<T extends Table, const C extends keyof Row<T> & string>(
    table: T,
    columns: readonly C[],
  ): AsyncIterable<readonly Pick<Row<T>, C>[]>;
  /** Number of rows in a table. */
  count(table: Table): Promise<number>;
  close(): Promise<void>;
}
