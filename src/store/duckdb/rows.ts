import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  INTEGER,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { epochMsFromTicks, ticksFromEpochMs } from '../../kql/index.ts';
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

/** Rows of a chunk; what is absent has no property. */
export function rowsOf(chunk: DuckDBDataChunk, columns: readonly Column[]): Record<string, unknown>[] {
  const values = chunk.getColumns();
  const rows: Record<string, unknown>[] = [];
  for (let r = 0; r < chunk.rowCount; r++) {
    const row: Record<string, unknown> = {};
    for (let c = 0; c < columns.length; c++) {
      const value = rowValue(columns[c]!, values[c]![r] ?? null);
      if (value !== undefined) row[columns[c]!.name] = value;
    }
    rows.push(row);
  }
  return rows;
}

function rowValue(column: Column, value: DuckDBValue): unknown {
  if (value === null || value === '') return undefined;
  switch (column.type) {
    case 'long':
      return Number(value);
    case 'datetime':
      return epochMsFromTicks(value as bigint);
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

/** JSON text that the engine can read: it refuses the escape of half a character, which JavaScript writes. */
function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes(String.raw`\ud`)) return text;
  return text.replaceAll(/((?:^|[^\\])(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\uFFFD');
}
