import { allowSteps } from '../../caps/work.ts';

/** A series as numbers; what is none is NaN. Undefined for what is no array. */
export function numbersOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((one: unknown) => {
    if (typeof one === 'number') return one;
    if (typeof one === 'boolean') return Number(one);
    if (one === 'Infinity' || one === '-Infinity') return Number(one);
    return Number.NaN;
  });
}

/** A number as JSON: what JSON cannot hold is a text. */
export function shown(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** The sum of all values; 0 of none. */
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
/** The arithmetic mean; NaN of none. */
export const mean = (values: readonly number[]) => sum(values) / values.length;

/** The least of any number of values, of which a call of `Math.min` takes only some ten thousand; Infinity of none. */
export const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
/** The greatest of any number of values; -Infinity of none. */
export const greatest = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** Sample variance (n − 1); 0 for one value. */
export function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.length < 2 ? 0 : sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
}

/** The value below which a share (0–1) of the values lies, linear between neighbours. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return low + (high - low) * (place - Math.floor(place));
}

/** A fitted curve: how well it fits and its values. Variances are sample variances. */
export interface Fit {
  readonly rsquare: number;
  readonly variance: number;
  readonly rvariance: number;
  /** From the highest power down. */
  readonly coefficients: readonly number[];
  readonly fitted: readonly number[];
}

/** Least squares polynomial; values that are no number are left out of the fit. Undefined with too few points. */
export function fitPolynomial(x: readonly number[], y: readonly number[], degree: number): Fit | undefined {
  const known = y.flatMap((value, index) =>
    Number.isFinite(value) && Number.isFinite(x[index]) ? [index] : [],
  );
  if (known.length <= degree) return undefined;
  // x between −1 and 1 keeps the powers comparable.
  const xs = known.map((index) => x[index]!);
  const centre = (least(xs) + greatest(xs)) / 2;
  const scale = (greatest(xs) - least(xs)) / 2 || 1;
  const scaled = (value: number) => (value - centre) / scale;
  const powers = Array.from({ length: degree + 1 }, (_, power) => power);
  const matrix = powers.map((row) => [
    ...powers.map((column) => sum(xs.map((value) => scaled(value) ** (row + column)))),
    sum(known.map((index) => y[index]! * scaled(x[index]!) ** row)),
  ]);
  const inner = solve(matrix);
  if (inner === undefined) return undefined;
  const fitted = x.map((value) =>
    powers.reduce((total, power) => total + inner[power]! * scaled(value) ** power, 0),
  );
  const ys = known.map((index) => y[index]!);
  const residual = sum(known.map((index) => (y[index]! - fitted[index]!) ** 2));
  const total = variance(ys) * (ys.length - 1);
  return {
    rsquare: total === 0 ? (residual < 1e-12 ? 1 : 0) : 1 - residual / total,
    variance: variance(ys),
    rvariance: ys.length < 2 ? 0 : residual / (ys.length - 1),
    coefficients: expanded(inner, centre, scale).reverse(),
    fitted,
  };
}

/** Gaussian elimination with pivots; the last column is the right-hand side. */
function solve(given: readonly (readonly number[])[]): readonly number[] | undefined {
  const rows = given.map((row) => [...row]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!)) best = row;
    [rows[column], rows[best]] = [rows[best]!, rows[column]!];
    const pivot = rows[column]![column]!;
    if (Math.abs(pivot) < 1e-12) return undefined;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / pivot;
      for (let at = column; at <= size; at++) rows[row]![at]! -= factor * rows[column]![at]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}

/** Coefficients of x, of a polynomial in (x − centre) / scale; from the lowest power up. */
function expanded(inner: readonly number[], centre: number, scale: number): number[] {
  let result: number[] = [];
  for (const coefficient of [...inner].reverse()) {
    const next = Array.from({ length: Math.max(result.length + 1, 1) }, () => 0);
    for (const [power, value] of result.entries()) {
      next[power]! -= (value * centre) / scale;
      next[power + 1]! += value / scale;
    }
    next[0]! += coefficient;
    result = next;
  }
  return result.slice(0, inner.length);
}

/** 1, 2 … n. */
export const counting = (length: number) => Array.from({ length }, (_, index) => index + 1);

/** Correlation of a series with itself `lag` places later. */
function correlationAt(values: readonly number[], lag: number): number {
  return pearson(values.slice(0, values.length - lag), values.slice(lag)) ?? 0;
}

/** Pearson's correlation; undefined where a side does not vary. */
export function pearson(a: readonly number[], b: readonly number[]): number | undefined {
  const [ma, mb] = [mean(a), mean(b)];
  const top = sum(a.map((value, index) => (value - ma) * (b[index]! - mb)));
  const bottom = Math.sqrt(
    sum(a.map((value) => (value - ma) ** 2)) * sum(b.map((value) => (value - mb) ** 2)),
  );
  return bottom === 0 ? undefined : top / bottom;
}

export interface Period {
  readonly period: number;
  readonly score: number;
}

/** Score of a period: how much the series resembles itself one period later, 0 to 1. */
export function periodScore(values: readonly number[], period: number): number {
  const lag = Math.round(period);
  if (lag < 1 || lag > values.length / 2) return 0;
  const clean = filledUp(values);
  const here = correlationAt(clean, lag);
  // A period is a peak: lags beside it resemble the series less.
  if (
    here <= correlationAt(clean, lag - 1) ||
    (lag + 1 < clean.length && here < correlationAt(clean, lag + 1))
  )
    return 0;
  return here < faintest ? 0 : here;
}

/** A likeness below this is chance. */
const faintest = 0.2;

/**
 * Periods of at least four points and less than half of the series, best first; a multiple of a better one is not another
 * one.
 */
export function periodsOf(
  values: readonly number[],
  least: number,
  most: number,
  count: number,
): readonly Period[] {
  const clean = filledUp(values);
  const last = Math.min(Math.floor(most), Math.ceil(clean.length / 2) - 1);
  const first = Math.max(4, Math.ceil(least));
  allowSteps(6 * clean.length * Math.max(last - first, 0));
  const scores = new Map<number, number>();
  for (let lag = Math.max(first - 1, 1); lag <= last + 1 && lag < clean.length - 1; lag++)
    scores.set(lag, correlationAt(clean, lag));
  const peaks: Period[] = [];
  for (let lag = first; lag <= last; lag++) {
    const [before, here, after] = [
      scores.get(lag - 1) ?? -1,
      scores.get(lag) ?? -1,
      scores.get(lag + 1) ?? -1,
    ];
    if (here >= faintest && here > before && here >= after) peaks.push({ period: lag, score: here });
  }
  // The first of nearly equal peaks is the period, the others its multiples.
  peaks.sort((a, b) => (Math.abs(a.score - b.score) < 0.05 ? a.period - b.period : b.score - a.score));
  const found: Period[] = [];
  for (const peak of peaks)
    if (!found.some(({ period }) => Math.abs(peak.period / period - Math.round(peak.period / period)) < 0.25))
      found.push(peak);
  return found.slice(0, count);
}

/** What is no number becomes the mean of the others. */
function filledUp(values: readonly number[]): readonly number[] {
  const known = values.filter(Number.isFinite);
  const middle = known.length === 0 ? 0 : mean(known);
  return values.map((value) => (Number.isFinite(value) ? value : middle));
}

/** The median of the values in the same phase, repeated over the whole series; only the first `learn` values count. */
export function seasonalOf(values: readonly number[], period: number, learn: number): readonly number[] {
  if (period < 1) return values.map(() => 0);
  allowSteps(values.length * Math.min(period, values.length));
  const medians = Array.from({ length: Math.min(period, values.length) }, (_, phase) => {
    const same = values
      .slice(0, learn)
      .filter((value, index) => index % period === phase && Number.isFinite(value));
    return same.length === 0 ? 0 : quantile(same, 0.5);
  });
  return values.map((_, index) => medians[index % period]!);
}

export interface Decomposition {
  readonly baseline: readonly number[];
  readonly seasonal: readonly number[];
  readonly trend: readonly number[];
  readonly residual: readonly number[];
}

export interface DecompositionSettings {
  /** −1: detect; 0: none. */
  readonly period: number;
  readonly trend: string;
  readonly testPoints: number;
  readonly threshold: number;
}

/**
 * Seasonal part (medians by phase), then the trend of what is left (its mean, a line, or none), then the rest. The last
 * `testPoints` are predicted, not learnt from.
 */
export function decompose(values: readonly number[], settings: DecompositionSettings): Decomposition {
  const learn = Math.max(values.length - settings.testPoints, 0);
  const learnt = values.slice(0, learn);
  const seasonal = seasonalOf(values, periodFor(learnt, settings), learn);
  const rest = values.map((value, index) => value - seasonal[index]!);
  const known = rest.slice(0, learn).filter(Number.isFinite);
  const level = known.length === 0 ? 0 : mean(known);
  let trend: readonly number[] = values.map(() => (settings.trend === 'none' ? 0 : level));
  if (settings.trend === 'linefit') {
    const line = fitPolynomial(
      counting(values.length),
      rest.map((value, index) => (index < learn ? value : Number.NaN)),
      1,
    );
    trend = line?.fitted ?? trend;
  }
  const baseline = trend.map((value, index) => value + seasonal[index]!);
  return { baseline, seasonal, trend, residual: values.map((value, index) => value - baseline[index]!) };
}

function periodFor(learnt: readonly number[], settings: DecompositionSettings): number {
  if (settings.period >= 0) return Math.round(settings.period);
  const [best] = periodsOf(learnt, 4, learnt.length / 2, 1);
  return best !== undefined && best.score >= settings.threshold ? best.period : 0;
}

/**
 * Tukey's fences: 0 between the two quantiles, else the distance to the nearer one in units of their distance. A score
 * beyond ±1.5 is an outlier.
 */
export function outlierScores(
  values: readonly number[],
  low: number,
  high: number,
  ignored: number | null = null,
  learn = values.length,
): readonly number[] {
  const counts = (value: number) => Number.isFinite(value) && value !== ignored;
  const known = values.slice(0, learn).filter(counts);
  if (known.length === 0) return values.map(() => 0);
  const [bottom, top] = [quantile(known, low), quantile(known, high)];
  const range = top - bottom;
  return values.map((value) => {
    if (!counts(value) || (value >= bottom && value <= top)) return 0;
    const distance = value > top ? value - top : value - bottom;
    return range === 0 ? Math.sign(distance) * Number.MAX_SAFE_INTEGER : distance / range;
  });
}
