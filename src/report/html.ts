import { printable } from '../base/text.ts';

/** Markup that was made by `markup`: its own tags stand as written, everything filled in was escaped. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a hole of `markup`; undefined fills in nothing. */
export type Fill = Html | string | number | undefined | readonly Fill[];

/**
 * Template tag for HTML: text in the holes is data and is escaped for element content and quoted attributes alike; only `Html`
 * passes as it is. (Not called `html`, for formatters then move white space inside the templates.)
 */
export function markup(parts: TemplateStringsArray, ...fills: readonly Fill[]): Html {
  return new Html(parts.reduce((all, part, i) => `${all}${filled(fills[i - 1])}${part}`));
}

/** Text as element content or attribute value: no character of it is markup, none is invisible. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\u061c\u180e\u2060-\u2065\ufff9-\ufffb\ufffe\uffff]/g, (c) => `\\u${codeOf(c)}`)
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function filled(fill: Fill): string {
  if (fill === undefined) return '';
  if (typeof fill === 'string') return escaped(fill);
  if (typeof fill === 'number') return String(fill);
  return fill instanceof Html ? fill.toString() : fill.map(filled).join('');
}

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}
