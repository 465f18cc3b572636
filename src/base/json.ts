import { Tokenizer, TokenType } from '@streamparser/json';
import { failed, ok, type Fault, type Result } from './fault.ts';
import { RecordText } from './record-text.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** A key such as `__proto__` is a key of the object itself, as `JSON.parse` makes it. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}
/** Keys and indices from the document's root. */
export type JsonPath = readonly (string | number)[];

export interface JsonHandlers {
  /**
   * Paths whose values are built as a whole and handed over, `*` standing for any key or index:
   * `value.*`, `Results.*.Vulnerabilities.*`, `meta`. A dot within a key is written `\\.`. The empty string is the whole
   * document. A value below a match is not matched again.
   */
  readonly records: Readonly<Record<string, (value: JsonValue, path: JsonPath) => void>>;
  /** Called for each array or object that opens outside records, with its path. */
  readonly open?: (path: JsonPath, kind: 'array' | 'object') => void;
  /** Awaited between chunks, so that a consumer can slow the reading down. */
  readonly pressure?: () => Promise<void> | undefined;
}

const maxDepth = 64;
/** Characters of one string. */
const maxStringCharacters = 4 * 1024 * 1024;
/** Values (scalars, objects, arrays) of one record. */
const maxRecordValues = 2_000_000;
/** Characters of one record as written. */
const maxRecordCharacters = 64 * 1024 * 1024;

class Stop extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/**
 * Reads one JSON document as a stream: memory holds one record at a time. Faults: `not-well-formed`, `truncated`,
 * `too-deep`, `too-large`, `empty`; what was handed over before a fault stays handed over. `open` may throw nothing.
 *
 * Tokens are made of what lies around the records only; a record that is an array or object is cut out as text and given to
 * `JSON.parse`, which is several times as fast.
 */
export async function readJson(text: AsyncIterable<string>, handlers: JsonHandlers): Promise<Result<void>> {
  const reading = new Reading(new Assembler(handlers));
  try {
    for await (const chunk of text) {
      reading.write(chunk);
      await handlers.pressure?.();
    }
    reading.end();
  } catch (error) {
    if (error instanceof Stop) return failed(error.fault);
    throw error;
  }
  return ok(undefined);
}

/** Where a stream of text stands: around records or within one. */
class Reading {
  readonly #assembler: Assembler;
  readonly #tokenizer = new Tokenizer();
  /** Characters before the chunk that is being read, and of it that were dealt with. */
  #before = 0;
  #at = 0;
  /** Where the last token ended. */
  #lastToken = 0;
  #record: RecordText | undefined;

  constructor(assembler: Assembler) {
    this.#assembler = assembler;
    this.#tokenizer.onToken = ({ token, value }) => {
      this.#lastToken = this.#before + this.#at;
      assembler.token(token, value);
    };
    this.#tokenizer.onError = (error) => {
      throw error;
    };
    // The library's `end` is never called: it reports a cut file like any other fault, and we tell the two apart.
    this.#tokenizer.onEnd = () => undefined;
  }

  write(chunk: string): void {
    this.#at = 0;
    while (this.#at < chunk.length) {
      if (this.#record !== undefined) this.#gather(this.#record, chunk);
      else this.#tokens(chunk);
    }
    this.#before += chunk.length;
    this.#at = 0;
    if (this.#record !== undefined || /^\s*$/.test(chunk)) return;
    if (this.#before - this.#lastToken > maxStringCharacters + chunk.length * 2)
      this.#stop('too-large', `one value is longer than ${maxStringCharacters / 1024 / 1024} MB`);
  }

  /** Says what is missing at the end of the text. */
  end(): void {
    const record = this.#record;
    // An error before the end of the text is what keeps the record from ending.
    if (record !== undefined && !isCut(record.text)) this.#malformed();
    let isCutToken = false;
    if (record === undefined && !this.#assembler.complete) {
      try {
        // A bare number has no end mark of its own: a line break closes it.
        this.#tokenizer.write('\n');
      } catch (error) {
        if (!isOfTokenizer(error)) throw error;
        // What only the closing line break breaks is a string or a word cut by the end of the file.
        isCutToken = true;
      }
    }
    if (this.#assembler.complete) return;
    if (!this.#assembler.begun && !isCutToken)
      throw new Stop({ code: 'empty', message: 'the file holds no JSON value' });
    throw new Stop({
      code: 'truncated',
      message: `the file ends inside ${formatPath(this.#assembler.path)}`,
      place: `offset ${this.#before}`,
      remedy: 'run the export again to its end',
    });
  }

  /** Reads tokens up to the next bracket, which may open a record. */
  #tokens(chunk: string): void {
    const bracket = nextBracket(chunk, this.#at);
    const piece = chunk.slice(this.#at, bracket + 1);
    try {
      this.#tokenizer.write(piece);
    } catch (error) {
      if (!isOfTokenizer(error)) throw error;
      this.#malformed();
    }
    this.#at = bracket + 1;
    if (!this.#assembler.beginsRecord()) return;
    this.#record = new RecordText();
    this.#at = bracket;
  }

  #gather(record: RecordText, chunk: string): void {
    const end = record.take(chunk, this.#at);
    this.#assembler.limitRecord(record);
    this.#at = end < 0 ? chunk.length : end;
    if (end < 0) return;
    this.#record = undefined;
    this.#lastToken = this.#before + this.#at;
    const value = parsed(record.text);
    if (value === undefined) this.#malformed();
    this.#assembler.endRecord(value);
  }

  #malformed(): never {
    this.#stop(
      'not-well-formed',
      `not well-formed JSON after ${formatPath(this.#assembler.path)}`,
      'export it again with the tool itself',
    );
  }

  #stop(code: Fault['code'], message: string, remedy?: string): never {
    const place = `offset ${this.#lastToken}`;
    throw new Stop(remedy === undefined ? { code, message, place } : { code, message, place, remedy });
  }
}

/** Where the next opening bracket is, in a string or not; the last character when there is none. */
function nextBracket(chunk: string, from: number): number {
  const pattern = /[[{]/g;
  pattern.lastIndex = from;
  return pattern.exec(chunk)?.index ?? chunk.length - 1;
}

function isOfTokenizer(error: unknown): boolean {
  return (
    error instanceof Error && /TokenizerError|TokenParserError/.test(error.name + error.constructor.name)
  );
}

/** The value; undefined when the text is no JSON. */
function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Whether a text that is no JSON would be the beginning of one: what the engine says is wrong is the end. */
function isCut(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const position = /at position (\d+)/.exec((error as Error).message)?.[1];
    return position === undefined
      ? !/Unexpected token/.test((error as Error).message)
      : Number(position) >= text.length;
  }
}

interface Level {
  readonly kind: 'array' | 'object';
  /** Current key or index in this level. */
  key: string | number;
  expect: 'key' | 'colon' | 'value' | 'comma';
  count: number;
}

/** Knows the path, and which values are records; checks the grammar on the way, since the tokenizer knows only tokens. */
class Assembler {
  begun = false;
  complete = false;
  readonly #handlers: JsonHandlers;
  readonly #levels: Level[] = [];
  readonly #root: PatternNode;
  /** Pattern nodes alive at each level. */
  readonly #patterns: (readonly PatternNode[])[] = [];
  /** Of the record whose bracket was the last token. */
  #handler: PatternNode['handler'];

  constructor(handlers: JsonHandlers) {
    this.#handlers = handlers;
    this.#root = compile(handlers.records);
  }

  get path(): JsonPath {
    return this.#levels.map((level) => level.key);
  }

  token(token: TokenType, value: unknown): void {
    if (this.complete) {
      throw new Stop({
        code: 'not-well-formed',
        message: 'there is more after the end of the JSON document',
        remedy: 'one document a file, or one a line',
      });
    }
    const level = this.#levels.at(-1);
    switch (token) {
      case TokenType.LEFT_BRACE:
        this.#enter('object');
        return;
      case TokenType.LEFT_BRACKET:
        this.#enter('array');
        return;
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        this.#leave(token === TokenType.RIGHT_BRACE ? 'object' : 'array');
        return;
      case TokenType.COLON:
        if (level?.expect !== 'colon') this.#syntax();
        level.expect = 'value';
        return;
      case TokenType.COMMA:
        if (level?.expect !== 'comma') this.#syntax();
        if (level.kind === 'array') {
          level.key = level.count;
          level.expect = 'value';
        } else {
          level.expect = 'key';
        }
        return;
      case TokenType.STRING:
        if (level?.expect === 'key') {
          level.key = value as string;
          level.expect = 'colon';
          return;
        }
        this.#scalar(value as string);
        return;
      default:
        this.#scalar(value as JsonValue);
    }
  }

  /** Pattern nodes for the value about to begin. */
  #next(): readonly PatternNode[] {
    const level = this.#levels.at(-1);
    if (level === undefined) return [this.#root];
    const above = this.#patterns.at(-1) ?? [];
    const nodes: PatternNode[] = [];
    for (const node of above) {
      const named = node.children.get(String(level.key));
      if (named !== undefined) nodes.push(named);
      const any = node.children.get('*');
      if (any !== undefined) nodes.push(any);
    }
    return nodes;
  }

  /** Whether the last token opened a record: its text is to be gathered, from that bracket on. */
  beginsRecord(): boolean {
    return this.#handler !== undefined;
  }

  limitRecord({ deepest, values, length }: RecordText): void {
    if (this.#levels.length + deepest > maxDepth) this.#tooDeep();
    const tooLarge =
      values > maxRecordValues
        ? `one record holds more than ${maxRecordValues} values`
        : length > maxRecordCharacters
          ? `one record is longer than ${maxRecordCharacters / 1024 / 1024} MB`
          : undefined;
    if (tooLarge !== undefined)
      throw new Stop({ code: 'too-large', message: tooLarge, place: formatPath(this.path) });
  }

  endRecord(value: JsonValue): void {
    const handler = this.#handler;
    this.#handler = undefined;
    handler?.(value, this.path);
    this.#endValue();
  }

  #beginValue(): void {
    this.begun = true;
    const level = this.#levels.at(-1);
    if (level !== undefined && level.expect !== 'value') this.#syntax();
  }

  #enter(kind: 'array' | 'object'): void {
    this.#beginValue();
    if (this.#levels.length >= maxDepth) this.#tooDeep();
    const patterns = this.#next();
    this.#handler = patterns.find((node) => node.handler !== undefined)?.handler;
    if (this.#handler !== undefined) return;
    this.#handlers.open?.(this.path, kind);
    this.#patterns.push(patterns);
    this.#levels.push({
      kind,
      key: kind === 'array' ? 0 : '',
      expect: kind === 'array' ? 'value' : 'key',
      count: 0,
    });
  }

  #leave(kind: 'array' | 'object'): void {
    const level = this.#levels.at(-1);
    if (level?.kind !== kind) this.#syntax();
    const isEmpty =
      level.count === 0 && (level.expect === 'key' || (level.kind === 'array' && level.expect === 'value'));
    if (level.expect !== 'comma' && !isEmpty) this.#syntax();
    this.#levels.pop();
    this.#patterns.pop();
    this.#endValue();
  }

  #scalar(value: JsonValue): void {
    this.#beginValue();
    this.#next()
      .find((node) => node.handler !== undefined)
      ?.handler?.(value, this.path);
    this.#endValue();
  }

  #endValue(): void {
    const parent = this.#levels.at(-1);
    if (parent === undefined) {
      this.complete = true;
      return;
    }
    parent.count++;
    parent.expect = 'comma';
  }

  #tooDeep(): never {
    throw new Stop({
      code: 'too-deep',
      message: `the JSON is nested deeper than ${maxDepth} levels`,
      place: formatPath(this.path),
    });
  }

  #syntax(): never {
    throw new Stop({
      code: 'not-well-formed',
      message: `not well-formed JSON at ${formatPath(this.path)}`,
      remedy: 'export it again with the tool itself',
    });
  }
}

interface PatternNode {
  readonly children: Map<string, PatternNode>;
  handler: ((value: JsonValue, path: JsonPath) => void) | undefined;
}

function compile(records: JsonHandlers['records']): PatternNode {
  const root: PatternNode = { children: new Map(), handler: undefined };
  for (const [pattern, handler] of Object.entries(records)) {
    let node = root;
    for (const escaped of pattern === '' ? [] : pattern.split(/(?<!\\)\./)) {
      const key = escaped.replaceAll('\\.', '.');
      let next = node.children.get(key);
      if (next === undefined) {
        next = { children: new Map(), handler: undefined };
        node.children.set(key, next);
      }
      node = next;
    }
    node.handler = handler;
  }
  return root;
}

/**
 * Reads one JSON value that is in memory as a whole. Faults: `not-well-formed`, and `too-deep` as for a stream: a value of
 * thousands of levels is read without trouble, but whoever walks it runs out of stack.
 */
export function parseJson(text: string): Result<JsonValue> {
  let value: JsonValue;
  try {
    // A reviver would cost a call per value; `__proto__` from JSON.parse is an own key and harms nobody who does not merge.
    value = JSON.parse(text) as JsonValue;
  } catch {
    return failed({ code: 'not-well-formed', message: 'it is no JSON' });
  }
  if (bracketDepth(text) > maxDepth && isDeeper(value, maxDepth))
    return failed({ code: 'too-deep', message: `the JSON is nested deeper than ${maxDepth} levels` });
  return ok(value);
}

/** Levels of brackets; brackets inside strings count too, so it may be more than the value has. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) {
      if (++depth > deepest) deepest = depth;
    } else if (c === 0x5d || c === 0x7d) depth--;
  }
  return deepest;
}

function isDeeper(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    levels === 0 || Object.values(value as JsonObject).some((inner) => isDeeper(inner ?? null, levels - 1))
  );
}

/** Characters of a key that a path shows. */
const maxKeyCharacters = 100;

/** A path as people write it: `$.Results[0].Target`; of a very long key the beginning. */
export function formatPath(path: JsonPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const shown = key.length > maxKeyCharacters ? `${key.slice(0, maxKeyCharacters)}…` : key;
    return /^[\w@$-]+$/.test(shown) ? `${text}.${shown}` : `${text}[${JSON.stringify(shown)}]`;
  }, '$');
}
