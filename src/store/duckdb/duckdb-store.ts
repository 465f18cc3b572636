import {
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBValue,
} from '@duckdb/node-api';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompiledQuery } from '../../kql/index.ts';
import type { Row, Table } from '../../schema/index.ts';
import type { QueryOptions, QueryRun } from '../query.ts';
import type { TemporaryStore } from '../store.ts';
import { createTable } from './ddl.ts';
import { QueryEngine } from './query-engine.ts';
import { appendedTypes, storedValue } from './rows.ts';
import { huntingLimits, writingLock, writingSettings } from './settings.ts';

/** Rows of one data chunk: DuckDB's own vector size, the fastest way in (docs/decisions/0002). */
const chunkRows = 2048;

/** While rows are written; queries may use more (`huntingLimits`). */
const writingLimits = { memoryMb: 400, threads: 2 };

/**
 * Opens a throw-away store in a folder that the caller made and owns; `close` deletes the database file. Memory of the
 * engine is capped, what does not fit goes to the folder until the first query, after which nothing does.
 */
export async function openTemporaryStore(folder: string, tables: readonly Table[]): Promise<TemporaryStore> {
  const file = join(folder, 'facts.duckdb');
  const instance = await DuckDBInstance.create(file, writingSettings(writingLimits, join(folder, 'spill')));
  const connection = await instance.connect();
  if (tables.length > 0) await connection.run(`BEGIN; ${tables.map(createTable).join('; ')}; COMMIT`);
  return new DuckDbStore(instance, connection, file);
}

interface Pending {
  readonly columns: DuckDBValue[][];
  readonly appender: DuckDBAppender;
  rows: number;
}

class DuckDbStore implements TemporaryStore {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #engine: QueryEngine;
  readonly #file: string;
  readonly #pending = new Map<Table, Pending>();
  #open = true;

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, file: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#engine = new QueryEngine(instance, writingLock(huntingLimits));
    this.#file = file;
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

  query(query: CompiledQuery, options?: QueryOptions): QueryRun {
    return this.#engine.query(query, options);
  }

  explain(query: CompiledQuery): Promise<string> {
    return this.#engine.explain(query);
  }

  async handOver(): Promise<string> {
    await this.flush();
    await this.#letGo('CHECKPOINT');
    return this.#file;
  }

  async close(): Promise<void> {
    if (this.#open) await this.flush();
    await this.#letGo();
    await rm(this.#file, { force: true });
    await rm(`${this.#file}.wal`, { force: true });
  }

  async #letGo(last?: string): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#engine.close();
    if (last !== undefined) await this.#connection.run(last);
    this.#connection.closeSync();
    this.#instance.closeSync();
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
  const chunk = DuckDBDataChunk.create(table.columns.map((column) => appendedTypes[column.type]));
  chunk.setColumns(pending.columns);
  pending.appender.appendDataChunk(chunk);
  for (const column of pending.columns) column.length = 0;
  pending.rows = 0;
}
