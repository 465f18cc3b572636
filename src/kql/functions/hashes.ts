import type { KqlType } from '../types.ts';
import type { ScalarFunction } from './entry.ts';
import { xxHashInt, xxHashLong, xxHashReal, xxHashText } from './native/xxhash.ts';
import { nativeEntry, withAliases } from './shared.ts';

const digest = (name: string, engine: string): ScalarFunction => ({
  name,
  parameters: ['string'],
  nulls: 'never',
  returns: 'string',
  duckdb: `${engine}($1)`,
});

const refused = (name: string): ScalarFunction => ({
  name,
  parameters: ['any', '...'],
  nulls: 'may',
  returns: 'long',
  refuse: () => 'how the hashes are combined is not published; use hash(strcat_delim(…)) over all values',
  duckdb: 'NULL::BIGINT',
});

/** SQL of the hash of a value: of a text's UTF-8 bytes, of a number's bytes from the lowest. */
function hashOf(value: string, type: KqlType): string {
  switch (type) {
    case 'long':
    case 'datetime':
    case 'timespan':
      return `kql_js_hash_long(${value})`;
    case 'int':
      return `kql_js_hash_int(${value})`;
    case 'real':
      return `kql_js_hash_real(${value})`;
    case 'dynamic':
      return `kql_js_hash_text(kql_dynamic_text(${value}))`;
    default:
      return `kql_js_hash_text(${value}::VARCHAR)`;
  }
}

const entries: readonly ScalarFunction[] = [
  digest('hash_md5', 'md5'),
  digest('hash_sha1', 'sha1'),
  digest('hash_sha256', 'sha256'),
  {
    // xxHash of 64 bits; a second argument takes the remainder of the number without sign.
    name: 'hash',
    parameters: ['any', '?', 'long'],
    nulls: 'may',
    returns: 'long',
    duckdb: ([value, modulus], call) => {
      const hash = hashOf(value!, call.args[0]!.type);
      if (modulus === undefined) return hash;
      return `(${hash}::HUGEINT + 18446744073709551616::HUGEINT) % 18446744073709551616::HUGEINT % CASE WHEN ${modulus} > 0 THEN ${modulus} END`;
    },
  },
  nativeEntry('hash text', ['string'], 'long', xxHashText),
  nativeEntry('hash long', ['long'], 'long', xxHashLong),
  nativeEntry('hash int', ['int'], 'long', xxHashInt),
  nativeEntry('hash real', ['real'], 'long', xxHashReal),
  refused('hash_combine'),
  refused('hash_many'),
];

/** Hashes of values. */
export const hashes = withAliases(entries, { hash_xxhash64: 'hash' });
