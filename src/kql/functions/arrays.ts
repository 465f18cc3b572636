import { call, literal, type Call, type Scalar } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import type { ScalarFunction } from './entry.ts';
import { using } from './list-sql.ts';

/** Most elements that `range` makes. */
const longest = 1_048_576;

/** Most elements that `range` makes for each row; the engine makes those of 2,048 rows at once. */
const longestOfRow = 65_536;

/** The end of a range: it ends the query where every row would have a long list of its own. */
function endOfRange(count: string, end: string, call: Call): string {
  if (call.args.every((arg) => arg.op === 'literal')) return end;
  const message = `kql-limit: range would make more than ${longestOfRow} elements for one row`;
  return `(CASE WHEN ${count} >= ${longestOfRow} THEN error('${message}') ELSE ${end} END)`;
}

const array = (
  name: string,
  parameters: ScalarFunction['parameters'],
  duckdb: NonNullable<ScalarFunction['duckdb']>,
  returns: ScalarFunction['returns'] = 'dynamic',
): ScalarFunction => ({ name, parameters, nulls: 'may', returns, duckdb });

/** `array_iff`: an element that is neither truth value nor number gives null; a value that is no array stands for all. */
const choose = (name: string): ScalarFunction =>
  array(name, ['dynamic', 'dynamic', 'dynamic'], ([condition, yes, no]) => {
    const pick = (one: string) => `CASE WHEN s.${one}s IS NULL THEN s.${one} ELSE s.${one}s[pos] END`;
    return using(
      {
        cs: `kql_list(${condition!})`,
        y: yes!,
        ys: `kql_list(${yes!})`,
        n: no!,
        ns: `kql_list(${no!})`,
      },
      `to_json(list_transform(s.cs, lambda c, pos: CASE kql_truth(c) WHEN true THEN ${pick('y')} WHEN false THEN ${pick('n')} END))`,
    );
  });

const shift = (name: string, sign: '+' | '-'): ScalarFunction =>
  array(name, ['dynamic', 'long', '?', 'dynamic'], ([value, count, otherwise]) =>
    using(
      {
        l: `kql_list(${value!})`,
        n: count!,
        d: otherwise ?? `CASE WHEN json_type(kql_list(${value!})[1]) = 'VARCHAR' THEN to_json('') END`,
      },
      `to_json(list_transform(s.l, lambda x, pos: CASE WHEN pos ${sign} s.n BETWEEN 1 AND len(s.l) THEN s.l[pos ${sign} s.n] ELSE s.d END))`,
    ),
  );

/** Elements as text with a delimiter between them; the engine's own join wants one that is the same for all rows. */
function joined([list, delimiter]: readonly string[], { args }: Call): string {
  const element = `coalesce(kql_dynamic_text(x), '')`;
  if (args[1]?.op === 'literal')
    return `array_to_string([${element} FOR x IN kql_list(${list!})], ${delimiter!})`;
  return using(
    { l: `kql_list(${list!})`, d: delimiter! },
    `substr(array_to_string([concat(s.d, ${element}) FOR x IN s.l], ''), length(s.d) + 1)`,
  );
}

/** Sorts the first array; the others follow its order, or are null where they have another length. */
const sorting = (name: string, descending: boolean): ScalarFunction => ({
  name,
  parameters: ['any', '...'],
  nulls: 'may',
  returns: 'dynamic',
  rewrite: (args) => {
    const last = args.at(-1)!;
    const nullsLast = args.length > 1 && last.type === 'bool' ? last : literal('bool', true);
    const arrays = (nullsLast === last ? args.slice(0, -1) : args).map((arg) => convert(arg, 'dynamic'));
    return call(descending ? 'sorted down' : 'sorted up', [nullsLast, ...arrays], 'dynamic', true);
  },
});

const sorted = (name: string, descending: boolean): ScalarFunction =>
  array(name, ['bool', 'dynamic', '...'], ([nullsLast, ...arrays]) => {
    const lists = Object.fromEntries(arrays.map((sql, index) => [`l${index}`, `kql_list(${sql})`]));
    const nulls = descending
      ? `CASE WHEN ${nullsLast!} THEN -1 ELSE 1 END`
      : `CASE WHEN ${nullsLast!} THEN 1 ELSE -1 END`;
    const pos = descending ? '-pos' : 'pos';
    const order = `list_sort(list_transform(s.l0, lambda x, pos: kql_sort_key(x, ${nulls}, ${pos}))${descending ? ", 'DESC'" : ''})`;
    const results = arrays.map(
      (_, index) =>
        `CASE WHEN len(s.l${index}) = len(s.l0) THEN to_json(list_transform(t.o, lambda e: s.l${index}[abs(e.i)])) END`,
    );
    const all =
      results.length === 1
        ? results[0]!
        : `CASE WHEN s.l0 IS NOT NULL THEN json_array(${results.join(', ')}) END`;
    return using(lists, `list_transform([{o: ${order}}], lambda t: ${all})[1]`);
  });

const positions = `[pos FOR x, pos IN s.l IF kql_key(x) = s.k AND pos > s.f AND (s.c < 0 OR pos <= s.f + s.c)]`;

/** A list turned by `n` places; no list gives none. */
const rotated = 'CASE WHEN s.l IS NOT NULL THEN to_json(kql_rotate(s.l, s.n)) END';

/** Functions over arrays. Anything that is no array gives null. */
export const arrays: readonly ScalarFunction[] = [
  array(
    'array_length',
    ['dynamic'],
    `CASE WHEN json_type($1) = 'ARRAY' THEN json_array_length($1)::BIGINT END`,
    'long',
  ),
  array('array_concat', ['dynamic', '...'], (args) => {
    const known = args.map((arg) => `${arg} IS NULL`).join(' AND ');
    const foreign = args.map((arg) => `json_type(${arg}) <> 'ARRAY'`);
    const lists = args.map((arg) => `coalesce(kql_list(${arg}), []::JSON[])`).join(', ');
    return `CASE WHEN (${known}) OR coalesce(${foreign.join(', false) OR coalesce(')}, false) THEN NULL ELSE to_json(flatten([${lists}])) END`;
  }),
  array('array_slice', ['dynamic', 'long', 'long'], ([value, first, final]) =>
    using({ l: `kql_list(${value!})` }, `to_json(kql_slice(s.l, ${first!}, ${final!}))`),
  ),
  array('array_split', ['dynamic', 'dynamic'], ([value, index]) =>
    using(
      {
        l: `kql_list(${value!})`,
        b: `list_transform(coalesce(kql_list(${index!}), [${index!}]), lambda i: kql_dynamic_long(i))`,
      },
      `list_transform([list_concat([0::BIGINT], list_transform(s.b, lambda i: least(greatest(kql_from_end(i, len(s.l)), 0), len(s.l))::BIGINT), [len(s.l)])], lambda b: CASE WHEN s.l IS NOT NULL THEN to_json([s.l[b[pos] + 1 : b[pos + 1]] FOR pos IN range(1, len(b))]) END)[1]`,
    ),
  ),
  array(
    'array_sum',
    ['dynamic'],
    using(
      { l: 'kql_list($1)' },
      `CASE WHEN len(list_filter(s.l, lambda x: json_type(x) NOT IN ('BIGINT', 'UBIGINT', 'DOUBLE'))) = 0 THEN coalesce(list_sum(list_transform(s.l, lambda x: (x)::DOUBLE)), 0) END`,
    ),
    'real',
  ),
  array('array_reverse', ['dynamic'], 'to_json(list_reverse(kql_list($1)))'),
  array(
    'array_index_of',
    ['dynamic', 'dynamic', '?', 'long', 'long', 'long'],
    ([value, wanted, start, length, occurrence]) =>
      using(
        {
          l: `kql_list(${value!})`,
          k: `kql_key(${wanted!})`,
          f:
            start === undefined
              ? '0'
              : `greatest(kql_from_end(${start}, json_array_length(${value!})::BIGINT), 0)`,
          c: length ?? '-1',
        },
        `CASE WHEN s.l IS NOT NULL THEN coalesce(((${positions})[${occurrence ?? '1'}])::BIGINT - 1, -1) END`,
      ),
    'long',
  ),
  choose('array_iff'),
  choose('array_iif'),
  array('array_rotate_left', ['dynamic', 'long'], ([value, count]) =>
    using({ l: `kql_list(${value!})`, n: count! }, rotated),
  ),
  array('array_rotate_right', ['dynamic', 'long'], ([value, count]) =>
    using({ l: `kql_list(${value!})`, n: `-${count!}` }, rotated),
  ),
  shift('array_shift_left', '+'),
  shift('array_shift_right', '-'),
  sorting('array_sort_asc', false),
  sorting('array_sort_desc', true),
  sorted('sorted up', false),
  sorted('sorted down', true),
  array('zip', ['dynamic', '...'], (args) => {
    const lists = Object.fromEntries(args.map((arg, index) => [`l${index}`, `kql_list(${arg})`]));
    const names = args.map((_, index) => `s.l${index}`);
    const complete = names.map((name) => `${name} IS NOT NULL`).join(' AND ');
    return using(
      lists,
      `CASE WHEN ${complete} THEN to_json([[${names.map((name) => `${name}[pos]`).join(', ')}] FOR pos IN range(1, greatest(${names.map((name) => `len(${name})`).join(', ')}) + 1)]) END`,
    );
  }),
  ...['strcat_array', 'array_strcat'].map((name): ScalarFunction => ({
    name,
    parameters: ['dynamic', 'string'],
    nulls: 'may',
    returns: 'string',
    duckdb: joined,
  })),
  {
    name: 'range',
    parameters: ['any', 'any', '?', 'any'],
    nulls: 'may',
    returns: 'dynamic',
    rewrite: (args) => {
      const [start, stop, step] = args.map((arg) => (arg.type === 'dynamic' ? convert(arg, 'long') : arg));
      const spans = start!.type === 'datetime' || start!.type === 'timespan';
      const by = step ?? (spans ? literal('timespan', 36_000_000_000n) : literal('long', 1n));
      const whole = [start!, stop!, by].every((arg) => arg.type !== 'real' && arg.type !== 'decimal');
      const as = (scalar: Scalar) => (spans ? scalar : convert(scalar, whole ? 'long' : 'real'));
      const kind = spans ? start!.type : whole ? 'whole' : 'real';
      return call(`range of ${kind}`, [as(start!), as(stop!), as(by)], 'dynamic', true);
    },
  },
  ...(
    [
      ['whole', 'x'],
      ['datetime', 'kql_datetime_text(x)'],
      ['timespan', 'kql_timespan_text(x)'],
    ] as const
  ).map(([kind, element]): ScalarFunction =>
    array(`range of ${kind}`, ['any', 'any', 'any'], ([start, stop, step], call) => {
      const last = `${start!} + ${step!}::HUGEINT * ${longest - 1}`;
      const end = endOfRange(`(${stop!}::HUGEINT - ${start!}) // ${step!}`, stop!, call);
      return `CASE WHEN ${step!} <> 0 THEN to_json([${element} FOR x IN generate_series(${start!}, CASE WHEN ${step!} > 0 THEN least(${end}::HUGEINT, ${last}) ELSE greatest(${end}::HUGEINT, ${last}) END::BIGINT, ${step!})]) END`;
    }),
  ),
  array('range of real', ['any', 'any', 'any'], ([start, stop, step], call) => {
    const count = `floor((${stop!} - ${start!}) / ${step!} + 1e-9)`;
    return `CASE WHEN isfinite((${stop!} - ${start!}) / ${step!}) THEN to_json([${start!} + i * ${step!} FOR i IN range(greatest(0, least(${longest}, ${endOfRange(count, count, call)} + 1))::BIGINT)]) END`;
  }),
];
