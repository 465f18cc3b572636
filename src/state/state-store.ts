import type { Alert, AlertDraft, RuleRun, RunDraft } from './alert.ts';
import type { DetectionRule, RuleDraft } from './detection-rule.ts';
import type { IdentityDecision, IdentityDecisionDraft } from './identity-decision.ts';
import type { FunctionDraft, Owner, QueryDraft, SavedQuery, StoredFunction } from './saved-query.ts';
import type { SourceSetting } from './source-setting.ts';

/**
 * What people have made and decided: small, transactional, beside the facts and out of reach of every query. Each method
 * is one transaction and is on the disk when it returns. Calls are synchronous: they take a fraction of a millisecond,
 * and nothing of the same process can come between a look and the write after it. Texts hold no NUL (`checkText`).
 * A method throws `StateUnavailable` when the file cannot be used: disk full, held by another process, damaged.
 */
export interface StateStore {
  /** The shared queries and those of a user, by owner (the user's first), folder and name. */
  savedQueries(user: string): readonly SavedQuery[];
  savedQuery(owner: Owner, name: string): SavedQuery | undefined;
  /** Adds a query, or puts it in the place of the one with its owner and name. */
  saveQuery(draft: QueryDraft, nowMs: number): SavedQuery;
  /** Whether there was one. */
  deleteQuery(owner: Owner, name: string): boolean;

  /** The shared functions and those of a user, by owner (the user's first) and name. */
  functions(user: string): readonly StoredFunction[];
  sharedFunctions(): readonly StoredFunction[];
  function(owner: Owner, name: string): StoredFunction | undefined;
  saveFunction(draft: FunctionDraft, nowMs: number): StoredFunction;
  deleteFunction(owner: Owner, name: string): boolean;

  /** All rules by name. */
  rules(): readonly DetectionRule[];
  rule(name: string): DetectionRule | undefined;
  /** Adds a rule, or changes the one of its name; its version rises when the text differs. */
  saveRule(draft: RuleDraft, nowMs: number): DetectionRule;
  /** Whether there was one. Its alerts stay. */
  deleteRule(name: string): boolean;
  /** Whether there is one. */
  setRuleEnabled(name: string, isEnabled: boolean, nowMs: number): boolean;

  /** Runs of a rule, the newest first. */
  runs(ruleId: number, limit: number): readonly RuleRun[];
  /** Run with the greatest end of window among those that did not fail. */
  lastGoodRun(ruleId: number): RuleRun | undefined;
  /** Those of the keys for which the rule has alerted. */
  knownEvents(ruleId: number, eventKeys: readonly string[]): ReadonlySet<string>;
  /** Writes a run and its alerts; an alert whose event is known by now is left out. */
  recordRun(run: RunDraft, alerts: readonly AlertDraft[]): RuleRun;
  /** Alerts, the newest event first. */
  alerts(filter: AlertFilter): readonly Alert[];

  /** What people decided about devices, oldest first. */
  identityDecisions(): readonly IdentityDecision[];
  /** Adds a decision; the same word on the same handles is kept once. */
  addIdentityDecision(draft: IdentityDecisionDraft, nowMs: number): IdentityDecision;
  /** Whether there was one. */
  deleteIdentityDecision(id: number): boolean;
  /** Version of the identity rules that is in use; undefined: none was chosen yet. */
  identityRules(): number | undefined;
  setIdentityRules(version: number): void;

  /** What holds for the reports of sources, by source. */
  sourceSettings(): readonly SourceSetting[];
  /** Adds a setting, or puts it in the place of the one of its source. */
  saveSourceSetting(setting: SourceSetting): void;
  /** Whether there was one. */
  deleteSourceSetting(source: string): boolean;

  close(): void;
}

export interface AlertFilter {
  readonly rule?: string | undefined;
  /** Only events at or after this moment. */
  readonly sinceMs?: number | undefined;
  readonly limit: number;
}
