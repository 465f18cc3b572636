import type { KqlType, KqlValue } from '../../types.ts';

/** DuckDB's type for each KQL type: moments and spans are ticks, dynamic is JSON text. */
export const duckTypes: Readonly<Record<KqlType, string>> = {
  string: 'VARCHAR',
  long: 'BIGINT',
  int: 'INTEGER',
  real: 'DOUBLE',
  bool: 'BOOLEAN',
  datetime: 'BIGINT',
  timespan: 'BIGINT',
  dynamic: 'JSON',
  guid: 'VARCHAR',
  decimal: 'DECIMAL(38,18)',
};

/** A text as a SQL literal; a NUL, which DuckDB's literals cannot hold, is put together. */
export function quoteText(text: string): string {
  const quote = (part: string) => `'${part.replaceAll("'", "''")}'`;
  if (!text.includes('\0')) return quote(text);
  return `(${text.split('\0').map(quote).join(' || chr(0) || ')})`;
}

/** A value as a SQL literal of DuckDB's type. */
export function literalSql(type: KqlType, value: KqlValue): string {
  if (value === null) return type === 'string' ? "''" : `NULL::${duckTypes[type]}`;
  switch (type) {
    case 'string':
      return quoteText(String(value));
    case 'dynamic':
      return `(${quoteText(String(value))}::JSON)`;
    case 'guid':
      return quoteText(String(value).toLowerCase());
    case 'bool':
      return value === true ? 'true' : 'false';
    case 'real':
      return realSql(Number(value));
    case 'decimal':
      return `${quoteText(String(value))}::${duckTypes.decimal}`;
    case 'int':
      return `CAST(${String(value)} AS INTEGER)`;
    case 'long':
    case 'datetime':
    case 'timespan':
      return value === -9_223_372_036_854_775_808n
        ? `'${String(value)}'::BIGINT`
        : `(${String(value)}::BIGINT)`;
  }
}

function realSql(value: number): string {
  if (Number.isNaN(value)) return "'NaN'::DOUBLE";
  if (!Number.isFinite(value)) return value > 0 ? "'Infinity'::DOUBLE" : "'-Infinity'::DOUBLE";
  return `(${Object.is(value, -0) ? '-0.0' : String(value)}::DOUBLE)`;
}

/** A name as a SQL identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
