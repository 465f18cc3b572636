import type { ScalarFunction } from './entry.ts';
import { distinctElements } from './list-sql.ts';

/** `body` over the lists `s.l0`, `s.l1` …; null when an argument is no array. */
const ofLists = (args: readonly string[], body: string) => {
  const lists = args.map((arg, index) => `l${index}: kql_list(${arg})`);
  const known = args.map((_, index) => `s.l${index} IS NOT NULL`);
  return `list_transform([{${lists.join(', ')}}], lambda s: CASE WHEN ${known.join(' AND ')} THEN ${body} END)[1]`;
};

const keys = (list: string) => `list_transform(${list}, lambda y: kql_key(y))`;
const others = (args: readonly string[]) => args.slice(1).map((_, index) => `s.l${index + 1}`);

const dynamicSet = (name: string, body: (args: readonly string[]) => string): ScalarFunction => ({
  name,
  parameters: ['dynamic', '...'],
  nulls: 'may',
  returns: 'dynamic',
  duckdb: (args) => ofLists(args, body(args)),
});

/** Arrays as sets: what is equal counts once, and stays where it first was. */
export const sets: readonly ScalarFunction[] = [
  dynamicSet(
    'set_union',
    (args) =>
      `to_json(${distinctElements(`flatten([${args.map((_, index) => `s.l${index}`).join(', ')}])`)})`,
  ),
  dynamicSet(
    'set_intersect',
    (args) =>
      `to_json(list_filter(${distinctElements('s.l0')}, lambda x: ${['true', ...others(args).map((list) => `list_contains(${keys(list)}, kql_key(x))`)].join(' AND ')}))`,
  ),
  dynamicSet(
    'set_difference',
    (args) =>
      `to_json(list_filter(${distinctElements('s.l0')}, lambda x: ${['true', ...others(args).map((list) => `NOT list_contains(${keys(list)}, kql_key(x))`)].join(' AND ')}))`,
  ),
  {
    name: 'set_has_element',
    parameters: ['dynamic', 'dynamic'],
    nulls: 'may',
    returns: 'bool',
    duckdb: ([set, value]) =>
      `CASE WHEN json_type(${set!}) = 'ARRAY' THEN list_contains(${keys(`kql_list(${set!})`)}, kql_key(${value!})) END`,
  },
  {
    name: 'set_equals',
    parameters: ['dynamic', 'dynamic'],
    nulls: 'may',
    returns: 'bool',
    duckdb: (args) =>
      ofLists(args, `list_sort(list_distinct(${keys('s.l0')})) = list_sort(list_distinct(${keys('s.l1')}))`),
  },
  {
    // |a ∩ b| / |a ∪ b|; two empty sets have none.
    name: 'jaccard_index',
    parameters: ['dynamic', 'dynamic'],
    nulls: 'may',
    returns: 'real',
    duckdb: (args) =>
      ofLists(
        args,
        `len(list_intersect(${keys('s.l0')}, ${keys('s.l1')})) / len(list_distinct(list_concat(${keys('s.l0')}, ${keys('s.l1')})))::DOUBLE`,
      ),
  },
];
