import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  INTEGER,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { ticksFromEpochMs } from '../../kql/index.ts';
import type { Column, ColumnType } from '../../schema/index.ts';

/** Type in which the values of a column are handed to the engine; JSON goes as its text. */
export const appendedTypes: Readonly<Record<ColumnType, DuckDBType>> = {
  string: VARCHAR,
  int: INTEGER,
  long: BIGINT,
  real: DOUBLE,
  bool: BOOLEAN,
  datetime: BIGINT,
  dynamic: VARCHAR,
  guid: VARCHAR,
};

/** A value of a row as the engine stores it. */
export function storedValue(column: Column, value: unknown): DuckDBValue {
  if (value === undefined || value === null) return column.type === 'string' ? '' : null;
  switch (column.type) {
    case 'string':
      return value as string;
    case 'guid':
      return value === '' ? null : (value as string);
    case 'bool':
      return value as boolean;
    case 'int':
    case 'real':
      return value as number;
    case 'long':
      return BigInt(value as number);
    case 'datetime':
      return ticksFromEpochMs(value as number);
    case 'dynamic':
      return jsonText(value);
  }
}

/** JSON text that the engine can read: it refuses the escape of half a character, which JavaScript writes. */
function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes(String.raw`\ud`)) return text;
  return text.replaceAll(/((?:^|[^\\])(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\uFFFD');
}
