/** A query that did not run. */
export interface Miss {
  readonly file: string;
  readonly status: string;
  readonly reason: string;
  /** What of the closed list it uses. */
  readonly excuse: string | undefined;
}

/** The page that lists every query of the corpus that binds and does not run. */
export function missesPage(figures: readonly string[], misses: readonly Miss[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('`', "'").slice(0, 160);
  const row = (miss: Miss) => `| ${cell(miss.file)} | ${miss.status} | ${cell(miss.reason)} |`;
  const table = (rows: readonly Miss[]) =>
    rows.length === 0
      ? 'None.'
      : ['| query | outcome | reason |', '| --- | --- | --- |', ...rows.map(row)].join('\n');
  return [
    '# Public queries that do not run',
    '',
    'Written by `npx tsx bench/kql-corpus.ts --all --page docs/reference/kql-misses.md`. The queries are public (their licences',
    'allow it); they lie beside the repository and are named as there.',
    '',
    ...figures.map((figure) => `- ${figure}`),
    '',
    '## Misses',
    '',
    table(misses.filter((miss) => miss.excuse === undefined)),
    '',
    '## Left out: reads from elsewhere, or gives several tables',
    '',
    table(misses.filter((miss) => miss.excuse !== undefined)),
    '',
  ].join('\n');
}
