import { duckTypes } from '../dialects/duckdb/literal.ts';
import { call, literal, type Scalar } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import type { KqlType } from '../types.ts';
import type { OverRows, ScalarFunction, WindowFunction } from './entry.ts';
import { nativeEntry } from './shared.ts';

const first = (args: readonly Scalar[]): KqlType => args[0]!.type;

/** A window that starts anew where the number of the group changes. */
const within = (group: string, over: string) => over.replace('OVER (', () => `OVER (PARTITION BY ${group} `);

const neighbour = (name: string, duckdb: string): WindowFunction => ({
  name,
  parameters: ['any', '?', 'long', 'any'],
  nulls: 'may',
  returns: first,
  duckdb: ([value, offset, otherwise], over, { args, type }) => {
    const rest = otherwise === undefined ? '' : `, (${otherwise})::${duckTypes[type]}`;
    const plain = args[0]!.type === 'string' && rest === '' ? ", ''" : rest;
    return `${duckdb}(${value!}, ${offset ?? '1'}${plain}) ${over}`;
  },
  rewrite: (args, over) => {
    const [value, offset, otherwise] = args;
    if (otherwise === undefined || otherwise.type === value!.type) return undefined;
    return over(name, [value!, offset!, convert(otherwise, value!.type)], value!.type);
  },
});

/** The number of restarts so far; one group where nothing restarts. */
const groupOf = (restart: Scalar | undefined, over: OverRows): Scalar =>
  restart === undefined ? literal('long', 0n) : over('restarts so far', [restart], 'long', false);

/** Whether a value differs from the one before it in its group. */
const changed = (value: Scalar, group: Scalar, over: OverRows): Scalar =>
  over('changed', [value, group], 'bool', false);

const inGroup = (
  name: string,
  duckdb: (args: readonly string[], type: KqlType) => string,
  returns?: WindowFunction['returns'],
): WindowFunction => ({
  name,
  parameters: ['any', '...'],
  nulls: 'may',
  ...(returns === undefined ? {} : { returns }),
  duckdb: (args, over, { type }) => `${duckdb(args, type)} ${within(args.at(-1)!, over)}`,
});

/** Functions over the rows in their order. */
export const windows: readonly WindowFunction[] = [
  {
    name: 'row_number',
    parameters: ['?', 'long', 'bool'],
    nulls: 'never',
    returns: 'long',
    duckdb: ([start], over) => `row_number() ${over} - 1 + ${start ?? '1'}`,
    rewrite: ([start, restart], over) =>
      restart === undefined
        ? undefined
        : over('row in group', [start!, groupOf(restart, over)], 'long', false),
  },
  neighbour('prev', 'lag'),
  neighbour('next', 'lead'),
  {
    name: 'row_cumsum',
    parameters: ['number', '?', 'bool'],
    nulls: 'may',
    returns: first,
    rewrite: ([value, restart], over) => over('sum in group', [value!, groupOf(restart, over)], value!.type),
    duckdb: '',
  },
  {
    // One more at each value that differs from the one before.
    name: 'row_rank_dense',
    parameters: ['any', '?', 'bool'],
    nulls: 'never',
    returns: 'long',
    rewrite: ([value, restart], over) => {
      const group = groupOf(restart, over);
      return over('changes in group', [changed(value!, group, over), group], 'long', false);
    },
    duckdb: '',
  },
  {
    // The place of the first of equal neighbours.
    name: 'row_rank_min',
    parameters: ['any', '?', 'bool'],
    nulls: 'never',
    returns: 'long',
    rewrite: ([value, restart], over) => {
      const group = groupOf(restart, over);
      const row = over('row in group', [literal('long', 1n), group], 'long', false);
      return over('last change', [changed(value!, group, over), row, group], 'long', false);
    },
    duckdb: '',
  },
  {
    // Depends on its own value in the row before: the lowering makes an aggregate of it.
    name: 'row_window_session',
    parameters: ['any', 'timespan', 'timespan', '?', 'bool'],
    nulls: 'may',
    returns: first,
    duckdb: '',
  },
  {
    name: 'restarts so far',
    parameters: ['bool'],
    nulls: 'never',
    returns: 'long',
    duckdb: 'count(*) FILTER (WHERE $1) $over',
  },
  {
    ...inGroup('row in group', () => 'row_number()', 'long'),
    duckdb: ([start, group], over) => `row_number() ${within(group!, over)} - 1 + ${start!}`,
  },
  {
    ...inGroup('sum in group', () => ''),
    duckdb: ([value, group], over, { type }) =>
      `try_cast(sum(${value!}) ${within(group!, over)} AS ${duckTypes[type]})`,
  },
  {
    ...inGroup('changed', () => '', 'bool'),
    duckdb: ([value, group], over) =>
      `(row_number() ${within(group!, over)} = 1 OR lag(${value!}) ${within(group!, over)} IS DISTINCT FROM ${value!})`,
  },
  inGroup('changes in group', ([changed]) => `count(*) FILTER (WHERE ${changed!})`, 'long'),
  inGroup('last change', ([changed, row]) => `max(CASE WHEN ${changed!} THEN ${row!} END)`, 'long'),
];

/** What windows are made of besides windows. */
export const windowParts: readonly ScalarFunction[] = [
  nativeEntry('session starts', ['dynamic'], 'dynamic', sessionStarts),
  {
    name: 'session start of row',
    parameters: ['any', 'long'],
    nulls: 'may',
    duckdb: ([starts, row], { type }) => `try_cast((${starts!})[${row!}] AS ${duckTypes[type]})`,
  },
];

/**
 * First value of each row's session. A session begins where there was no value before, where the value is `first` or more
 * beyond the session's start or `neighbour` or more beyond the value before, and where `restart` says so.
 */
function sessionStarts(rows: unknown): readonly (string | null)[] {
  const starts: (string | null)[] = [];
  let start: bigint | undefined;
  let before: bigint | undefined;
  type Row = readonly [
    value: string | null,
    first: string | null,
    neighbour: string | null,
    restart: boolean | null,
  ];
  for (const [value, fromFirst, between, restart] of (rows ?? []) as readonly Row[]) {
    const now = value === null ? undefined : BigInt(value);
    const begins =
      start === undefined ||
      before === undefined ||
      restart === true ||
      (now !== undefined &&
        ((fromFirst !== null && now >= start + BigInt(fromFirst)) ||
          (between !== null && now >= before + BigInt(between))));
    if (begins) start = now;
    before = now;
    starts.push(start === undefined ? null : String(start));
  }
  return starts;
}

/** The IR of a `row_window_session` call: `starts` is the array of all rows' starts. */
export function sessionStart(starts: Scalar, row: Scalar, type: KqlType): Scalar {
  return call('session start of row', [starts, row], type, true);
}
