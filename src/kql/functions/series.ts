import { allowSteps } from '../caps/work.ts';
import { call, literal, type Literal, type Scalar } from '../ir/index.ts';
import type { KqlType } from '../types.ts';
import type { ScalarFunction } from './entry.ts';
import { filled } from './shared.ts';
import {
  counting,
  decompose,
  fitPolynomial,
  greatest,
  least,
  mean,
  numbersOf,
  outlierScores,
  pearson,
  periodScore,
  periodsOf,
  seasonalOf,
  shown,
  sum,
  variance,
  type Fit,
} from './native-dynamic/series-math.ts';

const nothing = literal('dynamic', null);
const real = (value: number | null) => literal('real', value);
const text = (value: string) => literal('string', value);
const array = (values: readonly number[]) => values.map(shown);

/** An entry that is a function of ours; `defaults` are all arguments, for those that a call leaves out. */
const native = (
  name: string,
  defaults: readonly Literal[],
  returns: KqlType,
  run: (...args: never[]) => unknown,
): ScalarFunction => ({
  name,
  parameters: defaults.map((one) => one.type),
  nulls: 'may',
  returns,
  rewrite: (args) => filled(name, args, returns, defaults),
  native: { parameters: defaults.map((one) => one.type), returns, run },
});

/** Element by element; null where the argument or the result is no number. */
const each = (name: string, run: (value: number) => number): ScalarFunction =>
  native(name, [nothing], 'dynamic', (series: unknown) =>
    numbersOf(series)?.map((value) => (Number.isNaN(value) ? null : shown(run(value)))),
  );

/** Pairs of elements; a bare number stands for a whole series, and a pair without both numbers gives null. */
const pairs = (name: string, run: (a: number, b: number) => number | boolean): ScalarFunction =>
  native(name, [nothing, nothing], 'dynamic', (left: unknown, right: unknown) => {
    const sides = [left, right].map((side) => (typeof side === 'number' ? side : numbersOf(side)));
    const length = Math.max(...sides.map((side) => (typeof side === 'object' ? side.length : 0)));
    if (sides.includes(undefined) || (typeof left === 'number' && typeof right === 'number')) return null;
    return Array.from({ length }, (_, index) => {
      const [a = Number.NaN, b = Number.NaN] = sides.map((side) =>
        typeof side === 'object' ? side[index] : side,
      );
      if (Number.isNaN(a) || Number.isNaN(b)) return null;
      const result = run(a, b);
      return typeof result === 'boolean' ? result : shown(result);
    });
  });

/** One number of one series; null when an element is no number. */
const reduce = (name: string, run: (values: readonly number[]) => number): ScalarFunction =>
  native(name, [nothing], 'real', (series: unknown) => {
    const values = numbersOf(series);
    return values === undefined || values.some(Number.isNaN) ? null : run(values);
  });

function both(left: unknown, right: unknown): readonly (readonly number[])[] | undefined {
  const sides = [left, right].map((side) => (typeof side === 'number' ? side : numbersOf(side)));
  const length = sides.find((side) => typeof side === 'object')?.length;
  if (length === undefined) return undefined;
  const lists = sides.map((side) =>
    typeof side === 'number' ? Array.from({ length }, () => side) : (side ?? []),
  );
  return lists.some((list) => list.length !== length || list.some(Number.isNaN)) ? undefined : lists;
}

const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((value, index) => value * b[index]!));
const magnitude = (values: readonly number[]) => Math.sqrt(dot(values, values));

/** Whether a value counts as missing: the placeholder itself, or null. */
const isMissing = (value: unknown, placeholder: unknown) =>
  value === null || (placeholder !== null && value === placeholder);

const fill = (name: string, backward: boolean): ScalarFunction =>
  native(name, [nothing, nothing], 'dynamic', (series: unknown, placeholder: unknown) => {
    if (!Array.isArray(series)) return null;
    const values = backward ? [...(series as unknown[])].reverse() : [...(series as unknown[])];
    let last: unknown;
    const result = values.map((value) => {
      if (!isMissing(value, placeholder)) last = value;
      return isMissing(value, placeholder) ? (last ?? value) : value;
    });
    return backward ? result.reverse() : result;
  });

/** Lines between known neighbours; whole numbers stay whole when all are. */
function fillLinear(
  series: unknown,
  placeholder: unknown,
  edges: boolean | null,
  constant: number | null,
  reals: boolean | null,
): readonly unknown[] | null {
  if (!Array.isArray(series)) return null;
  const values = series as readonly unknown[];
  const known = values.flatMap((value, index) =>
    typeof value === 'number' && !isMissing(value, placeholder) ? [index] : [],
  );
  if (known.length === 0) return values.map(() => constant ?? 0);
  const whole = (value: number) => (reals === true ? value : Math.trunc(value));
  let passed = 0;
  return values.map((value, index) => {
    while (passed < known.length && known[passed]! < index) passed++;
    if (!isMissing(value, placeholder)) return value;
    const [before, after] = [known[passed - 1], known[passed]];
    if (before === undefined || after === undefined)
      return edges === false ? null : values[before ?? after ?? 0];
    const [low, high] = [values[before] as number, values[after] as number];
    return whole(low + ((high - low) * (index - before)) / (after - before));
  });
}

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

const periods = (found: readonly { readonly period: number; readonly score: number }[]) => [
  found.map(({ period }) => period),
  found.map(({ score }) => score),
];

const decomposition = [real(-1), text('avg'), real(0), real(0.6)] as const;

function settingsOf(
  period: number | null,
  trend: string,
  testPoints: number | null,
  threshold: number | null,
) {
  return { period: period ?? -1, trend, testPoints: testPoints ?? 0, threshold: threshold ?? 0.6 };
}

/** Functions over numeric arrays. */
export const series: readonly ScalarFunction[] = [
  each('series_abs', Math.abs),
  each('series_sin', Math.sin),
  each('series_asin', Math.asin),
  each('series_cos', Math.cos),
  each('series_acos', Math.acos),
  each('series_tan', Math.tan),
  each('series_atan', Math.atan),
  each('series_exp', Math.exp),
  each('series_log', Math.log),
  each('series_floor', Math.floor),
  each('series_ceiling', Math.ceil),
  each('series_sign', Math.sign),
  pairs('series_add', (a, b) => a + b),
  pairs('series_subtract', (a, b) => a - b),
  pairs('series_multiply', (a, b) => a * b),
  pairs('series_divide', (a, b) => a / b),
  pairs('series_pow', (a, b) => a ** b),
  pairs('series_greater', (a, b) => a > b),
  pairs('series_greater_equals', (a, b) => a >= b),
  pairs('series_less', (a, b) => a < b),
  pairs('series_less_equals', (a, b) => a <= b),
  pairs('series_equals', (a, b) => a === b),
  pairs('series_not_equals', (a, b) => a !== b),
  reduce('series_sum', sum),
  reduce('series_product', (values) => values.reduce((product, value) => product * value, 1)),
  reduce('series_magnitude', magnitude),
  native('series_dot_product', [nothing, nothing], 'real', (left: unknown, right: unknown) => {
    const sides = both(left, right);
    return sides === undefined ? null : dot(sides[0]!, sides[1]!);
  }),
  native(
    'series_cosine_similarity',
    [nothing, nothing, real(null), real(null)],
    'real',
    (left: unknown, right: unknown, leftSize: number | null, rightSize: number | null) => {
      const sides = both(left, right);
      if (sides === undefined) return null;
      const size = (leftSize ?? magnitude(sides[0]!)) * (rightSize ?? magnitude(sides[1]!));
      return size === 0 ? null : dot(sides[0]!, sides[1]!) / size;
    },
  ),
  native('series_pearson_correlation', [nothing, nothing], 'real', (left: unknown, right: unknown) => {
    const sides = both(left, right);
    return sides === undefined ? null : (pearson(sides[0]!, sides[1]!) ?? Number.NaN);
  }),
  fill('series_fill_forward', false),
  fill('series_fill_backward', true),
  native(
    'series_fill_const',
    [nothing, literal('dynamic', '0'), nothing],
    'dynamic',
    (values: unknown, constant: unknown, placeholder: unknown) =>
      Array.isArray(values)
        ? values.map((value: unknown) => (isMissing(value, placeholder) ? constant : value))
        : null,
  ),
  {
    name: 'series_fill_linear',
    parameters: ['dynamic', '?', 'dynamic', 'bool', 'real'],
    nulls: 'may',
    returns: 'dynamic',
    rewrite: ([values, placeholder = nothing, edges = literal('bool', true), constant = real(0)]) =>
      call(
        'series filled linear',
        [values!, placeholder, edges, constant, call('has reals', [values!], 'bool', true)],
        'dynamic',
        true,
      ),
  },
  native(
    'series filled linear',
    [nothing, nothing, literal('bool', true), real(0), literal('bool', false)],
    'dynamic',
    fillLinear,
  ),
  {
    name: 'has reals',
    parameters: ['dynamic'],
    nulls: 'may',
    returns: 'bool',
    duckdb: `list_contains(list_transform(kql_list($1), lambda x: json_type(x)), 'DOUBLE')`,
  },
  native(
    'series_fir',
    [nothing, nothing, literal('bool', null), literal('bool', false)],
    'dynamic',
    (values: unknown, filter: unknown, normalize: boolean | null, centre: boolean | null) => {
      const [x, f] = [numbersOf(values), numbersOf(filter)];
      if (x === undefined || f === undefined || f.length === 0) return null;
      const negative = f.some((weight) => weight < 0);
      if (normalize === true && negative) return null;
      allowSteps(x.length * f.length);
      const scale = (normalize ?? !negative) ? sum(f) : 1;
      const shift = centre === true ? Math.floor(f.length / 2) : 0;
      return array(
        x.map((_, at) => sum(f.map((weight, back) => ((x[at + shift - back] ?? 0) * weight) / scale))),
      );
    },
  ),
  native(
    'series_iir',
    [nothing, nothing, nothing],
    'dynamic',
    (values: unknown, numerators: unknown, denominators: unknown) => {
      const [x, b, a] = [numbersOf(values), numbersOf(numerators), numbersOf(denominators)];
      if (x === undefined || b === undefined || a?.[0] === undefined) return null;
      allowSteps(x.length * (a.length + b.length));
      const y: number[] = [];
      for (const at of x.keys()) {
        const forward = sum(b.map((weight, back) => weight * (x[at - back] ?? 0)));
        const feedback = sum(a.map((weight, back) => (back === 0 ? 0 : weight * (y[at - back] ?? 0))));
        y.push((forward - feedback) / a[0]);
      }
      return array(y);
    },
  ),
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
  native(
    'series_outliers',
    [nothing, text('ctukey'), real(null), real(10), real(90), real(0)],
    'dynamic',
    (
      values: unknown,
      kind: string,
      ignored: number | null,
      low: number | null,
      high: number | null,
      testPoints: number | null,
    ) => {
      const x = numbersOf(values);
      if (x === undefined) return null;
      const [from, to] = kind === 'tukey' ? [25, 75] : [low ?? 10, high ?? 90];
      return array(outlierScores(x, from / 100, to / 100, ignored, x.length - (testPoints ?? 0)));
    },
  ),
  native(
    'series_periods_detect',
    [nothing, real(0), real(0), real(1)],
    'dynamic',
    (values: unknown, least: number | null, most: number | null, count: number | null) => {
      const x = numbersOf(values);
      if (x === undefined) return null;
      const wanted = Math.min(Math.max(Math.round(count ?? 1), 0), 1000);
      const found = [...periodsOf(x, least ?? 0, most ?? 0, wanted)];
      while (found.length < wanted) found.push({ period: 0, score: 0 });
      return periods(found);
    },
  ),
  {
    name: 'series_periods_validate',
    parameters: ['dynamic', 'dynamic', '...'],
    nulls: 'may',
    returns: 'dynamic',
    rewrite: ([values, ...wanted]: readonly Scalar[]) =>
      call('series periods scored', [values!, call('pack_array', wanted, 'dynamic', false)], 'dynamic', true),
  },
  native('series periods scored', [nothing, nothing], 'dynamic', (values: unknown, wanted: unknown) => {
    const [x, all] = [numbersOf(values), numbersOf(wanted)];
    if (x === undefined || all === undefined) return null;
    return periods(all.map((period) => ({ period, score: periodScore(x, period) })));
  }),
  native(
    'series_seasonal',
    [nothing, real(-1), real(0)],
    'dynamic',
    (values: unknown, period: number | null, testPoints: number | null) => {
      const x = numbersOf(values);
      if (x === undefined) return null;
      if ((period ?? -1) < 0) return array(decompose(x, settingsOf(-1, 'none', testPoints, 0.6)).seasonal);
      return array(seasonalOf(x, Math.round(period ?? 0), x.length - (testPoints ?? 0)));
    },
  ),
  native(
    'series_decompose',
    [nothing, ...decomposition],
    'dynamic',
    (
      values: unknown,
      period: number | null,
      trend: string,
      testPoints: number | null,
      threshold: number | null,
    ) => {
      const x = numbersOf(values);
      if (x === undefined) return null;
      const parts = decompose(x, settingsOf(period, trend, testPoints, threshold));
      return [parts.baseline, parts.seasonal, parts.trend, parts.residual].map(array);
    },
  ),
  native(
    'series_decompose_forecast',
    [nothing, real(0), real(-1), text('avg'), real(0.6)],
    'dynamic',
    (
      values: unknown,
      points: number | null,
      period: number | null,
      trend: string,
      threshold: number | null,
    ) => {
      const x = numbersOf(values);
      return x === undefined
        ? null
        : array(decompose(x, settingsOf(period, trend, points, threshold)).baseline);
    },
  ),
  native(
    'series_decompose_anomalies',
    [nothing, real(1.5), real(-1), text('avg'), real(0), text('ctukey'), real(0.6)],
    'dynamic',
    (
      values: unknown,
      limit: number | null,
      period: number | null,
      trend: string,
      testPoints: number | null,
      method: string,
      threshold: number | null,
    ) => {
      const x = numbersOf(values);
      if (x === undefined) return null;
      const { baseline, residual } = decompose(x, settingsOf(period, trend, testPoints, threshold));
      const [low, high] = method === 'tukey' ? [0.25, 0.75] : [0.1, 0.9];
      const scores = outlierScores(residual, low, high, null, x.length - (testPoints ?? 0));
      const beyond = limit ?? 1.5;
      const flags = scores.map((score) => (score > beyond ? 1 : score < -beyond ? -1 : 0));
      return [flags, array(scores), array(baseline)];
    },
  ),
];
