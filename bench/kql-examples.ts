/**
 * Runs the reference's examples (kql/docs-examples.json beside the repository) and compares every cell.
 * Usage: npx tsx bench/kql-examples.ts [--page PART] [--verbose] [--markdown]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareExample, type Example } from './kql/compare-example.ts';
import { runCaught } from './kql/run-caught.ts';
import { TestEngine } from '../src/kql/conformance/duckdb.ts';

const { values } = parseArgs({
  options: {
    page: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
});

/** What an example uses that advanced hunting's reference does not list: judged apart. */
const beyondHunting: readonly (readonly [RegExp, string])[] = [
  [
    /^(geo-(?!info|distance-2|point-in-circle|point-in-polygon|point-to-geohash|geohash-to-central))|-s2|-h3/,
    'geometry beyond points',
  ],
  [
    /^(active-users|activity-|autocluster|basket|diffpatterns|funnel|new-activity|rolling-percentile|rows-near|sequence-detect|session-count|sliding-window|schema-merge|dcount-intersect|infer-storage|cosmosdb|mysql|postgresql|sql-request|http-request|azure-|python|r-plugin|preview)/,
    'plugins that hunting has not',
  ],
  [
    /^(inline-external-table|external-table|external-data|cross-cluster|stored-query-result|graph-function|graph-persistent|macro-expand|execute-)/,
    'reads from elsewhere',
  ],
];

const examples = (
  JSON.parse(readFileSync(new URL('../../shared/kql/docs-examples.json', import.meta.url), 'utf8')) as {
    cases: readonly Example[];
  }
).cases.filter((example) => values.page === undefined || example.page.includes(values.page));

const engine = await TestEngine.open();
const tally = { equal: 0, different: 0, refused: 0, failed: 0 };
const hunting = { equal: 0, all: 0 };
const misses: string[] = [];
for (const example of examples) {
  const outcome = await runCaught(engine, example.query);
  const beyond = beyondHunting.find(([pattern]) => pattern.test(example.page))?.[1];
  const difference = outcome.ok ? compareExample(example, outcome) : undefined;
  const state = !outcome.ok
    ? outcome.status === 'failed' || outcome.status === 'crash'
      ? 'failed'
      : 'refused'
    : difference === undefined
      ? 'equal'
      : 'different';
  tally[state]++;
  if (beyond === undefined) hunting.all++;
  if (beyond === undefined && state === 'equal') hunting.equal++;
  if (state === 'equal') continue;
  const why = outcome.ok ? difference! : `${outcome.status}: ${outcome.message.split('\n')[0]!}`;
  misses.push(
    `| ${example.page} #${example.n} | ${state} | ${beyond ?? ''} | ${why.replaceAll('|', '\\|').slice(0, 240)} |`,
  );
  if (values.verbose) {
    console.log(`\n=== ${example.page} #${example.n} ${state}\n${example.query}\n--- ${why}`);
    console.log('expected', JSON.stringify(example.expected));
    if (outcome.ok) console.log('given   ', JSON.stringify({ columns: outcome.columns, rows: outcome.rows }));
    else if (outcome.sql !== undefined) console.log(outcome.sql);
  }
}
if (!values.verbose) for (const miss of misses) console.log(miss);
const share = (part: number, whole: number) =>
  `${part} of ${whole} (${whole === 0 ? 'none' : ((100 * part) / whole).toFixed(1)} %)`;
console.log(
  `\nall examples: equal ${share(tally.equal, examples.length)}, different ${tally.different}, refused ${tally.refused}, failed ${tally.failed}`,
);
console.log(`only what hunting's reference lists: equal ${share(hunting.equal, hunting.all)}`);
process.exit(0);
