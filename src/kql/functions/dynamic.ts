import { call, literal, type Scalar } from '../ir/index.ts';
import type { KqlType } from '../types.ts';
import type { ScalarFunction } from './entry.ts';
import { canonicalJson, leafPaths } from './native-dynamic/json-text.ts';
import { nativeEntry } from './shared.ts';

const parseJson = (name: string): ScalarFunction => ({
  name,
  parameters: ['any'],
  nulls: 'may',
  returns: 'dynamic',
  rewrite: ([value]) => {
    if (value!.type === 'string') return call('json of text', [value!], 'dynamic', true);
    return value!.type === 'dynamic' ? value : undefined;
  },
  duckdb: ([value], call_) =>
    call_.args[0]!.type === 'datetime'
      ? `to_json(kql_datetime_text(${value!}))`
      : call_.args[0]!.type === 'timespan'
        ? `to_json(kql_timespan_text(${value!}))`
        : `to_json(${value!})`,
});

/** Bytes that one value of a type takes; texts and dynamic values by their length. */
const sizes: Readonly<Partial<Record<KqlType, number>>> = {
  long: 8,
  int: 4,
  real: 8,
  bool: 1,
  datetime: 8,
  timespan: 8,
  guid: 16,
  decimal: 34,
};

/** Functions over dynamic values as a whole. */
export const dynamics: readonly ScalarFunction[] = [
  parseJson('parse_json'),
  parseJson('todynamic'),
  parseJson('parsejson'),
  parseJson('toobject'),
  {
    // Text that is no JSON becomes a dynamic text; empty text is null.
    name: 'json of text',
    parameters: ['string'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: 'kql_parse_json($1)',
  },
  // For what the engine takes for JSON and JSON does not.
  nativeEntry(
    'strict json',
    ['string'],
    'dynamic',
    (text: string) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return text;
      }
    },
    'never',
  ),
  nativeEntry('dynamic_to_json', ['dynamic'], 'string', (value: unknown) =>
    value === null ? '' : canonicalJson(value),
  ),
  ...['pack_array', 'pack_list'].map((name): ScalarFunction => ({
    name,
    parameters: ['dynamic', '...'],
    nulls: 'never',
    returns: 'dynamic',
    rewrite: (args) => (args.length === 0 ? literal('dynamic', '[]') : undefined),
    duckdb: 'json_array($*)',
  })),
  {
    name: 'gettype',
    parameters: ['dynamic'],
    nulls: 'never',
    returns: 'string',
    duckdb: `CASE json_type($1) WHEN 'ARRAY' THEN 'array' WHEN 'OBJECT' THEN 'dictionary' WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'bool' WHEN 'DOUBLE' THEN 'double' WHEN 'BIGINT' THEN 'long' WHEN 'UBIGINT' THEN 'long' ELSE 'null' END`,
  },
  nativeEntry('treepath', ['dynamic'], 'dynamic', (value: unknown) =>
    typeof value === 'object' && value !== null ? leafPaths(value) : null,
  ),
  {
    name: 'estimate_data_size',
    parameters: ['any', '...'],
    nulls: 'never',
    returns: 'long',
    duckdb: (args, call_) =>
      args
        .map((arg, index) => {
          const size = sizes[(call_.args[index] as Scalar).type];
          return size === undefined
            ? `coalesce(octet_length(encode((${arg})::VARCHAR)), 0)`
            : `CASE WHEN ${arg} IS NULL THEN 0 ELSE ${size} END`;
        })
        .join(' + '),
  },
];
