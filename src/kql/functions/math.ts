import { duckTypes } from '../dialects/duckdb/literal.ts';
import { convert } from '../lower/convert.ts';
import type { KqlType } from '../types.ts';
import type { ScalarFunction } from './entry.ts';
import {
  betaCdf,
  betaInverse,
  betaPdf,
  erf,
  erfc,
  gamma,
  logGamma,
  welchTest,
} from './native/special-functions.ts';
import { given, nativeEntry } from './shared.ts';

const real = (name: string, duckdb: string, count = 1): ScalarFunction => ({
  name,
  parameters: Array.from({ length: count }, () => 'real' as const),
  nulls: 'may',
  returns: 'real',
  duckdb,
});

/** A function that the engine refuses for infinities: NaN there. */
const circular = (name: string, sql = `${name}($1)`): ScalarFunction =>
  real(name, `CASE WHEN isfinite($1) THEN ${sql} WHEN $1 IS NOT NULL THEN 'NaN'::DOUBLE END`);

/** A logarithm: minus infinity of zero, null of what is negative. */
const logarithm = (name: string, engine: string): ScalarFunction =>
  real(
    name,
    `CASE WHEN isnan($1) THEN $1 WHEN $1 > 0 THEN ${engine}($1) WHEN $1 = 0 THEN '-Infinity'::DOUBLE END`,
  );

const test = (name: string, duckdb: string): ScalarFunction => ({
  name,
  parameters: ['real'],
  nulls: 'never',
  returns: 'bool',
  duckdb: `coalesce(${duckdb}, false)`,
});

const bits = (name: string, duckdb: string, count = 2): ScalarFunction => ({
  name,
  parameters: Array.from({ length: count }, () => 'long' as const),
  nulls: 'propagate',
  returns: 'long',
  duckdb,
});

const isWhole = (type: KqlType) => type === 'long' || type === 'int' || type === 'timespan';

const shift =
  (move: (value: bigint, count: bigint) => bigint) =>
  (value: bigint | null, count: bigint | null): bigint | null =>
    value === null || count === null || count < 0n ? null : BigInt.asIntN(64, move(value, count % 64n));

/** Numbers. */
export const math: readonly ScalarFunction[] = [
  {
    name: 'abs',
    parameters: ['number'],
    nulls: 'may',
    duckdb: ([value], call) =>
      isWhole(call.args[0]!.type)
        ? `CASE WHEN ${value!} < 0 THEN kql_subtract(0, ${value!}) ELSE ${value!} END`
        : `abs(${value!})`,
  },
  {
    name: 'ceiling',
    parameters: ['number'],
    nulls: 'propagate',
    rewrite: ([value]) => (isWhole(value!.type) ? value : undefined),
    duckdb: 'ceil($1)',
  },
  {
    // Halves are rounded away from zero.
    name: 'round',
    parameters: ['number', '?', 'long'],
    nulls: 'propagate',
    rewrite: (args, type) =>
      isWhole(args[0]!.type) && type === 'real'
        ? given('round', [convert(args[0]!, 'real'), ...args.slice(1)], type)
        : undefined,
    duckdb: ([value, digits], call) => {
      if (digits === undefined) return `round(${value!})`;
      const bounded = `greatest(least(${digits}, 15), -15)::INTEGER`;
      if (call.args[0]!.type !== 'decimal') return `round(${value!}, ${bounded})`;
      return `try_cast(round(${value!}::DOUBLE, ${bounded}) AS ${duckTypes.decimal})`;
    },
  },
  {
    name: 'sign',
    parameters: ['number'],
    nulls: 'may',
    duckdb: ([value], call) => {
      const sign = `sign(${value!})`;
      return call.type === 'real'
        ? `${sign}::DOUBLE`
        : call.type === 'decimal'
          ? `${sign}::${duckTypes.decimal}`
          : sign;
    },
  },
  real('exp', 'exp($1)'),
  real('exp2', 'pow(2, $1)'),
  real('exp10', 'pow(10, $1)'),
  real('pow', 'pow($1, $2)', 2),
  real('sqrt', 'CASE WHEN $1 >= 0 THEN sqrt($1) END'),
  logarithm('log', 'ln'),
  logarithm('log2', 'log2'),
  logarithm('log10', 'log10'),
  circular('sin'),
  circular('cos'),
  circular('tan'),
  circular('cot', '1 / tan($1)'),
  real('asin', 'CASE WHEN $1 BETWEEN -1 AND 1 THEN asin($1) END'),
  real('acos', 'CASE WHEN $1 BETWEEN -1 AND 1 THEN acos($1) END'),
  real('atan', 'atan($1)'),
  real('atan2', 'atan2($1, $2)', 2),
  real('degrees', 'degrees($1)'),
  real('radians', 'radians($1)'),
  {
    name: 'pi',
    parameters: [],
    nulls: 'never',
    returns: 'real',
    duckdb: 'pi()',
  },
  {
    name: 'rand',
    parameters: ['?', 'long'],
    nulls: 'may',
    returns: 'real',
    duckdb: ([count]) => (count === undefined ? 'random()' : `floor(random() * nullif(${count}, 0))`),
  },
  test('isnan', 'isnan($1)'),
  test('isinf', 'isinf($1)'),
  test('isfinite', 'isfinite($1)'),
  bits('binary_and', '$1 & $2'),
  bits('binary_or', '$1 | $2'),
  bits('binary_xor', 'xor($1, $2)'),
  bits('binary_not', '~$1', 1),
  bits('bitset_count_ones', 'bit_count($1)::BIGINT', 1),
  nativeEntry(
    'binary_shift_left',
    ['long', 'long'],
    'long',
    shift((value, count) => value << count),
  ),
  nativeEntry(
    'binary_shift_right',
    ['long', 'long'],
    'long',
    shift((value, count) => value >> count),
  ),
  nativeEntry('gamma', ['real'], 'real', gamma),
  nativeEntry('loggamma', ['real'], 'real', logGamma),
  nativeEntry('erf', ['real'], 'real', erf),
  nativeEntry('erfc', ['real'], 'real', erfc),
  nativeEntry('beta_cdf', ['real', 'real', 'real'], 'real', betaCdf),
  nativeEntry('beta_inv', ['real', 'real', 'real'], 'real', betaInverse),
  nativeEntry('beta_pdf', ['real', 'real', 'real'], 'real', betaPdf),
  nativeEntry('welch_test', ['real', 'real', 'long', 'real', 'real', 'long'], 'real', welchTest),
];
