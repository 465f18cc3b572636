import {
  keyOf,
  long,
  order,
  toJson,
  undecided,
  type Json,
  type Row,
  type Type,
  type Value,
  type Values,
} from './values.ts';

/** How far a column can be compared: exactly, up to rounding, as a set, or not at all (any of several rows may be it). */
export type Trust = 'exact' | 'near' | 'set' | 'any';

/** An aggregate function. */
export interface Aggregate {
  readonly text: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
  readonly trust?: Trust;
  /** The result depends on the order of the rows: it is a set when they have none. */
  readonly listed?: true;
  /** One row of arguments for each row of the group. */
  readonly apply: (rows: readonly Row[]) => Value;
}

type Numeric = 'long' | 'real' | 'timespan';

/** First arguments that are not null, of the rows whose condition (the last argument, if there is one) is true. */
function known(rows: readonly Row[], conditional: boolean): readonly NonNullable<Value>[] {
  return rows
    .filter((row) => !conditional || row.at(-1) === true)
    .map((row) => row[0] ?? null)
    .filter((value) => value !== null);
}

function sum(type: Numeric, values: readonly Value[], rows: readonly Row[]): bigint | number {
  if (values.length === 0 && rows.length > 0) return undecided('the sum of nulls only');
  if (type === 'real') return (values as number[]).reduce((a, b) => a + b, 0);
  return long((values as bigint[]).reduce((a, b) => a + b, 0n));
}

function average(values: readonly Value[]): number | null {
  if (values.length === 0) return null;
  return values.map(Number).reduce((a, b) => a + b, 0) / values.length;
}

function extreme(direction: number, values: readonly Value[]): Value {
  return values.reduce<Value>(
    (best, value) => (best === null || order(value, best) * direction > 0 ? value : best),
    null,
  );
}

function variance(values: readonly Value[], rows: readonly Row[]): number {
  if (values.length === 0 && rows.length > 0) return undecided('the variance of nulls only');
  if (values.length < 2) return 0;
  const numbers = values.map(Number);
  if (numbers.some((value) => Math.abs(value) > 1e9 || Number.isNaN(value)))
    return undecided('the variance of huge numbers');
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  return numbers.reduce((total, value) => total + (value - mean) ** 2, 0) / (numbers.length - 1);
}

const json = (type: Type, values: readonly Value[]): Json => values.map((value) => toJson(type, value));
const distinct = (type: Type, values: readonly Value[]) => [
  ...new Map(values.map((value) => [keyOf(type, value), value])).values(),
];

/** The smallest value that at least so many percent of all are not above. */
function percentile(values: readonly Value[], percent: number): Value {
  if (values.length === 0) return null;
  const sorted = values.toSorted(order);
  return sorted[Math.max(Math.ceil((percent / 100) * sorted.length) - 1, 0)]!;
}

/** An aggregate and its form with a condition. */
function both<T extends Type>(
  name: string,
  conditionalName: string,
  type: T,
  result: Type,
  apply: (values: readonly Values[T][], rows: readonly Row[]) => Value,
  more: { readonly trust?: Trust; readonly listed?: true } = {},
): readonly Aggregate[] {
  const picked = (rows: readonly Row[]) => rows.filter((row) => row[1] === true);
  return [
    {
      text: `${name}($1)`,
      parameters: [type],
      result,
      apply: (rows) => apply(known(rows, false) as Values[T][], rows),
      ...more,
    },
    {
      text: `${conditionalName}($1, $2)`,
      parameters: [type, 'bool'],
      result,
      apply: (rows) => apply(known(rows, true) as Values[T][], picked(rows)),
      ...more,
    },
  ];
}

const numbers: readonly Numeric[] = ['long', 'real', 'timespan'];
const ordered = ['long', 'real', 'datetime', 'timespan', 'int'] as const;

/** All aggregate functions that queries are made of. */
export const aggregates: readonly Aggregate[] = [
  { text: 'count()', parameters: [], result: 'long', apply: (rows) => BigInt(rows.length) },
  {
    text: 'countif($1)',
    parameters: ['bool'],
    result: 'long',
    apply: (rows) => BigInt(rows.filter((row) => row[0] === true).length),
  },
  ...numbers.flatMap((type) => both(`sum`, 'sumif', type, type, (values, rows) => sum(type, values, rows))),
  ...(['long', 'real', 'int'] as const).flatMap((type) =>
    both('avg', 'avgif', type, 'real', average, { trust: 'near' }),
  ),
  ...ordered.flatMap((type) => [
    ...both('min', 'minif', type, type, (values) => extreme(-1, values)),
    ...both('max', 'maxif', type, type, (values) => extreme(1, values)),
  ]),
  ...(['long', 'string', 'datetime', 'bool', 'guid'] as const).flatMap((type) => [
    ...both('dcount', 'dcountif', type, 'long', (values) => BigInt(distinct(type, values).length)),
    ...both('count_distinct', 'count_distinctif', type, 'long', (values) =>
      BigInt(distinct(type, values).length),
    ),
  ]),
  ...(['long', 'string', 'real', 'bool', 'datetime'] as const).flatMap((type) => [
    ...both('make_list', 'make_list_if', type, 'dynamic', (values) => json(type, values), { listed: true }),
    ...both('make_set', 'make_set_if', type, 'dynamic', (values) => json(type, distinct(type, values)), {
      trust: 'set',
    }),
  ]),
  ...[5, 50, 90, 100].flatMap((percent): readonly Aggregate[] =>
    (['long', 'real', 'timespan', 'datetime'] as const).map((type) => ({
      text: `percentile($1, ${percent})`,
      parameters: [type],
      result: type,
      apply: (rows) => percentile(known(rows, false), percent),
    })),
  ),
  ...(['long', 'real'] as const).flatMap((type) => [
    ...both('variance', 'varianceif', type, 'real', variance, { trust: 'near' }),
    ...both('stdev', 'stdevif', type, 'real', (values, rows) => Math.sqrt(variance(values, rows)), {
      trust: 'near',
    }),
  ]),
  ...(['long', 'string', 'datetime'] as const).map((type): Aggregate => ({
    text: 'take_any($1)',
    parameters: [type],
    result: type,
    trust: 'any',
    apply: (rows) => rows[0]?.[0] ?? null,
  })),
  {
    text: 'binary_all_or($1)',
    parameters: ['long'],
    result: 'long',
    apply: (rows) => bits(known(rows, false) as bigint[], (a, b) => a | b),
  },
  {
    text: 'binary_all_and($1)',
    parameters: ['long'],
    result: 'long',
    apply: (rows) => bits(known(rows, false) as bigint[], (a, b) => a & b),
  },
];

function bits(values: readonly bigint[], join: (a: bigint, b: bigint) => bigint): bigint {
  return values.length === 0 ? undecided('the bits of no number') : values.reduce(join);
}
