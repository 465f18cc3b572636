/**
 * What the walls around a running query hold. First statements that the compiler never writes, each given to a new process
 * of the engine; then small queries in KQL that ask for very much, with the time that the answer takes after the query is
 * cancelled. Prints outcome, peak of resident memory and time. Linux only.
 *
 *   npx tsx bench/engine-walls.ts [--memory 1000] [--address-space 3500] [--heap 400] [--only WORD]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalogFrom, compile, createGlobals, type CompiledQuery } from '../src/kql/index.ts';
import { table } from '../src/schema/table.ts';
import { openTemporaryStore } from '../src/store/duckdb/index.ts';
import { openFactsProcess } from '../src/store/process/index.ts';
import { bombs } from '../test/kql/safety-bombs.ts';

const numbers = table({
  name: 'Numbers',
  description: 'for the measurement',
  key: ['n'],
  columns: [
    { name: 'n', type: 'long', required: true, description: 'number' },
    { name: 'text', type: 'string', description: 'text' },
  ],
});

const statements: readonly (readonly [name: string, sql: string])[] = [
  ['nothing', `1`],
  ['repeat, constant', `length(repeat('x', 2000000000))`],
  ['repeat, of a column', `max(length(repeat(text, 200000000))) FROM "Numbers"`],
  ['repeat, many', `sum(length(repeat(text, 2000000))) FROM "Numbers"`],
  ['pad', `length(rpad('x', 1500000000, 'y'))`],
  ['replace', `length(replace(repeat('x', 100000000), 'x', 'yyyyyyyyyyyyyyyyyyyy'))`],
  ['list of a range', `len(range(500000000))`],
  ['list_transform', `list_sum(list_transform(range(50000000), x -> x + 1))`],
  ['list aggregate', `len(list(range)) FROM range(200000000)`],
  ['string_agg', `length(string_agg(repeat('x', 1000000))) FROM range(2000)`],
  ['JSON of a list', `length(to_json(range(100000000))::VARCHAR)`],
  ['split', `len(string_split(repeat('x,', 100000000), ','))`],
  ['distinct', `count(DISTINCT md5(range::VARCHAR)) FROM range(20000000)`],
  [
    'sort',
    `max(h) FROM (SELECT md5(range::VARCHAR) AS h, row_number() OVER (ORDER BY md5(range::VARCHAR)) FROM range(20000000))`,
  ],
  ['cross join', `count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7`],
  [
    'regular expression',
    `count(*) FROM range(3000000) WHERE regexp_matches(repeat('a', 100) || range, '^(a+)+$')`,
  ],
  ['nested 900 deep', `${'('.repeat(900)}1${'+1)'.repeat(900)}`],
  ['nested 100,000 deep', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
  ['slow and deaf', `list_sum(list_transform(range(3000000), x -> length(md5(repeat(x::VARCHAR, 1000)))))`],
];

const { values } = parseArgs({
  options: {
    memory: { type: 'string', default: '1000' },
    'address-space': { type: 'string', default: '3500' },
    heap: { type: 'string', default: '400' },
    only: { type: 'string', default: '' },
  },
});
const limits = {
  memoryMb: Number(values.memory),
  addressSpaceMb: Number(values['address-space']),
  heapMb: Number(values.heap),
  residentMb: 100_000,
};

const folder = mkdtempSync(join(tmpdir(), 'fixfirst-bench-'));
try {
  const store = await openTemporaryStore(folder, [numbers]);
  await store.append(
    numbers,
    Array.from({ length: 5000 }, (_, n) => ({ n, text: `row ${n}` })),
  );
  const file = await store.handOver();
  console.log(
    `memory ${limits.memoryMb} MB, address space ${limits.addressSpaceMb} MB, heap ${limits.heapMb} MB`,
  );
  for (const [name, sql] of statements) {
    if (name.includes(values.only)) console.log(await measure(file, name, statement(sql)));
  }
  console.log('\nKQL');
  for (const [name, { text }] of Object.entries(bombs)) {
    if (!name.includes(values.only)) continue;
    const query = compiled(text);
    console.log(await measure(file, name, query));
    console.log(await measure(file, '  cancelled after 1 s', query, 1000));
  }
  await store.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function statement(sql: string): CompiledQuery {
  return {
    sql: `SELECT ${sql.includes(' FROM ') ? sql.replace(' FROM ', ' AS c FROM ') : `${sql} AS c`}`,
    columns: [{ id: 'c', name: 'c', type: 'long' }],
    tables: [],
  };
}

function compiled(text: string): CompiledQuery {
  const globals = createGlobals(catalogFrom({ published: [], own: [numbers] }));
  const result = compile(text, globals, { now: 638_510_319_070_000_000n });
  if (!result.ok) throw new Error(result.fault.message);
  return result.query;
}

/** Runs a query for at most 15 s; `cancelAfterMs`: tells it to stop, and measures from then on. */
async function measure(
  file: string,
  name: string,
  query: CompiledQuery,
  cancelAfterMs?: number,
): Promise<string> {
  const before = children();
  const opened = await openFactsProcess(file, limits);
  if (!opened.ok) return `${name.padEnd(36)} ${opened.fault.code}`;
  const pid = children().find((child) => !before.includes(child));
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, statusMb(pid, 'VmHWM'));
  }, 20);
  let started = performance.now();
  const controller = new AbortController();
  const cancelling = setTimeout(() => {
    started = performance.now();
    controller.abort();
  }, cancelAfterMs ?? 1e6);
  const run = opened.value.query(query, { timeoutMs: 15_000, maxRows: 100_000, signal: controller.signal });
  let rows = 0;
  for await (const batch of run) rows += batch.rowCount;
  const outcome = await run.outcome;
  const ms = performance.now() - started;
  clearInterval(watch);
  clearTimeout(cancelling);
  peakMb = Math.max(peakMb, statusMb(pid, 'VmHWM'));
  const address = statusMb(pid, 'VmPeak');
  await opened.value.close();
  const late = cancelAfterMs !== undefined && !controller.signal.aborted;
  if (late) return `${name.padEnd(36)} was over before`;
  return [
    name.padEnd(36),
    (outcome.ok ? `ran, ${rows} row` : outcome.fault.code).padEnd(18),
    `${peakMb} MB`.padStart(8),
    `${address} MB`.padStart(9),
    `${ms.toFixed(0)} ms`.padStart(9),
  ].join(' ');
}

function children(): readonly string[] {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ');
}

/** A figure of a process in MB; 0 when it is gone. */
function statusMb(pid: string | undefined, field: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) / 1000);
  } catch {
    return 0;
  }
}
