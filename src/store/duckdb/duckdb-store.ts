import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompiledQuery } from '../../kql/index.ts';
import type { Row, Table } from '../../schema/index.ts';
import type { QueryOptions, QueryRun } from '../query.ts';
import type { TemporaryStore } from '../store.ts';
import { Appenders } from './appenders.ts';
import { createTable } from './ddl.ts';
import { QueryEngine } from './query-engine.ts';
import { huntingLimits, writingLock, writingSettings } from './settings.ts';

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
  if (tables.length > 0)
    await connection.run(`BEGIN; ${tables.map((table) => createTable(table)).join('; ')}; COMMIT`);
  return new DuckDbStore(instance, connection, file);
}

class DuckDbStore implements TemporaryStore {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #engine: QueryEngine;
  readonly #file: string;
  readonly #appenders: Appenders;
  #open = true;

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, file: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#engine = new QueryEngine(instance, writingLock(huntingLimits));
    this.#file = file;
    this.#appenders = new Appenders(connection);
  }

  append<T extends Table>(table: T, rows: readonly Row<T>[]): Promise<void> {
    return this.#appenders.append(table, rows);
  }

  flush(): Promise<void> {
    this.#appenders.flush();
    return Promise.resolve();
  }

  query(query: CompiledQuery, options?: QueryOptions): QueryRun {
    return this.#engine.query(query, options);
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
}
