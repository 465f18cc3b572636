import type { Alert, DetectionRule, Refusal, RuleRun } from '../../app/detect/index.ts';
import { grouped } from '../../base/figures.ts';
import { printable } from '../../base/text.ts';
import { formatTime } from '../../base/time.ts';
import { rowsTable } from './rows-table.ts';
import { textColumns } from './text-columns.ts';

/** What became of a run, in one line. */
export function runText(run: RuleRun): string {
  const { outcome } = run;
  if (outcome.kind === 'failed') return `failed: ${printable(outcome.message)}`;
  const parts = [
    `${run.alerts} new ${run.alerts === 1 ? 'alert' : 'alerts'} of ${grouped(outcome.rows)} rows`,
  ];
  if (outcome.known > 0) parts.push(`${grouped(outcome.known)} known before`);
  if (outcome.unusable > 0)
    parts.push(`${grouped(outcome.unusable)} rows without time, ReportId or entity left out`);
  if (outcome.withheld > 0)
    parts.push(`${grouped(outcome.withheld)} more events wait for the next run (limit of alerts)`);
  if (outcome.isTruncated) parts.push('the query gives more rows than a run reads: narrow it');
  return parts.join(' · ');
}

export function refusalsText(name: string, refusals: readonly Refusal[]): string {
  return [
    `${printable(name)} cannot run:\n`,
    ...refusals.map(
      ({ code, message, remedy }) => `  ${code}: ${printable(message)}; ${printable(remedy)}\n`,
    ),
  ].join('');
}

/** Rules with their newest run. */
export function rulesTable(
  rules: readonly { readonly rule: DetectionRule; readonly last: RuleRun | undefined }[],
  width: number,
): string {
  return rowsTable(
    textColumns('Rule', 'On', 'Every', 'Severity', 'Last run', 'Outcome'),
    rules.map(({ rule, last }) => [
      rule.name,
      rule.isEnabled ? 'on' : 'off',
      rule.frequency,
      rule.alert.severity,
      last === undefined ? 'never' : formatTime(last.toMs),
      last === undefined ? '' : runText(last),
    ]),
    width,
  );
}

export function ruleText(rule: DetectionRule, runs: readonly RuleRun[]): string {
  const { alert } = rule;
  const entities = Object.entries(rule.entities).map(([type, column]) => `${type} (${column})`);
  const lines = [
    `${rule.name}, version ${rule.version}, ${rule.isEnabled ? 'on' : 'off'}, ${rule.frequency}`,
    `title     ${alert.title}`,
    `alert     ${[alert.severity, alert.category, ...alert.techniques].join(', ')}`,
    `entities  ${entities.join(', ')}`,
    ...(rule.actions.length === 0
      ? []
      : [`actions   ${rule.actions.join(', ')} (recorded, never carried out)`]),
    ...[alert.description, alert.recommendedActions].filter((text) => text !== '').flatMap(linesOf),
    '',
    ...linesOf(rule.kql),
    '',
    ...(runs.length === 0 ? ['It has not run yet.'] : []),
    ...runs.map((run) => `${formatTime(run.fromMs)} – ${formatTime(run.toMs)}  ${runText(run)}`),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

/** Alerts, one a line. */
export function alertsTable(alerts: readonly Alert[], width: number): string {
  return rowsTable(
    textColumns('Event', 'Severity', 'Title', 'Entities', 'Rule'),
    alerts.map((alert) => [
      formatTime(alert.eventMs),
      alert.severity,
      alert.title,
      alert.entities.map(({ type, value }) => `${type} ${value}`).join(', '),
      alert.ruleName,
    ]),
    width,
  );
}

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split('\n');
}
