/** The place of the n-th occurrence of a text in a range of another, in characters; −1 when there is none. */
export function indexOf(
  value: string,
  search: string,
  start: bigint | null,
  length: bigint | null,
  occurrence: bigint | null,
): bigint | null {
  if (start === null || length === null || occurrence === null || occurrence < 1n || length < -1n) return null;
  const characters = [...value];
  const wanted = [...search];
  const size = BigInt(characters.length);
  const first = start < 0n ? (size + start < 0n ? 0n : size + start) : start;
  if (first > size) return -1n;
  const last = length === -1n ? size : first + length < size ? first + length : size;
  let found = 0n;
  for (let at = Number(first); at + wanted.length <= Number(last); at++) {
    if (!wanted.every((character, index) => characters[at + index] === character)) continue;
    found++;
    if (found === occurrence) return BigInt(at);
  }
  return -1n;
}

/** How often a text occurs in another; occurrences may overlap. */
export function countOf(value: string, search: string): bigint {
  if (search === '') return 0n;
  let count = 0n;
  for (let at = value.indexOf(search); at !== -1; at = value.indexOf(search, at + 1)) count++;
  return count;
}

/**
 * Replaces texts in one pass from left to right; where several fit, the first listed one counts. A replacement that is no
 * text leaves what it should replace. Null when the lists are none or differ in length.
 */
export function replaceStrings(value: string, searches: unknown, replacements: unknown): string | null {
  if (!Array.isArray(searches) || !Array.isArray(replacements)) return value;
  const pairs = searches.flatMap((search: unknown, index): readonly (readonly [string, string])[] => {
    if (typeof search !== 'string' || search === '' || index >= replacements.length) return [];
    const replacement: unknown = replacements[index];
    return [[search, typeof replacement === 'string' ? replacement : search]];
  });
  let result = '';
  for (let at = 0; at < value.length; ) {
    const pair = pairs.find(([search]) => value.startsWith(search, at));
    result += pair === undefined ? value[at]! : pair[1];
    at += pair === undefined ? 1 : pair[0].length;
  }
  return result;
}

/** Replaces each character of one list by that of another; the last one serves for all that lack one. */
export function translate(searched: string, replacements: string, value: string): string {
  const from = [...searched];
  const to = [...replacements];
  return [...value]
    .map((character) => {
      const at = from.indexOf(character);
      return at === -1 ? character : (to[Math.min(at, to.length - 1)] ?? '');
    })
    .join('');
}

/** Unicode code points of a text. */
export function codepoints(value: string): readonly number[] {
  return Array.from(value, (character) => character.codePointAt(0)!);
}

/** The text of code points; lists in the list count as their elements, what is no code point is left out. */
export function codepointsText(points: unknown): string {
  return (Array.isArray(points) ? points.flat() : [])
    .filter((point: unknown): point is number => Number.isInteger(point))
    .filter((point) => point >= 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff))
    .map((point) => String.fromCodePoint(point))
    .join('');
}
