import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogFrom, compile, createGlobals, type CompiledQuery } from '../../src/kql/index.ts';
import { openTemporaryStore } from '../../src/store/duckdb/index.ts';
import type { Facts, QueryOptions, QueryOutcome, TemporaryStore } from '../../src/store/index.ts';
import { fillFacts, numbers } from '../../src/store/conformance/facts-conformance.ts';
import { openFactsProcess } from '../../src/store/process/index.ts';
import { bombs, longQueries } from './safety-bombs.ts';

const globals = createGlobals(
  catalogFrom({
    published: [],
    own: [{ ...numbers, columns: numbers.columns.map((one) => ({ ...one, description: '' })) }],
  }),
);

const compiledOf = (text: string) => compile(text, globals, { now: 638_510_319_070_000_000n });

function queryOf(text: string): CompiledQuery {
  const compiled = compiledOf(text);
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return compiled.query;
}

/** Statements of the engine that once did harm, and what of them could be written into a query. */
const statements = [
  `SELECT * FROM read_csv('/etc/passwd')`,
  `SELECT * FROM read_text('/etc/passwd')`,
  `SELECT * FROM glob('/etc/*')`,
  `SELECT * FROM sniff_csv('/etc/passwd')`,
  `FROM '/etc/passwd'`,
  `COPY Numbers TO '/tmp/out.csv'`,
  `EXPORT DATABASE '/tmp/out'`,
  `IMPORT DATABASE '/tmp/out'`,
  `ATTACH '/tmp/other.duckdb'`,
  `INSTALL httpfs`,
  `LOAD httpfs`,
  `CREATE SECRET s (TYPE s3)`,
  `SET enable_external_access = true`,
  `RESET memory_limit`,
  `SET lock_configuration = false`,
  `INSERT INTO Numbers SELECT * FROM Numbers`,
  `DELETE FROM Numbers`,
  `DROP TABLE Numbers`,
  `CREATE MACRO m(a) AS a`,
  `SELECT getenv('HOME')`,
  `print x = getenv('HOME')`,
  `PRAGMA enable_profiling`,
  `CREATE TEMP TABLE t AS SELECT 1`,
  `SET VARIABLE a = 1`,
  `CHECKPOINT`,
  `CALL pragma_version()`,
  `PREPARE p AS SELECT 1`,
  `SELECT length(repeat('x', 2000000000))`,
  `duckdb_settings()`,
  `information_schema.tables`,
  `duckdb_tables()`,
  `SELECT 1; DROP TABLE Numbers`,
  `Numbers; DROP TABLE Numbers`,
  `BEGIN TRANSACTION READ ONLY`,
  `ROLLBACK`,
  `Numbers | where n == 1; ROLLBACK`,
  `print x = read_text('/etc/passwd')`,
  `print x = list_transform(range(50000000), x -> x + 1)`,
];

describe('statements of the engine', () => {
  it.each(statements)('%s is a fault', (text) => {
    const compiled = compiledOf(text);
    expect(compiled.ok).toBe(false);
    if (!compiled.ok) expect(compiled.fault.line).toBeGreaterThanOrEqual(1);
  });
});

describe('queries that are too long', () => {
  it.each(Object.entries(longQueries))('%s', (_, text) => {
    const compiled = compiledOf(text);
    if (compiled.ok) throw new Error('it was compiled');
    expect(compiled.fault.code).toMatch(/^K/i);
  });
});

/** How a query ends that asks for too much. */
const within = /^query-(limit|memory)$/;
const either = /^(result|query-(limit|memory|timeout)|store-engine-lost)$/;

describe('bombs in the process of the engine', () => {
  let folder: string;
  let store: TemporaryStore;
  let facts: Facts;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fixfirst-safety-'));
    store = await openTemporaryStore(folder, [numbers]);
    await fillFacts(store);
    const opened = await openFactsProcess(await store.handOver(), { memoryMb: 300 });
    if (!opened.ok) throw new Error(opened.fault.message);
    facts = opened.value;
  });

  afterAll(async () => {
    await facts.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function outcomeOf(query: CompiledQuery, options: QueryOptions): Promise<QueryOutcome> {
    const run = facts.query(query, options);
    let values = 0;
    for await (const batch of run) values += batch.rowCount;
    expect(values).toBeLessThanOrEqual(options.maxRows ?? Infinity);
    return run.outcome;
  }

  const count = queryOf('Numbers | count');

  async function goesOn(): Promise<void> {
    const run = facts.query(count);
    for await (const { columns } of run) expect(columns).toEqual([[5000n]]);
    expect(await run.outcome).toMatchObject({ ok: true });
  }

  it.each(Object.entries(bombs))(
    '%s',
    async (_, { text, ends }) => {
      const before = process.memoryUsage.rss();
      const outcome = await outcomeOf(queryOf(text), {
        timeoutMs: ends === 'somehow' ? 500 : 10_000,
        maxRows: 1000,
        maxBytes: 8_000_000,
      });
      const end = outcome.ok ? 'result' : outcome.fault.code;
      expect(end).toMatch(ends === 'result' ? /^result$/ : ends === 'fault' ? within : either);
      expect(process.memoryUsage.rss() - before).toBeLessThan(300e6);
      await goesOn();
    },
    20_000,
  );

  it.each(['cross join', 'sort', 'sets of long arrays', 'words of a long list', 'distinct texts'])(
    'is stopped: %s',
    async (name) => {
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort();
      }, 500);
      const started = performance.now();
      const outcome = await outcomeOf(queryOf(bombs[name]!.text), {
        signal: controller.signal,
        maxRows: 1000,
      });
      expect(performance.now() - started).toBeLessThan(10_000);
      if (!outcome.ok) expect(outcome.fault.code).toMatch(/^query-(cancelled|limit|memory)$/);
      await goesOn();
    },
    20_000,
  );
});
