import { printable } from '../../base/text.ts';
import { valueText, type KqlValue, type RenderHint, type ResultColumn } from '../../kql/index.ts';
import { figure, seriesChart } from './series-chart.ts';

/** Most bars that a chart on a screen has. */
const mostBars = 60;

/** Kinds of `render` that a screen of text can show as bars. */
const drawn = new Set([
  'barchart',
  'columnchart',
  'piechart',
  'timechart',
  'linechart',
  'areachart',
  'stackedareachart',
  'scatterchart',
  'ladderchart',
  'anomalychart',
  'timepivot',
]);

/**
 * A chart for the terminal: one bar for each row and series, the first column (or `xcolumn`) as its label; a line of blocks
 * for each row of arrays, as `make-series` gives; undefined when the hint asks for something that is no chart of numbers.
 */
export function rowsChart(
  hint: RenderHint,
  columns: readonly ResultColumn[],
  rows: readonly (readonly KqlValue[])[],
  width: number,
): string | undefined {
  if (!drawn.has(hint.kind)) return undefined;
  return seriesChart(hint, columns, rows, width) ?? barChart(hint, columns, rows, width);
}

function barChart(
  hint: RenderHint,
  columns: readonly ResultColumn[],
  rows: readonly (readonly KqlValue[])[],
  width: number,
): string | undefined {
  const x = place(columns, hint.properties['xcolumn']) ?? 0;
  const wanted = hint.properties['ycolumns']?.split(',').map((name) => name.trim());
  const series = columns.flatMap((column, index) =>
    index !== x && isNumber(column) && (wanted === undefined || wanted.includes(column.name)) ? [index] : [],
  );
  if (series.length === 0 || rows.length === 0) return undefined;
  const texts = columns.flatMap((column, index) => (index !== x && !isNumber(column) ? [index] : []));
  const labels = rows.map((row) =>
    [x, ...texts].map((index) => printable(valueText(columns[index]!.type, row[index] ?? null))).join(' '),
  );
  const labelWidth = Math.min(40, Math.max(...labels.map((label) => label.length)));
  const numbers = rows.map((row) => series.map((index) => Number(row[index] ?? 0)));
  const most = Math.max(...numbers.flat().filter(Number.isFinite), 0);
  const room = Math.max(10, width - labelWidth - 14);
  const lines: string[] = [];
  const title = hint.properties['title'];
  if (title !== undefined) lines.push(printable(title));
  for (const [at, index] of series.entries()) {
    if (series.length > 1) lines.push(printable(columns[index]!.name));
    for (const [row, label] of labels.slice(0, mostBars).entries()) {
      const value = numbers[row]![at]!;
      const bar = bars(most <= 0 || !Number.isFinite(value) ? 0 : Math.max(0, value / most) * room);
      lines.push(`${label.slice(0, labelWidth).padEnd(labelWidth)} ${bar} ${figure(value)}`);
    }
  }
  if (rows.length > mostBars) lines.push(`… and ${rows.length - mostBars} more rows`);
  return `${lines.join('\n')}\n`;
}

function place(columns: readonly ResultColumn[], name: string | undefined): number | undefined {
  const index = columns.findIndex((column) => column.name === name);
  return index === -1 ? undefined : index;
}

const isNumber = (column: ResultColumn): boolean => ['long', 'int', 'real', 'decimal'].includes(column.type);

/** A bar of that many cells, to an eighth of a cell. */
function bars(cells: number): string {
  const whole = Math.floor(cells);
  const eighth = Math.floor((cells - whole) * 8);
  return '█'.repeat(whole) + (eighth === 0 ? '' : '▏▎▍▌▋▊▉'[eighth - 1]!);
}
