import { ownValue } from '../../base/own-value.ts';
import { childText, children, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { shorten } from '../texts.ts';

type Verdict = Pick<Observation<'control'>, 'Result' | 'Reason'>;

/** Characters kept of what a checking engine says. */
const maxMessage = 300;

/** Results of XCCDF 1.2 (NIST IR 7275 r4, 6.6.4.3) as verdicts. `notselected` is none: nobody asked for the rule. */
const verdicts: Readonly<Record<string, Verdict>> = {
  pass: { Result: 'pass' },
  fixed: { Result: 'pass', Reason: 'failed and was fixed by the scan' },
  fail: { Result: 'fail' },
  error: { Result: 'unknown', Reason: 'the check ended with an error' },
  unknown: { Result: 'unknown', Reason: 'the check could not decide' },
  notchecked: { Result: 'unknown', Reason: 'not checked: the rule has no automatic check' },
  informational: { Result: 'unknown', Reason: 'informational: the check only collects' },
  notapplicable: { Result: 'notApplicable', Reason: 'the rule does not apply to this system' },
};

/** Verdict of a rule-result; undefined when the rule was not selected or the result is no word of XCCDF. */
export function verdictOf(ruleResult: XmlElement): Verdict | undefined {
  const word = childText(ruleResult, 'result') ?? '';
  const verdict = ownValue(verdicts, word);
  if (verdict?.Result !== 'unknown') return verdict;
  const said = children(ruleResult, 'message')
    .map((message) => message.text.trim())
    .find((text) => text !== '');
  return said === undefined
    ? verdict
    : { ...verdict, Reason: `${verdict.Reason ?? ''}: ${shorten(said, maxMessage)}` };
}

/** Results that stand before others when a rule was checked in several places. */
export function rank(result: Verdict['Result']): number {
  return ['notApplicable', 'pass', 'unknown', 'fail'].indexOf(result);
}
