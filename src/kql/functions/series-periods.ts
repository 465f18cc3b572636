import { call, type Scalar } from '../ir/index.ts';
import type { ScalarFunction } from './entry.ts';
import {
  decompose,
  numbersOf,
  outlierScores,
  periodScore,
  periodsOf,
  seasonalOf,
} from './native-dynamic/series-math.ts';
import { array, native, nothing, real } from './series-entry.ts';
import { text } from './shared.ts';

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

/** Periods, seasons and outliers of numeric arrays. */
export const seriesPeriods: readonly ScalarFunction[] = [
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
