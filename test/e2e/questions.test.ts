import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, createGlobals, ticksFromEpochMs, type CompiledQuery } from '../../src/kql/index.ts';
import { noAssetsFile } from '../../src/posture/index.ts';
import { factTables, type Row, type Table } from '../../src/schema/index.ts';
import { openTemporaryStore } from '../../src/store/duckdb/index.ts';
import type { TemporaryStore } from '../../src/store/index.ts';
import { assessEstate } from '../../src/app/assess-estate.ts';
import { gatherEstate } from '../../src/app/gather-estate.ts';
import { huntingCatalog } from '../../src/app/hunt/index.ts';
import { fillHuntingTables } from '../../src/app/hunting-tables/index.ts';
import { makeEstate } from '../../src/app/make-estate.ts';
import { readFacts } from '../../src/app/read-facts.ts';
import { loadQuestions } from '../../src/app/questions/index.ts';
import { plantedRows } from './planted-rows.ts';

const data = fileURLToPath(new URL('../../data', import.meta.url));
const questions = await loadQuestions(join(data, 'questions'));

/** Questions without rows even with what is planted, and why that is right. */
const mayBeEmpty: Readonly<Record<string, string>> = {
  'found-by-one-tool-only': 'the tools of the sample estate agree',
  'weaknesses-without-update': 'the sample estate has an update for everything',
};

let folder: string;
let store: TemporaryStore;
let now: bigint;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-questions-'));
  const exports = join(folder, 'exports');
  await makeEstate({ devices: 60, seed: 1 }, exports);
  store = await openTemporaryStore(folder, [...factTables.values()]);
  const ports = { progress: () => undefined, shippedIntelligence: join(data, 'intel') };
  const facts = await readFacts(store, { paths: [exports], seed: 1 }, ports);
  const { files, intelligence } = facts;
  const estate = await gatherEstate(store, files, intelligence, noAssetsFile, facts.asOf.time);
  const plan = async () => (await assessEstate(estate, facts, { seed: 1, samples: 64 }, ports)).actions;
  const planned = await plan();
  const hunting = { estate, files, intelligence, plan: () => Promise.resolve(planned) };
  await fillHuntingTables(store, hunting, new Set(factTables.keys()));
  const { list } = estate.devices;
  const rows = plantedRows({
    now: facts.asOf.time,
    workstation: list.find(({ name }) => name.startsWith('wks-'))!,
    exposedServer: list.find((device) => device.isServer === true && device.isInternetFacing === true)!,
    administrator: estate.facts.identities
      .find(({ name }) => name.startsWith('SVC-BACKUP@'))!
      .ref.slice('directory:'.length),
    actionId: planned[0]!.id,
  });
  for (const [name, some] of Object.entries(rows))
    await store.append(factTables.get(name)!, some as readonly Row<Table>[]);
  await store.flush();
  now = ticksFromEpochMs(facts.asOf.time);
}, 60_000);
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const globals = createGlobals(huntingCatalog());

function compiled(kql: string): CompiledQuery {
  const answer = compile(kql, globals, { now });
  if (!answer.ok) throw new Error(`${answer.fault.message} (line ${String(answer.fault.line)})`);
  return answer.query;
}

describe.each(questions)('$id', ({ id, kql }) => {
  it('answers on the sample estate', async () => {
    const query = compiled(kql);
    const run = store.query(query);
    let rows = 0;
    for await (const batch of run) rows += batch.rowCount;
    expect(await run.outcome).toMatchObject({ ok: true });
    if (mayBeEmpty[id] === undefined) expect(rows).toBeGreaterThan(0);
  });
});

it('knows each question that may be without rows', () => {
  const ids = new Set(questions.map((question) => question.id));
  expect(Object.keys(mayBeEmpty).filter((id) => !ids.has(id))).toEqual([]);
});
