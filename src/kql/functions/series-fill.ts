import { call, literal } from '../ir/index.ts';
import type { ScalarFunction } from './entry.ts';
import { native, nothing, real } from './series-entry.ts';

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

/** Functions that fill gaps in numeric arrays. */
export const seriesFills: readonly ScalarFunction[] = [
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
];
