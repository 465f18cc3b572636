import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import { nativeFunctions, prelude, type CompiledQuery, type ResultColumn } from '../../kql/index.ts';
import {
  queryRun,
  type QueryOptions,
  type QueryOutcome,
  type QueryRun,
  type QueryRunner,
  type ResultBatch,
} from '../query.ts';
import { BatchMaker } from './batches.ts';
import { registerNativeFunctions } from './native-functions.ts';
import { engineFault } from './engine-fault.ts';
import { planColumns, preparePlan, prepareSelect } from './select.ts';
import { Stop } from '../stop.ts';

/** Connections that wait for the next query; macros belong to a connection and take 15 ms to make. */
const maxIdle = 2;

/**
 * Runs compiled queries on an instance, each on a connection of its own inside a read-only transaction. It does not own the
 * instance.
 */
export class QueryEngine implements QueryRunner {
  readonly #instance: DuckDBInstance;
  readonly #lock: readonly string[];
  readonly #idle: DuckDBConnection[] = [];
  readonly #running = new Map<DuckDBConnection, Stop>();
  #ready: Promise<void> | undefined;
  #closed = false;

  /** `lock`: statements that run once, before the first query. */
  constructor(instance: DuckDBInstance, lock: readonly string[]) {
    this.#instance = instance;
    this.#lock = lock;
  }

  query(query: CompiledQuery, options: QueryOptions = {}): QueryRun {
    return queryRun(() =>
      this.#run((connection) => prepareSelect(connection, query), query.columns, options),
    );
  }

  explain(query: CompiledQuery, options: QueryOptions = {}): QueryRun {
    return queryRun(() => this.#run((connection) => preparePlan(connection, query), planColumns, options));
  }

  /** Does what the first query would have to wait for: registers our functions and locks the settings. */
  ready(): Promise<void> {
    this.#ready ??= this.#prepareInstance();
    return this.#ready;
  }

  /** Stops all queries and lets go of the connections. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#running.values()) stop.now('cancelled');
    await Promise.all([...this.#running.values()].map((stop) => stop.idle()));
    for (const connection of [...this.#running.keys(), ...this.#idle]) connection.closeSync();
    this.#running.clear();
    this.#idle.length = 0;
  }

  async *#run(
    prepare: (connection: DuckDBConnection) => Promise<DuckDBPreparedStatement>,
    columns: readonly ResultColumn[],
    options: QueryOptions,
  ): AsyncGenerator<ResultBatch, QueryOutcome, void> {
    const connection = await this.#connect();
    const stop = new Stop(options, () => {
      connection.interrupt();
    });
    this.#running.set(connection, stop);
    let prepared: DuckDBPreparedStatement | undefined;
    try {
      await stop.run(() => connection.run('BEGIN TRANSACTION READ ONLY'));
      const statement = await stop.run(() => prepare(connection));
      prepared = statement;
      const result = await stop.run(() => statement.stream());
      const maker = new BatchMaker(columns, options);
      while (maker.truncated === undefined) {
        const chunk = await stop.run(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) break;
        yield* maker.take(chunk);
      }
      return {
        ok: true,
        value: {
          rows: maker.rows,
          ...(maker.truncated === undefined ? {} : { truncated: maker.truncated }),
          ms: stop.workedMs,
        },
      };
    } catch (error) {
      return { ok: false, fault: engineFault(error, stop.reason) };
    } finally {
      stop.end();
      await this.#release(connection, prepared);
    }
  }

  async #connect(): Promise<DuckDBConnection> {
    if (this.#closed) throw new Error('the engine is closed');
    await this.ready();
    return this.#idle.pop() ?? (await this.#newConnection());
  }

  async #release(connection: DuckDBConnection, prepared: DuckDBPreparedStatement | undefined): Promise<void> {
    // Closed meanwhile: the connection is gone.
    if (!this.#running.delete(connection)) return;
    try {
      prepared?.destroySync();
      await connection.run('ROLLBACK');
      if (this.#idle.length < maxIdle) this.#idle.push(connection);
      else connection.closeSync();
    } catch {
      // No transaction was open, or the instance is broken: the connection is not used again.
      connection.closeSync();
    }
  }

  async #prepareInstance(): Promise<void> {
    const connection = await this.#newConnection();
    registerNativeFunctions(connection, nativeFunctions());
    for (const statement of this.#lock) await connection.run(statement);
    this.#idle.push(connection);
  }

  async #newConnection(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect();
    await connection.run(prelude.join(';\n'));
    return connection;
  }
}
