import { literal, mayBeNull, type Call, type Scalar } from '../ir/index.ts';
import { duckTypes, quoteText } from '../dialects/duckdb/literal.ts';
import { convert, isNumber } from '../lower/convert.ts';
import type { KqlType } from '../types.ts';
import type { ScalarFunction, Template } from './entry.ts';
import { refusePattern } from './patterns.ts';
import { given, textOf } from './shared.ts';

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

const mayBeNaN = (scalar: Scalar) =>
  scalar.type === 'real' && (scalar.op !== 'literal' || Number.isNaN(scalar.value));

function equal([a, b]: readonly string[], call: Call): string {
  const [x, y] = comparableTexts(a!, b!, call);
  return `${x} = ${y}${notNaN(call, [x, y])}`;
}

function unequal([a, b]: readonly string[], call: Call): string {
  const [x, y] = comparableTexts(a!, b!, call);
  if (notNaN(call, [x, y]) !== '') return `${x} IS DISTINCT FROM ${y} OR coalesce(isnan(${x}), false)`;
  return call.args.some(mayBeNull) ? `${x} IS DISTINCT FROM ${y}` : `${x} <> ${y}`;
}

function among(args: readonly string[], call: Call): string {
  if (args.length === 1) return 'false';
  const { type } = call.args[0]!;
  const prepared = (arg: string) =>
    type === 'dynamic' ? `kql_dynamic_text(${arg})` : type === 'guid' ? `lower(${arg})` : arg;
  return `${prepared(args[0]!)} IN (${args.slice(1).map(prepared).join(', ')})`;
}

/** Two nulls are neither equal nor different: that is not known. */
function bothNull([a, b]: readonly string[], call: Call, otherwise: string): string {
  return call.args.every(mayBeNull)
    ? `CASE WHEN ${a!} IS NULL AND ${b!} IS NULL THEN NULL ELSE ${otherwise} END`
    : otherwise;
}

/** Text of a comparison: NaN is neither less nor greater than anything, while the engine puts it above all. */
const comparison = (name: '<' | '<=' | '>' | '>='): ScalarFunction => ({
  name,
  parameters: ['any', 'any'],
  nulls: 'propagate',
  returns: 'bool',
  duckdb: ([a, b], call) => {
    const [left, right] = comparableTexts(a!, b!, call);
    const checks = [call.args[0]!, call.args[1]!].flatMap((arg, index) =>
      mayBeNaN(arg) ? [`NOT isnan(${[left, right][index]!})`] : [],
    );
    return [`${left} ${name} ${right}`, ...checks].join(' AND ');
  },
});

/** Two dynamic values compare as their texts, guids without regard to case. */
function comparableTexts(a: string, b: string, call: Call): readonly [string, string] {
  const [left, right] = call.args as [Scalar, Scalar];
  if (left.type === 'dynamic' && right.type === 'dynamic')
    return [`kql_dynamic_text(${a})`, `kql_dynamic_text(${b})`];
  if (left.type === 'guid' || right.type === 'guid') return [`lower(${a})`, `lower(${b})`];
  return [a, b];
}

const notNaN = (call: Call, args: readonly string[]) =>
  mayBeNaN(call.args[0]!) && call.args[1]!.type === 'real' ? ` AND NOT isnan(${args[0]!})` : '';

const isTime = (type: KqlType) => type === 'datetime' || type === 'timespan';

const isWhole = (type: KqlType) => type === 'long' || type === 'int' || isTime(type);

/**
 * Operands of `+` and `-`: a dynamic or a text beside a moment or span is read as the binder's result asks, beside a number
 * as a number.
 */
function operandTypes(name: '+' | '-', args: readonly Scalar[], type: KqlType): readonly Scalar[] {
  const [left, right] = args as [Scalar, Scalar];
  const loose = (scalar: Scalar) => scalar.type === 'dynamic' || scalar.type === 'string';
  if (loose(left) && isTime(right.type)) {
    const other =
      type === 'datetime' || (name === '-' && right.type === 'datetime') ? 'datetime' : 'timespan';
    return [convert(left, name === '+' && right.type === 'datetime' ? 'timespan' : other), right];
  }
  if (loose(right) && isTime(left.type)) {
    const moment = name === '-' && left.type === 'datetime' && type === 'timespan';
    return [left, convert(right, moment ? 'datetime' : 'timespan')];
  }
  return args.map((arg) => (isNumber(arg.type) || isTime(arg.type) ? arg : convert(arg, 'real')));
}

/** Sum and difference; what does not fit is null. */
const sum = (name: '+' | '-'): ScalarFunction => ({
  name,
  parameters: ['any', 'any'],
  nulls: 'may',
  rewrite: (args, type) => given(name, operandTypes(name, args, type), type),
  duckdb: ([a, b], call) => {
    const [left, right] = call.args as [Scalar, Scalar];
    if (isWhole(left.type) && isWhole(right.type)) {
      const total = `${name === '+' ? 'kql_add' : 'kql_subtract'}(${a!}, ${b!})`;
      if (call.type === 'datetime') return `kql_moment(${total})`;
      return call.type === 'int' ? `kql_int(${total})` : total;
    }
    if (isTime(call.type)) return `kql_real_long(${a!}::DOUBLE ${name} ${b!}::DOUBLE)`;
    if (call.type === 'decimal')
      return `try_cast(${a!}::DOUBLE ${name} ${b!}::DOUBLE AS ${duckTypes.decimal})`;
    return `${a!}::DOUBLE ${name} ${b!}::DOUBLE`;
  },
});

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

/** Operators of the language, by the way they are written. */
export const operatorFunctions: readonly ScalarFunction[] = [
  // Equality is total but for two nulls: null equals nothing, and differs from everything else.
  {
    name: '==',
    parameters: ['any', 'any'],
    nulls: 'never',
    returns: 'bool',
    duckdb: (args, call) =>
      bothNull(
        args,
        call,
        call.args.some(mayBeNull) ? `coalesce(${equal(args, call)}, false)` : equal(args, call),
      ),
    condition: equal,
  },
  {
    name: '!=',
    parameters: ['any', 'any'],
    nulls: 'never',
    returns: 'bool',
    duckdb: (args, call) => bothNull(args, call, unequal(args, call)),
    condition: unequal,
  },
  comparison('<'),
  comparison('<='),
  comparison('>'),
  comparison('>='),
  {
    name: 'and',
    parameters: ['bool', 'bool'],
    nulls: 'propagate',
    returns: 'bool',
    duckdb: '$1 AND $2',
  },
  {
    name: 'or',
    parameters: ['bool', 'bool'],
    nulls: 'propagate',
    returns: 'bool',
    duckdb: '$1 OR $2',
  },
  {
    name: 'not',
    parameters: ['bool'],
    nulls: 'propagate',
    returns: 'bool',
    duckdb: 'NOT $1',
  },
  sum('+'),
  sum('-'),
  {
    name: '*',
    parameters: ['number', 'number'],
    nulls: 'may',
    duckdb: ([a, b], call) => {
      const [left, right] = call.args as [Scalar, Scalar];
      if (isWhole(left.type) && isWhole(right.type)) {
        const product = `kql_multiply(${a!}, ${b!})`;
        return call.type === 'int' ? `kql_int(${product})` : product;
      }
      const product = `${a!}::DOUBLE * ${b!}::DOUBLE`;
      if (isTime(call.type)) return `kql_real_long(${product})`;
      return call.type === 'decimal' ? `try_cast(${product} AS ${duckTypes.decimal})` : product;
    },
  },
  {
    // Whole numbers divide to whole numbers, towards zero; by zero is null.
    name: '/',
    parameters: ['number', 'number'],
    nulls: 'may',
    duckdb: ([a, b], call) => {
      const [left, right] = call.args as [Scalar, Scalar];
      const quotient = `${a!}::DOUBLE / ${b!}::DOUBLE`;
      if (call.type === 'real') return quotient;
      if (call.type === 'decimal')
        return `try_cast(${a!}::DOUBLE / nullif(${b!}::DOUBLE, 0) AS ${duckTypes.decimal})`;
      if (!isWhole(left.type) || !isWhole(right.type)) return `kql_real_long(${quotient})`;
      const whole = `try_cast(${a!}::HUGEINT // nullif(${b!}, 0) AS BIGINT)`;
      return call.type === 'int' ? `kql_int(${whole})` : whole;
    },
  },
  {
    // The remainder is never negative.
    name: '%',
    parameters: ['number', 'number'],
    nulls: 'may',
    duckdb: ([a, b], call) => {
      const size = isWhole(call.type) ? `nullif(kql_size(${b!}), 0)` : `abs(${b!}::DOUBLE)`;
      return isWhole(call.type)
        ? `CASE WHEN ${a!} % ${size} < 0 THEN ${a!} % ${size} + ${size} ELSE ${a!} % ${size} END`
        : `((${a!}::DOUBLE % ${size}) + ${size}) % ${size}`;
    },
  },
  {
    name: 'negate',
    parameters: ['number'],
    nulls: 'may',
    duckdb: ([value], call) => (isWhole(call.type) ? `kql_subtract(0, ${value!})` : `(-${value!})`),
    rewrite: ([value]) =>
      value!.op === 'literal' && typeof value!.value === 'bigint' && value!.value > -(2n ** 63n)
        ? literal(value!.type, -value!.value)
        : undefined,
  },
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
  {
    name: 'in',
    parameters: ['any', '?', 'any', '...'],
    nulls: 'never',
    returns: 'bool',
    duckdb: (args, call) =>
      call.args.some(mayBeNull) ? `coalesce(${among(args, call)}, false)` : among(args, call),
    condition: among,
  },
  {
    name: 'in~',
    parameters: ['string', '?', 'string', '...'],
    nulls: 'never',
    returns: 'bool',
    duckdb: (args, call) => {
      if (args.length === 1) return 'false';
      const items = call.args.slice(1).map((item, index) => {
        const known = textOf(item);
        return known === undefined ? `lower(${args[index + 1]!})` : quoteText(known.toLowerCase());
      });
      return `lower(${args[0]!}) IN (${items.join(', ')})`;
    },
  },
  {
    name: 'in array',
    parameters: ['string', 'dynamic'],
    nulls: 'never',
    returns: 'bool',
    duckdb: `coalesce(list_contains(kql_texts($2), $1), false)`,
  },
  {
    // 3 and 3.0 are the same number; a text is none.
    name: 'in numbers',
    parameters: ['any', 'dynamic'],
    nulls: 'never',
    returns: 'bool',
    duckdb: ([value, array], call) =>
      call.args[0]!.type === 'real' || call.args[0]!.type === 'decimal'
        ? `coalesce(list_contains([CASE WHEN json_type(x) <> 'VARCHAR' THEN kql_dynamic_real(x) END FOR x IN kql_list(${array!})], ${value!}::DOUBLE), false)`
        : `coalesce(list_contains([kql_key(x) FOR x IN kql_list(${array!})], ${value!}::VARCHAR), false)`,
  },
  {
    name: 'in~ array',
    parameters: ['string', 'dynamic'],
    nulls: 'never',
    returns: 'bool',
    duckdb: `coalesce(list_contains([lower(x) FOR x IN kql_texts($2)], lower($1)), false)`,
  },
  {
    name: 'get',
    parameters: ['dynamic', 'any'],
    nulls: 'may',
    returns: 'dynamic',
    duckdb: ([value, key], call) => {
      const index = call.args[1]!;
      if (index.type === 'string') {
        const known = textOf(index);
        const path =
          known === undefined
            ? `'$."' || replace(replace(${key!}, '\\', '\\\\'), '"', '\\"') || '"'`
            : quoteText(`$."${known.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
        return `kql_value(json_extract(${value!}, ${path}))`;
      }
      if (index.type === 'dynamic')
        return `kql_value(json_extract(${value!}, CASE json_type(${key!}) WHEN 'VARCHAR' THEN '$."' || (${key!}->>'$') || '"' ELSE '$[' || (${key!})::VARCHAR || ']' END))`;
      if (index.op === 'literal' && typeof index.value === 'bigint')
        return `kql_value(json_extract(${value!}, '$[${index.value < 0n ? '#' : ''}${String(index.value)}]'))`;
      return `kql_value(json_extract(${value!}, '$[' || CASE WHEN ${key!} < 0 THEN '#' ELSE '' END || ${key!} || ']'))`;
    },
  },
  {
    name: 'iff',
    parameters: ['bool', 'any', 'any'],
    nulls: 'propagate',
    duckdb: 'CASE WHEN $1 THEN $2 ELSE $3 END',
    rewrite: (args) => {
      const [condition, yes, no] = args as [Scalar, Scalar, Scalar];
      if (condition.op !== 'literal') return undefined;
      return condition.value === true ? yes : no;
    },
  },
];
