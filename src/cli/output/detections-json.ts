import type { Alert, DetectionRule, RuleRun } from '../../app/detect/index.ts';
import { formatTime } from '../../base/time.ts';

/** A rule as `detect --json` prints it: the form of its file, with version and times. */
export function ruleJson(rule: DetectionRule): Readonly<Record<string, unknown>> {
  return {
    name: rule.name,
    version: rule.version,
    enabled: rule.isEnabled,
    frequency: rule.frequency,
    query: rule.kql,
    alert: rule.alert,
    entities: rule.entities,
    actions: rule.actions,
    created: formatTime(rule.createdMs),
    updated: formatTime(rule.updatedMs),
  };
}

export function runJson(run: RuleRun): Readonly<Record<string, unknown>> {
  const { kind, ...figures } = run.outcome;
  return {
    status: kind,
    at: formatTime(run.atMs),
    from: formatTime(run.fromMs),
    to: formatTime(run.toMs),
    ruleVersion: run.ruleVersion,
    alerts: run.alerts,
    ...figures,
  };
}

export function alertJson(alert: Alert): Readonly<Record<string, unknown>> {
  return {
    id: alert.id,
    rule: alert.ruleName,
    ruleVersion: alert.ruleVersion,
    title: alert.title,
    severity: alert.severity,
    category: alert.category,
    techniques: alert.techniques,
    entities: alert.entities,
    actions: alert.actions,
    time: formatTime(alert.eventMs),
    created: formatTime(alert.createdMs),
    row: JSON.parse(alert.rowJson) as unknown,
  };
}
