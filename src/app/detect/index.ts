export { addRule, examineRule } from './add-rule.ts';
export type {
  CatalogueFunction,
  CompiledInfo,
  Hunting,
  HuntingAnswer,
  HuntingOptions,
  OpenHunting,
  RunOptions,
  Window,
} from './ports.ts';
export type { Refusal } from './refusals.ts';
export { parseRuleFile } from './rule-file.ts';
export { runRule } from './run-rule.ts';
export { isDue } from './schedule.ts';
export type { Alert, DetectionRule, RuleDraft, RuleRun } from '../../state/index.ts';
