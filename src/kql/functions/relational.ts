import { datetimeText, timespanText } from '../ticks.ts';
import type { AggregateFunction, ScalarFunction } from './entry.ts';
import { nativeEntry } from './shared.ts';

/** Functions that operators are made of; a query cannot name them. */
export const relationalFunctions: readonly ScalarFunction[] = [
  {
    // Null is the same as null: for keys of groups, not for `==`.
    name: 'same value',
    parameters: ['any', 'any'],
    nulls: 'never',
    returns: 'bool',
    duckdb: '$1 IS NOT DISTINCT FROM $2',
  },
  {
    // Text, pattern, all group names as a SQL list, the wanted group's name; empty when the pattern does not match.
    name: 'pattern group',
    parameters: ['string', 'string', 'string', 'string'],
    nulls: 'never',
    returns: 'string',
    duckdb: ([text, pattern], call) => {
      const [, , names, wanted] = call.args.map((arg) => (arg.op === 'literal' ? String(arg.value) : ''));
      return `(regexp_extract(${text!}, ${pattern!}, [${names!}])).${wanted!}`;
    },
  },
  {
    name: 'pattern matches',
    parameters: ['string', 'string'],
    nulls: 'never',
    returns: 'bool',
    duckdb: 'regexp_matches($1, $2)',
  },
  {
    name: 'no elements',
    parameters: ['dynamic'],
    nulls: 'never',
    returns: 'bool',
    duckdb: 'len(kql_elements($1, false)) = 0',
  },
  nativeEntry('key values', ['string', 'string'], 'dynamic', (text: string, settings: string) =>
    keyValues(text, JSON.parse(settings) as KeyValueSettings),
  ),
  { name: 'ticks', parameters: ['any'], nulls: 'propagate', returns: 'long', duckdb: '$1' },
  {
    // Which step of a length a value lies in.
    name: 'step',
    parameters: ['number', 'number'],
    nulls: 'may',
    returns: 'long',
    duckdb: (args, call) => stepSql(args, call.args[0]?.type === 'real'),
  },
  {
    name: 'step above',
    parameters: ['number', 'number'],
    nulls: 'may',
    returns: 'long',
    duckdb: ([value, step], call) => `(-${stepSql([`(-${value!})`, step!], call.args[0]?.type === 'real')})`,
  },
  // Points `[place, value]`, first place, count, value of places without a point.
  nativeEntry(
    'series values',
    ['dynamic', 'long', 'long', 'dynamic'],
    'dynamic',
    (
      points: readonly (readonly [number, unknown])[] | null,
      first: bigint | null,
      count: bigint | null,
      rest: unknown,
    ) => {
      if (first === null || count === null || count < 0n || count > seriesLimit) return null;
      const values: unknown[] = Array.from({ length: Number(count) }, () => rest ?? null);
      for (const [place, value] of points ?? []) {
        const at = place - Number(first);
        if (at >= 0 && at < values.length) values[at] = value;
      }
      return values;
    },
  ),
  // Type of the axis, its first value, step, count.
  nativeEntry(
    'series axis',
    ['string', 'long', 'long', 'long'],
    'dynamic',
    (type: string, first: bigint | null, step: bigint | null, count: bigint | null) => {
      if (first === null || step === null || count === null || count < 0n || count > seriesLimit) return null;
      return Array.from({ length: Number(count) }, (_, index) => {
        const value = first + step * BigInt(index);
        return type === 'datetime'
          ? datetimeText(value)
          : type === 'timespan'
            ? timespanText(value)
            : Number(value);
      });
    },
  ),
  nativeEntry(
    'series axis real',
    ['real', 'real', 'long'],
    'dynamic',
    (first: number | null, step: number | null, count: bigint | null) => {
      if (first === null || step === null || count === null || count < 0n || count > seriesLimit) return null;
      return Array.from({ length: Number(count) }, (_, index) => first + step * index);
    },
  ),
];

/** Aggregates that operators are made of. */
export const relationalAggregates: readonly AggregateFunction[] = [
  {
    name: 'series points',
    parameters: ['long', 'dynamic'],
    returns: 'dynamic',
    duckdb: 'to_json(list(json_array($1, $2)))',
  },
];

function stepSql([value, step]: readonly string[], real: boolean): string {
  return real
    ? `floor(${value!} / nullif(${step!}, 0))::BIGINT`
    : `((${value!} - ((${value!} % nullif(${step!}, 0)) + ${step!}) % ${step!}) // ${step!})`;
}

/** Longest series, as in the language. */
const seriesLimit = 1_048_576n;

/** What `parse-kv` was told. */
export interface KeyValueSettings {
  readonly keys: readonly string[];
  readonly pairDelimiter?: string;
  readonly valueDelimiter?: string;
  /** One or two characters: opening and closing. */
  readonly quotes: readonly (readonly [string, string])[];
  readonly escape?: string;
  readonly greedy: boolean;
  /** Its first group is the key, its second the value. */
  readonly regex?: string;
}

/** The values of the wanted keys in a text of keys and values; the first of a key counts. */
function keyValues(text: string, settings: KeyValueSettings): Readonly<Record<string, string>> {
  const wanted = new Set(settings.keys);
  const found: Record<string, string> = {};
  for (const [key, value] of settings.regex === undefined
    ? pairs(text, settings)
    : matches(text, settings.regex))
    if (wanted.has(key) && !Object.hasOwn(found, key)) found[key] = value;
  return found;
}

function* matches(text: string, pattern: string): Generator<readonly [string, string]> {
  let regex: RegExp;
  try {
    regex = new RegExp(pattern, 'gu');
  } catch {
    return;
  }
  for (const match of text.matchAll(regex)) yield [match[1] ?? '', match[2] ?? ''];
}

function* pairs(text: string, settings: KeyValueSettings): Generator<readonly [string, string]> {
  const scanner = new Scanner(text, settings);
  while (!scanner.done) {
    const key = scanner.word('key');
    if (!scanner.between()) continue;
    // Without a delimiter of its own any word may be a key: only those asked for have the next word as value.
    if (settings.valueDelimiter === undefined && !settings.keys.includes(key)) continue;
    yield [key, scanner.word('value')];
    scanner.next();
  }
}

/** Goes through a text of keys and values. */
class Scanner {
  readonly #text: string;
  readonly #settings: KeyValueSettings;
  #at = 0;

  constructor(text: string, settings: KeyValueSettings) {
    this.#text = text;
    this.#settings = settings;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Takes the delimiter of key and value; else goes on behind the next delimiter of pairs. */
  between(): boolean {
    if (this.#take(this.#settings.valueDelimiter)) return true;
    this.next();
    return false;
  }

  /** Goes behind the delimiter of pairs, or at least one character on. */
  next(): void {
    if (!this.#take(this.#settings.pairDelimiter)) this.#at += 1;
  }

  /** A key or a value, quoted or up to the next delimiter. */
  word(what: 'key' | 'value'): string {
    while (this.#text[this.#at] === ' ' && this.#settings.pairDelimiter !== ' ') this.#at += 1;
    const quote = this.#settings.quotes.find(([open]) => this.#text.startsWith(open, this.#at));
    if (quote !== undefined) return this.#quoted(quote);
    const start = this.#at;
    while (!this.done && !this.#ends(what)) this.#at += 1;
    return this.#text.slice(start, this.#at).trim();
  }

  #ends(what: 'key' | 'value'): boolean {
    const pair = this.#delimits(this.#settings.pairDelimiter);
    if (what === 'key') return pair || this.#delimits(this.#settings.valueDelimiter);
    return pair && (!this.#settings.greedy || this.#keyFollows());
  }

  /** Whether a key and its delimiter come before the next delimiter of pairs. */
  #keyFollows(): boolean {
    const { pairDelimiter: pair = '', valueDelimiter: delimiter = '' } = this.#settings;
    const from = this.#at + pair.length;
    const key = this.#text.indexOf(delimiter, from);
    const end = this.#text.indexOf(pair, from);
    return key !== -1 && (end === -1 || key < end);
  }

  #quoted([open, close]: readonly [string, string]): string {
    let value = '';
    for (this.#at += open.length; !this.done && !this.#text.startsWith(close, this.#at); this.#at += 1) {
      if (this.#settings.escape !== undefined && this.#text[this.#at] === this.#settings.escape)
        this.#at += 1;
      value += this.#text[this.#at] ?? '';
    }
    this.#at += close.length;
    return value;
  }

  /** Without a delimiter of one's own, whatever is no letter, digit or quote separates. */
  #delimits(delimiter: string | undefined): boolean {
    if (delimiter !== undefined) return this.#text.startsWith(delimiter, this.#at);
    return !/[\p{L}\p{N}_]/u.test(this.#text[this.#at] ?? ' ');
  }

  #take(delimiter: string | undefined): boolean {
    if (delimiter !== undefined) {
      if (!this.#text.startsWith(delimiter, this.#at)) return false;
      this.#at += delimiter.length;
      return true;
    }
    const start = this.#at;
    while (!this.done && this.#delimits(undefined) && !this.#quoteStarts()) this.#at += 1;
    return this.#at > start;
  }

  #quoteStarts(): boolean {
    return this.#settings.quotes.some(([open]) => this.#text.startsWith(open, this.#at));
  }
}
