import { allowSteps } from '../caps/work.ts';
import { literal } from '../ir/index.ts';
import type { ScalarFunction } from './entry.ts';
import { numbersOf, pearson, shown, sum } from './native-dynamic/series-math.ts';
import { array, native, nothing, real } from './series-entry.ts';

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
];
