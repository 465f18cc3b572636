import type { DetectionRule, Frequency, RuleRun } from '../../state/index.ts';
import type { Window } from './ports.ts';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Time between two runs, and how far each looks back, in milliseconds. Lookbacks as the published service states them
 * (Custom detection rules, 2024-07); it states none for continuous rules, which here look back as far as hourly ones,
 * since files bring events late.
 */
const pace: Readonly<Record<Frequency, { readonly everyMs: number; readonly lookbackMs: number }>> = {
  '24h': { everyMs: day, lookbackMs: 30 * day },
  '12h': { everyMs: 12 * hour, lookbackMs: 48 * hour },
  '3h': { everyMs: 3 * hour, lookbackMs: 12 * hour },
  '1h': { everyMs: hour, lookbackMs: 4 * hour },
  continuous: { everyMs: hour / 12, lookbackMs: 4 * hour },
};

const longestLookbackMs = 30 * day;

/**
 * The event time a run looks at: back from `nowMs` by the lookback of its frequency, at the first run by 30 days. When
 * runs were missed, back to the end of the last one, so that no event falls between; never more than 30 days.
 */
export function windowOf(frequency: Frequency, last: RuleRun | undefined, nowMs: number): Window {
  const usual = nowMs - pace[frequency].lookbackMs;
  const longest = nowMs - longestLookbackMs;
  const from = last === undefined ? longest : Math.max(longest, Math.min(usual, last.toMs));
  return { from, to: nowMs };
}

/** Whether a rule is switched on and its time has come; `last` is its newest run, failed or not. */
export function isDue(rule: DetectionRule, last: RuleRun | undefined, nowMs: number): boolean {
  if (!rule.isEnabled) return false;
  return last === undefined || nowMs - last.toMs >= pace[rule.frequency].everyMs;
}
