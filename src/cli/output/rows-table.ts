import { printable } from '../../base/text.ts';
import { padEnd, padStart, width as widthOf } from './wrap.ts';
import { valueText, type KqlValue, type ResultColumn } from '../../kql/index.ts';

/** Widest cell of a table on a screen; what is longer is cut, with a sign that it was. */
const widestCell = 60;

/** Rows as a table for people: cut to the width of the screen by taking columns away from the right, and saying so. */
export function rowsTable(
  columns: readonly ResultColumn[],
  rows: readonly (readonly KqlValue[])[],
  width: number,
): string {
  if (columns.length === 0) return '(no columns)\n';
  const cells = rows.map((row) => row.map((value, index) => cellText(columns[index]!, value)));
  const widths = columns.map((column, index) =>
    Math.max(widthOf(printable(column.name)), ...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const shown = fitting(widths, width);
  const numeric = columns.map((column) => ['long', 'int', 'real', 'decimal'].includes(column.type));
  const line = (texts: readonly string[]) =>
    texts
      .slice(0, shown)
      .map((text, index) => (numeric[index]! ? padStart : padEnd)(text, widths[index]!))
      .join('  ')
      .trimEnd();
  const lines = [
    line(columns.map((column) => printable(column.name))),
    line(widths.map((size) => '─'.repeat(size))),
    ...cells.map(line),
  ];
  if (shown < columns.length) {
    const hidden = columns.slice(shown).map((column) => printable(column.name));
    lines.push(`… and ${hidden.length} more columns: ${hidden.join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

function cellText(column: ResultColumn, value: KqlValue): string {
  const text = printable(valueText(column.type, value).replaceAll(/\s*\n\s*/g, ' '));
  return widthOf(text) > widestCell
    ? `${Array.from(text)
        .slice(0, widestCell - 1)
        .join('')}…`
    : text;
}

function fitting(widths: readonly number[], width: number): number {
  let used = 0;
  for (const [index, size] of widths.entries()) {
    used += size + (index === 0 ? 0 : 2);
    if (used > width && index > 0) return index;
  }
  return widths.length;
}
