import type { AlertDraft, DetectionRule, RuleRun, StateStore } from '../../state/index.ts';
import { alertOfRow } from './alert-of-row.ts';
import { checkRule } from './check-rule.ts';
import type { Hunting, HuntingAnswer, Window } from './ports.ts';
import { windowOf } from './schedule.ts';

/** Most alerts of one run (Custom detection rules, 2024-07). */
const maxAlerts = 100;

/** Most rows a run reads: room for the events that have alerted before. */
export const maxRows = 10_000;

/**
 * Runs a rule up to `nowMs` (epoch milliseconds), keeps what became of it and the alerts it made. An event alerts once; the
 * oldest come first, and what exceeds 100 is counted and left to the next run. A rule that cannot run is recorded as
 * failed, with the reason.
 */
export async function runRule(
  store: StateStore,
  hunting: Hunting,
  rule: DetectionRule,
  nowMs: number,
): Promise<RuleRun> {
  const window = windowOf(rule.frequency, store.lastGoodRun(rule.id), nowMs);
  const draft = {
    ruleId: rule.id,
    ruleVersion: rule.version,
    atMs: nowMs,
    fromMs: window.from,
    toMs: window.to,
  };
  const answer = await ask(hunting, rule, window);
  if ('code' in answer) {
    const { code, message } = answer;
    return store.recordRun({ ...draft, outcome: { kind: 'failed', code, message } }, []);
  }
  const { alerts, usable } = alertsOf(rule, answer);
  const known = store.knownEvents(
    rule.id,
    alerts.map(({ eventKey }) => eventKey),
  );
  const fresh = alerts.filter(({ eventKey }) => !known.has(eventKey));
  const outcome = {
    kind: 'ok',
    rows: answer.rows.length,
    known: alerts.length - fresh.length,
    unusable: answer.rows.length - usable,
    withheld: Math.max(0, fresh.length - maxAlerts),
    isTruncated: answer.isTruncated,
  } as const;
  return store.recordRun({ ...draft, outcome }, fresh.slice(0, maxAlerts));
}

interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The tables may have changed since the rule was checked, so it is checked at every run. */
async function ask(hunting: Hunting, rule: DetectionRule, window: Window): Promise<HuntingAnswer | Failure> {
  const compiled = await hunting.compile(rule.kql);
  if (!compiled.ok) return compiled.fault;
  const [refusal] = checkRule(rule, compiled.value);
  if (refusal !== undefined) return refusal;
  const answer = await hunting.run(rule.kql, { ...window, maxRows });
  return answer.ok ? answer.value : answer.fault;
}

/** An alert for each event of an answer, the oldest first, equal times by their key; `usable` counts the rows behind. */
function alertsOf(
  rule: DetectionRule,
  { columns, rows }: HuntingAnswer,
): { readonly alerts: readonly AlertDraft[]; readonly usable: number } {
  const byKey = new Map<string, AlertDraft>();
  let usable = 0;
  for (const row of rows) {
    const alert = alertOfRow(rule, columns, row);
    if (alert === undefined) continue;
    usable++;
    if (!byKey.has(alert.eventKey)) byKey.set(alert.eventKey, alert);
  }
  const alerts = [...byKey.values()].sort(
    (a, b) => a.eventMs - b.eventMs || (a.eventKey < b.eventKey ? -1 : 1),
  );
  return { alerts, usable };
}
