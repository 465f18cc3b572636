import { literal, call } from '../ir/index.ts';
import type { ScalarFunction } from './entry.ts';
import {
  mergedDigests,
  percentileOf,
  rankOf,
  totalWeight,
  weightedRank,
  isDigest,
} from './native-dynamic/digest.ts';
import { schemaOf } from './native-dynamic/json-text.ts';
import { nativeEntry } from './shared.ts';

const percentileOfDigest = (name: string, many: boolean): ScalarFunction => ({
  name,
  parameters: ['dynamic', 'dynamic', '...'],
  nulls: 'may',
  returns: 'dynamic',
  rewrite: ([digest, ...percentages]) => {
    const first = percentages[0]!;
    if (!many) return call('percentile of digest', [digest!, first], 'dynamic', true);
    const list = percentages.length === 1 ? first : call('pack_array', percentages, 'dynamic', false);
    return call('percentiles of digest', [digest!, list], 'dynamic', true);
  },
});

/** Digests of values: exact ones, kept as dynamic values; and functions that aggregates call on their lists. */
export const digests: readonly ScalarFunction[] = [
  percentileOfDigest('percentile_tdigest', false),
  percentileOfDigest('percentiles_array_tdigest', true),
  nativeEntry('percentile of digest', ['dynamic', 'dynamic'], 'dynamic', percentileOf),
  nativeEntry(
    'percentiles of digest',
    ['dynamic', 'dynamic'],
    'dynamic',
    (digest: unknown, percentages: unknown) =>
      isDigest(digest) && Array.isArray(percentages)
        ? percentages.map((percentage: unknown) => percentileOf(digest, percentage))
        : null,
  ),
  {
    name: 'rank_tdigest',
    parameters: ['dynamic', 'any'],
    nulls: 'may',
    returns: 'real',
    rewrite: ([digest, value]) => call('rank in digest', [digest!, value!], 'real', true),
  },
  {
    name: 'percentrank_tdigest',
    parameters: ['dynamic', 'any'],
    nulls: 'may',
    returns: 'real',
    rewrite: ([digest, value]) =>
      call(
        '*',
        [
          call(
            '/',
            [
              call('rank in digest', [digest!, value!], 'real', true),
              call('weight of digest', [digest!], 'real', true),
            ],
            'real',
            true,
          ),
          literal('real', 100),
        ],
        'real',
        true,
      ),
  },
  {
    name: 'rank in digest',
    parameters: ['dynamic', 'any'],
    nulls: 'may',
    returns: 'real',
    native: {
      parameters: ['dynamic', 'real'],
      returns: 'real',
      run: (digest: unknown, value: number | null) =>
        isDigest(digest) && value !== null ? rankOf(digest, value) : null,
    },
  },
  nativeEntry('weight of digest', ['dynamic'], 'real', (digest: unknown) =>
    isDigest(digest) ? totalWeight(digest) : null,
  ),
  {
    name: 'tdigest_isvalid',
    parameters: ['dynamic', '?', 'any'],
    nulls: 'never',
    returns: 'bool',
    rewrite: ([digest]) => call('digest is valid', [digest!], 'bool', false),
  },
  nativeEntry('digest is valid', ['dynamic'], 'bool', isDigest, 'never'),
  ...['tdigest_merge', 'merge_tdigest'].map((name): ScalarFunction => ({
    name,
    parameters: ['dynamic', '...'],
    nulls: 'may',
    returns: 'dynamic',
    rewrite: (args) => call('merged digests', [call('pack_array', args, 'dynamic', false)], 'dynamic', true),
  })),
  nativeEntry('merged digests', ['dynamic'], 'dynamic', mergedDigests),
  {
    name: 'dcount_hll',
    parameters: ['dynamic'],
    nulls: 'may',
    returns: 'long',
    duckdb: `CASE WHEN json_type($1) = 'ARRAY' THEN json_array_length($1)::BIGINT END`,
  },
  {
    name: 'hll_isvalid',
    parameters: ['dynamic'],
    nulls: 'never',
    returns: 'bool',
    duckdb: `coalesce(json_type($1) = 'ARRAY', false)`,
  },
  {
    name: 'hll_merge',
    parameters: ['dynamic', '...'],
    nulls: 'may',
    returns: 'dynamic',
    rewrite: (args) => call('set_union', args, 'dynamic', true),
  },
  nativeEntry('weighted rank', ['dynamic', 'real'], 'string', weightedRank),
  nativeEntry('schema of values', ['dynamic'], 'dynamic', (values: unknown) =>
    Array.isArray(values) ? schemaOf(values) : null,
  ),
];
