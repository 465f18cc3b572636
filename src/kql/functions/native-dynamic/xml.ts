/** A text beyond which nothing is parsed, as in KQL. */
const longest = 1_048_576;

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

type Content = null | string | { [name: string]: Content | Content[] };

interface Element {
  readonly name: string;
  readonly parts: { [name: string]: Content | Content[] };
  text: string;
}

/**
 * XML as a bag of its root: attributes as `@name`, text as `#text`, repeated elements as an array; an element with nothing
 * but text is that text. Null for text that is no well-formed XML or longer than 1 MB. Only the five standard entities and
 * character numbers are read; declarations, comments and document types say nothing.
 */
export function xmlValue(text: string): unknown {
  if (text.length > longest) return null;
  const token =
    /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<!DOCTYPE(?:[^<>[]|\[[^\]]*\])*>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
  const open: Element[] = [];
  let root: { readonly name: string; readonly content: Content } | undefined;
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) return null;
    at += match[0].length;
    const [, cdata, closing, opening, attributes = '', selfClosing, characters] = match;
    const current = open.at(-1);
    if (cdata !== undefined || characters !== undefined) {
      if (current !== undefined) current.text += cdata ?? decoded(characters ?? '');
      else if ((cdata ?? characters ?? '').trim() !== '') return null;
    } else if (opening !== undefined) {
      if (current === undefined && root !== undefined) return null;
      open.push(element(opening, attributes));
    }
    if (closing === undefined && !(opening !== undefined && selfClosing === '/')) continue;
    const closed = open.pop();
    if (closed === undefined || (closing !== undefined && closing !== closed.name)) return null;
    const parent = open.at(-1);
    if (parent === undefined) root = { name: closed.name, content: contentOf(closed) };
    else add(parent.parts, closed.name, contentOf(closed));
  }
  return root === undefined || open.length > 0 ? null : { [root.name]: root.content };
}

function element(name: string, attributes: string): Element {
  const parts: Element['parts'] = {};
  for (const [, key, double, single] of attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    add(parts, `@${key!}`, decoded(double ?? single ?? ''));
  return { name, parts, text: '' };
}

function contentOf({ parts, text }: Element): Content {
  const plain = text.trim();
  if (Object.keys(parts).length === 0) return plain === '' ? null : plain;
  if (plain !== '') add(parts, '#text', plain);
  return parts;
}

function add(parts: Element['parts'], name: string, content: Content): void {
  const before = Object.hasOwn(parts, name) ? parts[name] : undefined;
  const next =
    before === undefined ? content : Array.isArray(before) ? [...before, content] : [before, content];
  Object.defineProperty(parts, name, { value: next, enumerable: true, configurable: true, writable: true });
}

function decoded(text: string): string {
  return text.replaceAll(
    /&(?:#(\d+)|#x([\dA-Fa-f]+)|(\w+));/g,
    (whole, decimal?: string, hex?: string, name = '') => {
      if (decimal === undefined && hex === undefined) return entities[name as string] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
}
