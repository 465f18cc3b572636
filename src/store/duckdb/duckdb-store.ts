import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTimestampValue,
  INTEGER,
  TIMESTAMP,
  VARCHAR,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Column, ColumnType, Row, Table } from '../../schema/index.ts';
import type { Store } from '../store.ts';
import { createTable, quote } from './ddl.ts';

/** Rows of one data chunk: DuckDB's own vector size, the fastest way in (docs/decisions/0002). */
const chunkRows = 2048;

const duckTypes: Readonly<Record<ColumnType, DuckDBType>> = {
  string: VARCHAR,
  int: INTEGER,
  long: BIGINT,
  real: DOUBLE,
  bool: BOOLEAN,
  datetime: TIMESTAMP,
  dynamic: VARCHAR,
  guid: VARCHAR,
};

/**
 * Opens a throw-away store in a folder that the caller made and owns; `close` deletes the database file. Memory of the
 * engine is capped, what does not fit goes to the folder.
 */
export async function openTemporaryStore(folder: string, tables: readonly Table[]): Promise<Store> {
  const file = join(folder, 'facts.duckdb');
  const instance = await DuckDBInstance.create(file, {
    memory_limit: '400MB',
    threads: '2',
    temp_directory: join(folder, 'spill'),
    enable_external_access: 'false',
  });
  const connection = await instance.connect();
  for (const table of tables) await connection.run(createTable(table));
  return new DuckDbStore(instance, connection, file);
}

interface Pending {
  readonly columns: DuckDBValue[][];
  readonly appender: DuckDBAppender;
  rows: number;
}

class DuckDbStore implements Store {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #file: string;
  readonly #pending = new Map<Table, Pending>();

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, file: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#file = file;
  }

  async append<T extends Table>(table: T, rows: readonly Row<T>[]): Promise<void> {
    const pending = this.#pending.get(table) ?? (await this.#begin(table));
    for (const row of rows) {
      for (let c = 0; c < table.columns.length; c++) {
        const column = table.columns[c]!;
        pending.columns[c]!.push(toDuck(column, (row as Readonly<Record<string, unknown>>)[column.name]));
      }
      if (++pending.rows === chunkRows) send(table, pending);
    }
  }

  async flush(): Promise<void> {
    for (const [table, pending] of this.#pending) {
      if (pending.rows > 0) send(table, pending);
      pending.appender.closeSync();
    }
    this.#pending.clear();
    await Promise.resolve();
  }

  async *scan<T extends Table, const C extends keyof Row<T> & string>(
    table: T,
    columns: readonly C[],
  ): AsyncGenerator<readonly Pick<Row<T>, C>[], void> {
    const chosen = columns.map((name) => {
      const column = table.columns.find((c) => c.name === name);
      if (column === undefined) throw new Error(`${table.name} has no column ${name}`);
      return column;
    });
    const list = chosen.map((column) => quote(column.name)).join(', ');
    // A connection of its own: a scan may run while another one of the same store is not finished.
    const connection = await this.#instance.connect();
    try {
      const result = await connection.stream(`SELECT ${list} FROM ${quote(table.name)}`);
      for (
        let chunk = await result.fetchChunk();
        chunk !== null && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        yield toRows(chunk, chosen) as unknown as readonly Pick<Row<T>, C>[];
      }
    } finally {
      connection.closeSync();
    }
  }

  async count(table: Table): Promise<number> {
    const reader = await this.#connection.runAndReadAll(`SELECT count(*) FROM ${quote(table.name)}`);
    return Number(reader.getRows()[0]?.[0] ?? 0);
  }

  async close(): Promise<void> {
    await this.flush();
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#file, { force: true });
    await rm(`${this.#file}.wal`, { force: true });
  }

  async #begin(table: Table): Promise<Pending> {
    const pending = {
      columns: table.columns.map((): DuckDBValue[] => []),
      appender: await this.#connection.createAppender(table.name),
      rows: 0,
    };
    this.#pending.set(table, pending);
    return pending;
  }
}

function send(table: Table, pending: Pending): void {
  const chunk = DuckDBDataChunk.create(table.columns.map((column) => duckTypes[column.type]));
  chunk.setColumns(pending.columns);
  pending.appender.appendDataChunk(chunk);
  for (const column of pending.columns) column.length = 0;
  pending.rows = 0;
}

function toDuck(column: Column, value: unknown): DuckDBValue {
  if (value === undefined || value === null) return null;
  switch (column.type) {
    case 'string':
    case 'guid':
      return value as string;
    case 'bool':
      return value as boolean;
    case 'int':
    case 'real':
      return value as number;
    case 'long':
      return BigInt(value as number);
    case 'datetime':
      return new DuckDBTimestampValue(BigInt(value as number) * 1000n);
    case 'dynamic':
      return JSON.stringify(value);
  }
}

function toRows(chunk: DuckDBDataChunk, columns: readonly Column[]): Record<string, unknown>[] {
  const values = chunk.getColumns();
  const rows: Record<string, unknown>[] = [];
  for (let r = 0; r < chunk.rowCount; r++) {
    const row: Record<string, unknown> = {};
    for (let c = 0; c < columns.length; c++) {
      const value = fromDuck(columns[c]!, values[c]![r] ?? null);
      if (value !== undefined) row[columns[c]!.name] = value;
    }
    rows.push(row);
  }
  return rows;
}

function fromDuck(column: Column, value: DuckDBValue): unknown {
  if (value === null) return undefined;
  switch (column.type) {
    case 'long':
      return Number(value);
    case 'datetime':
      return value instanceof DuckDBTimestampValue ? Number(value.micros / 1000n) : undefined;
    case 'dynamic':
      return JSON.parse(value as string) as unknown;
    case 'string':
    case 'guid':
    case 'bool':
    case 'int':
    case 'real':
      return value;
  }
}
