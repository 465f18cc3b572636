import { printable } from '../../base/text.ts';
import { valueText, type KqlValue, type RenderHint, type ResultColumn } from '../../kql/index.ts';

/** Most lines that a chart on a screen has. */
const mostLines = 60;

/** One row and column of numbers, drawn as one line. */
interface Line {
  readonly label: string;
  readonly points: readonly (number | null)[];
}

/**
 * Rows of arrays as lines of blocks, all on one scale from 0 to the largest number: one line for each row and column of
 * numbers. Many points share a block, which is as high as the highest of them. Undefined when no column holds arrays of
 * numbers.
 */
export function seriesChart(
  hint: RenderHint,
  columns: readonly ResultColumn[],
  rows: readonly (readonly KqlValue[])[],
  width: number,
): string | undefined {
  const arrays = columns.map((column, index) =>
    column.type === 'dynamic' ? rows.map((row) => arrayOf(row[index] ?? null)) : undefined,
  );
  const wanted = hint.properties['ycolumns']?.split(',').map((name) => name.trim());
  const axis = columns.findIndex(
    ({ name }, index) => name === hint.properties['xcolumn'] || arrays[index]?.some(isMoments) === true,
  );
  const series = columns.flatMap(({ name }, index) =>
    index !== axis && arrays[index]?.some(isNumbers) === true && (wanted?.includes(name) ?? true)
      ? [index]
      : [],
  );
  if (series.length === 0) return undefined;
  const keys = columns.flatMap((column, index) =>
    arrays[index] === undefined && index !== axis ? [index] : [],
  );
  const lines = rows.flatMap((row, at) =>
    series.map((index): Line => {
      const name = keys.map((key) => valueText(columns[key]!.type, row[key] ?? null));
      if (series.length > 1 || name.length === 0) name.push(columns[index]!.name);
      return { label: printable(name.join(' ')), points: arrays[index]![at]?.map(numberOf) ?? [] };
    }),
  );
  const moments =
    axis === -1 ? undefined : arrays[axis]?.find((array) => array !== undefined && array.length > 0);
  return draw(lines, titleOf(hint, moments), width);
}

function draw(lines: readonly Line[], title: string | undefined, width: number): string {
  const labelWidth = Math.min(40, Math.max(...lines.map(({ label }) => label.length)));
  const room = Math.max(10, width - labelWidth - 14);
  const most = lines.flatMap(({ points }) => points).reduce<number>((a, b) => Math.max(a, b ?? 0), 0);
  const drawn = lines.slice(0, mostLines).map(({ label, points }) => {
    const largest = points.reduce<number>((a, b) => Math.max(a, b ?? 0), 0);
    const blocks = shared(points, room).map((point) => block(point, most));
    return `${label.slice(0, labelWidth).padEnd(labelWidth)} ${blocks.join('')} ≤ ${figure(largest)}`;
  });
  if (lines.length > mostLines) drawn.push(`… and ${lines.length - mostLines} more lines`);
  return `${[...(title === undefined ? [] : [title]), ...drawn].join('\n')}\n`;
}

/** The title of the chart and the first and last moment of its axis. */
function titleOf(hint: RenderHint, moments: readonly unknown[] | undefined): string | undefined {
  const parts = [
    hint.properties['title'],
    moments === undefined ? undefined : `${shortMoment(moments[0])} to ${shortMoment(moments.at(-1))}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : printable(parts.join(', '));
}

/** A moment without what is zero at its end. */
function shortMoment(value: unknown): string {
  return String(value).replace(/(?:T00:00:00)?\.0+Z$/, '');
}

/** At most so many points: neighbours become the highest of them. */
function shared(points: readonly (number | null)[], most: number): readonly (number | null)[] {
  const size = Math.ceil(points.length / most);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, at) =>
    points
      .slice(at * size, (at + 1) * size)
      .reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null),
  );
}

function block(point: number | null, most: number): string {
  if (point === null) return ' ';
  if (most <= 0 || point <= 0) return '▁';
  return '▁▂▃▄▅▆▇█'[Math.min(7, Math.ceil((point / most) * 7))]!;
}

/** A number as a chart writes it. */
export function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}

function arrayOf(value: KqlValue): readonly unknown[] | undefined {
  if (typeof value !== 'string' || !value.startsWith('[')) return undefined;
  const parsed: unknown = JSON.parse(value);
  return Array.isArray(parsed) ? parsed : undefined;
}

function isMoments(array: readonly unknown[] | undefined): boolean {
  return array?.some((item) => typeof item === 'string' && /^\d{4}-\d\d-\d\dT/.test(item)) === true;
}

function isNumbers(array: readonly unknown[] | undefined): boolean {
  return (
    array?.some((item) => typeof item === 'number') === true &&
    array.every((item) => typeof item !== 'string')
  );
}

function numberOf(item: unknown): number | null {
  return typeof item === 'number' && Number.isFinite(item) ? item : null;
}
