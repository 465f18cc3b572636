import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { registerNativeFunctions } from '../../store/duckdb/native-functions.ts';
import {
  catalogFrom,
  compileWith,
  createGlobals,
  nativeFunctions,
  prelude,
  valueJson,
  type Globals,
  type CompiledQuery,
  type KqlType,
  type KqlValue,
} from '../index.ts';

/** Result of a query, values as JSON holds them. */
export type Outcome =
  | {
      readonly ok: true;
      readonly columns: readonly string[];
      readonly rows: readonly unknown[][];
      readonly sql: string;
      readonly mismatches: readonly string[];
    }
  | { readonly ok: false; readonly status: string; readonly message: string; readonly sql?: string };

/** Moment of all test queries: 2024-05-11 13:45:07. */
export const testNow = 638_510_319_070_000_000n;

/** A DuckDB in memory that runs KQL, for tests. */
export class TestEngine {
  readonly connection: DuckDBConnection;
  readonly globals: Globals;

  constructor(connection: DuckDBConnection, globals: Globals) {
    this.connection = connection;
    this.globals = globals;
  }

  static async open(globals: Globals = createGlobals(catalogFrom({ published: [] }))): Promise<TestEngine> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '1GB' });
    const connection = await instance.connect();
    registerNativeFunctions(connection, nativeFunctions());
    for (const macro of prelude) await connection.run(macro);
    return new TestEngine(connection, globals);
  }

  /** Compiles and runs a query; the columns of plugins that only data shows are asked for first. */
  async run(text: string, now: bigint = testNow): Promise<Outcome> {
    let sql: string | undefined;
    const read = async (query: CompiledQuery): Promise<readonly (readonly KqlValue[])[]> => {
      ({ sql } = query);
      const reader = await this.connection.runAndReadAll(query.sql);
      return reader
        .getRows()
        .map((row) => row.map((value, index) => fromDuck(query.columns[index]!.type, value)));
    };
    try {
      const compiled = await compileWith(text, this.globals, { now }, read);
      if (!compiled.ok) return { ok: false, status: compiled.fault.status, message: compiled.fault.message };
      const { columns } = compiled.query;
      const rows = await read(compiled.query);
      return {
        ok: true,
        sql: compiled.query.sql,
        mismatches: compiled.mismatches,
        columns: columns.map((column) => `${column.name}:${column.type}`),
        rows: rows.map((row) => row.map((value, index) => valueJson(columns[index]!.type, value))),
      };
    } catch (error) {
      // A broken promise of the compiler is no outcome of the query.
      if (sql === undefined) throw error;
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, status: 'failed', message, sql };
    }
  }
}

function fromDuck(type: KqlType, value: DuckDBValue): KqlValue {
  if (value === null) return null;
  if (type === 'decimal') return String(value);
  if (typeof value === 'object') throw new Error(`a value of type ${type} came as ${JSON.stringify(value)}`);
  if ((type === 'long' || type === 'datetime' || type === 'timespan') && typeof value === 'number')
    return BigInt(value);
  if (type === 'int' && typeof value === 'bigint') return Number(value);
  return value;
}
