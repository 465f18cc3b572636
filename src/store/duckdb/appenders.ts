import {
  DuckDBDataChunk,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Row, Table } from '../../schema/index.ts';
import { appendedTypes, storedValue } from './rows.ts';

/** Rows of one data chunk: DuckDB's own vector size, the fastest way in (docs/decisions/0002). */
const chunkRows = 2048;

interface Pending {
  readonly columns: DuckDBValue[][];
  /** One for all rows: the engine copies it, and a new one each time would wait for a garbage collection that comes late. */
  readonly chunk: DuckDBDataChunk;
  readonly appender: DuckDBAppender;
  rows: number;
}

/** Appends rows to tables, column by column. */
export class Appenders {
  readonly #connection: DuckDBConnection;
  readonly #nameOf: (table: Table) => string;
  readonly #pending = new Map<Table, Pending>();

  /** `nameOf`: the engine's table that takes the rows of a table; its columns are the same, in the same order. */
  constructor(connection: DuckDBConnection, nameOf: (table: Table) => string = (table) => table.name) {
    this.#connection = connection;
    this.#nameOf = nameOf;
  }

  async append<T extends Table>(table: T, rows: readonly Row<T>[]): Promise<void> {
    const pending = this.#pending.get(table) ?? (await this.#begin(table));
    for (const row of rows) {
      for (let c = 0; c < table.columns.length; c++) {
        const column = table.columns[c]!;
        pending.columns[c]!.push(
          storedValue(column, (row as Readonly<Record<string, unknown>>)[column.name]),
        );
      }
      if (++pending.rows === chunkRows) send(pending);
    }
  }

  /** Makes everything appended so far visible to the connection. */
  flush(): void {
    for (const pending of this.#pending.values()) {
      if (pending.rows > 0) send(pending);
      pending.appender.closeSync();
    }
    this.#pending.clear();
  }

  async #begin(table: Table): Promise<Pending> {
    const pending = {
      columns: table.columns.map((): DuckDBValue[] => []),
      chunk: DuckDBDataChunk.create(table.columns.map((column) => appendedTypes[column.type])),
      appender: await this.#connection.createAppender(this.#nameOf(table)),
      rows: 0,
    };
    this.#pending.set(table, pending);
    return pending;
  }
}

function send(pending: Pending): void {
  const { chunk, columns, appender } = pending;
  chunk.reset();
  chunk.setColumns(columns);
  appender.appendDataChunk(chunk);
  for (const column of columns) column.length = 0;
  pending.rows = 0;
}
