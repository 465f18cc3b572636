import type { Dice } from '../dice.ts';

const texts = [
  '',
  '&lt;b&gt;',
  '&amp;amp;',
  '&#0;',
  '&#xD800;',
  '&#x110000;',
  '&unknown;',
  '&',
  '<![CDATA[<a>]]>',
  '<!-- -->',
  '<!-- -- -->',
  '<?php x ?>',
  '9'.repeat(400),
  '-1',
  '1e999',
  'NaN',
  '2024-99-99T99:99:99Z',
  '__proto__',
  'CVE-2024-0001 '.repeat(40),
  'x'.repeat(300_000),
  '\0',
  '\u202e',
  '\ud83d\ude00',
];

const doctypes = [
  '<!DOCTYPE x>',
  '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>',
  '<!DOCTYPE x [<!ENTITY % p "x"> %p;]>',
];

type Tokens = readonly string[];

const mutations: Readonly<Record<string, (tokens: Tokens, at: number, dice: Dice) => Tokens>> = {
  'without an element': (tokens, at) => tokens.toSpliced(at, endOf(tokens, at) - at),
  'an element twice': (tokens, at) => tokens.toSpliced(at, 0, ...tokens.slice(at, endOf(tokens, at))),
  'many of an element': (tokens, at, dice) => {
    const element = tokens.slice(at, endOf(tokens, at)).join('');
    return tokens.toSpliced(at, 0, element.repeat(element.length > 500 ? 2 : dice.pick([2, 60, 400])));
  },
  'an element inside itself': (tokens, at) =>
    tokens.toSpliced(at + 1, 0, ...tokens.slice(at, endOf(tokens, at))),
  'an empty element': (tokens, at) =>
    tokens.toSpliced(at, endOf(tokens, at) - at, tokens[at]!.replace(/\/?>$/, '/>')),
  'without a tag': (tokens, at) => tokens.toSpliced(at, 1),
  'without an end tag': (tokens, at) => tokens.toSpliced(endOf(tokens, at) - 1, 1),
  'another end tag': (tokens, at) => tokens.with(endOf(tokens, at) - 1, '</other>'),
  'another name': (tokens, at, dice) =>
    tokens.with(
      at,
      tokens[at]!.replace(/^<[^\s/>]+/, dice.pick(['<other', '<x:y', '<__proto__', '<constructor'])),
    ),
  'without an attribute': (tokens, at, dice) =>
    tokens.with(
      at,
      overAttribute(tokens[at]!, dice, () => ''),
    ),
  'another attribute': (tokens, at, dice) =>
    tokens.with(
      at,
      overAttribute(tokens[at]!, dice, (name) => ` ${name}="${dice.pick(texts).replace(/[<"]/g, '')}"`),
    ),
  'an attribute twice': (tokens, at, dice) =>
    tokens.with(
      at,
      overAttribute(tokens[at]!, dice, (_, all) => all + all),
    ),
  'a hostile attribute': (tokens, at, dice) =>
    tokens.with(
      at,
      tokens[at]!.replace(
        /^(<[^\s/>]+)/,
        `$1 ${dice.pick(['__proto__', 'constructor', 'toString', 'xmlns:x'])}="1"`,
      ),
    ),
  'another text': (tokens, at, dice) =>
    tokens.toSpliced(at + 1, /^</.test(tokens[at + 1] ?? '<') ? 0 : 1, dice.pick(texts)),
  'a document type': (tokens, at, dice) => tokens.toSpliced(dice.pick([0, 1, at]), 0, dice.pick(doctypes)),
  deep: (tokens, at, dice) => {
    const depth = dice.pick([20, 210, 3000]);
    return tokens.toSpliced(at, 0, '<a>'.repeat(depth), dice.pick(['', '</a>'.repeat(depth)]));
  },
  'the whole twice': (tokens) => [...tokens, ...tokens],
};

export const xmlMutationNames: readonly string[] = Object.keys(mutations);

/** An XML text with one change of its tags; undefined for a text without tags. */
export function mutateXml(text: string, name: string, dice: Dice): string | undefined {
  const tokens = text.match(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<[^>]*>|[^<]+/g) ?? [];
  const starts = tokens.flatMap((token, at) => (/^<[^!?/]/.test(token) ? [at] : []));
  return starts.length === 0 ? undefined : mutations[name]!(tokens, dice.pick(starts), dice).join('');
}

/** Behind the end tag of the element that begins at a token. */
function endOf(tokens: Tokens, at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.startsWith('</')) depth--;
    else if (/^<[^!?]/.test(token) && !token.endsWith('/>')) depth++;
    if (depth <= 0) return i + 1;
  }
  return tokens.length;
}

function overAttribute(tag: string, dice: Dice, change: (name: string, all: string) => string): string {
  const found = [...tag.matchAll(/\s([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')/g)];
  if (found.length === 0) return tag;
  const one = dice.pick(found);
  return tag.slice(0, one.index) + change(one[1]!, one[0]) + tag.slice(one.index + one[0].length);
}
