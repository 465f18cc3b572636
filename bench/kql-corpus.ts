/**
 * Runs the public queries (kql/queries beside the repository) on generated data that fills every published table, counts
 * what runs, and checks the columns after every operator against the binder's. With --all those too that name tables which
 * are not published: such tables are guessed for each query.
 * Usage: npx tsx bench/kql-corpus.ts [--all] [--only PART] [--slice N/M] [--verbose] [--page FILE] [--require PERCENT]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { excuseOf } from './kql/closed-list.ts';
import { fillTable } from './kql/generated-data.ts';
import { inferTables } from './kql/infer-tables.ts';
import { missesPage } from './kql/misses-page.ts';
import { runCaught } from './kql/run-caught.ts';
import { figures, rowsFigure, tally, type Verdict } from './kql/tally.ts';
import { TestEngine, testNow, type Outcome } from '../src/kql/conformance/duckdb.ts';
import { catalogFrom, createGlobals } from '../src/kql/index.ts';
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

const published = catalogFrom({ published: huntingTables, own: Object.values(ownTables) });
const engine = await TestEngine.open(createGlobals(published));
for (const table of published.tables)
  for (const statement of fillTable(table, testNow)) await engine.connection.run(statement);

/** Rows of a guessed table. */
const guessedRows = 40;

/** Runs a query, with the tables that it names and that are not published. */
async function run({ category, tables }: Entry, text: string): Promise<Outcome> {
  const guessed = category === 'ah' ? undefined : inferTables(published, text, tables);
  if (guessed === undefined) return runCaught(engine, text);
  const { connection } = engine;
  for (const table of guessed.tables)
    for (const statement of fillTable(table, testNow, guessedRows)) await connection.run(statement);
  const outcome = await runCaught(new TestEngine(connection, createGlobals(guessed.catalog)), text);
  for (const { name } of guessed.tables) await connection.run(`DROP TABLE "${name}"`);
  return outcome;
}

const verdicts: Verdict[] = [];
const times: number[] = [];
for (const entry of entries) {
  const { file, category } = entry;
  const text = readFileSync(new URL(`queries/${file}`, folder), 'utf8');
  const started = performance.now();
  const outcome = await run(entry, text);
  times.push(performance.now() - started);
  const excuse = excuseOf(text);
  const status = outcome.ok ? 'ok' : outcome.status;
  verdicts.push({
    ...{ file, category, status, excuse },
    reason: outcome.ok ? '' : outcome.message.split('\n')[0]!,
    rows: outcome.ok ? outcome.rows.length : 0,
    mismatches: outcome.ok ? outcome.mismatches : [],
  });
  if (outcome.ok) {
    if (outcome.mismatches.length > 0)
      console.log(`COLUMNS ${file}: ${outcome.mismatches.join('; ').slice(0, 300)}`);
  } else if (values.verbose || (status !== 'syntax' && status !== 'bind' && excuse === undefined)) {
    console.log(`${file}: ${status}: ${outcome.message.slice(0, 300)}`);
    if (values.verbose && outcome.sql !== undefined) console.log(outcome.sql.slice(0, 3000));
  }
}

const counts = tally(verdicts);
const statuses = new Map<string, number>();
for (const { status } of verdicts) statuses.set(status, (statuses.get(status) ?? 0) + 1);
const outcomes = [...statuses].map(([status, count]) => `${status} ${count}`).join(', ');
console.log(`queries ${counts.queries}: ${outcomes}`);
for (const [name, figure] of figures(counts)) console.log(`${name}: ${figure}`);
console.log(rowsFigure(counts));
times.sort((a, b) => a - b);
const quantile = (q: number) =>
  (times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0).toFixed(0);
console.log(`compile and run: p50 ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms, max ${quantile(1)} ms`);
if (values.page !== undefined) writeFileSync(values.page, await missesPage(verdicts, values.page));
const ranShare = (100 * counts.ran) / (counts.bound - counts.excluded);
process.exit(values.require !== undefined && ranShare < Number(values.require) ? 1 : 0);
