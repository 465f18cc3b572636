import type { XmlElement } from '../../base/xml.ts';
import { textOf, valueText, valueTypes } from './binxml-values.ts';

/** Nesting of elements and of templates within values. */
const maxDepth = 64;
/** Tokens of one record, those of its templates included: what a template repeats costs each time. */
const maxTokens = 100_000;
/** Tokens of all records of one chunk: many small records can name one large template. */
const maxChunkTokens = 1_000_000;
/** Characters that one record may become: a template can name one long value again and again. */
const maxCharacters = 4 * 1024 * 1024;

/** Thrown where the bytes are no binary XML; never leaves this folder. */
export class BadBinXml extends Error {}

interface Building extends XmlElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Building[];
  text: string;
}

/** A value that a template names by its number. */
interface Value {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

/** Where the tokens stand and what they mean there. */
interface Frame {
  readonly end: number;
  readonly values: readonly Value[];
  /** Elements of a template carry the number of the value they depend on. */
  readonly isTemplate: boolean;
  readonly depth: number;
}

/**
 * Reads the binary XML of Windows events ([MS-EVEN6] 2.2.12) in one chunk of an event log. Names and templates lie anywhere
 * in the chunk and are found by their offset. Every read is checked against the chunk; what is read is bounded by depth,
 * tokens and characters, so bytes of any kind end in an element or in `BadBinXml`.
 */
export class BinXmlReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #names = new Map<number, { readonly name: string; readonly bytes: number }>();
  #at = 0;
  #tokens = 0;
  #chunkTokens = 0;
  #characters = 0;

  constructor(chunk: Uint8Array) {
    this.#bytes = chunk;
    this.#view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }

  /** The document element of the fragment that begins at an offset of the chunk. Throws `BadBinXml`. */
  read(at: number, end: number): XmlElement {
    this.#at = at;
    this.#tokens = 0;
    this.#characters = 0;
    const root = building('');
    this.#fragment(root, { end, values: [], isTemplate: false, depth: 0 });
    const [element] = root.children;
    if (element === undefined) throw new BadBinXml('it holds no element');
    return element;
  }

  /** Reads tokens up to the end of the frame or its end mark, adding what they say to the element. */
  #fragment(root: Building, frame: Frame): void {
    if (frame.depth > maxDepth) throw new BadBinXml('it is nested too deeply');
    const open: Building[] = [root];
    let attribute: string | undefined;
    const add = (text: string | undefined): void => {
      if (text === undefined) return;
      const element = open.at(-1)!;
      this.#characters += text.length;
      if (this.#characters > maxCharacters) throw new BadBinXml('it becomes too large');
      if (attribute === undefined) element.text += text;
      else element.attributes[attribute] = (element.attributes[attribute] ?? '') + text;
    };
    while (this.#at < frame.end) {
      this.#spend(1);
      const token = this.#u8();
      switch (token & 0x0f) {
        case 0x00:
          return;
        case 0x01: {
          if (frame.isTemplate) this.#skip(2);
          this.#skip(4);
          const element = building(this.#name());
          if ((token & 0x40) !== 0) this.#skip(4);
          if (open.length + frame.depth > maxDepth) throw new BadBinXml('it is nested too deeply');
          open.at(-1)!.children.push(element);
          open.push(element);
          break;
        }
        case 0x02:
          attribute = undefined;
          break;
        case 0x03:
        case 0x04:
          attribute = undefined;
          if (open.length === 1) throw new BadBinXml('an element ends that was not begun');
          open.pop();
          break;
        case 0x05:
          add(valueText(this.#u8(), this.#counted()));
          break;
        case 0x06:
          attribute = this.#name();
          break;
        case 0x07:
          add(textOf(this.#counted()));
          break;
        case 0x08:
          add(String.fromCharCode(this.#u16()));
          break;
        case 0x09:
          add(entities[this.#name()] ?? '');
          break;
        case 0x0a:
          this.#name();
          break;
        case 0x0b:
          this.#counted();
          break;
        case 0x0c:
          this.#template(open.at(-1)!, frame);
          break;
        case 0x0d:
        case 0x0e: {
          const value = frame.values[this.#u16()];
          this.#skip(1);
          if (value?.type === valueTypes.binXml) this.#nested(open.at(-1)!, value, frame);
          else if (value !== undefined)
            add(valueText(value.type, this.#bytes.subarray(value.at, value.at + value.size)));
          break;
        }
        case 0x0f:
          this.#skip(3);
          break;
      }
    }
  }

  /** A template and the values for it; the template may stand here or anywhere else in the chunk. */
  #template(into: Building, { depth }: Frame): void {
    this.#skip(5);
    const definition = this.#u32();
    const size = this.#u32At(definition + 20);
    const body = definition + 24;
    if (body + size > this.#bytes.length) throw new BadBinXml('a template lies outside of the chunk');
    if (definition === this.#at) this.#skip(24 + size);
    const values = this.#values();
    const after = this.#at;
    this.#at = body;
    this.#fragment(into, { end: body + size, values, isTemplate: true, depth: depth + 1 });
    this.#at = after;
  }

  #values(): readonly Value[] {
    const count = this.#u32();
    if (this.#at + count * 4 > this.#bytes.length) throw new BadBinXml('more values than the chunk can hold');
    let at = this.#at + count * 4;
    this.#spend(count);
    const values: Value[] = [];
    for (let i = 0; i < count; i++) {
      const size = this.#u16();
      const type = this.#u8();
      this.#skip(1);
      values.push({ type, at, size });
      at += size;
    }
    if (at > this.#bytes.length) throw new BadBinXml('a value ends outside of the chunk');
    this.#at = at;
    return values;
  }

  /** A value that is binary XML itself. */
  #nested(into: Building, value: Value, { depth }: Frame): void {
    const after = this.#at;
    this.#at = value.at;
    this.#fragment(into, { end: value.at + value.size, values: [], isTemplate: false, depth: depth + 1 });
    this.#at = after;
  }

  /** A name by its offset; where it is used first it stands in between and is passed over. */
  #name(): string {
    const at = this.#u32();
    let known = this.#names.get(at);
    if (known === undefined) {
      const bytes = this.#u16At(at + 6) * 2;
      known = { name: textOf(this.#slice(at + 8, bytes)), bytes: 10 + bytes };
      this.#names.set(at, known);
    }
    if (at === this.#at) this.#skip(known.bytes);
    return known.name;
  }

  #spend(tokens: number): void {
    this.#tokens += tokens;
    this.#chunkTokens += tokens;
    if (this.#tokens > maxTokens || this.#chunkTokens > maxChunkTokens)
      throw new BadBinXml('it has too many tokens');
  }

  /** Text with its number of characters before it. */
  #counted(): Uint8Array {
    const bytes = this.#u16() * 2;
    const text = this.#slice(this.#at, bytes);
    this.#at += bytes;
    return text;
  }

  #skip(bytes: number): void {
    this.#check(this.#at, bytes);
    this.#at += bytes;
  }

  #slice(at: number, bytes: number): Uint8Array {
    this.#check(at, bytes);
    return this.#bytes.subarray(at, at + bytes);
  }

  #u8(): number {
    this.#skip(1);
    return this.#view.getUint8(this.#at - 1);
  }

  #u16(): number {
    this.#skip(2);
    return this.#view.getUint16(this.#at - 2, true);
  }

  #u32(): number {
    this.#skip(4);
    return this.#view.getUint32(this.#at - 4, true);
  }

  #u16At(at: number): number {
    this.#check(at, 2);
    return this.#view.getUint16(at, true);
  }

  #u32At(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, true);
  }

  #check(at: number, bytes: number): void {
    if (at + bytes > this.#bytes.length) throw new BadBinXml('it points outside of its chunk');
  }
}

function building(name: string): Building {
  return {
    name,
    // Names come from the file: without a prototype `__proto__` is a name as any other.
    attributes: Object.create(null) as Record<string, string>,
    children: [],
    text: '',
    line: 0,
    at: 0,
  };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
