import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, shorten } from '../texts.ts';

/** A rule of a checklist with its status, of either form. */
export interface Rule {
  readonly vulnId: string | undefined;
  readonly ruleId: string | undefined;
  readonly version: string | undefined;
  readonly title: string | undefined;
  readonly severity: string | undefined;
  readonly severityOverride: string | undefined;
  readonly status: string | undefined;
  readonly details: string | undefined;
  readonly comments: string | undefined;
  readonly fix: string | undefined;
  readonly references: readonly string[];
}

type Verdict = Pick<Observation<'control'>, 'Result' | 'Reason'>;

/** The rule as control; undefined when it has no id or a status that checklists do not define. */
export function controlOf(
  rule: Rule,
  benchmark: string | undefined,
  ref: string,
): Observation<'control'> | undefined {
  const id = rule.vulnId ?? rule.ruleId;
  const verdict = verdictOf(rule);
  if (id === undefined || verdict === undefined) return undefined;
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: benchmark,
    Title: rule.title === undefined ? undefined : shorten(rule.title, 300),
    Severity: severityOfWord(rule.severityOverride ?? rule.severity),
    ...verdict,
    FixText: rule.fix === undefined ? undefined : shorten(rule.fix, 400),
    References: distinctTexts([rule.ruleId, rule.version, ...rule.references]) ?? [],
  };
}

function verdictOf({ status, details, comments }: Rule): Verdict | undefined {
  const said = details ?? comments;
  const Reason = said === undefined ? undefined : shorten(said.replace(/\s+/g, ' '), 400);
  switch (status?.toLowerCase().replace(/[\s_]/g, '')) {
    case 'open':
      return { Result: 'fail', Reason };
    case 'notafinding':
      return { Result: 'pass', Reason };
    case 'notapplicable':
      return { Result: 'notApplicable', Reason: Reason ?? 'the rule does not apply to this system' };
    case 'notreviewed':
      return { Result: 'unknown', Reason: Reason === undefined ? 'not reviewed' : `not reviewed: ${Reason}` };
    default:
      return undefined;
  }
}
