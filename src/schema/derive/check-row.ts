import type { Column, Table } from '../table.ts';

/** Characters of one text value; longer ones belong in a file of their own, not in a row. */
export const maxTextCharacters = 256 * 1024;

/**
 * Makes the check of a table's rows: it returns undefined for a good row, else one sentence that says which column is
 * wrong and what it should be.
 */
export function rowCheck(table: Table): (row: Readonly<Record<string, unknown>>) => string | undefined {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const required = table.columns.filter((column) => column.required === true);
  return (row) => {
    for (const column of required) {
      if (row[column.name] === undefined || row[column.name] === null) return `${column.name} is missing`;
    }
    for (const name in row) {
      const column = columns.get(name);
      if (column === undefined) return `${name} is no column of ${table.name}`;
      const value = row[name];
      if (value === undefined) continue;
      const wrong = wrongValue(column, value);
      if (wrong !== undefined) return `${name} ${wrong}`;
    }
    return undefined;
  };
}

function wrongValue(column: Column, value: unknown): string | undefined {
  switch (column.type) {
    case 'string':
    case 'guid':
      if (typeof value !== 'string') return 'is no text';
      if (value.length > maxTextCharacters) return `is longer than ${maxTextCharacters / 1024} kB`;
      return column.values === undefined || column.values.includes(value)
        ? undefined
        : `is none of ${column.values.join(', ')}`;
    case 'bool':
      return typeof value === 'boolean' ? undefined : 'is neither true nor false';
    case 'int':
      return Number.isInteger(value) && Math.abs(value as number) <= 0x7fffffff
        ? undefined
        : 'is no 32-bit integer';
    case 'long':
    case 'datetime':
      return Number.isSafeInteger(value) ? undefined : 'is no integer';
    case 'real':
      return Number.isFinite(value) ? undefined : 'is no finite number';
    case 'dynamic':
      return typeof value === 'object' ? undefined : 'is neither array nor object';
  }
}
