/**
 * Runs the public queries (kql/queries beside the repository) on generated data that fills every published table, counts
 * what runs, and checks the columns after every operator against the binder's.
 * Usage: npx tsx bench/kql-corpus.ts [--all] [--only PART] [--slice N/M] [--verbose] [--page FILE] [--require PERCENT]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fillTable } from './kql/generated-data.ts';
import { inferTables } from './kql/infer-tables.ts';
import { missesPage, type Miss } from './kql/misses-page.ts';
import { runCaught } from './kql/run-caught.ts';
import { TestEngine, testNow } from '../src/kql/conformance/duckdb.ts';
import { catalogFrom, createGlobals, type Catalog } from '../src/kql/index.ts';
import { huntingTables, ownTables } from '../src/schema/index.ts';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    only: { type: 'string' },
    slice: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    page: { type: 'string' },
    require: { type: 'string' },
  },
});

interface Entry {
  readonly file: string;
  readonly category: string;
  readonly tables: readonly string[];
  readonly features: readonly string[];
}

const folder = new URL('../../shared/kql/', import.meta.url);
const slice = values.slice?.split('/').map(Number);
const entries = readFileSync(new URL('INDEX.json', folder), 'utf8')
  .split('\n')
  .filter((line) => line.trim().startsWith('{'))
  .map((line) => JSON.parse(line.replace(/,\s*$/, '')) as Entry)
  .filter((entry) => values.all || entry.category === 'ah')
  .filter((entry) => values.only === undefined || entry.file.includes(values.only))
  .filter((_, index) => slice === undefined || index % slice[1]! === slice[0]!);
const texts = new Map(
  entries.map((entry) => [entry.file, readFileSync(new URL(`queries/${entry.file}`, folder), 'utf8')]),
);

/** The closed list of what is left out: it reaches outside or gives several tables. */
const leftOut: readonly [RegExp, string][] = [
  [/\bexternaldata\b/i, 'externaldata without a mapped file'],
  [/\bcluster\s*\(/i, 'cluster()'],
  [/\b(database|workspace|app|adx|arg|resource)\s*\(/i, 'another database'],
  [/\bhttp_request/i, 'http_request'],
  [/\bsql_request/i, 'sql_request'],
  [/\bevaluate\s+(hint\.\S+\s*=\s*\S+\s+)?(python|r)\s*\(/i, 'python or R plugin'],
  [/\|\s*fork\b/i, 'fork'],
  [/\|\s*facet\b/i, 'facet'],
];

const published = catalogFrom({ published: huntingTables, own: Object.values(ownTables) });
const catalog: Catalog = values.all
  ? inferTables(
      published,
      entries.flatMap((entry) => (entry.category === 'ah' ? [] : [texts.get(entry.file)!])),
    )
  : published;
const engine = await TestEngine.open(createGlobals(catalog));
for (const table of catalog.tables) {
  const rows = published.tables.some((known) => known.name === table.name) ? undefined : 0;
  for (const statement of fillTable(table, testNow, rows)) await engine.connection.run(statement);
}

const statuses = new Map<string, number>();
const misses: Miss[] = [];
const times: number[] = [];
let bound = 0;
let ran = 0;
let excluded = 0;
let filled = 0;
const mismatches: string[] = [];
for (const entry of entries) {
  const text = texts.get(entry.file)!;
  const started = performance.now();
  const outcome = await runCaught(engine, text);
  times.push(performance.now() - started);
  const status = outcome.ok ? 'ok' : outcome.status;
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (status === 'syntax' || status === 'bind') {
    if (values.verbose) console.log(`${entry.file}: ${status}: ${outcome.ok ? '' : outcome.message}`);
    continue;
  }
  bound++;
  if (outcome.ok) {
    ran++;
    if (outcome.rows.length > 0) filled++;
    if (outcome.mismatches.length > 0) mismatches.push(`${entry.file}: ${outcome.mismatches.join('; ')}`);
    continue;
  }
  const excuse = leftOut.find(([pattern]) => pattern.test(text))?.[1];
  if (excuse !== undefined) excluded++;
  misses.push({ file: entry.file, status, reason: outcome.message.split('\n')[0]!, excuse });
  if (values.verbose || (excuse === undefined && misses.length < 400))
    console.log(`${entry.file}: ${status}: ${outcome.message.slice(0, 300)}`);
  if (values.verbose && outcome.sql !== undefined) console.log(outcome.sql.slice(0, 3000));
}
for (const mismatch of mismatches.slice(0, 50)) console.log(`COLUMNS ${mismatch}`);
const share = (part: number, whole: number) => `${part} of ${whole} (${((100 * part) / whole).toFixed(2)} %)`;
times.sort((a, b) => a - b);
const quantile = (q: number) =>
  (times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0).toFixed(0);
const lines = [
  `queries ${entries.length}: ${[...statuses].map(([status, count]) => `${status} ${count}`).join(', ')}`,
  `bind: ${share(bound, entries.length)}`,
  `run without error, of those that bind: ${share(ran, bound)}`,
  `the same, leaving out the closed list (${excluded}): ${share(ran, bound - excluded)}`,
  `give at least one row: ${share(filled, ran)}`,
  `columns differ from the binder's after some operator: ${mismatches.length} queries`,
  `compile and run: p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms, max ${quantile(1)} ms`,
];
console.log(lines.join('\n'));
if (values.page !== undefined) writeFileSync(values.page, missesPage(lines, misses));
const ranShare = (100 * ran) / (bound - excluded);
process.exit(values.require !== undefined && ranShare < Number(values.require) ? 1 : 0);
