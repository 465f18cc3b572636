/**
 * Runs the reference's examples (kql/docs-examples.json beside the repository) and compares every cell.
 * Usage: npx tsx bench/kql-examples.ts [--page PART] [--verbose] [--write FILE] [--require PERCENT]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareExample, type Example } from './kql/compare-example.ts';
import { knownDifferences } from './kql/known-differences.ts';
import { runCaught } from './kql/run-caught.ts';
import { TestEngine, testNow } from '../src/kql/conformance/duckdb.ts';
import { parseDatetime } from '../src/kql/parse-time.ts';

const { values } = parseArgs({
  options: {
    page: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    write: { type: 'string' },
    require: { type: 'string' },
  },
});

/** What advanced hunting does not take, by page; these examples are counted in the first share only. */
const notInHunting: readonly (readonly [RegExp, string])[] = [
  [
    /^(cluster-function|database-function|cross-cluster|macro-expand)/,
    'other clusters and databases, entity groups',
  ],
  [/^(cursor-|current-cursor|extent-)/, 'cursors and extents'],
  [/^current-principal/, 'the person at the cluster'],
  [/^(alias|pattern|restrict)-statement/, 'alias, pattern and restrict statements'],
  [
    /^(inline-external-table|external-table|infer-storage|stored-query-result)/,
    'tables and storage elsewhere',
  ],
  [/^(azure-digital|cosmosdb|http-request|mysql|postgresql|sql-request)/, 'plugins that call other systems'],
  [/^(python|r-plugin)/, 'Python and R'],
  [/^(graph-function|graph-persistent)/, 'graphs kept in a database'],
];

/** Management commands are no queries. */
const command = /^\s*\.(create|ingest|set|alter)\b/m;

/** Pages about shapes on the globe: a family of its own, of which we have points, distances and geohashes only. */
const geometry = /^geo(?!-info)/;

/** Kinds of known differences that are the page's, not ours. */
const pageFaults: ReadonlySet<string> = new Set(['page', 'chance', 'data']);

/** Moments at which pages were printed, where `now()` is all that differs: 100-ns ticks. */
const printedAt: Readonly<Record<string, string>> = {
  'datetime-utc-to-local-function.md #1': '2022-07-11 22:18:48.4678620',
  'now-function.md #4': '2023-06-19 08:22:54.6623324',
};

const examples = (
  JSON.parse(readFileSync(new URL('../../shared/kql/docs-examples.json', import.meta.url), 'utf8')) as {
    cases: readonly Example[];
  }
).cases.filter((example) => values.page === undefined || example.page.includes(values.page));

const engine = await TestEngine.open();
const tally = { equal: 0, different: 0, refused: 0, failed: 0 };
const hunting = { equal: 0, all: 0 };
const plain = { equal: 0, all: 0 };
const known = new Map<string, number>();
const misses: string[] = [];
let notOurs = 0;
for (const example of examples) {
  const name = `${example.page} #${example.n}`;
  const moment = printedAt[name];
  const outcome = await runCaught(
    engine,
    example.query,
    moment === undefined ? testNow : parseDatetime(moment)!,
  );
  const beyond = command.test(example.query)
    ? 'management command'
    : notInHunting.find(([pattern]) => pattern.test(example.page))?.[1];
  const difference = outcome.ok ? compareExample(example, outcome) : undefined;
  const state = !outcome.ok
    ? outcome.status === 'failed' || outcome.status === 'crash'
      ? 'failed'
      : 'refused'
    : difference === undefined
      ? 'equal'
      : 'different';
  tally[state]++;
  for (const share of beyond !== undefined
    ? []
    : geometry.test(example.page)
      ? [hunting]
      : [hunting, plain]) {
    share.all++;
    if (state === 'equal') share.equal++;
  }
  const [kind, reason] = knownDifferences[name] ?? ['', ''];
  if (state === 'equal') {
    if (kind !== '') console.log(`${name} is equal, and listed as a known difference`);
    continue;
  }
  if (beyond === undefined && !geometry.test(example.page) && pageFaults.has(kind)) notOurs++;
  const group = beyond !== undefined ? 'not in hunting' : kind === '' ? 'not listed' : kind;
  known.set(group, (known.get(group) ?? 0) + 1);
  const why = outcome.ok ? difference! : `${outcome.status}: ${outcome.message.split('\n')[0]!}`;
  const cell = (text: string) => text.replaceAll('|', '\\|').slice(0, 240);
  misses.push(`| ${name} | ${state} | ${beyond ?? kind} | ${reason === '' ? cell(why) : reason} |`);
  if (values.verbose) {
    console.log(`\n=== ${name} ${state} ${kind}\n${example.query}\n--- ${why}`);
    console.log('expected', JSON.stringify(example.expected));
    if (outcome.ok) console.log('given   ', JSON.stringify({ columns: outcome.columns, rows: outcome.rows }));
    else if (outcome.sql !== undefined) console.log(outcome.sql);
  }
}
if (!values.verbose) for (const miss of misses) console.log(miss);
const share = (part: number, whole: number) =>
  `${part} of ${whole} (${whole === 0 ? 'none' : ((100 * part) / whole).toFixed(1)} %)`;
const fair = plain.all - notOurs;
const lines = [
  `all examples: equal ${share(tally.equal, examples.length)}, different ${tally.different}, refused ${tally.refused}, failed ${tally.failed}`,
  `without what hunting does not take: equal ${share(hunting.equal, hunting.all)}`,
  `of those, without geometry: equal ${share(plain.equal, plain.all)}`,
  `of those, without tables that are wrong, cut or random on the page, or need data that is not printed: equal ${share(plain.equal, fair)}`,
  `not equal: ${[...known].map(([group, count]) => `${group} ${count}`).join(', ')}`,
];
console.log(`\n${lines.join('\n')}`);
if (values.write !== undefined)
  writeFileSync(
    values.write,
    [
      '# Examples of the reference that do not come out equal',
      '',
      'Written by `npx tsx bench/kql-examples.ts --write docs/reference/kql-examples.md`: every example of the KQL reference that prints',
      'a table, compared cell by cell. `page`: the printed table is wrong or cut; `chance`: random values; `data`: needs data that is',
      'not printed; `unsupported`: ours.',
      '',
      ...lines.map((line) => `- ${line}`),
      '',
      '| example | outcome | kind | reason |',
      '| --- | --- | --- | --- |',
      ...misses,
      '',
    ].join('\n'),
  );
process.exit(values.require !== undefined && 100 * plain.equal < Number(values.require) * plain.all ? 1 : 0);
