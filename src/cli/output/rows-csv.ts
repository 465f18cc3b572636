import { stringify } from 'csv-stringify/sync';
import { valueText, type KqlValue, type ResultColumn } from '../../kql/index.ts';

/** Rows as CSV with a header; cells that a spreadsheet would run are escaped. */
export function rowsCsv(
  columns: readonly ResultColumn[],
  rows: readonly (readonly KqlValue[])[],
  header: boolean,
): string {
  const records = rows.map((row) => row.map((value, index) => valueText(columns[index]!.type, value)));
  return stringify(header ? [columns.map((column) => column.name), ...records] : records, {
    escape_formulas: true,
  });
}
