import { call, literal, type Scalar } from '../ir/index.ts';
import type { ScalarFunction } from './entry.ts';
import { firstCsvRecord } from './native-dynamic/csv.ts';
import { duckDbPath, parseJsonPath } from './native-dynamic/json-path.ts';
import { xmlValue } from './native-dynamic/xml.ts';
import { nativeEntry } from './shared.ts';

const enginePath = (path: string): string => {
  const parsed = parseJsonPath(path);
  return parsed === undefined ? '' : duckDbPath(parsed);
};

/** `extractjson(path, text)`: the value as text; the type that a third argument asks for is the binder's business. */
const extractJson = (name: string): ScalarFunction => ({
  name,
  parameters: ['string', 'string'],
  nulls: 'never',
  returns: 'string',
  rewrite: ([path, text]) => {
    const known: Scalar =
      path!.op === 'literal'
        ? literal('string', enginePath(String(path!.value)))
        : call('engine path', [path!], 'string', false);
    return call('text at path', [known, text!], 'string', false);
  },
});

/** Functions that read structure out of texts. */
export const parsing: readonly ScalarFunction[] = [
  extractJson('extractjson'),
  extractJson('extract_json'),
  nativeEntry('engine path', ['string'], 'string', enginePath, 'never'),
  {
    name: 'text at path',
    parameters: ['string', 'string'],
    nulls: 'may',
    returns: 'string',
    duckdb: `CASE WHEN $1 <> '' THEN kql_dynamic_text(kql_value(json_extract(kql_parse_json($2), $1))) END`,
  },
  nativeEntry('parse_csv', ['string'], 'dynamic', firstCsvRecord, 'never'),
  nativeEntry('parse_xml', ['string'], 'dynamic', xmlValue),
];
