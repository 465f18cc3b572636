import { Random } from './generate.ts';

/** Snippets that change what a text around them means. */
const snippets = [
  '|',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ';',
  '"',
  "'",
  '@"',
  '//',
  '/*',
  '==',
  '!',
  '~',
  '..',
  '\n',
  '\0',
  '\u202e',
  '😀',
  '\ud800',
  '%',
  '$',
  '$left.',
  '0x',
  '1e999',
  ' where ',
  ' let x = ',
  ' by ',
  ' on ',
  ' union ',
  ' | join ',
  ' | summarize ',
  ' | extend ',
  'datatable(',
  'dynamic({',
  'datetime(',
  'typeof(',
  'null',
  ' and ',
  ' or ',
  ' not(',
  'cluster("x").',
  'database("y").',
  'externaldata(a:string)["http://x"]',
  ' | evaluate python(typeof(*), "x")',
  '; drop table A1; --',
  '"; drop table A1; --',
  "'); select 1; --",
  'print ',
  'toscalar(',
  'materialize(',
  ' | invoke f()',
  ' | parse x with ',
  ' | mv-expand ',
  ' | make-series ',
  '999999999999999999999999',
  'pack_all()',
  ' kind=',
  ' hint.x=',
  '*',
];

/** A text that is mostly no query any more: some places of it are cut, doubled, swapped or replaced. */
export function damaged(random: Random, text: string): string {
  let result = text;
  for (let count = random.pick([1, 1, 2, 3, 8]); count > 0; count--) {
    const at = random.below(result.length + 1);
    const to = Math.min(result.length, at + random.pick([1, 1, 2, 5, 20]));
    switch (random.below(6)) {
      case 0:
        result = result.slice(0, at) + result.slice(to);
        break;
      case 1:
        result = result.slice(0, at) + random.pick(snippets) + result.slice(at);
        break;
      case 2:
        result = result.slice(0, to) + result.slice(at);
        break;
      case 3:
        result = result.slice(0, at) + random.pick(snippets) + result.slice(to);
        break;
      case 4:
        result = result.slice(0, at);
        break;
      default: {
        const words = result.split(/(\s+|\b)/);
        const [a, b] = [random.below(words.length), random.below(words.length)];
        [words[a], words[b]] = [words[b]!, words[a]!];
        result = words.join('');
      }
    }
  }
  return result;
}

/** A text that never was a query. */
export function garbage(random: Random): string {
  const any = () =>
    random.chance(0.3)
      ? random.pick(snippets)
      : String.fromCodePoint(random.pick([random.below(128), random.below(0x2000), random.below(0x10ffff)]));
  return Array.from({ length: random.below(60) }, any).join('');
}
