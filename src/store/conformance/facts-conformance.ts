import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledQuery, KqlType, KqlValue } from '../../kql/index.ts';
import { table } from '../../schema/table.ts';
import type { QueryOptions, QueryOutcome, QueryRunner } from '../query.ts';
import type { TemporaryStore } from '../store.ts';

/** The table that queries of the suite read; `fillFacts` puts 5000 rows into it. */
export const numbers = table({
  name: 'Numbers',
  description: 'for the conformance suite',
  key: ['n'],
  columns: [
    { name: 'n', type: 'long', required: true, description: 'number of the row' },
    { name: 'text', type: 'string', description: 'text' },
    { name: 'at', type: 'datetime', description: 'moment' },
    { name: 'more', type: 'dynamic', description: 'any JSON' },
  ],
});

export async function fillFacts(store: TemporaryStore): Promise<void> {
  await store.append(
    numbers,
    Array.from({ length: 5000 }, (_, n) => ({
      n,
      text: n === 1 ? '' : `row ${n}`,
      at: n,
      more: n === 1 ? null : { n: [n] },
    })),
  );
  await store.flush();
}

/** A compiled query with its SQL written by hand; columns as `name: type`. */
export function compiled(sql: string, columns: Readonly<Record<string, KqlType>>): CompiledQuery {
  return {
    sql,
    columns: Object.entries(columns).map(([name, type]) => ({ id: name, name, type })),
    tables: [numbers.name],
  };
}

/** Everything that a run gives. */
export async function readAll(
  runner: QueryRunner,
  query: CompiledQuery,
  options?: QueryOptions,
): Promise<{ readonly columns: KqlValue[][]; readonly outcome: QueryOutcome }> {
  const run = runner.query(query, options);
  const columns = query.columns.map((): KqlValue[] => []);
  for await (const batch of run) {
    for (const [index, values] of batch.columns.entries()) columns[index]!.push(...values);
  }
  return { columns, outcome: await run.outcome };
}

/** Work that takes minutes and that the engine can interrupt. */
const endless = compiled('SELECT count(*) AS c FROM range(100000000000) a', { c: 'long' });

/** Whatever is no single SELECT. */
const notReading = [
  'PRAGMA enable_profiling',
  'PRAGMA show_tables',
  'SHOW TABLES',
  'DESCRIBE "Numbers"',
  'EXPLAIN SELECT 1 AS c',
  'EXPLAIN ANALYZE SELECT 1 AS c',
  'CALL pragma_version()',
  'CHECKPOINT',
  'SET VARIABLE a = 1',
  "SET memory_limit = '10GB'",
  'RESET memory_limit',
  'CREATE TEMP TABLE t AS SELECT 1 AS c',
  'CREATE TABLE t AS SELECT 1 AS c',
  'INSERT INTO "Numbers" SELECT * FROM "Numbers"',
  'DELETE FROM "Numbers"',
  'DROP TABLE "Numbers"',
  'PREPARE p AS SELECT 1 AS c',
  'ROLLBACK',
  'COPY "Numbers" TO \'/tmp/out.csv\'',
  "EXPORT DATABASE '/tmp/out'",
  "ATTACH '/tmp/other.duckdb'",
  'INSTALL httpfs',
  'LOAD json',
  'SELECT 1 AS c; DROP TABLE "Numbers"',
  'SELECT 1 AS c; SELECT 2 AS c',
  '',
  '-- SELECT',
];

/** SELECTs that would leave the facts. */
const leaving = [
  `SELECT content AS c FROM read_text('/etc/passwd')`,
  `SELECT file AS c FROM glob('/*')`,
  `SELECT column0 AS c FROM read_csv('/etc/passwd')`,
  `SELECT * FROM '/etc/passwd'`,
  `SELECT getenv('HOME') AS c`,
];

export interface OpenedRunner {
  readonly runner: QueryRunner;
  /** Lets go of everything. */
  remove(): Promise<void>;
}

/** What every runner of queries must do; `open` gives one over a store that `fillFacts` has filled. */
export function describeRunner(name: string, open: () => Promise<OpenedRunner>): void {
  describe(`runner: ${name}`, () => {
    let opened: OpenedRunner;
    let runner: QueryRunner;

    beforeAll(async () => {
      opened = await open();
      ({ runner } = opened);
    });

    afterAll(async () => {
      await opened.remove();
    });

    it('gives typed columns: moments as ticks, long as bigint, JSON as text, absent text as empty', async () => {
      const { columns, outcome } = await readAll(
        runner,
        compiled('SELECT n, text, "at", more FROM "Numbers" WHERE n < 2', {
          n: 'long',
          text: 'string',
          at: 'datetime',
          more: 'dynamic',
        }),
      );
      expect(columns).toEqual([
        [0n, 1n],
        ['row 0', ''],
        [621_355_968_000_000_000n, 621_355_968_000_010_000n],
        ['{"n":[0]}', null],
      ]);
      expect(outcome).toMatchObject({ ok: true, value: { rows: 2 } });
      expect(outcome.ok && outcome.value.truncated).toBeUndefined();
    });

    it('gives every other type, not-a-number and infinity included', async () => {
      const { columns } = await readAll(
        runner,
        compiled(
          `SELECT 7::INTEGER AS i, 'nan'::DOUBLE AS r, '-inf'::DOUBLE AS f, true AS b, 'x' AS g, -5::BIGINT AS t, 1.50::DECIMAL(9,2) AS d, NULL::BIGINT AS n, NULL::VARCHAR AS s`,
          {
            i: 'int',
            r: 'real',
            f: 'real',
            b: 'bool',
            g: 'guid',
            t: 'timespan',
            d: 'decimal',
            n: 'long',
            s: 'string',
          },
        ),
      );
      expect(columns).toEqual([[7], [NaN], [-Infinity], [true], ['x'], [-5n], ['1.50'], [null], ['']]);
    });

    it('counts the rows of a result without columns', async () => {
      const run = runner.query(compiled('SELECT 1 AS nothing FROM "Numbers"', {}));
      let rows = 0;
      for await (const batch of run) rows += batch.rowCount;
      expect(rows).toBe(5000);
    });

    it('cuts at the row limit and says so, and only when there was more', async () => {
      const all = compiled('SELECT n FROM "Numbers" ORDER BY n', { n: 'long' });
      const cut = await readAll(runner, all, { maxRows: 3000 });
      expect(cut.columns[0]).toHaveLength(3000);
      expect(cut.outcome).toMatchObject({ ok: true, value: { rows: 3000, truncated: 'rows' } });
      const whole = await readAll(runner, all, { maxRows: 5000 });
      expect(whole.outcome.ok && whole.outcome.value.truncated).toBeUndefined();
      expect(whole.columns[0]).toHaveLength(5000);
    });

    it('cuts at the byte limit and says so', async () => {
      const query = compiled(`SELECT repeat('x', 992) AS s FROM "Numbers"`, { s: 'string' });
      const { columns, outcome } = await readAll(runner, query, { maxBytes: 10_500 });
      expect(columns[0]).toHaveLength(10);
      expect(outcome).toMatchObject({ ok: true, value: { rows: 10, truncated: 'bytes' } });
    });

    it('gives rows of long texts in small batches', async () => {
      const query = compiled(`SELECT repeat('x', 300000) AS s FROM range(20)`, { s: 'string' });
      let batches = 0;
      for await (const batch of runner.query(query)) {
        batches++;
        expect(batch.rowCount).toBeLessThanOrEqual(4);
      }
      expect(batches).toBeGreaterThanOrEqual(5);
    });

    it('runs our own functions and macros', async () => {
      const query = compiled(`SELECT kql_has('one two', 'two') AS h`, { h: 'bool' });
      expect((await readAll(runner, query)).columns).toEqual([[true]]);
    });

    it.each(notReading)('refuses %s', async (sql) => {
      const { columns, outcome } = await readAll(runner, compiled(sql, { c: 'long' }));
      expect(columns).toEqual([[]]);
      expect(outcome).toMatchObject({ ok: false, fault: { code: 'query-refused' } });
    });

    it.each(leaving)('does not leave the facts: %s', async (sql) => {
      const { columns, outcome } = await readAll(runner, compiled(sql, { c: 'string' }));
      expect(columns).toEqual([[]]);
      expect(outcome.ok).toBe(false);
    });

    it('has changed nothing after all that', async () => {
      const query = compiled('SELECT count(*) AS c FROM "Numbers"', { c: 'long' });
      expect((await readAll(runner, query)).columns).toEqual([[5000n]]);
    });

    it.each([
      ['SELECT nowhere AS c', 'query-internal', 'Binder Error'],
      ['SELECT 1 AS other', 'query-internal', 'columns'],
      ['SELECT n AS c FROM "Numbers"', 'query-internal', 'a value of type string came as bigint'],
      [`SELECT CAST('secret' AS INTEGER) AS c`, 'query-internal', 'Conversion error'],
      [
        `SELECT len(list(repeat('x', 20000 + range % 9)))::VARCHAR AS c FROM range(1000000)`,
        'query-memory',
        'memory',
      ],
      [`SELECT error('kql-limit: it is too long')::VARCHAR AS c`, 'query-limit', 'it is too long'],
    ])('%s is the fault %s, without the SQL', async (sql, code, words) => {
      const { outcome } = await readAll(runner, compiled(sql, { c: 'string' }));
      if (outcome.ok) throw new Error('it ran');
      expect(outcome.fault.code).toBe(code);
      expect(outcome.fault.message).toContain(words);
      expect(outcome.fault.message).not.toMatch(/SELECT|secret|\n/);
    });

    it('stops when it is told to, and goes on with other queries', async () => {
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort();
      }, 50);
      const { outcome } = await readAll(runner, endless, { signal: controller.signal });
      expect(outcome).toMatchObject({ ok: false, fault: { code: 'query-cancelled' } });
      const late = await readAll(runner, endless, { signal: controller.signal });
      expect(late.outcome).toMatchObject({ ok: false, fault: { code: 'query-cancelled' } });
      const next = await readAll(runner, compiled('SELECT 1 AS c', { c: 'long' }));
      expect(next.columns).toEqual([[1n]]);
    });

    it('stops at its time limit', async () => {
      const { outcome } = await readAll(runner, endless, { timeoutMs: 50 });
      expect(outcome).toMatchObject({ ok: false, fault: { code: 'query-timeout' } });
    });

    it('stops when its reader does', async () => {
      const run = runner.query(compiled('SELECT range AS n FROM range(100000000000)', { n: 'long' }));
      for await (const batch of run) {
        expect(batch.columns[0]![0]).toBe(0n);
        break;
      }
      expect(await run.outcome).toMatchObject({ ok: false, fault: { code: 'query-cancelled' } });
    });

    it('runs several queries at once', async () => {
      const counts = await Promise.all(
        Array.from({ length: 5 }, (_, n) =>
          readAll(runner, compiled(`SELECT count(*) + ${n} AS c FROM "Numbers"`, { c: 'long' })),
        ),
      );
      expect(counts.map(({ columns }) => columns)).toEqual([0n, 1n, 2n, 3n, 4n].map((n) => [[5000n + n]]));
    });
  });
}
