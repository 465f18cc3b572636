import { Tokenizer, TokenType } from '@streamparser/json';
import { SaxesParser } from 'saxes';
import { asObject } from '../base/json-value.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { localName } from '../base/xml.ts';
import { detectEncoding, looksLikeText } from '../base/text.ts';
import type { Head, JsonHead } from './source.ts';

/** Bytes of a file that detection looks at. */
export const headBytes = 64 * 1024;
/** Bytes that a head keeps as they are: enough for the magic bytes of every format. */
const magicBytes = 512;

/** What detection needs to know of a file, from its first bytes (decompressed). */
export function headOf(name: string, content: Uint8Array): Head {
  // A copy, so that the head does not keep the whole chunk.
  const bytes = Uint8Array.from(content.subarray(0, magicBytes));
  const decoded = new TextDecoder(detectEncoding(content)).decode(content.subarray(0, headBytes), {
    stream: true,
  });
  if (!looksLikeText(decoded)) return { name, bytes, text: '' };
  const start = decoded.trimStart();
  if (start.startsWith('<')) {
    const xml = xmlHead(start);
    return xml === undefined ? { name, bytes, text: decoded } : { name, bytes, text: decoded, xml };
  }
  const json = jsonHead(start);
  return json === undefined ? { name, bytes, text: decoded } : { name, bytes, text: decoded, json };
}

function xmlHead(text: string): Head['xml'] {
  let root: { name: string; attributes: Readonly<Record<string, string>> } | undefined;
  const elements = new Set<string>();
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    root ??= { name: tag.name, attributes: tag.attributes };
    elements.add(localName(tag.name));
  });
  // What is wrong with the file is said when it is read; the head only has to recognise it.
  parser.on('error', () => undefined);
  try {
    parser.write(text);
  } catch {
    // The parser gives up on some damage; what it saw before that is enough to recognise the format.
  }
  return root === undefined
    ? undefined
    : { root: localName(root.name), attributes: root.attributes, elements };
}

const maxPathDepth = 5;
const maxScalarCharacters = 200;
const maxPaths = 4000;

function jsonHead(text: string): JsonHead | undefined {
  const c = text[0];
  if (c === undefined || !/[[{"\dtfn-]/.test(c)) return undefined;
  const lines = jsonLines(text);
  if (lines !== undefined) return lines;
  if (c !== '{' && c !== '[') {
    const scalar = text.trim();
    if (scalar === 'null') return { form: 'null', paths: new Set(), scalars: new Map(), lines: [] };
    return tryParse(scalar) === undefined
      ? undefined
      : { form: 'scalar', paths: new Set(), scalars: new Map(), lines: [] };
  }
  const collector = new PathCollector();
  collector.take(text);
  return {
    form: c === '{' ? 'object' : 'array',
    paths: collector.paths,
    scalars: collector.scalars,
    lines: [],
  };
}

/** One object a line: at least the first line is a whole object and the next line, if any, begins another. */
function jsonLines(text: string): JsonHead | undefined {
  if (!text.startsWith('{')) return undefined;
  const raw = text.split('\n').map((line) => line.trim());
  const whole = raw.slice(0, -1).filter((line) => line !== '');
  const last = raw.at(-1) ?? '';
  if (whole.length === 0 || (whole.length === 1 && last === '')) return undefined;
  const first = asObject(tryParse(whole[0] ?? ''));
  const second = whole[1] ?? last;
  if (first === undefined || !second.startsWith('{')) return undefined;
  const lines: JsonObject[] = [];
  const collector = new PathCollector();
  for (const line of whole.slice(0, 20)) {
    const value = asObject(tryParse(line));
    if (value === undefined) continue;
    lines.push(value);
    collector.take(line);
  }
  return { form: 'lines', paths: collector.paths, scalars: collector.scalars, lines };
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

class PathCollector {
  readonly paths = new Set<string>();
  readonly scalars = new Map<string, string>();

  /** Walks as much of the text as is JSON; damage or the cut at the end of the head ends the walk quietly. */
  take(text: string): void {
    const levels: { isArray: boolean; key: string; expectKey: boolean }[] = [];
    const tokenizer = new Tokenizer();
    const note = (value: unknown): void => {
      if (levels.length === 0 || levels.length > maxPathDepth || this.paths.size >= maxPaths) return;
      const path = levels.map((level) => level.key).join('.');
      this.paths.add(path);
      if (value === undefined || this.scalars.has(path)) return;
      const scalar = typeof value === 'string' ? value : JSON.stringify(value);
      if (scalar.length <= maxScalarCharacters) this.scalars.set(path, scalar);
    };
    tokenizer.onError = () => undefined;
    tokenizer.onEnd = () => undefined;
    tokenizer.onToken = ({ token, value }) => {
      const level = levels.at(-1);
      if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) {
        note(undefined);
        const isArray = token === TokenType.LEFT_BRACKET;
        levels.push({ isArray, key: isArray ? '*' : '', expectKey: !isArray });
      } else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) {
        levels.pop();
      } else if (token === TokenType.COMMA) {
        if (level !== undefined && !level.isArray) level.expectKey = true;
      } else if (token === TokenType.STRING && level?.expectKey === true) {
        level.key = String(value);
        level.expectKey = false;
      } else if (token !== TokenType.COLON) {
        note(value);
      }
    };
    try {
      tokenizer.write(text);
    } catch {
      // Not JSON from here on: the paths seen so far stand.
    }
  }
}
