import { valueJson, type KqlValue, type ResultColumn } from '../../kql/index.ts';

/** Rows as objects, values as JSON holds them. */
export function rowObjects(
  columns: readonly ResultColumn[],
  rows: readonly (readonly KqlValue[])[],
): readonly Readonly<Record<string, unknown>>[] {
  return rows.map((row) =>
    Object.fromEntries(
      columns.map((column, index) => [column.name, valueJson(column.type, row[index] ?? null)]),
    ),
  );
}
