import { Tokenizer, TokenType } from '@streamparser/json';
import { failed, ok, type Fault, type Result } from './fault.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** Objects carry no prototype, so a key such as `__proto__` is only a key. */
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
 */
export async function readJson(text: AsyncIterable<string>, handlers: JsonHandlers): Promise<Result<void>> {
  const assembler = new Assembler(handlers);
  const tokenizer = new Tokenizer();
  let read = 0;
  let lastToken = 0;
  let ended = false;
  let cut = false;
  tokenizer.onToken = ({ token, value, offset }) => {
    lastToken = offset;
    assembler.token(token, value);
  };
  tokenizer.onError = (error) => {
    throw error;
  };
  // The library's `end` is never called: it reports a cut file like any other fault, and we tell the two apart.
  tokenizer.onEnd = () => undefined;
  try {
    for await (const chunk of text) {
      tokenizer.write(chunk);
      read += chunk.length;
      if (read - lastToken > maxStringCharacters + chunk.length * 2 && !/^\s*$/.test(chunk)) {
        return failed({
          code: 'too-large',
          message: `one value is longer than ${maxStringCharacters / 1024 / 1024} MB`,
          place: `offset ${lastToken}`,
        });
      }
      await handlers.pressure?.();
    }
    ended = true;
    // A bare number has no end mark of its own: a line break closes it.
    if (!assembler.complete) tokenizer.write('\n');
  } catch (error) {
    if (error instanceof Stop) return failed(error.fault);
    if (!(error instanceof Error)) throw error;
    if (!/TokenizerError|TokenParserError/.test(error.name + error.constructor.name)) throw error;
    // What only the closing line break breaks is a string or a word cut by the end of the file: truncated, below.
    if (!ended) {
      return failed({
        code: 'not-well-formed',
        message: `not well-formed JSON after ${formatPath(assembler.path)}`,
        place: `offset ${lastToken}`,
        remedy: 'export it again with the tool itself',
      });
    }
    cut = true;
  }
  if (assembler.complete) return ok(undefined);
  if (!assembler.begun && !cut) return failed({ code: 'empty', message: 'the file holds no JSON value' });
  return failed({
    code: 'truncated',
    message: `the file ends inside ${formatPath(assembler.path)}`,
    place: `offset ${read}`,
    remedy: 'run the export again to its end',
  });
}

interface Level {
  readonly kind: 'array' | 'object';
  /** Current key or index in this level. */
  key: string | number;
  expect: 'key' | 'colon' | 'value' | 'comma';
  count: number;
  /** The value being built when inside a record. */
  readonly built: JsonValue[] | Record<string, JsonValue> | undefined;
}

/** Turns tokens into records; checks the grammar on the way, since the tokenizer knows only tokens. */
class Assembler {
  begun = false;
  complete = false;
  readonly #handlers: JsonHandlers;
  readonly #levels: Level[] = [];
  readonly #root: PatternNode;
  /** Pattern nodes alive at each level outside records. */
  readonly #patterns: (readonly PatternNode[])[] = [];
  /** Depth at which the current record began, -1 outside records. */
  #recordDepth = -1;
  #recordValues = 0;
  #recordHandler: ((value: JsonValue, path: JsonPath) => void) | undefined;

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

  #beginValue(): void {
    this.begun = true;
    const level = this.#levels.at(-1);
    if (level !== undefined && level.expect !== 'value') this.#syntax();
    if (this.#recordDepth >= 0 && ++this.#recordValues > maxRecordValues) {
      throw new Stop({
        code: 'too-large',
        message: `one record holds more than ${maxRecordValues} values`,
        place: formatPath(this.path),
      });
    }
  }

  #enter(kind: 'array' | 'object'): void {
    this.#beginValue();
    if (this.#levels.length >= maxDepth) {
      throw new Stop({
        code: 'too-deep',
        message: `the JSON is nested deeper than ${maxDepth} levels`,
        place: formatPath(this.path),
      });
    }
    let patterns: readonly PatternNode[] = [];
    if (this.#recordDepth < 0) {
      patterns = this.#next();
      const handler = patterns.find((node) => node.handler !== undefined)?.handler;
      if (handler === undefined) this.#handlers.open?.(this.path, kind);
      else this.#beginRecord(handler);
    }
    const built = this.#recordDepth < 0 ? undefined : kind === 'array' ? [] : emptyObject();
    this.#patterns.push(patterns);
    this.#levels.push({
      kind,
      key: kind === 'array' ? 0 : '',
      expect: kind === 'array' ? 'value' : 'key',
      count: 0,
      built,
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
    this.#endValue(level.built);
  }

  #scalar(value: JsonValue): void {
    this.#beginValue();
    if (this.#recordDepth < 0) {
      const handler = this.#next().find((node) => node.handler !== undefined)?.handler;
      if (handler !== undefined) this.#beginRecord(handler);
    }
    this.#endValue(value);
  }

  #beginRecord(handler: (value: JsonValue, path: JsonPath) => void): void {
    this.#recordDepth = this.#levels.length;
    this.#recordValues = 0;
    this.#recordHandler = handler;
  }

  #endValue(value: JsonValue | undefined): void {
    const parent = this.#levels.at(-1);
    if (this.#recordDepth === this.#levels.length && value !== undefined) {
      const handler = this.#recordHandler;
      this.#recordDepth = -1;
      handler?.(value, this.path);
    } else if (parent?.built !== undefined && value !== undefined) {
      if (Array.isArray(parent.built)) parent.built.push(value);
      else parent.built[parent.key] = value;
    }
    if (parent === undefined) {
      this.complete = true;
      return;
    }
    parent.count++;
    parent.expect = 'comma';
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

function emptyObject(): Record<string, JsonValue> {
  return Object.create(null) as Record<string, JsonValue>;
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
