import type { ScalarFunction } from './entry.ts';
import { parsePath } from './native/path.ts';
import { parseUrl, parseUrlQuery } from './native/url.ts';
import { parseUserAgent } from './native/user-agent.ts';
import { nativeEntry, withAliases } from './shared.ts';

const entries: readonly ScalarFunction[] = [
  nativeEntry('parse_url', ['string'], 'dynamic', parseUrl),
  nativeEntry('parse_urlquery', ['string'], 'dynamic', parseUrlQuery),
  nativeEntry('parse_path', ['string'], 'dynamic', parsePath),
  {
    name: 'parse_user_agent',
    parameters: ['string', 'any'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: 'kql_js_read_user_agent($1, json_array($2))::JSON',
  },
  nativeEntry('read user agent', ['string', 'dynamic'], 'dynamic', parseUserAgent),
];

/** Addresses of the web, paths of files, and what a browser says of itself. */
export const urls = withAliases(entries, {
  parseurl: 'parse_url',
  parseurlquery: 'parse_urlquery',
});
