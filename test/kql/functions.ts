import { createHash } from 'node:crypto';
import { parseDatetime, parseTimespan } from '../../src/kql/parse-time.ts';
import { maxDatetimeTicks, ticks } from '../../src/kql/ticks.ts';
import {
  floorDivide,
  keyOf,
  long,
  longOfText,
  order,
  realOfText,
  same,
  textOf,
  toJson,
  truncated,
  undecided,
  type Json,
  type Type,
  type Value,
  type Values,
} from './values.ts';

/** What may stand as an argument: any value of a type, or one of some constants. */
export type Parameter = Type | { readonly type: Type; readonly from: readonly Value[] };

/** A function or operator: how it is written and what it gives. */
export interface ScalarFunction {
  /** Text with `$1`, `$2` … for the arguments. */
  readonly text: string;
  readonly parameters: readonly Parameter[];
  readonly result: Type;
  /** The result is only as exact as the engine's arithmetic, or its elements have no order. */
  readonly trust?: 'near' | 'set';
  readonly apply: (args: readonly Value[]) => Value;
}

type TypeOf<P extends Parameter> = P extends Type
  ? P
  : P extends { readonly type: infer T extends Type }
    ? T
    : never;
type Arguments<P extends readonly Parameter[]> = { readonly [K in keyof P]: Values[TypeOf<P[K]>] };
type Maybe<P extends readonly Parameter[]> = { readonly [K in keyof P]: Values[TypeOf<P[K]>] | null };

/** A function that gives null (text: the empty one) as soon as one argument is null. */
function strict<const P extends readonly Parameter[], R extends Type>(
  text: string,
  parameters: P,
  result: R,
  apply: (...args: Arguments<P>) => Values[R] | null,
  trust?: 'near' | 'set',
): ScalarFunction {
  const run = (args: readonly Value[]): Value => {
    const value = args.includes(null) ? null : apply(...(args as unknown as Arguments<P>));
    return value === null && result === 'string' ? '' : value;
  };
  return { text, parameters, result, apply: run, ...(trust === undefined ? {} : { trust }) };
}

/** A function that looks at nulls itself. */
function total<const P extends readonly Parameter[], R extends Type>(
  text: string,
  parameters: P,
  result: R,
  apply: (...args: Maybe<P>) => Values[R] | null,
): ScalarFunction {
  return { text, parameters, result, apply: (args) => apply(...(args as unknown as Maybe<P>)) };
}

const one = <T extends Type>(type: T, ...from: readonly Values[T][]) => ({ type, from });

// Equality, order, logic.

const comparableTypes = ['long', 'int', 'real', 'datetime', 'timespan', 'bool', 'string', 'guid'] as const;
const orderedTypes = ['long', 'int', 'real', 'datetime', 'timespan'] as const;

function equal(type: Type, a: Value, b: Value): boolean | null {
  if (a === null && b === null) return null;
  if (a === null || b === null) return false;
  if (Number.isNaN(a) || Number.isNaN(b)) return undecided('NaN == NaN');
  return same(type, a, b);
}

const opposite = (value: boolean | null) => (value === null ? null : !value);

const equality = comparableTypes.flatMap((type) => [
  total('($1 == $2)', [type, type], 'bool', (a, b) => equal(type, a, b)),
  total('($1 != $2)', [type, type], 'bool', (a, b) => opposite(equal(type, a, b))),
]);

/** What NaN beside null gives is not certain. */
const certain = (...values: readonly Value[]) =>
  values.includes(null) && values.some((value) => Number.isNaN(value)) && undecided('NaN beside null');

/** `a >= b and a <= c`: false where one of them is false, else null where one of them is not known. */
function inside(a: Value, b: Value, c: Value): boolean | null {
  certain(a, b, c);
  const low = a === null || b === null ? null : order(a, b) >= 0;
  const high = a === null || c === null ? null : order(a, c) <= 0;
  if (low === false || high === false) return false;
  return low === null || high === null ? null : true;
}

function compared(a: Value, b: Value, test: (sign: number) => boolean): boolean | null {
  certain(a, b);
  return a === null || b === null ? null : test(order(a, b));
}

const comparison = orderedTypes.flatMap((type) => [
  total('($1 < $2)', [type, type], 'bool', (a, b) => compared(a, b, (sign) => sign < 0)),
  total('($1 <= $2)', [type, type], 'bool', (a, b) => compared(a, b, (sign) => sign <= 0)),
  total('($1 > $2)', [type, type], 'bool', (a, b) => compared(a, b, (sign) => sign > 0)),
  total('($1 >= $2)', [type, type], 'bool', (a, b) => compared(a, b, (sign) => sign >= 0)),
  total('($1 between ($2 .. $3))', [type, type, type], 'bool', (a, b, c) => inside(a, b, c)),
  total('($1 !between ($2 .. $3))', [type, type, type], 'bool', (a, b, c) => opposite(inside(a, b, c))),
]);

const logic = [
  total('($1 and $2)', ['bool', 'bool'], 'bool', (a, b) =>
    a === false || b === false ? false : a === null || b === null ? null : true,
  ),
  total('($1 or $2)', ['bool', 'bool'], 'bool', (a, b) =>
    a === true || b === true ? true : a === null || b === null ? null : false,
  ),
  strict('not($1)', ['bool'], 'bool', (a) => !a),
];

const emptiness = [
  ...(['long', 'real', 'datetime', 'dynamic', 'bool', 'timespan'] as const).flatMap((type) => [
    total('isnull($1)', [type], 'bool', (a) => a === null),
    total('isnotnull($1)', [type], 'bool', (a) => a !== null),
  ]),
  total('isempty($1)', ['string'], 'bool', (a) => a === ''),
  total('isnotempty($1)', ['string'], 'bool', (a) => a !== ''),
  total('isnull($1)', ['string'], 'bool', () => false),
  total('isempty($1)', ['long'], 'bool', (a) => a === null),
];

const members = [
  total(
    '($1 in ($2, $3, $4))',
    ['long', one('long', 1n, 2n, 5n), one('long', -3n), one('long', 7n, 0n)],
    'bool',
    (a, ...set) => set.includes(a),
  ),
  total(
    '($1 !in ($2, $3))',
    ['long', one('long', 1n, 2n), one('long', -3n, 5n)],
    'bool',
    (a, ...set) => !set.includes(a),
  ),
  total('($1 in ($2, $3))', ['string', 'string', 'string'], 'bool', (a, ...set) => set.includes(a)),
  total('($1 !in ($2, $3))', ['string', 'string', 'string'], 'bool', (a, ...set) => !set.includes(a)),
  total('($1 in~ ($2, $3))', ['string', 'string', 'string'], 'bool', (a, ...set) =>
    set.some((b) => lower(a!) === lower(b!)),
  ),
  total(
    '($1 !in~ ($2, $3))',
    ['string', 'string', 'string'],
    'bool',
    (a, ...set) => !set.some((b) => lower(a!) === lower(b!)),
  ),
  total('($1 in ($2))', ['string', one('dynamic', ['a', 'Abc', ''], ['foo_bar'])], 'bool', (a, b) =>
    (b as readonly Json[]).includes(a!),
  ),
];

// Text.

const lower = (text: string) => text.toLowerCase();
const points = (text: string) => Array.from(text);

/** Whether a term stands in a text between characters that are neither letter nor digit (or its ends). */
function term(
  text: string,
  wanted: string,
  options: { readonly before: boolean; readonly after: boolean },
): boolean {
  const letter = /[\p{L}\p{N}]/u;
  const needle = points(wanted);
  if (!letter.test(needle[0] ?? '') || !letter.test(needle.at(-1) ?? ''))
    return undecided('a term that begins or ends with no letter');
  const all = points(text);
  return all.some((_, at) => {
    if (!needle.every((character, i) => all[at + i] === character)) return false;
    const before = all[at - 1];
    const after = all[at + needle.length];
    return (
      (!options.before || before === undefined || !letter.test(before)) &&
      (!options.after || after === undefined || !letter.test(after))
    );
  });
}

const textTests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  has: (a, b) => term(lower(a), lower(b), { before: true, after: true }),
  has_cs: (a, b) => term(a, b, { before: true, after: true }),
  hasprefix: (a, b) => term(lower(a), lower(b), { before: true, after: false }),
  hasprefix_cs: (a, b) => term(a, b, { before: true, after: false }),
  hassuffix: (a, b) => term(lower(a), lower(b), { before: false, after: true }),
  hassuffix_cs: (a, b) => term(a, b, { before: false, after: true }),
  contains: (a, b) => lower(a).includes(lower(b)),
  contains_cs: (a, b) => a.includes(b),
  startswith: (a, b) => lower(a).startsWith(lower(b)),
  startswith_cs: (a, b) => a.startsWith(b),
  endswith: (a, b) => lower(a).endsWith(lower(b)),
  endswith_cs: (a, b) => a.endsWith(b),
};

const parts = one(
  'string',
  'a',
  'abc',
  'AB',
  'foo',
  'bar',
  'def',
  'cmd.exe',
  'cmd',
  '%',
  '_',
  'grün',
  'GR',
  'x',
  '1',
  'Bob',
);
const twoTerms = one('dynamic', ['abc', 'cmd'], ['foo', 'Grün'], ['def', 'ABC'], []);

const textOperators = [
  ...Object.entries(textTests).flatMap(([name, test]) => [
    strict(`($1 ${name} $2)`, ['string', parts], 'bool', test),
    strict(`($1 !${name} $2)`, ['string', parts], 'bool', (a, b) => !test(a, b)),
    strict(`($1 ${name} $2)`, ['string', 'string'], 'bool', (a, b) =>
      b === '' ? undecided('an empty part') : test(a, b),
    ),
  ]),
  strict('($1 =~ $2)', ['string', 'string'], 'bool', (a, b) => lower(a) === lower(b)),
  strict('($1 !~ $2)', ['string', 'string'], 'bool', (a, b) => lower(a) !== lower(b)),
  strict('($1 has_any ($2))', ['string', twoTerms], 'bool', (a, b) =>
    (b as string[]).some((word) => textTests['has']!(a, word)),
  ),
  strict('($1 has_any ($2, $3))', ['string', parts, parts], 'bool', (a, ...b) =>
    b.some((word) => textTests['has']!(a, word)),
  ),
  strict('($1 has_all ($2, $3))', ['string', parts, parts], 'bool', (a, ...b) =>
    b.every((word) => textTests['has']!(a, word)),
  ),
  strict(
    '($1 matches regex $2)',
    ['string', one('string', 'b.*d', '^[a-z]+$', '[0-9]{2}', String.raw`\d+\.\d`, '(?i)ABC', '^$')],
    'bool',
    (a, b) => new RegExp(b.replace('(?i)', ''), b.startsWith('(?i)') ? 'iu' : 'u').test(a),
  ),
];

const regexes = one('string', '[0-9]+', '([a-z])([a-z]*)', '(b)', 'A|a');
const words = one('string', 'a', 'b', ' ', '_', ',', 'zz', 'AB');
const small = one('long', 0n, 1n, 2n, 3n);

const text = [
  strict('strcat($1, $2)', ['string', 'string'], 'string', (a, b) => a + b),
  total(
    'strcat($1, $2, $3)',
    ['string', 'long', 'bool'],
    'string',
    (a, b, c) => textOf('string', a) + textOf('long', b) + textOf('bool', c),
  ),
  total(
    'strcat($1, $2)',
    ['datetime', 'timespan'],
    'string',
    (a, b) => textOf('datetime', a) + textOf('timespan', b),
  ),
  total('strcat_delim($1, $2, $3, $4)', [words, 'string', 'long', 'string'], 'string', (d, a, b, c) =>
    [a, textOf('long', b), c].join(d!),
  ),
  strict('tolower($1)', ['string'], 'string', lower),
  strict('toupper($1)', ['string'], 'string', (a) => a.toUpperCase()),
  strict('substring($1, $2)', ['string', small], 'string', (a, b) => points(a).slice(Number(b)).join('')),
  strict('substring($1, $2, $3)', ['string', small, small], 'string', (a, b, c) =>
    points(a)
      .slice(Number(b), Number(b + c))
      .join(''),
  ),
  strict('strlen($1)', ['string'], 'long', (a) => BigInt(points(a).length)),
  strict('string_size($1)', ['string'], 'long', (a) => BigInt(Buffer.byteLength(a))),
  strict('indexof($1, $2)', ['string', words], 'long', (a, b) => {
    const at = a.indexOf(b);
    return BigInt(at === -1 ? -1 : points(a.slice(0, at)).length);
  }),
  strict('countof($1, $2)', ['string', words], 'long', (a, b) =>
    BigInt(points(a).filter((_, i) => points(a).slice(i).join('').startsWith(b)).length),
  ),
  strict('replace_string($1, $2, $3)', ['string', words, words], 'string', (a, b, c) =>
    a.replaceAll(b, () => c),
  ),
  strict('replace_regex($1, $2, $3)', ['string', regexes, one('string', '#', '')], 'string', (a, b, c) =>
    a.replace(new RegExp(b, 'gu'), c),
  ),
  strict(
    String.raw`replace_regex($1, $2, @'<\1>')`,
    ['string', one('string', '([a-z])', '([0-9]+)')],
    'string',
    (a, b) => a.replace(new RegExp(b, 'gu'), '<$1>'),
  ),
  strict(
    'extract($1, 0, $2)',
    [regexes, 'string'],
    'string',
    (a, b) => new RegExp(a, 'u').exec(b)?.[0] ?? '',
  ),
  strict(
    'extract($1, 1, $2)',
    [one('string', '([0-9]+)', 'u=([A-Za-z]+)', '(.)b'), 'string'],
    'string',
    (a, b) => new RegExp(a, 'u').exec(b)?.[1] ?? '',
  ),
  strict(
    'extract($1, 1, $2, typeof(long))',
    [one('string', '([0-9]+)', 'id=([0-9]*)'), 'string'],
    'long',
    (a, b) => longOfText(new RegExp(a, 'u').exec(b)?.[1] ?? ''),
  ),
  strict('extract_all($1, $2)', [one('string', '([0-9]+)', '([a-z])'), 'string'], 'dynamic', (a, b) => {
    const found = [...b.matchAll(new RegExp(a, 'gu'))].map((match) => match[1]!);
    return found.length === 0 ? null : found;
  }),
  strict('trim($1, $2)', [one('string', '[ab]+', '[^a-z]+', 'x'), 'string'], 'string', (a, b) =>
    b.replace(new RegExp(`^${a}`, 'u'), '').replace(new RegExp(`${a}$`, 'u'), ''),
  ),
  strict('trim_start($1, $2)', [one('string', '[ab]+', '[^a-z]+'), 'string'], 'string', (a, b) =>
    b.replace(new RegExp(`^${a}`, 'u'), ''),
  ),
  strict('trim_end($1, $2)', [one('string', '[a-f]+', '[^a-z]+'), 'string'], 'string', (a, b) =>
    b.replace(new RegExp(`${a}$`, 'u'), ''),
  ),
  strict('reverse($1)', ['string'], 'string', (a) => points(a).reverse().join('')),
  strict('strrep($1, $2)', ['string', small], 'string', (a, b) =>
    b === 0n ? undecided('no repetition') : a.repeat(Number(b)),
  ),
  strict('strcmp($1, $2)', ['string', 'string'], 'long', (a, b) => BigInt(order(a, b))),
  strict('split($1, $2)', ['string', words], 'dynamic', (a, b) => a.split(b)),
  strict('tostring(split($1, $2)[0])', ['string', words], 'string', (a, b) => a.split(b)[0]!),
  strict('strcat_array($1, $2)', ['dynamic', words], 'string', (a, b) =>
    Array.isArray(a) && a.every((x) => typeof x === 'string')
      ? a.join(b)
      : undecided('an array of other things than texts'),
  ),
  strict('base64_encode_tostring($1)', ['string'], 'string', (a) => Buffer.from(a).toString('base64')),
  strict('base64_decode_tostring(base64_encode_tostring($1))', ['string'], 'string', (a) => a),
  strict('hash_sha256($1)', ['string'], 'string', (a) => createHash('sha256').update(a).digest('hex')),
  strict('hash_md5($1)', ['string'], 'string', (a) => createHash('md5').update(a).digest('hex')),
  strict('tohex($1)', ['long'], 'string', (a) => BigInt.asUintN(64, a).toString(16)),
  strict('isascii($1)', ['string'], 'bool', (a) => points(a).every((c) => c.codePointAt(0)! < 128)),
];

// Numbers.

const divide = (a: bigint, b: bigint) => (b === 0n ? undecided('division by zero') : long(a / b));
const modulo = (a: bigint, b: bigint) => {
  if (b === 0n) return undecided('remainder of a division by zero');
  const size = b < 0n ? -b : b;
  return ((a % size) + size) % size;
};
const steps = one('long', 1n, 2n, 5n, 10n);
const realSteps = one('real', 0.5, 2, 10);

/** A test of a real number; what it says of null is not certain. */
const known = (text: string, test: (a: number) => boolean) =>
  total(text, ['real'], 'bool', (a) => (a === null ? undecided('what kind of number null is') : test(a)));

const wholePairs = [
  ['long', 'long'],
  ['int', 'int'],
  ['int', 'long'],
  ['long', 'int'],
] as const;
const realPairs = [
  ['real', 'real'],
  ['long', 'real'],
  ['real', 'int'],
] as const;

const arithmetic = [
  ...wholePairs.flatMap((pair) => [
    strict('($1 + $2)', pair, 'long', (a, b) => long(a + b)),
    strict('($1 - $2)', pair, 'long', (a, b) => long(a - b)),
    strict('($1 * $2)', pair, 'long', (a, b) => long(a * b)),
    strict('($1 / $2)', pair, 'long', divide),
    strict('($1 % $2)', pair, 'long', modulo),
  ]),
  ...realPairs.flatMap((pair) => [
    strict('($1 + $2)', pair, 'real', (...[a, b]) => Number(a) + Number(b)),
    strict('($1 - $2)', pair, 'real', (...[a, b]) => Number(a) - Number(b)),
    strict('($1 * $2)', pair, 'real', (...[a, b]) => Number(a) * Number(b)),
    strict('($1 / $2)', pair, 'real', (...[a, b]) => Number(a) / Number(b)),
  ]),
  strict('(-$1)', ['long'], 'long', (a) => long(-a)),
  strict('(-$1)', ['real'], 'real', (a) => -a),
  strict('(-$1)', ['timespan'], 'timespan', (a) => long(-a)),
  strict('abs($1)', ['long'], 'long', (a) => long(a < 0n ? -a : a)),
  strict('abs($1)', ['real'], 'real', Math.abs),
  strict('abs($1)', ['timespan'], 'timespan', (a) => long(a < 0n ? -a : a)),
  strict('sign($1)', ['long'], 'real', (a) => (a < 0n ? -1 : a > 0n ? 1 : 0)),
  strict('ceiling($1)', ['real'], 'real', Math.ceil),
  strict('round($1)', ['real'], 'real', (a) =>
    Math.abs(a % 1) === 0.5 ? undecided('a half') : Math.round(a),
  ),
  strict(
    'round($1, 1)',
    ['real'],
    'real',
    (a) => {
      const tenth = a * 10;
      return Number.isFinite(tenth) && Math.abs(tenth % 1) === 0.5
        ? undecided('a half')
        : Number.isFinite(tenth)
          ? Math.round(tenth) / 10
          : undecided('no number');
    },
    'near',
  ),
  strict('bin($1, $2)', ['long', steps], 'long', (a, b) => long(floorDivide(a, b) * b)),
  strict('bin($1, $2)', ['real', realSteps], 'real', (a, b) => Math.floor(a / b) * b),
  strict('floor($1, $2)', ['real', realSteps], 'real', (a, b) => Math.floor(a / b) * b),
  strict('sqrt($1)', ['real'], 'real', (a) => (a < 0 ? null : Math.sqrt(a)), 'near'),
  strict(
    'exp($1)',
    ['real'],
    'real',
    (a) => (Math.abs(a) > 300 ? undecided('too large') : Math.exp(a)),
    'near',
  ),
  strict('log10($1)', ['real'], 'real', (a) => (a <= 0 ? undecided('no logarithm') : Math.log10(a)), 'near'),
  strict('pow($1, 2)', ['real'], 'real', (a) => a ** 2, 'near'),
  known('isnan($1)', Number.isNaN),
  known('isinf($1)', (a) => Math.abs(a) === Infinity),
  known('isfinite($1)', Number.isFinite),
  strict('binary_and($1, $2)', ['long', 'long'], 'long', (a, b) => BigInt.asIntN(64, a & b)),
  strict('binary_or($1, $2)', ['long', 'long'], 'long', (a, b) => BigInt.asIntN(64, a | b)),
  strict('binary_xor($1, $2)', ['long', 'long'], 'long', (a, b) => BigInt.asIntN(64, a ^ b)),
  strict('binary_not($1)', ['long'], 'long', (a) => ~a),
  strict('binary_shift_left($1, $2)', ['long', small], 'long', (a, b) =>
    a < 0n ? undecided('bits of a negative number') : long(a << b),
  ),
  strict('binary_shift_right($1, $2)', ['long', small], 'long', (a, b) =>
    a < 0n ? undecided('bits of a negative number') : a >> b,
  ),
];

const extremes = (['long', 'real', 'datetime', 'timespan'] as const).flatMap((type) =>
  (
    [
      ['min_of', -1],
      ['max_of', 1],
    ] as const
  ).map(([name, direction]) =>
    total(`${name}($1, $2, $3)`, [type, type, type], type, (...args) => {
      const known = args.filter((value) => value !== null);
      if (known.length === 0) return null;
      return known.reduce((best, value) => (order(value, best) * direction > 0 ? value : best));
    }),
  ),
);

// Choices.

const choices = (['long', 'real', 'string', 'datetime', 'timespan', 'bool', 'dynamic'] as const).flatMap(
  (type): ScalarFunction[] => [
    total('iff($1, $2, $3)', ['bool', type, type], type, (p, a, b) => (p === true ? a : b)),
    total('case($1, $2, $3, $4, $5)', ['bool', type, 'bool', type, type], type, (p, a, q, b, c) =>
      p === true ? a : q === true ? b : c,
    ),
    ...(type === 'bool' || type === 'dynamic'
      ? []
      : [
          total(
            'coalesce($1, $2, $3)',
            [type, type, type],
            type,
            (...args) =>
              args.find((value) => value !== null && value !== '') ?? (type === 'string' ? '' : null),
          ),
        ]),
  ],
);

// Conversions.

const conversions = [
  ...(['long', 'int', 'real', 'bool', 'datetime', 'timespan', 'dynamic', 'guid'] as const).map((type) =>
    total('tostring($1)', [type], 'string', (a) => textOf(type, a)),
  ),
  strict('tolong($1)', ['string'], 'long', longOfText),
  strict('toint($1)', ['string'], 'int', (a) => intOf(longOfText(a))),
  strict('toint($1)', ['long'], 'int', intOf),
  strict('toreal($1)', ['string'], 'real', realOfText),
  strict('todouble($1)', ['long'], 'real', Number),
  strict('tolong($1)', ['real'], 'long', truncated),
  strict('tolong($1)', ['bool'], 'long', (a) => (a ? 1n : 0n)),
  strict('tolong($1)', ['int'], 'long', (a) => a),
  strict('tolong($1)', ['datetime'], 'long', (a) => a),
  strict('tolong($1)', ['timespan'], 'long', (a) => a),
  strict('tobool($1)', ['long'], 'bool', (a) => a !== 0n),
  strict('tobool($1)', ['string'], 'bool', (a) => {
    if (/^(true|1)$/i.test(a)) return true;
    if (/^(false|0)$/i.test(a)) return false;
    return /\d/.test(a) ? undecided('the truth of a number as text') : null;
  }),
  strict('todatetime($1)', ['string'], 'datetime', (a) =>
    /^\d+$/.test(a) ? undecided('a bare number as moment') : parseDatetime(a),
  ),
  strict('totimespan($1)', ['string'], 'timespan', (a) =>
    /^-?[\d.]+$/.test(a) ? undecided('a bare number as timespan') : parseTimespan(a),
  ),
  strict('todatetime(tostring($1))', ['datetime'], 'datetime', (a) => a),
  strict('totimespan(tostring($1))', ['timespan'], 'timespan', (a) => a),
  strict('toguid(tostring($1))', ['guid'], 'guid', (a) => a),
];

function intOf(value: bigint | null): bigint | null {
  return value === null || BigInt.asIntN(32, value) !== value ? null : value;
}

// Time.

const moment = (value: bigint) =>
  value < 0n || value > maxDatetimeTicks ? undecided('a moment out of range') : value;
const spans = one('timespan', ticks.hour, ticks.day, 7n * ticks.day, 15n * ticks.minute, 30n * ticks.day);
const nth = one('int', -1n, 0n, 1n, 2n);

/** Fields of a moment. */
function fields(value: bigint) {
  const date = new Date(Number((value - 621_355_968_000_000_000n) / ticks.millisecond));
  date.setTime(Number(floorDivide(value - 621_355_968_000_000_000n, ticks.millisecond)));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/** Midnight of a date; months beyond 12 and days beyond the month go on counting. */
function midnight(year: number, month: number, day: number): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return moment(BigInt(date.getTime()) * ticks.millisecond + 621_355_968_000_000_000n);
}

/** The start of the day, week, month or year of a moment, some of them later. */
const starts: Readonly<Record<string, (value: bigint, later: bigint) => bigint>> = {
  day: (value, later) => moment(floorDivide(value, ticks.day) * ticks.day + later * ticks.day),
  week: (value, later) => {
    // 0001-01-01 was a Monday; weeks start on Sunday.
    const day = floorDivide(value, ticks.day);
    return moment((floorDivide(day + 1n, 7n) * 7n - 1n + later * 7n) * ticks.day);
  },
  month: (value, later) => midnight(fields(value).year, fields(value).month + Number(later), 1),
  year: (value, later) => midnight(fields(value).year + Number(later), 1, 1),
};

/** The same time of day some months later, on the last day of the month if it is shorter. */
function addMonths(value: bigint, months: number): bigint {
  const { year, month, day } = fields(value);
  const first = midnight(year, month + months, 1);
  const next = midnight(year, month + months + 1, 1);
  const days = Number((next - first) / ticks.day);
  return moment(first + BigInt(Math.min(day, days) - 1) * ticks.day + (value % ticks.day));
}

const units = ['second', 'minute', 'hour', 'day'] as const;

/** Number of a unit since the beginning, by which differences count boundaries. */
const boundaries: Readonly<Record<string, (value: bigint) => bigint>> = {
  ...Object.fromEntries(units.map((unit) => [unit, (value: bigint) => floorDivide(value, ticks[unit])])),
  month: (value) => BigInt(fields(value).year * 12 + fields(value).month),
  quarter: (value) => BigInt(fields(value).year * 4 + Math.ceil(fields(value).month / 3)),
  year: (value) => BigInt(fields(value).year),
};

const dayOfYear = (value: bigint) => (value - starts['year']!(value, 0n)) / ticks.day + 1n;
const pad = (value: number, length = 2) => String(value).padStart(length, '0');

const time = [
  strict('($1 - $2)', ['datetime', 'datetime'], 'timespan', (a, b) => a - b),
  strict('($1 + $2)', ['datetime', 'timespan'], 'datetime', (a, b) => moment(a + b)),
  strict('($1 - $2)', ['datetime', 'timespan'], 'datetime', (a, b) => moment(a - b)),
  strict('($1 + $2)', ['timespan', 'timespan'], 'timespan', (a, b) => long(a + b)),
  strict('($1 - $2)', ['timespan', 'timespan'], 'timespan', (a, b) => long(a - b)),
  strict('($1 * $2)', ['timespan', one('long', 2n, -1n, 10n)], 'timespan', (a, b) => long(a * b)),
  strict('($1 / $2)', ['timespan', spans], 'real', (a, b) => Number(a) / Number(b), 'near'),
  strict('bin($1, $2)', ['datetime', spans], 'datetime', (a, b) => moment(floorDivide(a, b) * b)),
  strict('bin($1, $2)', ['timespan', spans], 'timespan', (a, b) => long(floorDivide(a, b) * b)),
  strict(
    'dayofweek($1)',
    ['datetime'],
    'timespan',
    (a) => ((floorDivide(a, ticks.day) + 1n) % 7n) * ticks.day,
  ),
  strict('dayofmonth($1)', ['datetime'], 'int', (a) => BigInt(fields(a).day)),
  strict('dayofyear($1)', ['datetime'], 'int', dayOfYear),
  strict('monthofyear($1)', ['datetime'], 'int', (a) => BigInt(fields(a).month)),
  strict('getyear($1)', ['datetime'], 'int', (a) => BigInt(fields(a).year)),
  strict('hourofday($1)', ['datetime'], 'int', (a) => BigInt(fields(a).hour)),
  ...Object.entries(starts).flatMap(([unit, start]) => [
    strict(`startof${unit}($1)`, ['datetime'], 'datetime', (a) => start(a, 0n)),
    strict(`startof${unit}($1, $2)`, ['datetime', nth], 'datetime', (a, b) => start(a, b)),
    strict(`endof${unit}($1)`, ['datetime'], 'datetime', (a) => moment(start(a, 1n) - 1n)),
    strict(`endof${unit}($1, $2)`, ['datetime', nth], 'datetime', (a, b) => moment(start(a, b + 1n) - 1n)),
  ]),
  ...units.map((unit) =>
    strict(`datetime_add('${unit}', $1, $2)`, [one('long', -1n, 5n, 40n), 'datetime'], 'datetime', (a, b) =>
      moment(b + a * ticks[unit]),
    ),
  ),
  strict("datetime_add('month', $1, $2)", [one('long', -1n, 1n, 13n), 'datetime'], 'datetime', (a, b) =>
    addMonths(b, Number(a)),
  ),
  strict("datetime_add('year', $1, $2)", [one('long', -1n, 1n), 'datetime'], 'datetime', (a, b) =>
    addMonths(b, Number(a) * 12),
  ),
  ...Object.entries(boundaries).map(([unit, count]) =>
    strict(
      `datetime_diff('${unit}', $1, $2)`,
      ['datetime', 'datetime'],
      'long',
      (a, b) => count(a) - count(b),
    ),
  ),
  ...(['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((unit) =>
    strict(`datetime_part('${unit}', $1)`, ['datetime'], 'int', (a) => BigInt(fields(a)[unit])),
  ),
  strict("datetime_part('quarter', $1)", ['datetime'], 'int', (a) => BigInt(Math.ceil(fields(a).month / 3))),
  strict("format_datetime($1, 'yyyy-MM-dd HH:mm:ss')", ['datetime'], 'string', (a) => {
    const f = fields(a);
    return `${pad(f.year, 4)}-${pad(f.month)}-${pad(f.day)} ${pad(f.hour)}:${pad(f.minute)}:${pad(f.second)}`;
  }),
  strict("format_datetime($1, 'd/M/yy h:mm tt')", ['datetime'], 'string', (a) => {
    const f = fields(a);
    return `${f.day}/${f.month}/${pad(f.year % 100)} ${f.hour % 12 === 0 ? 12 : f.hour % 12}:${pad(f.minute)} ${f.hour < 12 ? 'AM' : 'PM'}`;
  }),
  strict("format_datetime($1, 'HH.mm.ss.fff')", ['datetime'], 'string', (a) => {
    const f = fields(a);
    return `${pad(f.hour)}.${pad(f.minute)}.${pad(f.second)}.${pad(Number((a % ticks.second) / ticks.millisecond), 3)}`;
  }),
  strict(
    'make_datetime($1, $2, $3)',
    [one('long', 2020n, 2021n), one('long', 1n, 2n, 12n), one('long', 1n, 28n)],
    'datetime',
    (a, b, c) => midnight(Number(a), Number(b), Number(c)),
  ),
  strict(
    'unixtime_seconds_todatetime($1)',
    [one('long', 0n, 1_600_000_000n, -5n)],
    'datetime',
    (a) => a * ticks.second + 621_355_968_000_000_000n,
  ),
  strict(
    'unixtime_milliseconds_todatetime($1)',
    [one('long', 1n, 1_600_000_000_123n)],
    'datetime',
    (a) => a * ticks.millisecond + 621_355_968_000_000_000n,
  ),
];

// Dynamic.

type List = readonly (Json | null)[];
const isList = (value: Json | null): value is List => Array.isArray(value);
const isBag = (value: Json | null): value is Readonly<Record<string, Json | null>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: Json): List => (isList(value) ? value : undecided('no array'));
const bagOf = (value: Json) => (isBag(value) ? value : undecided('no bag'));
const member = (value: Json, key: string) =>
  isBag(value) ? (Object.hasOwn(value, key) ? value[key]! : null) : null;
const unique = (list: List): List => [
  ...new Map(list.map((item) => [keyOf('dynamic', item), item])).values(),
];
const holds = (list: List, item: Json | null) =>
  list.some((other) => keyOf('dynamic', other) === keyOf('dynamic', item));
const setArgument = (value: Json): List =>
  listOf(value).includes(null) ? undecided('a null in a set') : listOf(value);

function sorted(list: List): List {
  const types = new Set(list.map((item) => typeof item));
  if (types.size > 1 || types.has('object') || types.has('boolean'))
    return undecided('the order of mixed values');
  return list.toSorted((a, b) => order(a, b));
}

function longOfJson(value: Json): bigint | null {
  if (typeof value === 'number') return truncated(value);
  if (typeof value === 'string') return longOfText(value);
  return typeof value === 'boolean' ? undecided('a truth as number') : null;
}

function element(list: Json, at: bigint): Json | null {
  return isList(list) ? (list.at(Number(at)) ?? null) : null;
}

const keys = one('string', 'a', 'b', 'c', 'n');

const dynamic = [
  ...(['a', 'b', 'n'] as const).map((key) =>
    strict(`$1.${key}`, ['dynamic'], 'dynamic', (a) => member(a, key)),
  ),
  strict("$1['b c']", ['dynamic'], 'dynamic', (a) => member(a, 'b c')),
  strict('$1[$2]', ['dynamic', keys], 'dynamic', (a, b) => member(a, b)),
  strict('$1.c.d', ['dynamic'], 'dynamic', (a) => {
    const c = member(a, 'c');
    return c === null ? null : member(c, 'd');
  }),
  strict('$1[$2]', ['dynamic', one('long', 0n, 1n, 2n)], 'dynamic', element),
  strict('$1[-1]', ['dynamic'], 'dynamic', (a) => element(a, -1n)),
  strict('tolong($1)', ['dynamic'], 'long', longOfJson),
  strict('tostring($1.a)', ['dynamic'], 'string', (a) => textOf('dynamic', member(a, 'a') as Value)),
  strict('toreal($1)', ['dynamic'], 'real', (a) =>
    typeof a === 'number'
      ? a
      : typeof a === 'string'
        ? realOfText(a)
        : typeof a === 'boolean'
          ? undecided('a truth as number')
          : null,
  ),
  strict('tobool($1)', ['dynamic'], 'bool', (a) =>
    typeof a === 'boolean' ? a : undecided('something else as truth'),
  ),
  total('array_length($1)', ['dynamic'], 'long', (a) => (isList(a) ? BigInt(a.length) : null)),
  total('array_concat($1, $2)', ['dynamic', 'dynamic'], 'dynamic', (a, b) =>
    a === null || b === null ? undecided('an array that is not there') : [...listOf(a), ...listOf(b)],
  ),
  strict(
    'array_slice($1, $2, $3)',
    ['dynamic', one('long', 0n, 1n, -2n), one('long', 1n, 2n, -1n)],
    'dynamic',
    (a, b, c) => {
      const list = listOf(a);
      const from = b < 0n ? Math.max(list.length + Number(b), 0) : Number(b);
      const to = c < 0n ? list.length + Number(c) : Number(c);
      return list.slice(from, Math.max(to + 1, from));
    },
  ),
  strict('array_reverse($1)', ['dynamic'], 'dynamic', (a) => listOf(a).toReversed()),
  strict('array_sort_asc($1)', ['dynamic'], 'dynamic', (a) => sorted(listOf(a))),
  strict('array_sort_desc($1)', ['dynamic'], 'dynamic', (a) => sorted(listOf(a)).toReversed()),
  strict('array_index_of($1, $2)', ['dynamic', one('string', 'a', 'x')], 'long', (a, b) =>
    BigInt(listOf(a).indexOf(b)),
  ),
  strict('array_sum($1)', ['dynamic'], 'real', (a) =>
    listOf(a).length > 0 && listOf(a).every((x) => typeof x === 'number')
      ? (listOf(a) as number[]).reduce((x, y) => x + y)
      : undecided('the sum of other things'),
  ),
  strict('array_rotate_left($1, $2)', ['dynamic', one('long', 1n, 2n)], 'dynamic', (a, b) => {
    const list = listOf(a);
    return list.map((_, i) => list[(i + Number(b)) % list.length]!);
  }),
  strict(
    'set_union($1, $2)',
    ['dynamic', 'dynamic'],
    'dynamic',
    (a, b) => unique([...setArgument(a), ...setArgument(b)]),
    'set',
  ),
  strict(
    'set_intersect($1, $2)',
    ['dynamic', 'dynamic'],
    'dynamic',
    (a, b) => {
      const others = setArgument(b);
      return unique(setArgument(a).filter((item) => holds(others, item)));
    },
    'set',
  ),
  strict(
    'set_difference($1, $2)',
    ['dynamic', 'dynamic'],
    'dynamic',
    (a, b) => {
      const others = setArgument(b);
      return unique(setArgument(a).filter((item) => !holds(others, item)));
    },
    'set',
  ),
  strict('set_has_element($1, $2)', ['dynamic', one('string', 'a', 'x')], 'bool', (a, b) =>
    listOf(a).includes(b),
  ),
  strict('bag_keys($1)', ['dynamic'], 'dynamic', (a) => Object.keys(bagOf(a)), 'set'),
  strict('bag_has_key($1, $2)', ['dynamic', keys], 'bool', (a, b) => Object.hasOwn(bagOf(a), b)),
  strict("bag_remove_keys($1, dynamic(['a', 'n']))", ['dynamic'], 'dynamic', (a) =>
    Object.fromEntries(Object.entries(bagOf(a)).filter(([key]) => key !== 'a' && key !== 'n')),
  ),
  total('pack_array($1, $2, $3)', ['long', 'string', 'dynamic'], 'dynamic', (...args) =>
    (['long', 'string', 'dynamic'] as const).map((type, i) => toJson(type, args[i] as Value)),
  ),
  total("bag_pack('a', $1, 'k', $2, 'x', $3)", ['long', 'string', 'bool'], 'dynamic', (a, b, c) => ({
    a: toJson('long', a),
    k: b,
    x: c,
  })),
  total("bag_pack('d', $1, 't', $2)", ['datetime', 'real'], 'dynamic', (a, b) => ({
    d: toJson('datetime', a),
    t: toJson('real', b),
  })),
  strict('parse_json($1)', ['string'], 'dynamic', (a) => {
    if (a.trim() !== a || a === '') return undecided('an empty text as JSON');
    try {
      return JSON.parse(a) as Json | null;
    } catch {
      return a;
    }
  }),
  strict('todynamic(tostring($1))', ['dynamic'], 'dynamic', (a) =>
    typeof a === 'object' ? a : undecided('a bare value as text'),
  ),
  strict(
    'range($1, $2, $3)',
    [one('long', -1n, 1n), one('long', 3n, 5n), one('long', 1n, 2n)],
    'dynamic',
    (a, b, c) => Array.from({ length: Number((b - a) / c) + 1 }, (_, i) => Number(a) + i * Number(c)),
  ),
  strict('repeat($1, $2)', [one('string', 'a', 'z'), small], 'dynamic', (a, b) =>
    Array.from({ length: Number(b) }, () => a),
  ),
  strict('zip($1, $2)', ['dynamic', 'dynamic'], 'dynamic', (a, b) =>
    Array.from({ length: Math.max(listOf(a).length, listOf(b).length) }, (_, i) => [
      listOf(a)[i] ?? null,
      listOf(b)[i] ?? null,
    ]),
  ),
  total('gettype($1)', ['dynamic'], 'string', (a) =>
    a === null
      ? 'null'
      : isList(a)
        ? 'array'
        : isBag(a)
          ? 'dictionary'
          : typeof a === 'string'
            ? 'string'
            : undecided('the name of the type of a number'),
  ),
  total(
    '(tostring($1) == $2)',
    ['dynamic', one('string', '[1,2,3]', 'x')],
    'bool',
    (a, b) => textOf('dynamic', a) === b,
  ),
];

/** All functions that queries are made of. */
export const functions: readonly ScalarFunction[] = [
  ...equality,
  ...comparison,
  ...logic,
  ...emptiness,
  ...members,
  ...textOperators,
  ...text,
  ...arithmetic,
  ...extremes,
  ...choices,
  ...conversions,
  ...time,
  ...dynamic,
];
