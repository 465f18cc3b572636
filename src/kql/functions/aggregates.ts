import { duckTypes } from '../dialects/duckdb/literal.ts';
import { mayBeNull, type Scalar } from '../ir/index.ts';
import type { KqlType } from '../types.ts';
import type { AggregateFunction, AggregateTemplate } from './entry.ts';
import { bagOf, distinctElements, firstOfEach } from './list-sql.ts';

/** Most elements of a list, set or bag. */
const longest = '1048576';

/** Type of the first argument. */
const sameType = (args: readonly Scalar[]): KqlType => args[0]!.type;

/** A filter that also asks for something else. */
const withCondition = (filter: string, condition: string) =>
  filter === '' ? ` FILTER (WHERE ${condition})` : `${filter.slice(0, -1)} AND ${condition})`;

/** A list of the engine as a dynamic array. */
function listJson(list: string, type: KqlType): string {
  switch (type) {
    case 'datetime':
      return `to_json([kql_datetime_text(x) FOR x IN ${list}])`;
    case 'timespan':
      return `to_json([kql_timespan_text(x) FOR x IN ${list}])`;
    case 'real':
      return `to_json([kql_json_real(x) FOR x IN ${list}])`;
    case 'decimal':
      return `to_json([kql_decimal_text(x) FOR x IN ${list}])`;
    default:
      return `to_json(${list})`;
  }
}

const capped = (list: string, size: string | undefined) =>
  `(${list})[1:least(greatest(${size ?? longest}, 0), ${longest})]`;

/** An aggregate that makes an array of the values that are there; `kept` is the filter that leaves the others out. */
const collecting = (
  name: string,
  list: (parts: {
    readonly value: string;
    readonly size: string | undefined;
    readonly type: KqlType;
    readonly kept: string;
    readonly order: string;
  }) => string,
): AggregateFunction => ({
  name,
  parameters: ['any', '?', 'long'],
  returns: 'dynamic',
  empty: '[]',
  duckdb: ([value, size], { filter, call, order }) => {
    const kept = mayBeNull(call.args[0]!) ? withCondition(filter, `${value!} IS NOT NULL`) : filter;
    return list({ value: value!, size, type: sameType(call.args), kept, order });
  },
});

const makeList = (name: string): AggregateFunction =>
  collecting(name, ({ value, size, type, kept, order }) =>
    listJson(capped(`list(${value}${order})${kept}`, size), type),
  );

/** In the order of the rows where they have one, else sorted, so that the same data gives the same set. */
const makeSet = (name: string): AggregateFunction =>
  collecting(name, ({ value, size, type, kept, order }) => {
    if (type === 'dynamic') {
      // Arrays give their elements.
      const rows = `list(coalesce(kql_list(${value}), [${value}])${order})${kept}`;
      return listJson(
        capped(`list_filter(${distinctElements(`flatten(${rows})`)}, lambda x: x IS NOT NULL)`, size),
        type,
      );
    }
    const set =
      order === ''
        ? `list_sort(list(DISTINCT ${value})${kept})`
        : firstOfEach(`list(${value}${order})${kept}`, 'x');
    return listJson(capped(set, size), type);
  });

const makeBag = (name: string): AggregateFunction => ({
  name,
  parameters: ['dynamic', '?', 'long'],
  returns: 'dynamic',
  empty: '{}',
  duckdb: ([value, size], { filter, order }) =>
    bagOf(
      capped(
        firstOfEach(
          `flatten(list(kql_entries(${value!})${order})${withCondition(filter, `json_type(${value!}) = 'OBJECT'`)})`,
          'x.key',
        ),
        size,
      ),
    ),
});

/** Extremes of dynamic values: numbers before texts, as when sorting. */
const extreme = (name: 'min' | 'max'): AggregateFunction => ({
  name,
  parameters: ['any'],
  returns: sameType,
  duckdb: ([value], { filter, call }) =>
    sameType(call.args) === 'dynamic'
      ? `arg_${name}(${value!}, kql_sort_key(${value!}, 0, 0))${withCondition(filter, `${value!} IS NOT NULL`)}`
      : `${name}(${value!})${filter}`,
});

/** The row with the extreme; where every key of a group is null, one of its rows. */
const rowOfExtreme = (name: 'arg_min' | 'arg_max'): AggregateFunction => ({
  name,
  parameters: ['any', 'any'],
  duckdb: ([key, value], { filter, call }) => {
    const by = sameType(call.args) === 'dynamic' ? `kql_sort_key(${key!}, 0, 0)` : key!;
    const kept = sameType(call.args) === 'dynamic' ? withCondition(filter, `${key!} IS NOT NULL`) : filter;
    const best = `${name}({v: ${value!}}, ${by})${kept}`;
    return mayBeNull(call.args[0]!) ? `coalesce(${best}, first({v: ${value!}})${filter}).v` : `(${best}).v`;
  },
});

const real = (name: string, duckdb: string, count = 1): AggregateFunction => ({
  name,
  parameters: count === 1 ? ['real'] : ['real', 'real'],
  returns: 'real',
  empty: 0,
  duckdb: `${duckdb}($*)$filter`,
});

/** An aggregate over the rows for which a predicate is true. */
const conditional = (name: string, base: string): AggregateFunction => ({
  name,
  parameters: [],
  conditional: base,
  duckdb: '',
});

const bits = (name: string, duckdb: string): AggregateFunction => ({
  name,
  parameters: ['long'],
  returns: 'long',
  duckdb: `${duckdb}($1)$filter`,
});

/** A percentage as the engine's fraction. */
const fraction = (percentage: string) => `(${percentage}::DOUBLE / 100)`;

/** Percentages of an array aggregate: numbers, or one constant array of numbers. */
function percentages(args: readonly Scalar[]): readonly number[] | undefined {
  const values = args.flatMap((arg): readonly unknown[] => {
    if (arg.op !== 'literal') return [undefined];
    if (arg.type !== 'dynamic') return [Number(arg.value)];
    const parsed = JSON.parse(String(arg.value)) as unknown;
    return Array.isArray(parsed) ? parsed : [parsed];
  });
  return values.every((value) => typeof value === 'number' && value >= 0 && value <= 100)
    ? (values as readonly number[])
    : undefined;
}

const constantPercentages =
  (from: number) =>
  (args: readonly Scalar[]): string | undefined =>
    percentages(args.slice(from)) === undefined
      ? 'the percentages must be constants between 0 and 100'
      : undefined;

/** The nearest rank with weights: our function walks the values, which the engine has sorted. */
const weighted = (value: string, weight: string, percentage: string, filter: string, type: KqlType) =>
  `nullif(kql_js_weighted_rank(to_json(list({v: (${value})::VARCHAR, w: ${weight}} ORDER BY ${value})${withCondition(filter, `${value} IS NOT NULL`)}), ${percentage}::DOUBLE), '')::${duckTypes[type]}`;

const weightedArray: AggregateTemplate = ([value, weight], { filter, call }) => {
  const type = sameType(call.args);
  const all = percentages(call.args.slice(2))!.map((percentage) =>
    weighted(value!, weight!, String(percentage), filter, type),
  );
  return `CASE WHEN count(${value!})${filter} > 0 THEN ${listJson(`[${all.join(', ')}]`, type)} END`;
};

const digest: AggregateTemplate = ([value, weight], { filter, call }) => {
  const type = sameType(call.args);
  // Ticks do not fit a JavaScript number.
  const key = type === 'datetime' || type === 'timespan' ? `(${value!})::VARCHAR` : value!;
  const kept = withCondition(filter, `${value!} IS NOT NULL`);
  const pairs =
    weight === undefined
      ? `map_entries(histogram(${key})${kept})`
      : `list({key: ${key}, value: ${weight}})${kept}`;
  return `CASE WHEN count(${value!})${filter} > 0 THEN to_json({kind: '${type}', pairs: ${pairs}}) END`;
};

const mergedDigests = (name: string): AggregateFunction => ({
  name,
  parameters: ['dynamic'],
  returns: 'dynamic',
  duckdb: `kql_js_merged_digests(to_json(list($1)$filter))::JSON`,
});

/** Hashes of all different values: exact, not estimated. */
const sketch: AggregateTemplate = ([value], { filter }) =>
  `to_json(list(DISTINCT hash((${value!})::VARCHAR))${withCondition(filter, `${value!} IS NOT NULL`)})`;

const distinctCount = (name: string): AggregateFunction => ({
  name,
  parameters: ['any', '?', 'long'],
  returns: 'long',
  empty: 0n,
  duckdb: ([value], { filter, call }) =>
    sameType(call.args) === 'dynamic'
      ? `count(DISTINCT kql_key(${value!}))${withCondition(filter, `${value!} IS NOT NULL`)}`
      : `count(DISTINCT ${value!})${filter}`,
});

/** Aggregate functions. Nulls are left out; over nothing the result is null unless `empty` says another one. */
export const aggregates: readonly AggregateFunction[] = [
  { name: 'count', parameters: [], returns: 'long', empty: 0n, duckdb: 'count(*)$filter' },
  { name: 'cnt', parameters: [], returns: 'long', empty: 0n, duckdb: 'count(*)$filter' },
  conditional('countif', 'count'),
  distinctCount('dcount'),
  conditional('dcountif', 'dcount'),
  distinctCount('count_distinct'),
  conditional('count_distinctif', 'count_distinct'),
  {
    name: 'sum',
    parameters: ['number'],
    returns: ([value]) =>
      value!.type === 'int' || value!.type === 'bool' || value!.type === 'datetime' ? 'long' : value!.type,
    empty: 0n,
    duckdb: ([value], { filter, call }) => `try_cast(sum(${value!})${filter} AS ${duckTypes[call.type]})`,
  },
  conditional('sumif', 'sum'),
  {
    name: 'avg',
    parameters: ['number'],
    returns: ([value]) =>
      value!.type === 'datetime' || value!.type === 'timespan' || value!.type === 'decimal'
        ? value!.type
        : 'real',
    duckdb: ([value], { filter, call }) => {
      if (call.type === 'datetime' || call.type === 'timespan')
        return `(sum(${value!})${filter} // count(${value!})${filter})::BIGINT`;
      if (call.type === 'decimal') return `avg(${value!})${filter}::${duckTypes.decimal}`;
      return `avg((${value!})::DOUBLE)${filter}`;
    },
  },
  conditional('avgif', 'avg'),
  extreme('min'),
  conditional('minif', 'min'),
  extreme('max'),
  conditional('maxif', 'max'),
  rowOfExtreme('arg_max'),
  rowOfExtreme('arg_min'),
  { name: 'take_any', parameters: ['any'], returns: sameType, duckdb: 'first($1$order)$filter' },
  {
    // Of one column a value that is there, if any is.
    name: 'take_any_filled',
    parameters: ['any'],
    returns: sameType,
    duckdb: ([value], { filter, call, order }) =>
      `any_value(${sameType(call.args) === 'string' ? `nullif(${value!}, '')` : value!}${order})${filter}`,
  },
  conditional('take_anyif', 'take_any_filled'),
  conditional('anyif', 'take_any_filled'),
  real('stdev', 'stddev_samp'),
  conditional('stdevif', 'stdev'),
  real('stdevp', 'stddev_pop'),
  conditional('stdevpif', 'stdevp'),
  real('variance', 'var_samp'),
  conditional('varianceif', 'variance'),
  real('variancep', 'var_pop'),
  conditional('variancepif', 'variancep'),
  real('covariance', 'covar_samp', 2),
  conditional('covarianceif', 'covariance'),
  real('covariancep', 'covar_pop', 2),
  conditional('covariancepif', 'covariancep'),
  bits('binary_all_and', 'bit_and'),
  bits('binary_all_or', 'bit_or'),
  bits('binary_all_xor', 'bit_xor'),
  {
    name: 'percentile',
    parameters: ['number', 'real'],
    returns: sameType,
    refuse: constantPercentages(1),
    duckdb: ([value, percentage], { filter }) =>
      `quantile_disc(${value!}, ${fraction(percentage!)})${filter}`,
  },
  {
    name: 'percentilew',
    parameters: ['number', 'real', 'real'],
    returns: sameType,
    refuse: constantPercentages(2),
    duckdb: ([value, weight, percentage], { filter, call }) =>
      weighted(value!, weight!, percentage!, filter, call.type),
  },
  {
    name: 'percentiles_array',
    parameters: ['number', 'any', '...'],
    returns: 'dynamic',
    refuse: constantPercentages(1),
    duckdb: ([value], { filter, call }) => {
      const all = percentages(call.args.slice(1))!.map(
        (percentage) => `quantile_disc(${value!}, ${fraction(String(percentage))})${filter}`,
      );
      return `CASE WHEN count(${value!})${filter} > 0 THEN ${listJson(`[${all.join(', ')}]`, sameType(call.args))} END`;
    },
  },
  {
    name: 'percentilesw_array',
    parameters: ['number', 'real', 'any', '...'],
    returns: 'dynamic',
    refuse: constantPercentages(2),
    duckdb: weightedArray,
  },
  makeList('make_list'),
  conditional('makelist', 'make_list'),
  conditional('make_list_if', 'make_list'),
  {
    name: 'make_list_with_nulls',
    parameters: ['any'],
    returns: 'dynamic',
    empty: '[]',
    duckdb: ([value], { filter, call, order }) =>
      listJson(capped(`list(${value!}${order})${filter}`, undefined), sameType(call.args)),
  },
  makeSet('make_set'),
  conditional('makeset', 'make_set'),
  conditional('make_set_if', 'make_set'),
  makeBag('make_bag'),
  makeBag('make_dictionary'),
  conditional('make_bag_if', 'make_bag'),
  {
    name: 'buildschema',
    parameters: ['dynamic'],
    returns: 'dynamic',
    duckdb: 'kql_js_schema_of_values(to_json(list($1)$filter))::JSON',
  },
  { name: 'hll', parameters: ['any', '?', 'long'], returns: 'dynamic', duckdb: sketch },
  conditional('hll_if', 'hll'),
  {
    name: 'hll_merge',
    parameters: ['dynamic'],
    returns: 'dynamic',
    duckdb: 'to_json(list_distinct(flatten(list(kql_list($1))$filter)))',
  },
  {
    // Rows of value, two distances and whether a session starts anew: the first value of each row's session, as ticks.
    name: 'make_sessions',
    parameters: ['any', 'any', 'any', 'any'],
    returns: 'dynamic',
    duckdb: ([value, first, neighbour, restart], { order }) =>
      `from_json(kql_js_session_starts(to_json(list(json_array((${value!})::VARCHAR, (${first!})::VARCHAR, (${neighbour!})::VARCHAR, ${restart!})${order}))), '["VARCHAR"]')`,
  },
  { name: 'tdigest', parameters: ['number', '?', 'real'], returns: 'dynamic', duckdb: digest },
  mergedDigests('tdigest_merge'),
  mergedDigests('merge_tdigest'),
];
