import type { Process, Row } from './process.ts';

export interface ReduceSettings {
  /** Least share of the rows, 0 to 1, in which a word must stand at one place to be kept. */
  readonly threshold: number;
  /** Characters that part words, instead of all that are no ASCII letters and digits. */
  readonly characters: string | null;
  /** Give each row its pattern instead of one row for each pattern. */
  readonly source: boolean;
}

/** What groups too small for a pattern are put under. */
const others = 'others';

/**
 * Groups of texts that are alike, after Vaarandi, "A data clustering algorithm for mining patterns from event logs" (2003):
 * a word that is frequent at its place stays, all else becomes `*`; patterns too rare are put together. A number is never a
 * part of a pattern. Input: number and text of each row.
 */
export const reduce: Process = {
  name: 'reduce',
  title: 'reduce',
  inputs: 1,
  maxRows: 1_000_000,
  run(given, [rows]) {
    const { threshold, characters, source } = given as ReduceSettings;
    const least = Math.max(2, Math.ceil(threshold * (rows?.length ?? 0)));
    const parts = (rows ?? []).map(([number, text]) => ({
      number: number ?? null,
      text: text ?? '',
      parts: split(text ?? '', characters),
    }));
    const frequency = new Map<string, number>();
    for (const row of parts)
      for (const [place, { word }] of row.parts.entries())
        if (/[a-z]/i.test(word)) {
          const key = `${place} ${word}`;
          frequency.set(key, (frequency.get(key) ?? 0) + 1);
        }
    const isFrequent = (place: number, word: string) => (frequency.get(`${place} ${word}`) ?? 0) >= least;
    const patterns = parts.map((row) => patternOf(row.parts, isFrequent, characters !== null));
    const groups = new Map<string, { count: number; first: string }>();
    for (const [at, pattern] of patterns.entries()) {
      const group = groups.get(pattern) ?? { count: 0, first: parts[at]!.text };
      groups.set(pattern, group);
      group.count += 1;
    }
    const kept = (pattern: string) =>
      pattern !== '*' && pattern !== '' && groups.get(pattern)!.count >= least;
    if (source)
      return parts.map(({ number }, at): Row => [number, kept(patterns[at]!) ? patterns[at]! : others]);
    const lost = [...groups]
      .filter(([pattern]) => !kept(pattern))
      .reduce((sum, [, { count }]) => sum + count, 0);
    return [
      ...[...groups]
        .filter(([pattern]) => kept(pattern))
        .map(([pattern, { count, first }]) => ({ pattern, count, first }))
        .sort((a, b) => b.count - a.count)
        .map(({ pattern, count, first }): Row => [pattern, String(count), first]),
      ...(lost === 0 ? [] : [[others, String(lost), ''] as Row]),
    ];
  },
};

interface Part {
  /** What stands between this word and the one before it. */
  readonly before: string;
  readonly word: string;
}

function split(text: string, characters: string | null): readonly Part[] {
  const isWord = (c: string) => (characters === null ? /[0-9A-Za-z]/.test(c) : !characters.includes(c));
  const found: { before: string; word: string }[] = [];
  let before = '';
  let open = false;
  for (const c of text) {
    if (!isWord(c)) {
      before += c;
      open = false;
    } else if (open) found.at(-1)!.word += c;
    else {
      found.push({ before, word: c });
      before = '';
      open = true;
    }
  }
  if (before !== '') found.push({ before, word: '' });
  return found;
}

/** Separators given in the query belong to the wildcard beside them. */
function patternOf(
  parts: readonly Part[],
  isFrequent: (place: number, word: string) => boolean,
  swallow: boolean,
): string {
  let pattern = '';
  let wild = false;
  for (const [place, { before, word }] of parts.entries()) {
    const fixed = word === '' || isFrequent(place, word);
    if (fixed) pattern += wild && swallow ? word : before + word;
    else if (!wild || (!swallow && before !== '')) pattern += swallow ? '*' : `${before}*`;
    wild = !fixed;
  }
  return pattern;
}
