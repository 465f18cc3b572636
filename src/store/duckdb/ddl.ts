import type { ColumnType, Table } from '../../schema/index.ts';

const types: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  bool: 'BOOLEAN',
  datetime: 'TIMESTAMP',
  dynamic: 'VARCHAR',
  guid: 'VARCHAR',
};

/** `CREATE TABLE` of a table; every name is quoted, since bare words such as `at` and `scope` are parser errors. */
export function createTable(table: Table): string {
  const columns = table.columns.map((column) => `${quote(column.name)} ${types[column.type]}`);
  return `CREATE TABLE ${quote(table.name)} (${columns.join(', ')})`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
