import type { FileReport } from '../../ingest/index.ts';
import { ownTables } from '../../schema/index.ts';
import type { LastingStore } from '../../store/index.ts';
import { assessEstate, type AssessOptions } from '../assess.ts';
import { formulaVersion, type Assessment } from '../assessment.ts';
import { gatherEstate } from '../gather-estate.ts';
import { asOfTime, type Facts } from '../read-facts.ts';
import { readRows } from '../read-rows.ts';
import { keptIntelligence } from './keep-intelligence.ts';
import type { KeptPorts } from './kept-ports.ts';

export type PlanOptions = Omit<AssessOptions, 'paths'>;

/** What to fix first by the facts of the data directory: the same answer that `assess` gives of the files they came from. */
export async function planOf(
  store: LastingStore,
  options: PlanOptions,
  ports: KeptPorts,
): Promise<Assessment> {
  const facts = await keptFacts(store, options.asOf, ports);
  ports.progress('joining devices, identities and findings');
  const all = (await store.files()) as readonly FileReport[];
  const estate = await gatherEstate(store, all, facts.intelligence, options.assets, facts.asOf.time);
  return assessEstate(estate, facts, options, ports);
}

/** What is known of the files that the kept facts came from; of a file that was given again, its last reading. */
async function keptFacts(store: LastingStore, asOf: number | undefined, ports: KeptPorts): Promise<Facts> {
  const intelligence = (await keptIntelligence(ports)).build();
  const byName = new Map<string, FileReport>();
  for (const report of (await store.files()) as readonly FileReport[]) byName.set(report.file, report);
  const files = [...byName.values()];
  return {
    files,
    intelligence,
    asOf: asOfTime(
      asOf,
      files,
      intelligence.feeds.map(({ date }) => date),
    ),
  };
}

/** Leaves a row of history: the figures of a recomputation, what came and went since the last one, and what caused it. */
export async function writeHistory(
  store: LastingStore,
  assessment: Assessment,
  imports: readonly number[],
  at: number,
): Promise<void> {
  let before: ReadonlySet<string> = new Set();
  for await (const rows of readRows(store, ownTables.postureHistory, ['ActionsNew', 'ActionsGone'])) {
    const standing = new Set(before);
    for (const row of rows) {
      for (const id of row.ActionsNew as readonly string[]) standing.add(id);
      for (const id of row.ActionsGone as readonly string[]) standing.delete(id);
    }
    before = standing;
  }
  const now = new Set(assessment.actions.map(({ id }) => id));
  const { total } = assessment.risk;
  await store.write(ownTables.postureHistory, [
    {
      Timestamp: at,
      Risk: total.value,
      RiskLow: total.interval[0],
      RiskHigh: total.interval[1],
      FormulaVersion: formulaVersion,
      Seed: assessment.seed,
      ActionsNew: [...now].filter((id) => !before.has(id)),
      ActionsGone: [...before].filter((id) => !now.has(id)),
      Imports: imports,
    },
  ]);
}
