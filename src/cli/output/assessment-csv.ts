import { stringify } from 'csv-stringify/sync';
import type { Assessment } from '../../app/index.ts';

/** The list of actions as CSV, one row an action; cells that a spreadsheet would run as formulas are escaped. */
export function assessmentCsv(assessment: Assessment): string {
  const rows = assessment.actions.map((action) => ({
    rank: action.rank,
    title: action.title,
    kind: action.kind,
    riskRemovedInPlan: action.riskRemoved.inPlan.value,
    riskRemovedInPlanLow: action.riskRemoved.inPlan.interval[0],
    riskRemovedInPlanHigh: action.riskRemoved.inPlan.interval[1],
    riskRemovedAlone: action.riskRemoved.alone.value,
    bundle: action.bundle.join(' + '),
    effort: action.effort.level,
    hours: action.effort.hours,
    userImpact: action.userImpact.level,
    people: action.userImpact.people ?? '',
    devices: action.affected.devices.length,
    identities: action.affected.identities.length,
    cves: action.affected.cves,
    knownExploitedCves: action.affected.knownExploitedCves,
    findings: action.affected.findings,
    evidence: action.evidence
      .slice(0, 3)
      .map(({ file, locator }) => `${file} ${locator}`)
      .join('; '),
    fix: action.fix,
    id: action.id,
  }));
  return stringify(rows, { header: true, escape_formulas: true });
}
