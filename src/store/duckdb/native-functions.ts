import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBScalarFunction,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { KqlType, NativeFunction } from '../../kql/index.ts';

const types: Readonly<Record<KqlType, DuckDBType>> = {
  string: VARCHAR,
  long: BIGINT,
  int: INTEGER,
  real: DOUBLE,
  bool: BOOLEAN,
  datetime: BIGINT,
  timespan: BIGINT,
  dynamic: VARCHAR,
  guid: VARCHAR,
  decimal: VARCHAR,
};

/** Longest text or JSON that is handed to JavaScript or taken from it. */
const longestText = 64 * 2 ** 20;

/** Longest time in milliseconds for one chunk of rows: nothing else of this process runs meanwhile. */
const longestMs = 10_000;

/** Makes functions of ours callable from SQL; they are seen by all connections of the instance. */
export function registerNativeFunctions(
  connection: DuckDBConnection,
  functions: readonly NativeFunction[],
): void {
  for (const { sqlName, native } of functions) {
    const run = native.run as (...args: unknown[]) => unknown;
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name: sqlName,
        parameterTypes: native.parameters.map((type) => types[type]),
        returnType: types[native.returns],
        specialHandling: true,
        volatile: native.volatile === true,
        mainFunction(_, chunk, output) {
          const columns = native.parameters.map((_type, index) => chunk.getColumnVector(index));
          const deadline = performance.now() + longestMs;
          for (let row = 0; row < chunk.rowCount; row++) {
            output.setItem(
              row,
              limited(() => {
                const args = columns.map((column, index) =>
                  toJs(native.parameters[index]!, column.getItem(row)),
                );
                return fromJs(native.returns, run(...args));
              }),
            );
            if (performance.now() > deadline)
              throw new Error('kql-limit: a function takes too long on these values');
          }
          output.flush();
        },
      }),
    );
  }
}

/** What JavaScript cannot hold or go through is a limit of the query, not a bug. */
function limited(work: () => DuckDBValue): DuckDBValue {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error('kql-limit: a value is too large or too deeply nested for a function', { cause: error });
  }
}

function toJs(type: KqlType, value: DuckDBValue): unknown {
  if (value === null) return type === 'string' ? '' : null;
  if (typeof value === 'string') checkSize(value);
  return type === 'dynamic' ? (JSON.parse(value as string) as unknown) : value;
}

function fromJs(type: KqlType, value: unknown): DuckDBValue {
  if (value === null || value === undefined) return type === 'string' ? '' : null;
  const result = type === 'dynamic' ? JSON.stringify(value) : (value as DuckDBValue);
  if (typeof result === 'string') checkSize(result);
  return result;
}

function checkSize(text: string): void {
  if (text.length > longestText)
    throw new Error(`kql-limit: a text or array is larger than ${longestText / 2 ** 20} MB`);
}
