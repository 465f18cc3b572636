import { literal, type Scalar } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import { ticks } from '../ticks.ts';
import type { Parameters, ScalarFunction } from './entry.ts';
import { formatDatetime, formatTimespan } from './native/format-time.ts';
import { localToUtc, timeZones, utcToLocal } from './native/time-zones.ts';
import { given, nativeEntry, textOf, withAliases } from './shared.ts';

const part = (name: string, sql: string): ScalarFunction => ({
  name,
  parameters: ['datetime'],
  nulls: 'propagate',
  returns: 'int',
  duckdb: `(${sql})::INTEGER`,
});

/** First tick of the period that holds a moment, so many periods later, for each length of period. */
const starts = {
  day: (moment: string, offset: string) => `(${moment} // ${day} + ${offset}) * ${day}`,
  // 0001-01-01 was a Monday; weeks start on Sunday.
  week: (moment: string, offset: string) =>
    `(${moment} // ${day} - (${moment} // ${day} + 1) % 7 + 7 * ${offset}) * ${day}`,
  month: (moment: string, offset: string) =>
    `kql_ticks(date_trunc('month', kql_timestamp(${moment})) + to_months(${offset}))`,
  year: (moment: string, offset: string) =>
    `kql_ticks(date_trunc('year', kql_timestamp(${moment})) + to_years(${offset}))`,
};

const day = String(ticks.day);

/** More periods than there are in all years; keeps offsets in the range that the engine can add. */
const farthest = 4_000_000;

const boundaries = Object.entries(starts).flatMap(([period, start]): readonly ScalarFunction[] => {
  const parameters: Parameters = ['datetime', '?', 'long'];
  const offset = (given: string | undefined, more: number) =>
    given === undefined
      ? String(more)
      : `(greatest(least(${given}, ${String(farthest)}), -${String(farthest)}) + ${String(more)})::INTEGER`;
  return [
    {
      name: `startof${period}`,
      parameters,
      nulls: 'may',
      returns: 'datetime',
      duckdb: ([moment, given]) => `kql_moment(${start(moment!, offset(given, 0))})`,
    },
    {
      name: `endof${period}`,
      parameters,
      nulls: 'may',
      returns: 'datetime',
      duckdb: ([moment, given]) => `kql_moment(${start(moment!, offset(given, 1))} - 1)`,
    },
  ];
});

/** Ticks of the units of fixed length. */
const units: Readonly<Record<string, bigint>> = {
  week: 7n * ticks.day,
  day: ticks.day,
  hour: ticks.hour,
  minute: ticks.minute,
  second: ticks.second,
  millisecond: ticks.millisecond,
  microsecond: ticks.microsecond,
};

const months: Readonly<Record<string, number>> = {
  month: 1,
  quarter: 3,
  year: 12,
};

/** Numbers that `datetime_part` takes out of a moment. */
const parts: Readonly<Record<string, string>> = {
  year: 'year(kql_timestamp($1))',
  quarter: 'quarter(kql_timestamp($1))',
  month: 'month(kql_timestamp($1))',
  week_of_year: 'week(kql_timestamp($1))',
  weekofyear: 'week(kql_timestamp($1))',
  day: 'day(kql_timestamp($1))',
  dayofyear: 'dayofyear(kql_timestamp($1))',
  hour: `$1 // ${String(ticks.hour)} % 24`,
  minute: `$1 // ${String(ticks.minute)} % 60`,
  second: `$1 // ${String(ticks.second)} % 60`,
  millisecond: `$1 % ${String(ticks.second)} // ${String(ticks.millisecond)}`,
  microsecond: `$1 % ${String(ticks.second)} // ${String(ticks.microsecond)}`,
  nanosecond: `$1 % ${String(ticks.second)} * 100`,
};

/** Counts boundaries of a unit since 0001-01-01. */
function boundaryCount(unit: string, moment: string): string {
  const size = months[unit];
  if (size !== undefined) {
    const month = `(year(kql_timestamp(${moment})) * 12 + month(kql_timestamp(${moment})) - 1)`;
    return size === 1 ? month : `${month} // ${String(size)}`;
  }
  if (unit === 'week') return `(${moment} // ${day} + 1) // 7`;
  if (unit === 'nanosecond') return `${moment} * 100::HUGEINT`;
  return `${moment} // ${String(units[unit])}`;
}

const unitOf = (scalar: Scalar | undefined): string => (textOf(scalar) ?? '').toLowerCase();

const known = (names: readonly string[], argument: Scalar | undefined): string | undefined => {
  if (textOf(argument) === undefined) return 'the part must be a constant text';
  return names.includes(unitOf(argument))
    ? undefined
    : `there is no part ${unitOf(argument)}; parts are ${names.join(', ')}`;
};

const unitNames = [...Object.keys(months), ...Object.keys(units), 'nanosecond'];

const since1970 = (name: string, factor: string): ScalarFunction => ({
  name: `unixtime_${name}_todatetime`,
  parameters: ['number'],
  nulls: 'may',
  returns: 'datetime',
  duckdb: ([value], call) => {
    const { type } = call.args[0]!;
    const since =
      type === 'real' || type === 'decimal'
        ? `kql_real_long(round(${value!}::DOUBLE${factor.replace('//', '/')}))`
        : `${value!}::HUGEINT${factor}`;
    return `kql_moment(try_cast(${since} + 621355968000000000 AS BIGINT))`;
  },
});

/** Ticks of hours, minutes and seconds; the engine checks nothing here, the callers do. */
const clock = (hour: string, minute: string, second: string) =>
  `(${hour}::BIGINT * ${String(ticks.hour)} + ${minute}::BIGINT * ${String(ticks.minute)} + round(${second} * 10000000)::BIGINT)`;

const isClock = (hour: string, minute: string, second: string) =>
  `${hour} BETWEEN 0 AND 23 AND ${minute} BETWEEN 0 AND 59 AND ${second} >= 0 AND ${second} < 60`;

const binnable = (args: readonly Scalar[], type: 'long' | 'real'): readonly Scalar[] =>
  args.map((arg) => (isTicks(arg) ? arg : convert(arg, type)));

const isTicks = (scalar: Scalar) => scalar.type === 'datetime' || scalar.type === 'timespan';

const isReal = (scalar: Scalar) => scalar.type === 'real' || scalar.type === 'decimal';

const entries: readonly ScalarFunction[] = [
  ...boundaries,
  {
    name: 'dayofweek',
    parameters: ['datetime'],
    nulls: 'propagate',
    returns: 'timespan',
    duckdb: `($1 // ${day} + 1) % 7 * ${day}`,
  },
  part('dayofmonth', 'day(kql_timestamp($1))'),
  part('dayofyear', 'dayofyear(kql_timestamp($1))'),
  part('hourofday', parts['hour']!),
  part('monthofyear', 'month(kql_timestamp($1))'),
  part('getyear', 'year(kql_timestamp($1))'),
  part('week_of_year', 'week(kql_timestamp($1))'),
  {
    name: 'datetime_add',
    parameters: ['string', 'long', 'datetime'],
    nulls: 'may',
    returns: 'datetime',
    refuse: ([unit]) => known(unitNames, unit),
    duckdb: ([, amount, moment], call) => {
      const unit = unitOf(call.args[0]);
      const size = months[unit];
      if (size !== undefined) {
        const bounded = `(greatest(least(${amount!}, 120000), -120000) * ${String(size)})::INTEGER`;
        return `kql_moment(kql_ticks(kql_timestamp(${moment!}) + to_months(${bounded})) + ${moment!} % 10)`;
      }
      if (unit === 'nanosecond') return `kql_moment(kql_add(${moment!}, ${amount!} // 100))`;
      return `kql_moment(kql_add(${moment!}, kql_multiply(${amount!}, ${String(units[unit])})))`;
    },
  },
  {
    // How many boundaries of the unit lie between two moments.
    name: 'datetime_diff',
    parameters: ['string', 'datetime', 'datetime'],
    nulls: 'may',
    returns: 'long',
    refuse: ([unit]) => known(unitNames, unit),
    duckdb: ([, a, b], call) => {
      const unit = unitOf(call.args[0]);
      return `try_cast(${boundaryCount(unit, a!)} - ${boundaryCount(unit, b!)} AS BIGINT)`;
    },
  },
  {
    name: 'datetime_part',
    parameters: ['string', 'datetime'],
    nulls: 'propagate',
    returns: 'int',
    refuse: ([unit]) => known(Object.keys(parts), unit),
    duckdb: ([, moment], call) =>
      `(${parts[unitOf(call.args[0])]!.replaceAll('$1', () => moment!)})::INTEGER`,
  },
  {
    name: 'make_datetime',
    parameters: ['any', '?', 'long', 'long', 'long', 'long', 'real'],
    nulls: 'may',
    returns: 'datetime',
    rewrite: (args, type) => {
      if (args.length === 1) return convert(args[0]!, 'datetime');
      const zeros = [literal('long', 1n), ...Array.from({ length: 4 }, () => literal('long', 0n))];
      const all = [convert(args[0]!, 'long'), ...args.slice(1), ...zeros.slice(args.length - 2)].slice(0, 6);
      return given('make_datetime', all, type);
    },
    duckdb: ([year, month, dayOfMonth, hour, minute, second]) => {
      const valid = `${year!} BETWEEN 1 AND 9999 AND ${month!} BETWEEN 1 AND 12 AND ${dayOfMonth!} BETWEEN 1 AND 31 AND ${isClock(hour!, minute!, second!)}`;
      // A 31st of February runs over into March: then there is no such day.
      const date = `(make_timestamp(${year!}, ${month!}, 1, 0, 0, 0) + to_days((${dayOfMonth!} - 1)::INTEGER))`;
      return `CASE WHEN ${valid} THEN CASE WHEN month(${date}) = ${month!} THEN kql_ticks(${date}) + ${clock(hour!, minute!, second!)} END END`;
    },
  },
  {
    name: 'make_timespan',
    parameters: ['real', 'real', '?', 'real', 'real'],
    nulls: 'may',
    returns: 'timespan',
    duckdb: (args) => {
      const [days, hour, minute, second] =
        args.length === 4 ? args : ['0', args[0]!, args[1]!, args[2] ?? '0'];
      const whole = (sql: string) => `trunc(${sql})`;
      return `CASE WHEN ${isClock(hour!, minute!, second!)} AND abs(${days!}) < 10675199 THEN ${whole(days!)}::BIGINT * ${day} + ${clock(whole(hour!), whole(minute!), second!)} END`;
    },
  },
  nativeEntry('format_datetime', ['datetime', 'string'], 'string', formatDatetime),
  nativeEntry('format_timespan', ['timespan', 'string'], 'string', formatTimespan),
  since1970('seconds', ' * 10000000'),
  since1970('milliseconds', ' * 10000'),
  since1970('microseconds', ' * 10'),
  since1970('nanoseconds', ' // 100'),
  nativeEntry('datetime_utc_to_local', ['datetime', 'string'], 'datetime', utcToLocal),
  nativeEntry('datetime_local_to_utc', ['datetime', 'string'], 'datetime', localToUtc),
  {
    name: 'datetime_list_timezones',
    parameters: [],
    nulls: 'never',
    returns: 'dynamic',
    rewrite: () => literal('dynamic', JSON.stringify(timeZones())),
  },
  {
    // Moments and spans count from 0001-01-01 and from nothing: whole numbers all.
    name: 'bin',
    parameters: ['number', 'number'],
    nulls: 'may',
    rewrite: (args, type) =>
      given('bin', binnable(args, args.some(isReal) && !args.some(isTicks) ? 'real' : 'long'), type),
    duckdb: ([value, size], call) => {
      if (call.args[0]!.type === 'real') return `floor(${value!} / nullif(${size!}, 0)) * ${size!}`;
      return `kql_bin(${value!}, ${size!})`;
    },
  },
  {
    name: 'bin_at',
    parameters: ['number', 'number', 'number'],
    nulls: 'may',
    rewrite: (args, type) =>
      given('bin_at', binnable(args, args.some(isReal) && !args.some(isTicks) ? 'real' : 'long'), type),
    duckdb: ([value, size, fixed], call) => {
      if (call.args[0]!.type === 'real')
        return `${fixed!} + floor((${value!} - ${fixed!}) / nullif(${size!}, 0)) * ${size!}`;
      const binned = `kql_add(${fixed!}, kql_bin(kql_subtract(${value!}, ${fixed!}), ${size!}))`;
      return call.type === 'datetime' ? `kql_moment(${binned})` : binned;
    },
  },
  {
    name: 'around',
    parameters: ['any', 'any', 'any'],
    nulls: 'may',
    returns: 'bool',
    duckdb: '$1 BETWEEN kql_subtract($2, $3) AND kql_add($2, $3)',
    rewrite: (args) =>
      args.every((arg) => isTicks(arg) || arg.type === 'long' || arg.type === 'int')
        ? undefined
        : given(
            'around real',
            args.map((arg) => convert(arg, 'real')),
            'bool',
          ),
  },
  {
    name: 'around real',
    parameters: ['real', 'real', 'real'],
    nulls: 'propagate',
    returns: 'bool',
    duckdb: '$1 BETWEEN $2 - $3 AND $2 + $3',
  },
];

/** Moments and spans of time. */
export const datetimes = withAliases(entries, {
  floor: 'bin',
  getmonth: 'monthofyear',
  weekofyear: 'week_of_year',
  datepart: 'datetime_part',
});
