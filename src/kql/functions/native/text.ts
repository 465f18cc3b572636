import { allowSteps } from '../../caps/work.ts';

/** The place of the n-th occurrence of a text in a range of another, in characters; −1 when there is none. */
export function indexOf(
  value: string,
  search: string,
  start: bigint | null,
  length: bigint | null,
  occurrence: bigint | null,
): bigint | null {
  if (start === null || length === null || occurrence === null || occurrence < 1n || length < -1n)
    return null;
  const characters = Array.from(value);
  const size = BigInt(characters.length);
  const first = start < 0n ? (size + start < 0n ? 0n : size + start) : start;
  if (first > size) return -1n;
  const last = length === -1n ? size : first + length < size ? first + length : size;
  const range = characters.slice(Number(first), Number(last)).join('');
  let at = -1;
  for (let found = 0n; found < occurrence; found++) {
    const next = range.indexOf(search, at + 1);
    if (next <= at) return -1n;
    at = next;
  }
  return first + BigInt(Array.from(range.slice(0, at)).length);
}

/** How often a text occurs in another; occurrences may overlap. */
export function countOf(value: string, search: string): bigint {
  if (search === '') return 0n;
  let count = 0n;
  for (let at = value.indexOf(search); at !== -1; at = value.indexOf(search, at + 1)) count++;
  return count;
}

/**
 * Replaces texts, one after the other as listed; what has been replaced is not searched again. A replacement that is no text
 * leaves what it should replace as it is.
 */
export function replaceStrings(value: string, searches: unknown, replacements: unknown): string {
  if (!Array.isArray(searches) || !Array.isArray(replacements)) return value;
  let pieces: readonly { readonly text: string; readonly done: boolean }[] = [{ text: value, done: false }];
  for (const [index, search] of (searches as unknown[]).entries()) {
    if (typeof search !== 'string' || search === '' || index >= replacements.length) continue;
    const replacement: unknown = replacements[index];
    const text = typeof replacement === 'string' ? replacement : search;
    pieces = pieces.flatMap((piece) =>
      piece.done
        ? [piece]
        : piece.text.split(search).flatMap((part, at) =>
            at === 0
              ? [{ text: part, done: false }]
              : [
                  { text, done: true },
                  { text: part, done: false },
                ],
          ),
    );
    allowSteps(pieces.length * 100);
  }
  return pieces.map((piece) => piece.text).join('');
}

/** Replaces each character of one list by that of another; the last one serves for all that lack one. */
export function translate(searched: string, replacements: string, value: string): string {
  const from = Array.from(searched);
  const to = Array.from(replacements);
  return Array.from(value, (character) => {
    const at = from.indexOf(character);
    return at === -1 ? character : (to[Math.min(at, to.length - 1)] ?? '');
  }).join('');
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
