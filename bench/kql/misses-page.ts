import { format, resolveConfig } from 'prettier';
import { binds, figures, ran, tally, type Verdict } from './tally.ts';

/** Other translators of KQL on the same queries: share of AH queries and of all, in percent, and how it was found. */
const anchors: readonly (readonly [name: string, ah: string, all: string, how: string])[] = [
  ['ClickHouse 26.7, `dialect = kusto`', '22.3', '18.3', 'measured: accepted and ran on empty tables'],
  ['runreveal/pql', '8.7', '7.0', 'upper bound: its grammar'],
  ['mmaitre314/duckdb-kql', '50.3', '48.3', 'upper bound: names in its support matrix'],
  ['NeilMacMullen/kusto-loco', '70.1', '66.7', 'upper bound: names in its source'],
  ['LaurieRhodes/gokql', '80.6', '78.2', 'upper bound: names in its source'],
  ['saoc90/kql-to-sql', '86.9', '83.6', 'upper bound: names in its source, externaldata among them'],
];

/** The page of every public query that does not run, with the figures; the same verdicts give the same page. */
export async function missesPage(verdicts: readonly Verdict[], path: string): Promise<string> {
  const all = tally(verdicts);
  const ah = tally(verdicts.filter((one) => one.category === 'ah'));
  const percent = (of: typeof all) => ((100 * of.ran) / of.queries).toFixed(1);
  const misses = verdicts.filter((one) => !ran(one));
  const bound = misses.filter(binds);
  const ahFigures = figures(ah).map(([, figure]) => figure);
  const page = [
    '# Public queries that do not run',
    'Written by `npx tsx bench/kql-corpus.ts --all --page docs/reference/kql-misses.md`. The queries are public (MIT and BSD ' +
      'licences); they lie beside the repository and are named as there. AH are those that name only advanced-hunting tables: ' +
      'they run on generated rows of the published tables. The others also name tables that are not published: those tables are ' +
      'guessed, for each query on its own, from the names that it uses, with the types that their use demands, and filled too.',
    '## Figures',
    table(
      ['', 'AH', 'all'],
      [
        ['queries', String(ah.queries), String(all.queries)],
        ...figures(all).map(([name, figure], index) => [name, ahFigures[index]!, figure]),
      ],
    ),
    '## Beside other translators',
    'Share of all queries, in percent. An upper bound counts a query when the project names every operator, function, aggregate, ' +
      'plugin and kind of join in it; types, nesting and forms of options make the real share lower.',
    table(
      ['', 'AH', 'all', 'how'],
      [...anchors, ['fixfirst', percent(ah), percent(all), 'measured: compiled and ran on generated rows']],
    ),
    '## Bind, and do not run',
    grouped(
      bound.filter((one) => one.excuse === undefined),
      ({ status, reason }) => `${status}: ${general(reason)}`,
    ),
    '## Left out by the closed list',
    'They read from elsewhere, or give several tables.',
    grouped(
      bound.filter((one) => one.excuse !== undefined),
      (one) => one.excuse!,
    ),
    '## Do not bind',
    'Not counted against the compiler: their text is cut off or no query at all, or they name what neither the published tables ' +
      'nor the guessed ones have.',
    grouped(
      misses.filter((one) => !binds(one)),
      notBound,
    ),
  ].join('\n\n');
  return format(page, { ...(await resolveConfig(path)), parser: 'markdown' });
}

/** Why a query does not bind, in a few words. */
function notBound({ status, reason }: Verdict): string {
  if (/^The text holds no query/.test(reason)) return 'only declarations or comments';
  if (status === 'syntax') return 'not valid KQL at its source';
  if (/any known function/.test(reason)) return 'a function that is stored in someone’s workspace';
  if (/does not refer to|both sides/.test(reason)) return 'a name that nothing declares';
  return 'types or arguments that do not fit';
}

/** A reason without the names of one query. */
function general(reason: string): string {
  return cut(reason.replace(/'[^']*'|"[^"]*"/g, '…').replace(/\d+/g, 'N'), 90);
}

function grouped(misses: readonly Verdict[], groupOf: (miss: Verdict) => string): string {
  if (misses.length === 0) return 'None.';
  const groups = new Map<string, Verdict[]>();
  for (const miss of misses) {
    const group = groupOf(miss);
    groups.set(group, [...(groups.get(group) ?? []), miss]);
  }
  const sorted = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return sorted
    .map(([group, of]) => {
      const rows = of.map(({ file, reason }) => [code(file, 130), code(reason, 150)]);
      return `### ${group.replace(/[<>*[\]\\]/g, '\\$&')} (${of.length})\n\n${table(['query', 'what is said'], rows)}`;
    })
    .join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string, length: number): string {
  return `\`${cut(text, length).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function cut(text: string, length: number): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}
