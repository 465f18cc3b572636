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
          for (let row = 0; row < chunk.rowCount; row++) {
            const args = columns.map((column, index) => toJs(native.parameters[index]!, column.getItem(row)));
            output.setItem(row, fromJs(native.returns, run(...args)));
          }
          output.flush();
        },
      }),
    );
  }
}

function toJs(type: KqlType, value: DuckDBValue): unknown {
  if (value === null) return type === 'string' ? '' : null;
  return type === 'dynamic' ? (JSON.parse(value as string) as unknown) : value;
}

function fromJs(type: KqlType, value: unknown): DuckDBValue {
  if (value === null || value === undefined) return type === 'string' ? '' : null;
  return type === 'dynamic' ? JSON.stringify(value) : (value as DuckDBValue);
}
