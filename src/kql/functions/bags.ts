import { call, literal, type Scalar } from '../ir/index.ts';
import { quoteText } from '../dialects/duckdb/literal.ts';
import { convert } from '../lower/convert.ts';
import type { ScalarFunction } from './entry.ts';
import { bagOf, firstOfEach, using } from './list-sql.ts';
import { duckDbPath, isBag, parseJsonPath, valueAt, withValue, without } from './native-dynamic/json-path.ts';
import { nativeEntry } from './shared.ts';

/** Keys as texts, values as dynamic. */
function pairs(args: readonly Scalar[]): readonly Scalar[] {
  return args.map((arg, index) => convert(arg, index % 2 === 0 ? 'string' : 'dynamic'));
}

const odd = (args: readonly Scalar[]) =>
  args.length % 2 === 0 ? undefined : 'it takes pairs of a key and a value';

const packing = (name: string, target: string): ScalarFunction => ({
  name,
  parameters: ['any', '...'],
  nulls: 'never',
  returns: 'dynamic',
  refuse: odd,
  rewrite: (args) =>
    args.length === 0 ? literal('dynamic', '{}') : call(target, pairs(args), 'dynamic', false),
});

const plainText = (scalar: Scalar | undefined): string | undefined =>
  scalar?.op === 'literal' && scalar.type === 'string' ? String(scalar.value) : undefined;

/** Texts of a constant array. */
function constantKeys(scalar: Scalar | undefined): readonly string[] | undefined {
  if (scalar?.op !== 'literal' || scalar.type !== 'dynamic' || typeof scalar.value !== 'string')
    return undefined;
  const keys = JSON.parse(scalar.value) as unknown;
  return Array.isArray(keys) && keys.every((key) => typeof key === 'string') ? keys : undefined;
}

/** What a key means: a path when it starts with `$.` or `$[`, else a name. */
const keyPath = (key: string) => (/^\$[.[]/.test(key) ? (parseJsonPath(key) ?? [key]) : [key]);

/** Functions over property bags. Anything that is no bag gives null. */
export const bags: readonly ScalarFunction[] = [
  packing('bag_pack', 'bag of pairs'),
  packing('pack', 'bag of pairs'),
  packing('pack_dictionary', 'bag of pairs'),
  packing('bag_pack_filled', 'bag of filled pairs'),
  {
    name: 'bag of pairs',
    parameters: ['any', '...'],
    nulls: 'never',
    returns: 'dynamic',
    duckdb: 'json_object($*)',
  },
  {
    name: 'bag of filled pairs',
    parameters: ['any', '...'],
    nulls: 'never',
    returns: 'dynamic',
    duckdb: (args) => {
      const entries = args.flatMap((key, index) =>
        index % 2 === 0 ? [`{key: ${key}, value: ${args[index + 1]!}}`] : [],
      );
      return bagOf(
        `list_filter([${entries.join(', ')}], lambda e: coalesce(kql_dynamic_text(e.value), '') <> '')`,
      );
    },
  },
  {
    name: 'bag_keys',
    parameters: ['dynamic'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: `CASE WHEN json_type($1) = 'OBJECT' THEN to_json(json_keys($1)) END`,
  },
  {
    // The first bag that has a key gives its value.
    name: 'bag_merge',
    parameters: ['dynamic', '...'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: (args) => {
      const lists = args.map((arg) => `kql_entries(${arg})`);
      return `CASE WHEN ${lists.map((list) => `${list} IS NOT NULL`).join(' OR ')} THEN ${bagOf(firstOfEach(`list_concat(${lists.join(', ')})`, 'x.key'))} END`;
    },
  },
  {
    name: 'bag_has_key',
    parameters: ['dynamic', 'string'],
    nulls: 'may',
    returns: 'bool',
    rewrite: ([bag, key]) => {
      const known = plainText(key);
      return known === undefined
        ? call('bag has key at', [bag!, key!], 'bool', true)
        : call('bag has path', [bag!, literal('string', duckDbPath(keyPath(known)))], 'bool', true);
    },
  },
  {
    name: 'bag has path',
    parameters: ['dynamic', 'string'],
    nulls: 'may',
    returns: 'bool',
    duckdb: `CASE WHEN json_type($1) = 'OBJECT' THEN json_exists($1, $2) END`,
  },
  nativeEntry('bag has key at', ['dynamic', 'string'], 'bool', (bag: unknown, key: string) =>
    isBag(bag) ? valueAt(bag, keyPath(key)) !== undefined : null,
  ),
  {
    name: 'bag_remove_keys',
    parameters: ['dynamic', 'dynamic'],
    nulls: 'may',
    returns: 'dynamic',
    rewrite: (args) => {
      const keys = constantKeys(args[1]);
      const plain = keys?.every((key) => !key.startsWith('$')) === true;
      return call(plain ? 'bag without names' : 'bag without paths', args, 'dynamic', true);
    },
  },
  {
    name: 'bag without names',
    parameters: ['dynamic', 'dynamic'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: ([bag], call_) => {
      const names = (constantKeys(call_.args[1]) ?? []).map(quoteText).join(', ');
      return bagOf(
        `list_filter(kql_entries(${bag!}), lambda e: NOT list_contains([${names}]::VARCHAR[], e.key))`,
      );
    },
  },
  nativeEntry('bag without paths', ['dynamic', 'dynamic'], 'dynamic', (bag: unknown, keys: unknown) =>
    isBag(bag) && Array.isArray(keys)
      ? keys.reduce<unknown>(
          (left, key: unknown) => (typeof key === 'string' ? without(left, keyPath(key)) : left),
          bag,
        )
      : null,
  ),
  {
    name: 'bag_set_key',
    parameters: ['dynamic', 'string', 'dynamic'],
    nulls: 'may',
    returns: 'dynamic',
    rewrite: (args) =>
      plainText(args[1])?.startsWith('$') === false
        ? call('bag with name', args, 'dynamic', true)
        : call('bag with path', args, 'dynamic', true),
  },
  {
    name: 'bag with name',
    parameters: ['dynamic', 'string', 'dynamic'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: `CASE WHEN json_type($1) = 'OBJECT' THEN ${bagOf('CASE WHEN list_contains(json_keys($1), $2) THEN list_transform(kql_entries($1), lambda e: {key: e.key, value: CASE WHEN e.key = $2 THEN $3 ELSE e.value END}) ELSE list_append(kql_entries($1), {key: $2, value: $3}) END')} END`,
  },
  nativeEntry(
    'bag with path',
    ['dynamic', 'string', 'dynamic'],
    'dynamic',
    (bag: unknown, key: string, value: unknown) => (isBag(bag) ? withValue(bag, keyPath(key), value) : null),
  ),
  {
    name: 'bag_zip',
    parameters: ['dynamic', 'dynamic'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: using(
      { k: 'kql_list($1)', v: 'kql_list($2)' },
      bagOf(
        "[{key: s.k[pos]->>'$', value: s.v[pos]} FOR pos IN range(1, len(s.k) + 1) IF json_type(s.k[pos]) = 'VARCHAR']",
      ),
    ),
  },
];
