import type { ImportCounts } from '../../app/kept/index.ts';

/** What an import changed, for a person: `12 new, 40 seen again, 3 closed`. */
export function countsText(counts: ImportCounts & { readonly quarantined?: number }): string {
  const parts = [
    [counts.new, 'new'],
    [counts.seenAgain, 'seen again'],
    [counts.missing, 'missing'],
    [counts.closed, 'closed'],
    [counts.reopened, 'reopened'],
    [counts.quarantined ?? 0, 'set aside'],
  ] as const;
  const named = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  return named.length === 0 ? 'no change of findings' : named.join(', ');
}
