import { quoteText } from '../dialects/duckdb/literal.ts';
import type { Scalar } from '../ir/index.ts';
import type { ScalarFunction } from './entry.ts';
import { parseCommandLine } from './native/command-line.ts';
import { fromPunycode, domainFromPunycode, domainToPunycode, toPunycode } from './native/punycode.ts';
import { codepoints, codepointsText, countOf, indexOf, replaceStrings, translate } from './native/text.ts';
import { groupCount, groupNames, refusePattern } from './patterns.ts';
import { filled, given, long, nativeEntry, text, textOf, wholeOf, withAliases } from './shared.ts';

/** The longest text that a function may make out of short ones, in bytes. */
const longest = 1_048_576;

const plain = (
  name: string,
  count: number,
  returns: 'string' | 'long' | 'bool' | 'dynamic',
  duckdb: string,
): ScalarFunction => ({
  name,
  parameters: Array.from({ length: count }, () => 'string' as const),
  nulls: 'never',
  returns,
  duckdb,
});

/** Cuts matches off an end of a text, as many as stand there. */
const trims = (name: string, pattern: (given: string) => readonly string[]): ScalarFunction => ({
  name,
  parameters: ['string', 'string'],
  nulls: 'never',
  returns: 'string',
  refuse: ([regex]) => refusePattern(regex),
  duckdb: ([regex, value], call) => {
    const known = textOf(call.args[0]);
    const own = known === undefined ? `' || ${regex!} || '` : quoteText(known).slice(1, -1);
    return pattern(own).reduce((sql, one) => `regexp_replace(${sql}, '${one}', '')`, value!);
  },
});

/** Which groups `extract_all` shall give: all, or those that the second argument names. */
function wantedGroups(regex: string, wanted: Scalar | undefined): readonly number[] | string {
  const count = groupCount(regex);
  if (count === 0) return 'the regular expression needs at least one group in parentheses';
  if (wanted === undefined) return Array.from({ length: count }, (_, index) => index + 1);
  if (wanted.op !== 'literal' || typeof wanted.value !== 'string')
    return 'the groups must be a constant array';
  const listed = JSON.parse(wanted.value) as unknown;
  if (!Array.isArray(listed)) return 'the groups must be a constant array';
  const names = groupNames(regex);
  const numbers = listed.map((one: unknown) =>
    typeof one === 'string' ? names.indexOf(one) + 1 : typeof one === 'number' ? one : 0,
  );
  return numbers.every((one) => Number.isInteger(one) && one >= 1 && one <= count)
    ? numbers
    : `there are ${String(count)} groups; the second argument asks for others`;
}

/** The groups of a pattern that shall be given; undefined: it takes the pattern to know, which only the query makes. */
const patternAndGroups = (args: readonly Scalar[]) => {
  const regex = textOf(args[0]);
  const wanted = args.length > 2 ? args[1] : undefined;
  return regex === undefined ? chosenNumbers(wanted) : wantedGroups(regex, wanted);
};

function chosenNumbers(wanted: Scalar | undefined): readonly number[] | undefined {
  if (wanted?.op !== 'literal' || typeof wanted.value !== 'string') return undefined;
  const listed = JSON.parse(wanted.value) as unknown;
  const isGroup = (one: unknown): one is number =>
    Number.isInteger(one) && Number(one) >= 1 && Number(one) <= 9;
  return Array.isArray(listed) && listed.length > 0 && listed.every(isGroup) ? listed : undefined;
}

/** All matches of a pattern in a text: a list of what its one group took, or a list of such lists. */
function matchesOf(value: string, regex: string, groups: readonly number[]): string {
  const lists = groups.map((group) => `regexp_extract_all(${value}, ${regex}, ${String(group)})`);
  if (lists.length === 1) return `to_json(nullif(${lists[0]!}, []))`;
  const cells = lists.map((_, index) => `coalesce(row_[${String(index + 1)}], '')`).join(', ');
  return `CASE WHEN regexp_matches(${value}, ${regex}) THEN to_json([[${cells}] FOR row_ IN list_zip(${lists.join(', ')})]) END`;
}

const entries: readonly ScalarFunction[] = [
  plain('strlen', 1, 'long', 'length($1)'),
  plain('string_size', 1, 'long', 'strlen($1)'),
  plain('toupper', 1, 'string', 'upper($1)'),
  plain('tolower', 1, 'string', 'lower($1)'),
  plain('reverse', 1, 'string', 'reverse($1)'),
  plain('isascii', 1, 'bool', 'strlen($1) = length($1)'),
  // Every text of the engine is valid UTF-8.
  plain('isutf8', 1, 'bool', '$1 IS NOT NULL'),
  plain('regex_quote', 1, 'string', 'regexp_escape($1)'),
  plain('strcmp', 2, 'long', 'CASE WHEN $1 = $2 THEN 0 WHEN $1 < $2 THEN -1 ELSE 1 END'),
  {
    name: 'strcat',
    parameters: ['string', '...'],
    nulls: 'never',
    returns: 'string',
    duckdb: 'concat($*)',
  },
  {
    name: 'strcat_delim',
    parameters: ['string', 'string', '...'],
    nulls: 'never',
    returns: 'string',
    duckdb: 'concat_ws($*)',
  },
  {
    name: 'strrep',
    parameters: ['string', 'long', '?', 'string'],
    nulls: 'may',
    returns: 'string',
    rewrite: (args, type) => filled('strrep', args, type, [text(''), long(0n), text('')]),
    duckdb: ([value, count, delimiter]) => {
      const times = `least(greatest(coalesce(${count!}, 0), 0), 1024)`;
      return `CASE WHEN ${times} = 0 THEN '' WHEN (strlen(${value!}) + strlen(${delimiter!})) * ${times} > ${String(longest)} THEN error('kql-limit: strrep would make a text of more than 1 MB') ELSE repeat(${value!} || ${delimiter!}, ${times} - 1) || ${value!} END`;
    },
  },
  {
    // Counted from 0; a negative start counts from the end.
    name: 'substring',
    parameters: ['string', 'long', '?', 'long'],
    nulls: 'may',
    returns: 'string',
    duckdb: ([value, start, length], call) => {
      const known = wholeOf(call.args[1]);
      const first =
        known !== undefined && known >= 0n
          ? String(known + 1n)
          : `(CASE WHEN ${start!} < 0 THEN greatest(length(${value!}) + ${start!}, 0) ELSE ${start!} END + 1)`;
      return length === undefined
        ? `substring(${value!}, ${first})`
        : `substring(${value!}, ${first}, greatest(${length}, 0))`;
    },
  },
  {
    name: 'split',
    parameters: ['string', 'string', '?', 'long'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: ([value, delimiter, index], call) => {
      const known = textOf(call.args[1]);
      const whole = `[${value!}]`;
      const cut = `string_split(${value!}, ${delimiter!})`;
      const list =
        known === undefined
          ? `CASE WHEN ${delimiter!} = '' THEN ${whole} ELSE ${cut} END`
          : known === ''
            ? whole
            : cut;
      if (index === undefined) return `to_json(${list})`;
      return `CASE WHEN ${index} >= 0 THEN to_json(list_slice(${list}, ${index} + 1, ${index} + 1)) ELSE to_json([]::VARCHAR[]) END`;
    },
  },
  {
    name: 'indexof',
    parameters: ['string', 'string', '?', 'long', 'long', 'long'],
    nulls: 'may',
    returns: 'long',
    rewrite: (args, type) =>
      args.length === 2
        ? undefined
        : given('indexof from', [...args, ...[long(0n), long(-1n), long(1n)].slice(args.length - 2)], type),
    duckdb: 'instr($1, $2) - 1',
  },
  nativeEntry('indexof from', ['string', 'string', 'long', 'long', 'long'], 'long', indexOf),
  {
    // What stands before the wanted match is matched too, as short as can be; its length is the place.
    name: 'indexof_regex',
    parameters: ['string', 'string', '?', 'long', 'long', 'long'],
    nulls: 'may',
    returns: 'long',
    refuse: ([, regex]) => refusePattern(regex),
    rewrite: (args, type) =>
      filled('indexof_regex', args, type, [text(''), text(''), long(0n), long(-1n), long(1n)]),
    duckdb: ([value, regex, start, length, occurrence]) => {
      const range = `CASE WHEN ${length!} = -1 THEN substring(${value!}, ${start!} + 1) ELSE substring(${value!}, ${start!} + 1, ${length!}) END`;
      const before = `((?:.*?(?-s:' || ${regex!} || ')){' || (${occurrence!} - 1) || '}.*?)`;
      const pattern = `'(?s)^${before}(?-s:' || ${regex!} || ')'`;
      return `CASE WHEN ${start!} < 0 OR ${length!} < -1 OR ${occurrence!} NOT BETWEEN 1 AND 1000 THEN NULL WHEN regexp_matches(${range}, ${pattern}) THEN ${start!} + length(regexp_extract(${range}, ${pattern}, 1)) ELSE -1 END`;
    },
  },
  trims('trim_start', (regex) => [`^(?:${regex})+`]),
  trims('trim_end', (regex) => [`(?:${regex})+$`]),
  trims('trim', (regex) => [`^(?:${regex})+`, `(?:${regex})+$`]),
  plain('replace_string', 3, 'string', 'replace($1, $2, $3)'),
  {
    name: 'replace_regex',
    parameters: ['string', 'string', 'string'],
    nulls: 'never',
    returns: 'string',
    refuse: ([, regex]) => refusePattern(regex),
    duckdb: `regexp_replace($1, $2, $3, 'g')`,
  },
  {
    // The deprecated name has the pattern first.
    name: 'replace',
    parameters: ['string', 'string', 'string'],
    nulls: 'never',
    returns: 'string',
    refuse: ([regex]) => refusePattern(regex),
    rewrite: ([regex, rewrite, value], type) => given('replace_regex', [value!, regex!, rewrite!], type),
  },
  nativeEntry('replace_strings', ['string', 'dynamic', 'dynamic'], 'string', replaceStrings),
  nativeEntry('translate', ['string', 'string', 'string'], 'string', translate),
  {
    // A fourth argument is the wanted type: the binder's, to which every result is converted.
    name: 'extract',
    parameters: ['string', 'long', 'string', '?', 'any'],
    nulls: 'never',
    returns: 'string',
    refuse: ([regex, group]) => {
      const number = wholeOf(group);
      if (number === undefined || number < 0n || number > 9n)
        return 'the group must be a constant number from 0 to 9';
      return refusePattern(regex);
    },
    rewrite: (args, type) => {
      const regex = textOf(args[0]);
      if (regex !== undefined && Number(wholeOf(args[1]) ?? 0n) > groupCount(regex)) return text('');
      return args.length > 3 ? given('extract', args.slice(0, 3), type) : undefined;
    },
    duckdb: ([regex, , value], call) =>
      `regexp_extract(${value!}, ${regex!}, ${String(wholeOf(call.args[1]))})`,
  },
  {
    name: 'extract_all',
    parameters: ['string', 'any', '?', 'string'],
    nulls: 'may',
    returns: 'dynamic',
    refuse: (args) => {
      const groups = patternAndGroups(args);
      if (groups === undefined)
        return args.length > 2
          ? 'where groups are chosen the regular expression must be a constant'
          : undefined;
      return typeof groups === 'string' ? groups : refusePattern(args[0]);
    },
    rewrite: (args, type) => {
      const [regex, value] = args;
      if (args.length > 2 || patternAndGroups(args) !== undefined) return undefined;
      return given('extract_all of any', [regex!, value!, given('group count', [regex!], 'long')], type);
    },
    duckdb: (args, call) =>
      matchesOf(args.at(-1)!, args[0]!, patternAndGroups(call.args) as readonly number[]),
  },
  {
    // The shape of the answer depends on the number of groups, which is known when the query runs.
    name: 'extract_all of any',
    parameters: ['string', 'string', 'long'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: ([regex, value, count]) => {
      const shapes = [1, 2, 3, 4].map((most) => {
        const groups = Array.from({ length: most }, (_, index) => index + 1);
        return `WHEN s.n = ${String(most)} THEN ${matchesOf('s.v', 's.r', groups)}`;
      });
      return `list_transform([{r: ${regex!}, v: ${value!}, n: ${count!}}], lambda s: CASE ${shapes.join(' ')} ELSE error('kql-limit: extract_all needs a regular expression of 1 to 4 groups') END)[1]`;
    },
  },
  nativeEntry('group count', ['string'], 'long', (regex) => BigInt(groupCount(String(regex))), 'never'),
  {
    // Plain texts may overlap, matches of a regular expression do not.
    name: 'countof',
    parameters: ['string', 'string', '?', 'string'],
    nulls: 'never',
    returns: 'long',
    refuse: ([, search, kind]) => {
      if (kind === undefined) return undefined;
      const known = textOf(kind);
      return known === 'normal' || known === 'regex'
        ? known === 'regex'
          ? refusePattern(search)
          : undefined
        : `the kind must be 'normal' or 'regex'`;
    },
    rewrite: (args, type) =>
      textOf(args[2]) === 'regex' ? undefined : given('countof plain', args.slice(0, 2), type, []),
    duckdb: 'len(regexp_extract_all($1, $2))',
  },
  nativeEntry('countof plain', ['string', 'string'], 'long', countOf),
  {
    name: 'repeat',
    parameters: ['dynamic', 'long'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: `to_json(list_resize([]::JSON[], least(greatest($2, 0), ${String(longest)}), $1))`,
  },
  {
    name: 'has_any_index',
    parameters: ['string', 'dynamic'],
    nulls: 'never',
    returns: 'long',
    duckdb: `coalesce(list_position([kql_has($1, x) FOR x IN kql_texts($2)], true), 0) - 1`,
  },
  nativeEntry('unicode_codepoints_from_string', ['string'], 'dynamic', codepoints),
  {
    name: 'unicode_codepoints_to_string',
    parameters: ['any', '...'],
    nulls: 'never',
    returns: 'string',
    duckdb: 'kql_js_codepoints_text(json_array($*))',
  },
  nativeEntry('codepoints text', ['dynamic'], 'string', codepointsText),
  {
    name: 'parse_command_line',
    parameters: ['string', 'string'],
    nulls: 'may',
    returns: 'dynamic',
    refuse: ([, parser]) =>
      textOf(parser)?.toLowerCase() === 'windows' ? undefined : `the only way of splitting is "windows"`,
    duckdb: 'kql_js_split_command_line($1)::JSON',
  },
  nativeEntry('split command line', ['string'], 'dynamic', parseCommandLine),
  nativeEntry('punycode_from_string', ['string'], 'string', toPunycode),
  nativeEntry('punycode_to_string', ['string'], 'string', fromPunycode),
  nativeEntry('punycode_domain_to_string', ['string'], 'string', domainToPunycode),
  nativeEntry('punycode_domain_from_string', ['string'], 'string', domainFromPunycode),
];

/** Texts. */
export const texts = withAliases(entries, {
  extractall: 'extract_all',
  make_string: 'unicode_codepoints_to_string',
  to_utf8: 'unicode_codepoints_from_string',
});
