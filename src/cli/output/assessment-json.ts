import { assessmentSchemaVersion, formulaVersion, type Assessment } from '../../app/index.ts';
import { formatTime } from '../../base/time.ts';
import { version } from '../version.ts';
import { fileJson } from './report-json.ts';

/**
 * The document of `assess --json`; docs/reference/assessment-json.md describes it. It holds no duration and no clock, so
 * that the same input and seed give the same bytes.
 */
export function assessmentJson(assessment: Assessment): string {
  const { intelligence, asOf, stopLine } = assessment;
  const document = {
    schemaVersion: assessmentSchemaVersion,
    tool: { name: 'fixfirst', version, formulaVersion },
    seed: assessment.seed,
    worlds: assessment.worlds,
    asOf: { time: asOf.basis === 'none' ? null : formatTime(asOf.time), basis: asOf.basis },
    intelligence: intelligence.map(({ date, ...feed }) => ({
      ...feed,
      date: date === undefined ? null : formatTime(date),
    })),
    files: assessment.files.map(fileJson),
    totals: assessment.totals,
    risk: {
      total: assessment.risk.total.value,
      interval: assessment.risk.total.interval,
      most: assessment.risk.most,
      exposure: assessment.risk.exposure.value,
      exposureInterval: assessment.risk.exposure.interval,
      withEverythingDone: assessment.risk.withEverythingDone,
      reachableCriticalAssets: assessment.risk.reachable,
      likeliestPath: assessment.risk.likeliestPath ?? null,
    },
    devices: assessment.devices,
    criticalAssets: assessment.criticalAssets,
    chokePoints: assessment.chokePoints,
    actions: assessment.actions,
    cumulative: assessment.cumulative,
    stopLine: stopLine ?? null,
    notSeen: assessment.notSeen,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
