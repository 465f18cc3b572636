export type { Alert, AlertDraft, AlertEntity, RuleRun, RunDraft, RunOutcome } from './alert.ts';
export { checkText } from './check-text.ts';
export {
  alertCategories,
  alertSeverities,
  entityTypes,
  frequencies,
  responseActions,
  type AlertCategory,
  type AlertSeverity,
  type DetectionRule,
  type EntityType,
  type Frequency,
  type ResponseAction,
  type RuleDraft,
} from './detection-rule.ts';
export type { IdentityDecision, IdentityDecisionDraft } from './identity-decision.ts';
export type {
  FunctionDraft,
  Owner,
  QueryDraft,
  QueryParameter,
  SavedQuery,
  StoredFunction,
} from './saved-query.ts';
export type { AlertFilter, StateStore } from './state-store.ts';
export type { SourceSetting } from './source-setting.ts';
export { StateUnavailable } from './state-unavailable.ts';
