import { printDuckDb, resultColumns } from './dialects/duckdb/print.ts';
import type { Column, Rel } from './ir/index.ts';
import type { CompiledQuery, KqlType } from './types.ts';

/** A table as its definition says it. */
export interface ReadableTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: KqlType }[];
}

/**
 * The query `TABLE | project COLUMNS`, built as IR without a text: what the product's own code reads facts by. Throws for a
 * column that the table has not.
 */
export function readTable(table: ReadableTable, names: readonly string[]): CompiledQuery {
  const columns = names.map((name, index): Column => {
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) throw new Error(`${table.name} has no column ${name}`);
    return { id: `c${index + 1}`, name, type: column.type, nullable: column.type !== 'string' };
  });
  const rel: Rel = { op: 'scan', table: table.name, columns, sources: names };
  return { sql: printDuckDb(rel), columns: resultColumns(rel), tables: [table.name] };
}
