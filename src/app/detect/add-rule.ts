import { failed, ok, type Result } from '../../base/fault.ts';
import type { DetectionRule, RuleDraft, StateStore } from '../../state/index.ts';
import { checkRule } from './check-rule.ts';
import type { Hunting } from './ports.ts';
import type { Refusal } from './refusals.ts';

/** Compiles a rule and says why it cannot run; no refusals: it can. A fault: its query is no valid KQL. */
export async function examineRule(hunting: Hunting, rule: RuleDraft): Promise<Result<readonly Refusal[]>> {
  const compiled = await hunting.compile(rule.kql);
  return compiled.ok ? ok(checkRule(rule, compiled.value)) : compiled;
}

/** Keeps a rule that can run; nothing is kept when it is refused or its name is taken (`bad-option`). */
export async function addRule(
  store: StateStore,
  hunting: Hunting,
  draft: RuleDraft,
  options: { readonly replace: boolean; readonly nowMs: number },
): Promise<Result<{ readonly rule: DetectionRule } | { readonly refusals: readonly Refusal[] }>> {
  if (!options.replace && store.rule(draft.name) !== undefined) {
    return failed({
      code: 'bad-option',
      message: `there is a rule ${draft.name} already`,
      remedy: 'choose another name, or replace it with --replace',
    });
  }
  const refusals = await examineRule(hunting, draft);
  if (!refusals.ok) return refusals;
  if (refusals.value.length > 0) return ok({ refusals: refusals.value });
  return ok({ rule: store.saveRule(draft, options.nowMs) });
}
