import { quoteText } from '../dialects/duckdb/literal.ts';
import type { ScalarFunction, Template } from './entry.ts';
import { refusePattern } from './patterns.ts';
import { textOf } from './shared.ts';

/** A text as a regular expression that matches just it. */
const escaped = (text: string) => text.replace(/[\\^$.|?*+()[\]{}-]/g, '\\$&');

const notTerm = String.raw`[^\p{L}\p{N}]`;

const isTermEnd = (character: string | undefined) =>
  character !== undefined && /^[\p{L}\p{N}]$/u.test(character);

/**
 * A regular expression that finds a term. Where the wanted text ends in a letter or digit, a border of the term must be
 * there; where it ends in anything else, every place is a border.
 */
function termPattern(term: string, sides: { readonly start: boolean; readonly end: boolean }): string {
  const characters = Array.from(term);
  const before = sides.start && isTermEnd(characters[0]) ? `(?:^|${notTerm})` : '';
  const after = sides.end && isTermEnd(characters.at(-1)) ? `(?:$|${notTerm})` : '';
  return before + escaped(term) + after;
}

/** A term match; a constant term becomes one regular expression behind a plain search, which is much faster. */
const has =
  (options: { cs: boolean; prefix: boolean; suffix: boolean }): Template =>
  ([text, term], call) => {
    const known = textOf(call.args[1]);
    const sides = { start: !options.suffix, end: !options.prefix };
    const flags = options.cs ? '' : '(?i)';
    const fold = (sql: string) => (options.cs ? sql : `lower(${sql})`);
    if (known === undefined) {
      const border = (side: boolean, at: string, pattern: string) =>
        side
          ? `CASE WHEN regexp_matches(${term!}, ${quoteText(at)}) THEN ${quoteText(pattern)} ELSE '' END`
          : `''`;
      const start = border(sides.start, String.raw`^[\p{L}\p{N}]`, `(^|${notTerm})`);
      const end = border(sides.end, String.raw`[\p{L}\p{N}]$`, `($|${notTerm})`);
      return `(contains(${fold(text!)}, ${fold(term!)}) AND regexp_matches(${text!}, ${quoteText(flags)} || ${start} || regexp_escape(${term!}) || ${end}))`;
    }
    if (known === '') return 'true';
    const pattern = termPattern(known, sides);
    const plain = `contains(${fold(text!)}, ${quoteText(options.cs ? known : known.toLowerCase())})`;
    if (pattern === escaped(known)) return plain;
    return `(${plain} AND regexp_matches(${text!}, ${quoteText(flags + pattern)}))`;
  };

const folded =
  (template: (text: string, part: string) => string): Template =>
  ([text, part], call) => {
    const known = textOf(call.args[1]);
    return template(
      `lower(${text!})`,
      known === undefined ? `lower(${part!})` : quoteText(known.toLowerCase()),
    );
  };

const textual = (name: string, duckdb: Template): readonly ScalarFunction[] => [
  {
    name,
    parameters: ['string', 'string'],
    nulls: 'never',
    returns: 'bool',
    duckdb,
  },
  {
    name: `!${name}`,
    parameters: ['string', 'string'],
    nulls: 'never',
    returns: 'bool',
    duckdb: (args, call) =>
      `NOT (${typeof duckdb === 'string' ? duckdb.replace(/\$([12])/g, (_, which: string) => args[Number(which) - 1]!) : duckdb(args, call)})`,
  },
];

/**
 * `has_any` and `has_all`: texts and arrays of texts. All constant texts of `has_any` become one regular expression;
 * `has_all` asks for each.
 */
const hasList = (name: 'has_any' | 'has_all', join: ' OR ' | ' AND '): ScalarFunction => ({
  name,
  parameters: ['string', '?', 'any', '...'],
  nulls: 'never',
  returns: 'bool',
  duckdb: ([text, ...items], call) => {
    const known: string[] = [];
    const parts: string[] = [];
    for (const [index, item] of items.entries()) {
      const scalar = call.args[index + 1]!;
      const constant = textOf(scalar);
      if (constant !== undefined) known.push(constant);
      else if (scalar.type === 'dynamic')
        parts.push(
          `coalesce(${name === 'has_any' ? 'list_bool_or' : 'list_bool_and'}([kql_has(${text!}, x) FOR x IN kql_texts(${item})]), false)`,
        );
      else parts.push(`kql_has(${text!}, ${item})`);
    }
    const patterns = known.map((term) => termPattern(term, { start: true, end: true }));
    if (name === 'has_all')
      parts.unshift(
        ...known.map(
          (term, index) =>
            `(contains(lower(${text!}), ${quoteText(term.toLowerCase())}) AND regexp_matches(${text!}, ${quoteText(`(?i)${patterns[index]!}`)}))`,
        ),
      );
    else if (known.length > 0)
      parts.unshift(`regexp_matches(${text!}, ${quoteText(`(?i)(?:${patterns.join('|')})`)})`);
    return parts.length === 0 ? 'false' : `(${parts.join(join)})`;
  },
});

/** Operators that look for a text in another: terms, parts, patterns. */
export const textOperators: readonly ScalarFunction[] = [
  ...textual('has', has({ cs: false, prefix: false, suffix: false })),
  ...textual('has_cs', has({ cs: true, prefix: false, suffix: false })),
  ...textual('hasprefix', has({ cs: false, prefix: true, suffix: false })),
  ...textual('hasprefix_cs', has({ cs: true, prefix: true, suffix: false })),
  ...textual('hassuffix', has({ cs: false, prefix: false, suffix: true })),
  ...textual('hassuffix_cs', has({ cs: true, prefix: false, suffix: true })),
  ...textual(
    'contains',
    folded((text, part) => `contains(${text}, ${part})`),
  ),
  ...textual('contains_cs', 'contains($1, $2)'),
  ...textual(
    'startswith',
    folded((text, part) => `starts_with(${text}, ${part})`),
  ),
  ...textual('startswith_cs', 'starts_with($1, $2)'),
  ...textual(
    'endswith',
    folded((text, part) => `ends_with(${text}, ${part})`),
  ),
  ...textual('endswith_cs', 'ends_with($1, $2)'),
  {
    name: '=~',
    parameters: ['string', 'string'],
    nulls: 'never',
    returns: 'bool',
    duckdb: folded((a, b) => `${a} = ${b}`),
  },
  {
    name: '!~',
    parameters: ['string', 'string'],
    nulls: 'never',
    returns: 'bool',
    duckdb: folded((a, b) => `${a} <> ${b}`),
  },
  {
    name: 'matches regex',
    parameters: ['string', 'string'],
    nulls: 'never',
    returns: 'bool',
    refuse: (args) => refusePattern(args[1]),
    duckdb: 'regexp_matches($1, $2)',
  },
  hasList('has_any', ' OR '),
  hasList('has_all', ' AND '),
];
