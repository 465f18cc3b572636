import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { failed, ok, type Fault, type Result } from './fault.ts';

/** A closed element with its subtree. Names are local names (`cdf:Rule` is `Rule`); attribute names stay as written. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Own text, all parts joined, untrimmed; text of children is not in it. */
  readonly text: string;
  /** Line of the start tag, from 1. */
  readonly line: number;
  /** How many characters of the parent's own text come before this element; 0 for a record. */
  readonly at: number;
}

/** A start tag that was passed on the way to a record. */
export type XmlOpen = Omit<XmlElement, 'children' | 'text' | 'at'>;

export interface XmlHandlers {
  /** Called once with the document element; a fault ends the reading. */
  readonly root?: (root: XmlOpen) => Fault | undefined;
  /** Elements (by local name) that are built as a whole and handed over when they close; inside one, no other handler runs. */
  readonly records?: Readonly<Record<string, (element: XmlElement, ancestors: readonly XmlOpen[]) => void>>;
  /** Elements outside records, when they open. */
  readonly open?: Readonly<Record<string, (element: XmlOpen, ancestors: readonly XmlOpen[]) => void>>;
  /** Elements outside records, when they close. */
  readonly close?: Readonly<Record<string, (name: string) => void>>;
  /** Awaited between chunks, so that a consumer can slow the reading down. */
  readonly pressure?: () => Promise<void> | undefined;
}

/** Nesting deeper than this is no report. */
const maxDepth = 200;
/** Characters of one record, or of one text or comment outside records, as written. */
const maxRecordCharacters = 32 * 1024 * 1024;
/** Elements of one record: more than a host needs that answers on every port of TCP and UDP. */
const maxRecordElements = 600_000;

/** Carries a fault out of the parser's callbacks; never leaves this file. */
class Stop extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

/**
 * Reads an XML document as a stream: memory holds one record at a time. Entity declarations are refused, external
 * entities are never opened. Faults: `not-well-formed`, `truncated`, `external-entity`, `too-deep`, `too-large`,
 * and whatever `root` returns; what was handed over before a fault stays handed over.
 */
export async function readXml(text: AsyncIterable<string>, handlers: XmlHandlers): Promise<Result<void>> {
  const parser = new SaxesParser();
  const builder = new Builder(handlers, parser);
  try {
    for await (const chunk of text) {
      parser.write(chunk);
      builder.limit();
      await handlers.pressure?.();
    }
    builder.ended = true;
    parser.close();
  } catch (error) {
    if (error instanceof Stop) return failed(error.fault);
    throw error;
  }
  return ok(undefined);
}

interface Building {
  readonly element: {
    name: string;
    attributes: Readonly<Record<string, string>>;
    children: XmlElement[];
    text: string;
    line: number;
    at: number;
  };
  readonly isRecord: boolean;
}

class Builder {
  root: XmlOpen | undefined;
  ended = false;
  readonly #handlers: XmlHandlers;
  readonly #parser: SaxesParser;
  readonly #ancestors: XmlOpen[] = [];
  readonly #building: Building[] = [];
  /** Where the current record began, or outside records the last piece of the document. */
  #start = 0;
  #recordElements = 0;

  constructor(handlers: XmlHandlers, parser: SaxesParser) {
    this.#handlers = handlers;
    this.#parser = parser;
    parser.on('opentag', (tag) => {
      this.#open(tag);
    });
    parser.on('closetag', () => {
      this.#close();
    });
    parser.on('text', (text) => {
      this.#text(text);
    });
    parser.on('cdata', (text) => {
      this.#text(text);
    });
    parser.on('doctype', (doctype) => {
      if (/<!ENTITY/i.test(doctype)) {
        this.#stop(
          'external-entity',
          'the XML declares entities, which a report never needs',
          'export it again with the tool itself',
        );
      }
    });
    parser.on('error', (error) => {
      this.#syntaxError(error);
    });
  }

  /** Called for each element of a record and after each chunk: the parser itself gathers a text or comment without end. */
  limit(): void {
    if (this.#parser.position - this.#start > maxRecordCharacters) {
      this.#stop('too-large', `one record is larger than ${maxRecordCharacters / 1024 / 1024} MB`);
    }
    if (this.#recordElements > maxRecordElements) {
      this.#stop('too-large', `one record has more than ${maxRecordElements} elements`);
    }
  }

  #open(tag: SaxesTagPlain): void {
    const depth = this.#ancestors.length + this.#building.length;
    if (depth >= maxDepth) this.#stop('too-deep', `the XML is nested deeper than ${maxDepth} levels`);
    const name = localName(tag.name);
    const open: XmlOpen = { name, attributes: tag.attributes, line: this.#parser.line };
    if (this.root === undefined) {
      this.root = open;
      const fault = this.#handlers.root?.(open);
      if (fault !== undefined) throw new Stop(fault);
    }
    const isRecord = this.#building.length === 0 && own(this.#handlers.records, name) !== undefined;
    if (isRecord || this.#building.length > 0) {
      if (isRecord) this.#recordElements = 0;
      this.#recordElements++;
      this.limit();
      const at = this.#building.at(-1)?.element.text.length ?? 0;
      this.#building.push({
        element: { name, attributes: tag.attributes, children: [], text: '', line: open.line, at },
        isRecord,
      });
      return;
    }
    this.#start = this.#parser.position;
    own(this.#handlers.open, name)?.(open, this.#ancestors);
    this.#ancestors.push(open);
  }

  #close(): void {
    const done = this.#building.pop();
    if (this.#building.length === 0) this.#start = this.#parser.position;
    if (done === undefined) {
      const open = this.#ancestors.pop();
      if (open !== undefined) own(this.#handlers.close, open.name)?.(open.name);
      return;
    }
    if (done.isRecord) own(this.#handlers.records, done.element.name)?.(done.element, this.#ancestors);
    else this.#building.at(-1)?.element.children.push(done.element);
  }

  #text(text: string): void {
    const current = this.#building.at(-1);
    if (current === undefined) this.#start = this.#parser.position;
    else current.element.text += text;
  }

  #syntaxError(error: Error): never {
    const message = error.message.slice(0, 1000).replace(/^[^ ]*?\d+:\d+: /, '');
    if (this.ended) {
      if (this.root === undefined) return this.#stop('empty', 'the file holds no XML element');
      return this.#stop(
        'truncated',
        `the file ends inside its content: ${message}`,
        'run the export or the scan again to its end',
      );
    }
    if (/undefined entity/i.test(message))
      return this.#stop('external-entity', `the XML uses an entity of its own: ${message}`);
    return this.#stop(
      'not-well-formed',
      `not well-formed XML: ${message}`,
      'export it again with the tool itself',
    );
  }

  #stop(code: Fault['code'], message: string, remedy?: string): never {
    const place = `line ${this.#parser.line}, column ${this.#parser.column}`;
    throw new Stop(remedy === undefined ? { code, message, place } : { code, message, place, remedy });
  }
}

function own<T>(handlers: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return handlers !== undefined && Object.hasOwn(handlers, name) ? handlers[name] : undefined;
}

/** The name without its prefix. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** First child of that local name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((c) => c.name === name);
}

/** All children of that local name. */
export function children(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((c) => c.name === name);
}

/** Trimmed text of the first child of that name; undefined when the child is missing or its text is blank. */
export function childText(element: XmlElement, name: string): string | undefined {
  const text = child(element, name)?.text.trim();
  return text === '' ? undefined : text;
}

/** Elements of running text: they begin no new word. */
const inline = new Set(['a', 'b', 'code', 'em', 'i', 'span', 'strong', 'sub', 'sup', 'tt', 'u']);

/** The text of the element and all its descendants in document order, white space collapsed, trimmed. */
export function deepText(element: XmlElement): string {
  return mixedText(element).replace(/\s+/g, ' ').trim();
}

function mixedText(element: XmlElement): string {
  let text = '';
  let at = 0;
  for (const child of element.children) {
    const gap = inline.has(child.name) ? '' : ' ';
    text += element.text.slice(at, child.at) + gap + mixedText(child) + gap;
    at = child.at;
  }
  return text + element.text.slice(at);
}
