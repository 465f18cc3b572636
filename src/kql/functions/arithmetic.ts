import { literal, type Scalar } from '../ir/index.ts';
import { duckTypes } from '../dialects/duckdb/literal.ts';
import { convert, isNumber } from '../lower/convert.ts';
import type { KqlType } from '../types.ts';
import type { ScalarFunction } from './entry.ts';
import { given } from './shared.ts';

const isTime = (type: KqlType) => type === 'datetime' || type === 'timespan';

const isWhole = (type: KqlType) => type === 'long' || type === 'int' || isTime(type);

/**
 * Operands of `+` and `-`: a dynamic or a text beside a moment or span is read as the binder's result asks, beside a number
 * as a number.
 */
function operandTypes(name: '+' | '-', args: readonly Scalar[], type: KqlType): readonly Scalar[] {
  const [left, right] = args as [Scalar, Scalar];
  const loose = (scalar: Scalar) => scalar.type === 'dynamic' || scalar.type === 'string';
  if (loose(left) && isTime(right.type)) {
    const other =
      type === 'datetime' || (name === '-' && right.type === 'datetime') ? 'datetime' : 'timespan';
    return [convert(left, name === '+' && right.type === 'datetime' ? 'timespan' : other), right];
  }
  if (loose(right) && isTime(left.type)) {
    const moment = name === '-' && left.type === 'datetime' && type === 'timespan';
    return [left, convert(right, moment ? 'datetime' : 'timespan')];
  }
  return args.map((arg) => (isNumber(arg.type) || isTime(arg.type) ? arg : convert(arg, 'real')));
}

/** Sum and difference; what does not fit is null. */
const sum = (name: '+' | '-'): ScalarFunction => ({
  name,
  parameters: ['any', 'any'],
  nulls: 'may',
  rewrite: (args, type) => given(name, operandTypes(name, args, type), type),
  duckdb: ([a, b], call) => {
    const [left, right] = call.args as [Scalar, Scalar];
    if (isWhole(left.type) && isWhole(right.type)) {
      const total = `${name === '+' ? 'kql_add' : 'kql_subtract'}(${a!}, ${b!})`;
      if (call.type === 'datetime') return `kql_moment(${total})`;
      return call.type === 'int' ? `kql_int(${total})` : total;
    }
    if (isTime(call.type)) return `kql_real_long(${a!}::DOUBLE ${name} ${b!}::DOUBLE)`;
    if (call.type === 'decimal')
      return `try_cast(${a!}::DOUBLE ${name} ${b!}::DOUBLE AS ${duckTypes.decimal})`;
    return `${a!}::DOUBLE ${name} ${b!}::DOUBLE`;
  },
});

/** Operators over numbers, moments and spans. */
export const arithmetic: readonly ScalarFunction[] = [
  sum('+'),
  sum('-'),
  {
    name: '*',
    parameters: ['number', 'number'],
    nulls: 'may',
    duckdb: ([a, b], call) => {
      const [left, right] = call.args as [Scalar, Scalar];
      if (isWhole(left.type) && isWhole(right.type)) {
        const product = `kql_multiply(${a!}, ${b!})`;
        return call.type === 'int' ? `kql_int(${product})` : product;
      }
      const product = `${a!}::DOUBLE * ${b!}::DOUBLE`;
      if (isTime(call.type)) return `kql_real_long(${product})`;
      return call.type === 'decimal' ? `try_cast(${product} AS ${duckTypes.decimal})` : product;
    },
  },
  {
    // Whole numbers divide to whole numbers, towards zero; by zero is null.
    name: '/',
    parameters: ['number', 'number'],
    nulls: 'may',
    duckdb: ([a, b], call) => {
      const [left, right] = call.args as [Scalar, Scalar];
      const quotient = `${a!}::DOUBLE / ${b!}::DOUBLE`;
      if (call.type === 'real') return quotient;
      if (call.type === 'decimal')
        return `try_cast(${a!}::DOUBLE / nullif(${b!}::DOUBLE, 0) AS ${duckTypes.decimal})`;
      if (!isWhole(left.type) || !isWhole(right.type)) return `kql_real_long(${quotient})`;
      const whole = `try_cast(${a!}::HUGEINT // nullif(${b!}, 0) AS BIGINT)`;
      return call.type === 'int' ? `kql_int(${whole})` : whole;
    },
  },
  {
    // The remainder is never negative.
    name: '%',
    parameters: ['number', 'number'],
    nulls: 'may',
    duckdb: ([a, b], call) => {
      const size = isWhole(call.type) ? `nullif(kql_size(${b!}), 0)` : `abs(${b!}::DOUBLE)`;
      return isWhole(call.type)
        ? `CASE WHEN ${a!} % ${size} < 0 THEN ${a!} % ${size} + ${size} ELSE ${a!} % ${size} END`
        : `((${a!}::DOUBLE % ${size}) + ${size}) % ${size}`;
    },
  },
  {
    name: 'negate',
    parameters: ['number'],
    nulls: 'may',
    duckdb: ([value], call) => (isWhole(call.type) ? `kql_subtract(0, ${value!})` : `(-${value!})`),
    rewrite: ([value]) =>
      value!.op === 'literal' && typeof value!.value === 'bigint' && value!.value > -(2n ** 63n)
        ? literal(value!.type, -value!.value)
        : undefined,
  },
];
