/**
 * A value as it goes to and from a process: the engine's text of it, or null. Whole numbers, datetimes and timespans
 * (ticks) in decimal, reals as shortest decimals, `nan` and `inf`, bools as `true` and `false`, dynamic as JSON text: no
 * digit is lost.
 */
export type Cell = string | null;

export type Row = readonly Cell[];

/** A step that is a program: gets its settings and the rows of each input, gives rows; a text says why it cannot. */
export interface Process {
  readonly name: string;
  /** What the step is called in messages. */
  readonly title: string;
  readonly inputs: number;
  /** Rows of one input that are taken at most: all of them lie in memory. */
  readonly maxRows: number;
  readonly run: (settings: unknown, inputs: readonly (readonly Row[])[]) => readonly Row[] | string;
}

/** A whole number, datetime or timespan. */
export function whole(cell: Cell | undefined): bigint | null {
  return cell === null || cell === undefined || cell === '' ? null : BigInt(cell);
}

/** A real. */
export function real(cell: Cell | undefined): number | null {
  if (cell === null || cell === undefined || cell === '') return null;
  const size = cell.replace(/^-/, '');
  return size === 'inf' ? (cell === size ? Infinity : -Infinity) : Number(cell);
}

/** The engine's text of a real. */
export function realCell(value: number): string {
  return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}
