import { duckTypes, quoteText } from '../dialects/duckdb/literal.ts';
import { literal, type Scalar } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import { parseDatetime, parseTimespan } from '../parse-time.ts';
import type { KqlType } from '../types.ts';
import type { ScalarFunction } from './entry.ts';
import { given, nativeEntry, textOf, withAliases } from './shared.ts';

const same =
  (type: KqlType) =>
  ([value]: readonly Scalar[]): Scalar | undefined =>
    value?.type === type ? value : undefined;

/** Conversion of a type to another; `sql` says how for each type, `undefined` where there is none. */
const conversion = (
  name: string,
  type: KqlType,
  sql: (value: string, from: KqlType) => string | undefined,
): ScalarFunction => ({
  name,
  parameters: ['any'],
  nulls: 'may',
  returns: type,
  rewrite: same(type),
  duckdb: ([value], call) => sql(value!, call.args[0]!.type) ?? `NULL::${duckTypes[type]}`,
});

/** A whole number out of any type: texts in decimal or hexadecimal, fractions cut off towards zero. */
function wholeNumber(sql: string, from: KqlType): string | undefined {
  switch (from) {
    case 'dynamic':
      return `kql_dynamic_long(${sql})`;
    case 'string':
      return `kql_text_long(${sql})`;
    case 'real':
      return `kql_real_long(${sql})`;
    case 'decimal':
      return `try_cast(trunc(${sql}) AS BIGINT)`;
    case 'guid':
      return undefined;
    default:
      return `${sql}::BIGINT`;
  }
}

function text(sql: string, from: KqlType): string {
  switch (from) {
    case 'dynamic':
      return `kql_dynamic_text(${sql})`;
    case 'real':
      return `kql_real_text(${sql})`;
    case 'decimal':
      return `kql_decimal_text(${sql})`;
    case 'datetime':
      return `kql_datetime_text(${sql})`;
    case 'timespan':
      return `kql_timespan_text(${sql})`;
    default:
      return `${sql}::VARCHAR`;
  }
}

/** Reads a text at compile time when it is a constant. */
const readConstant =
  (type: 'datetime' | 'timespan', read: (text: string) => bigint | null) =>
  (args: readonly Scalar[]): Scalar | undefined => {
    const known = textOf(args[0]);
    return known === undefined ? same(type)(args) : literal(type, read(known));
  };

const entries: readonly ScalarFunction[] = [
  {
    name: 'tostring',
    parameters: ['any'],
    nulls: 'may',
    returns: 'string',
    rewrite: same('string'),
    duckdb: ([value], call) => text(value!, call.args[0]!.type),
  },
  conversion('tolong', 'long', wholeNumber),
  conversion('toint', 'int', (value, from) => {
    const whole = wholeNumber(value, from);
    return whole === undefined ? undefined : `kql_int(${whole})`;
  }),
  conversion('toreal', 'real', (value, from) => {
    if (from === 'dynamic') return `kql_dynamic_real(${value})`;
    if (from === 'string') return `kql_text_real(${value})`;
    return from === 'guid' ? undefined : `${value}::DOUBLE`;
  }),
  conversion('tobool', 'bool', (value, from) => {
    if (from === 'dynamic') return `kql_dynamic_bool(${value})`;
    if (from === 'string') return `kql_text_bool(${value})`;
    return from === 'guid' || from === 'datetime' || from === 'timespan' ? undefined : `${value} <> 0`;
  }),
  {
    ...conversion('todatetime', 'datetime', (value, from) => {
      if (from === 'string') return `kql_js_read_datetime(${value})`;
      if (from === 'dynamic') return `kql_dynamic_datetime(${value})`;
      return from === 'long' || from === 'int' ? `kql_moment(${value}::BIGINT)` : undefined;
    }),
    rewrite: readConstant('datetime', parseDatetime),
  },
  {
    ...conversion('totimespan', 'timespan', (value, from) => {
      if (from === 'string') return `kql_js_read_timespan(${value})`;
      if (from === 'dynamic') return `kql_dynamic_timespan(${value})`;
      return from === 'long' || from === 'int' ? `${value}::BIGINT` : undefined;
    }),
    rewrite: readConstant('timespan', parseTimespan),
  },
  nativeEntry('read datetime', ['string'], 'datetime', (value: string) => parseDatetime(value)),
  nativeEntry('read timespan', ['string'], 'timespan', (value: string) => parseTimespan(value)),
  conversion('toguid', 'guid', (value, from) => {
    if (from === 'string') return `kql_text_guid(${value})`;
    return from === 'dynamic' ? `kql_text_guid(kql_dynamic_text(${value}))` : undefined;
  }),
  conversion('todecimal', 'decimal', (value, from) => {
    if (from === 'string' || from === 'dynamic') {
      const number = from === 'dynamic' ? `kql_dynamic_text(${value})` : value;
      return String.raw`CASE WHEN regexp_full_match(${number}, '\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*') THEN try_cast(trim(${number}) AS ${duckTypes.decimal}) END`;
    }
    return from === 'guid' ? undefined : `try_cast(${value} AS ${duckTypes.decimal})`;
  }),
  {
    // Moments, spans and what JSON has no number for become text.
    name: 'to_dynamic',
    parameters: ['any'],
    nulls: 'propagate',
    returns: 'dynamic',
    rewrite: ([value]) =>
      value!.op === 'literal' && value!.value === null
        ? literal('dynamic', value!.type === 'string' ? '""' : null)
        : same('dynamic')([value!]),
    duckdb: ([value], call) => {
      const from = call.args[0]!.type;
      if (from === 'datetime' || from === 'timespan') return `to_json(${text(value!, from)})`;
      if (from === 'real')
        return `CASE WHEN isfinite(${value!}) THEN to_json(${value!}) ELSE to_json(${text(value!, from)}) END`;
      return from === 'decimal' ? `${text(value!, from)}::JSON` : `to_json(${value!})`;
    },
  },
  {
    name: 'tohex',
    parameters: ['any', '?', 'long'],
    nulls: 'may',
    returns: 'string',
    rewrite: ([value, ...rest], type) =>
      value!.type === 'long' || value!.type === 'int'
        ? undefined
        : given('tohex', [convert(value!, 'long'), ...rest], type),
    duckdb: ([value, length], call) => {
      // Two's complement: 16 digits of a long, 8 of an int.
      const size = call.args[0]!.type === 'int' ? 'UINTEGER' : 'UBIGINT';
      const bits = call.args[0]!.type === 'int' ? '4294967296' : '18446744073709551616';
      const hex = `lower(to_hex(CASE WHEN ${value!} < 0 THEN (${value!}::HUGEINT + ${bits}::HUGEINT)::${size} ELSE ${value!}::${size} END))`;
      return length === undefined
        ? hex
        : `lpad(${hex}, greatest(length(${hex}), least(${length}, 16))::INTEGER, '0')`;
    },
  },
  {
    name: 'isnull',
    parameters: ['any'],
    nulls: 'never',
    returns: 'bool',
    duckdb: ([value], call) => (call.args[0]!.type === 'string' ? 'false' : `${value!} IS NULL`),
  },
  {
    name: 'isnotnull',
    parameters: ['any'],
    nulls: 'never',
    returns: 'bool',
    duckdb: ([value], call) => (call.args[0]!.type === 'string' ? 'true' : `${value!} IS NOT NULL`),
  },
  {
    name: 'isempty',
    parameters: ['any'],
    nulls: 'never',
    returns: 'bool',
    duckdb: ([value], call) => empty(value!, call.args[0]!.type, '='),
  },
  {
    name: 'isnotempty',
    parameters: ['any'],
    nulls: 'never',
    returns: 'bool',
    duckdb: ([value], call) => empty(value!, call.args[0]!.type, '<>'),
  },
  {
    // An empty text counts as missing.
    name: 'coalesce',
    parameters: ['any', '...'],
    nulls: 'propagate',
    rewrite: (args, type) =>
      given(
        'coalesce',
        args.map((arg) => convert(arg, type)),
        type,
        args,
      ),
    duckdb: (args, call) => {
      const [last, ...before] = [...args].reverse();
      if (call.type !== 'string') return `coalesce(${args.join(', ')})`;
      return `coalesce(${[...before.reverse().map((arg) => `nullif(${arg}, '')`), last!].join(', ')})`;
    },
  },
  {
    name: 'case',
    parameters: ['any', '...'],
    nulls: 'may',
    refuse: (args) =>
      args.length >= 3 && args.length % 2 === 1
        ? undefined
        : 'takes pairs of a condition and a value, then the value for all others',
    rewrite: (args, type) =>
      given(
        'case',
        args.map((arg, index) =>
          index % 2 === 0 && index < args.length - 1 ? convert(arg, 'bool') : convert(arg, type),
        ),
        type,
      ),
    duckdb: (args) => {
      const pairs = Array.from(
        { length: (args.length - 1) / 2 },
        (_, pair) => ` WHEN ${args[2 * pair]!} THEN ${args[2 * pair + 1]!}`,
      );
      return `CASE${pairs.join('')} ELSE ${args.at(-1)!} END`;
    },
  },
  {
    // Nulls are passed over.
    name: 'max_of',
    parameters: ['any', '...'],
    nulls: 'may',
    rewrite: (args, type) =>
      given(
        'max_of',
        args.map((arg) => convert(arg, type)),
        type,
      ),
    duckdb: 'greatest($*)',
  },
  {
    name: 'min_of',
    parameters: ['any', '...'],
    nulls: 'may',
    rewrite: (args, type) =>
      given(
        'min_of',
        args.map((arg) => convert(arg, type)),
        type,
      ),
    duckdb: 'least($*)',
  },
  {
    name: 'assert',
    parameters: ['bool', 'string'],
    nulls: 'never',
    returns: 'bool',
    duckdb: `CASE WHEN $1 THEN true ELSE error(${quoteText('assert: ')} || $2) END`,
  },
  {
    name: 'new_guid',
    parameters: [],
    nulls: 'never',
    returns: 'guid',
    duckdb: 'uuid()::VARCHAR',
  },
];

/** Conversions between types, and what asks or chooses by what is missing. What cannot be converted is null, or empty text. */
export const conversions = withAliases(entries, {
  todouble: 'toreal',
  toboolean: 'tobool',
  totime: 'totimespan',
  notnull: 'isnotnull',
  notempty: 'isnotempty',
});

function empty(sql: string, type: KqlType, equal: '=' | '<>'): string {
  if (type === 'string') return `${sql} ${equal} ''`;
  if (type === 'dynamic') return `coalesce(kql_dynamic_text(${sql}), '') ${equal} ''`;
  return `${sql} IS ${equal === '=' ? '' : 'NOT '}NULL`;
}
