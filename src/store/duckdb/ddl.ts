import type { ColumnType, Table } from '../../schema/index.ts';

/**
 * How the compiler expects each type to be stored: text never null (absent is empty), moments as ticks of 100 ns since
 * 0001-01-01, JSON null as SQL null.
 */
const types: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR NOT NULL',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  bool: 'BOOLEAN',
  datetime: 'BIGINT',
  dynamic: 'JSON',
  guid: 'VARCHAR',
};

/** Type of a column as the engine stores it. */
export function columnType(type: ColumnType): string {
  return types[type];
}

/** `CREATE TABLE` of a table; every name is quoted, since bare words such as `at` and `scope` are parser errors. */
export function createTable(table: Table, what = 'TABLE', name = table.name): string {
  const columns = table.columns.map((column) => `${quote(column.name)} ${types[column.type]}`);
  return `CREATE ${what} ${quote(name)} (${columns.join(', ')})`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
