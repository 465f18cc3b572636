import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiled, describeRunner, fillFacts, numbers, readAll } from '../conformance/facts-conformance.ts';
import { openTemporaryStore } from '../duckdb/index.ts';
import type { Facts } from '../query.ts';
import type { TemporaryStore } from '../store.ts';
import { openFactsProcess } from './open-facts-process.ts';
import type { ProcessLimits } from './protocol.ts';

let folder: string;
let store: TemporaryStore;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-store-'));
  store = await openTemporaryStore(folder, [numbers]);
  await fillFacts(store);
  file = await store.handOver();
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(limits?: Partial<ProcessLimits>): Promise<Facts> {
  const opened = await openFactsProcess(file, limits);
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

describeRunner('DuckDB in a process of its own', async () => {
  const runner = await open({ memoryMb: 200 });
  return { runner, remove: () => runner.close() };
});

describe('the process of the engine', () => {
  const count = compiled('SELECT count(*) AS c FROM "Numbers"', { c: 'long' });
  const endless = compiled('SELECT count(*) AS c FROM range(100000000000) a', { c: 'long' });
  /** One operation of the engine that takes a minute and cannot be interrupted. */
  const deaf = compiled(
    'SELECT list_sum(list_transform(range(3000000), x -> length(md5(repeat(x::VARCHAR, 2000))))) AS c',
    { c: 'long' },
  );

  async function using(limits: Partial<ProcessLimits>, work: (facts: Facts) => Promise<void>): Promise<void> {
    const facts = await open(limits);
    try {
      await work(facts);
      expect((await readAll(facts, count)).columns).toEqual([[5000n]]);
    } finally {
      await facts.close();
    }
  }

  it('is replaced when a query does not stop; other queries there are lost', () =>
    using({}, async (facts) => {
      const neighbour = readAll(facts, endless);
      const { outcome } = await readAll(facts, deaf, { timeoutMs: 200 });
      expect(outcome).toMatchObject({ ok: false, fault: { code: 'query-timeout' } });
      expect((await neighbour).outcome).toMatchObject({ ok: false, fault: { code: 'store-engine-lost' } });
    }));

  it('ends itself when it holds too much memory, and is replaced', () =>
    using({ residentMb: 300 }, async (facts) => {
      const { outcome } = await readAll(
        facts,
        compiled(`SELECT len(list(range)) AS c FROM range(100000000)`, { c: 'long' }),
      );
      expect(outcome).toMatchObject({ ok: false, fault: { code: 'store-engine-lost' } });
    }));

  it.runIf(process.platform === 'linux')('does not follow one huge text beyond its address space', () =>
    using({ addressSpaceMb: 3000 }, async (facts) => {
      const query = compiled(`SELECT max(length(repeat(text, 200000000))) AS c FROM "Numbers"`, {
        c: 'long',
      });
      expect((await readAll(facts, query)).outcome).toMatchObject({
        ok: false,
        fault: { code: 'query-memory' },
      });
    }),
  );

  it('tells the plan of a query, and of nothing else', () =>
    using({}, async (facts) => {
      const plan: string[] = [];
      const run = facts.explain(compiled('SELECT n AS c FROM "Numbers" WHERE n > 7', { c: 'long' }));
      for await (const { columns } of run) plan.push(...columns[1]!.map(String));
      expect(plan.join()).toContain('Numbers');
      expect(await run.outcome).toMatchObject({ ok: true });
      const other = facts.explain(compiled('CREATE TABLE t AS SELECT 1 AS c', { c: 'long' }));
      for await (const batch of other) expect(batch).toBeUndefined();
      expect(await other.outcome).toMatchObject({ ok: false, fault: { code: 'query-refused' } });
    }));

  it('starts while its file is made, and throws what that throws', async () => {
    const opened = await openFactsProcess(Promise.resolve(file));
    if (!opened.ok) throw new Error(opened.fault.message);
    expect((await readAll(opened.value, count)).columns).toEqual([[5000n]]);
    await opened.value.close();
    await expect(openFactsProcess(Promise.reject(new Error('no file')))).rejects.toThrow('no file');
  });

  it('stops its queries when it is closed', async () => {
    const facts = await open();
    const running = readAll(facts, endless);
    setTimeout(() => void facts.close(), 100);
    expect((await running).outcome).toMatchObject({ ok: false, fault: { code: 'query-cancelled' } });
    await facts.close();
  });

  it('says that a file is none of facts', async () => {
    expect(await openFactsProcess(join(folder, 'nowhere.duckdb'))).toMatchObject({
      ok: false,
      fault: { code: 'store-unusable' },
    });
  });
});
