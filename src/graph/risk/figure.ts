/** Lower and upper end of a 99 % confidence interval; both ends equal the value where the value is exact. */
export type Interval = readonly [low: number, high: number];

/** One number of a report with what is known about it. */
export interface Figure {
  readonly value: number;
  readonly interval: Interval;
}

/** Many figures in columns, by index of the node, edge or action they belong to. */
export interface Figures {
  readonly value: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Columns for `count` figures, all exactly zero. */
export function zeroFigures(count: number): Figures {
  return { value: new Float64Array(count), low: new Float64Array(count), high: new Float64Array(count) };
}

/** Writes one figure into its columns. */
export function setFigure(figures: Figures, index: number, figure: Figure): void {
  figures.value[index] = figure.value;
  figures.low[index] = figure.interval[0];
  figures.high[index] = figure.interval[1];
}

/** Reads one figure out of its columns. */
export function figureAt(figures: Figures, index: number): Figure {
  return { value: figures.value[index]!, interval: [figures.low[index]!, figures.high[index]!] };
}

/** A figure that is known exactly. */
export function exactFigure(value: number): Figure {
  return { value, interval: [value, value] };
}
