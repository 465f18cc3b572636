import { allowSteps } from '../caps/work.ts';
import { literal, type Literal } from '../ir/index.ts';
import type { ScalarFunction } from './entry.ts';
import {
  counting,
  fitPolynomial,
  greatest,
  least,
  mean,
  numbersOf,
  sum,
  variance,
  type Fit,
} from './native-dynamic/series-math.ts';
import { array, native, nothing, real } from './series-entry.ts';

function statistics(series: unknown, onlyFinite: boolean | null): Readonly<Record<string, number>> | null {
  const all = numbersOf(series);
  if (all === undefined) return null;
  const values = onlyFinite === true ? all.filter(Number.isFinite) : all;
  if (values.length === 0 || values.some(Number.isNaN)) return null;
  const [min, max] = [least(values), greatest(values)];
  const spread = variance(values);
  return {
    min,
    min_idx: all.indexOf(min),
    max,
    max_idx: all.indexOf(max),
    avg: mean(values),
    stdev: Math.sqrt(spread),
    variance: spread,
    sum: sum(values),
    len: all.length,
  };
}

const line = (values: readonly number[], from = 0) =>
  fitPolynomial(
    counting(values.length).map((x) => x + from),
    values,
    1,
  );

/** What a line says, by the names of the reference and in their order. */
function lineParts(fit: Fit | undefined): Readonly<Record<string, unknown>> {
  const [slope, interception] = fit?.coefficients ?? [];
  return {
    rsquare: fit?.rsquare ?? null,
    slope: slope ?? null,
    variance: fit?.variance ?? null,
    rvariance: fit?.rvariance ?? null,
    interception: interception ?? null,
    line_fit: fit === undefined ? null : array(fit.fitted),
  };
}

function fitLine(series: unknown): Readonly<Record<string, unknown>> | null {
  const values = numbersOf(series);
  return values === undefined ? null : lineParts(line(values));
}

/** The split into two lines that leaves the least residual. */
function fitTwoLines(series: unknown): Readonly<Record<string, unknown>> | null {
  const values = numbersOf(series);
  if (values === undefined || values.length < 4) return null;
  allowSteps(4 * values.length ** 2);
  let best:
    | { readonly split: number; readonly left: Fit; readonly right: Fit; readonly residual: number }
    | undefined;
  for (let split = 2; split <= values.length - 2; split++) {
    const left = line(values.slice(0, split));
    const right = line(values.slice(split), split);
    if (left === undefined || right === undefined) continue;
    const residual = left.rvariance * (split - 1) + right.rvariance * (values.length - split - 1);
    if (best === undefined || residual < best.residual) best = { split, left, right, residual };
  }
  if (best === undefined) return null;
  const spread = variance(values.filter(Number.isFinite));
  const { left, right, residual, split } = best;
  const side = (name: string, fit: Fit) => ({
    [`${name}_rsquare`]: fit.rsquare,
    [`${name}_slope`]: fit.coefficients[0],
    [`${name}_interception`]: fit.coefficients[1],
    [`${name}_variance`]: fit.variance,
    [`${name}_rvariance`]: fit.rvariance,
  });
  return {
    rsquare: spread === 0 ? 1 : 1 - residual / (spread * (values.length - 1)),
    split_idx: split,
    variance: spread,
    rvariance: residual / (values.length - 1),
    line_fit: array([...left.fitted, ...right.fitted]),
    ...side('right', right),
    ...side('left', left),
  };
}

/** A function that gives a bag, and the same as an array of its values for the form with several columns. */
const withColumns = (
  name: string,
  defaults: readonly Literal[],
  run: (...args: never[]) => Readonly<Record<string, unknown>> | null,
  take?: number,
): readonly ScalarFunction[] => [
  native(`${name}_dynamic`, defaults, 'dynamic', run),
  native(name, defaults, 'dynamic', (...args: never[]) => {
    const bag = run(...args);
    return bag === null ? null : Object.values(bag).slice(0, take);
  }),
];

/** Statistics of numeric arrays, and lines and curves through them. */
export const seriesFits: readonly ScalarFunction[] = [
  ...withColumns('series_stats', [nothing, literal('bool', false)], statistics, 7),
  ...withColumns('series_fit_line', [nothing], fitLine),
  ...withColumns('series_fit_2lines', [nothing], fitTwoLines),
  native(
    'series_fit_poly',
    [nothing, nothing, real(1)],
    'dynamic',
    (values: unknown, places: unknown, degree: number | null) => {
      const y = numbersOf(values);
      if (y === undefined) return null;
      const x = numbersOf(places) ?? counting(y.length);
      const fit = fitPolynomial(x, y, Math.min(Math.max(Math.round(degree ?? 1), 0), 30));
      if (fit === undefined) return null;
      return [fit.rsquare, array(fit.coefficients), fit.variance, fit.rvariance, array(fit.fitted)];
    },
  ),
];
