import type { Severity } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { shorten } from '../texts.ts';

/** A policy with its result, of any of the files. */
export interface Policy {
  readonly id: string | undefined;
  readonly requirement: string | undefined;
  readonly result: string | undefined;
  readonly criticality: string | undefined;
  readonly details: string | undefined;
}

type Verdict = Pick<Observation<'control'>, 'Result' | 'Reason'>;

/** The policy as control of the tenant; undefined when it has no policy id or no result. */
export function controlOf(policy: Policy, ref: string): Observation<'control'> | undefined {
  const { id, result } = policy;
  if (id === undefined || !/^[A-Z]+\.[A-Z0-9]+\.[\w.]+$/.test(id) || result === undefined) return undefined;
  const requirement = plain(policy.requirement);
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: `SCuBA ${id.split('.')[1] ?? ''}`,
    Title: requirement ?? id,
    Severity: severityOf(policy.criticality),
    ...verdictOf(result, policy.criticality ?? '', plain(policy.details)),
    References: [],
  };
}

/** ScubaGear has no severities: what a policy demands (SHALL) stands as high, what it advises (SHOULD) as medium. */
function severityOf(criticality: string | undefined): Severity {
  if (/^shall/i.test(criticality ?? '')) return 'High';
  return /^should/i.test(criticality ?? '') ? 'Medium' : 'Unknown';
}

function verdictOf(result: string, criticality: string, details: string | undefined): Verdict {
  const because = (reason: string): string => (details === undefined ? reason : `${reason}: ${details}`);
  // Such a policy is written as not met, though nothing looked at it.
  if (/\/(not-implemented|3rd party)/i.test(criticality))
    return { Result: 'unknown', Reason: because('manual: a person must check it') };
  switch (result.toLowerCase()) {
    case 'pass':
      return { Result: 'pass', Reason: details };
    case 'fail':
    // A SHOULD that is not met.
    case 'warning':
      return { Result: 'fail', Reason: details };
    case 'n/a':
      return { Result: 'unknown', Reason: because('manual: a person must check it') };
    case 'omit':
    case 'omitted':
      return { Result: 'unknown', Reason: because('omitted by the configuration of ScubaGear') };
    case 'error':
      return { Result: 'unknown', Reason: because('the check ended with an error') };
    default:
      return { Result: 'unknown', Reason: because(`ScubaGear says ${shorten(result, 80)}`) };
  }
}

/** The words without markup and without the badges that stand behind a requirement. */
function plain(html: string | undefined): string | undefined {
  const text = (html ?? '')
    .replace(/<div class=['"]policy-indicators['"][\s\S]*$/, '')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? undefined : shorten(text, 400);
}
