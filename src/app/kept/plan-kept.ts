import type { EpochMs } from '../../base/time.ts';
import type { FileReport } from '../../ingest/index.ts';
import type { Intelligence } from '../../intel/index.ts';
import type { AssetsFile } from '../../posture/index.ts';
import { ownTables } from '../../schema/index.ts';
import type { LastingStore } from '../../store/index.ts';
import { assessEstate, type PlanOptions } from '../assess-estate.ts';
import { formulaVersion, type Assessment } from '../assessment.ts';
import { usualEstatePolicy } from '../estate-policy.ts';
import { timesOfImports, type keptEstatePolicy } from './estate-policy-kept.ts';
import { gatherEstate } from '../gather-estate.ts';
import { asOfTime } from '../read-facts.ts';
import { readRows } from '../read-rows.ts';

export interface KeptPlanOptions extends PlanOptions {
  /** The only "now"; by default the newest observation time of the input. */
  readonly asOf?: EpochMs | undefined;
  readonly assets: AssetsFile;
}

/** What to fix first by kept facts. */
export async function planOf(
  store: LastingStore,
  intelligence: Intelligence,
  options: KeptPlanOptions,
  ports: { readonly progress: (text: string) => void; readonly policy?: ReturnType<typeof keptEstatePolicy> },
): Promise<Assessment> {
  const reports = (await store.files()) as readonly FileReport[];
  // Of a file that was given again, its last reading is told.
  const files = [...new Map(reports.map((report) => [report.file, report])).values()];
  const asOf = asOfTime(
    options.asOf,
    files,
    intelligence.feeds.map(({ date }) => date),
  );
  ports.progress('joining devices, identities and findings');
  const policy = { ...usualEstatePolicy, ...ports.policy, importTimes: await timesOfImports(store) };
  const estate = await gatherEstate(store, reports, intelligence, options.assets, asOf.time, policy);
  return assessEstate(estate, { files, intelligence, asOf }, options, ports);
}

/** What made the list be worked out anew. */
export interface RecomputationCause {
  readonly what: 'import' | 'undo' | 'intelligence' | 'decision on devices' | 'rules of identity';
  /** Imports that came or went. */
  readonly imports?: readonly number[];
}

/** Leaves a row of history: the figures of a recomputation, what came and went since the last one, and what caused it. */
export async function writeHistory(
  store: LastingStore,
  assessment: Assessment,
  cause: RecomputationCause,
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
      Imports: cause.imports ?? [],
      Cause: cause.what,
    },
  ]);
}
