import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, knownProperties, shorten } from '../texts.ts';
import type { Finding } from './finding.ts';

/** Name of the account that a finding speaks of: its provider and id; `unknown` where the report hides it. */
export function accountKey({ provider, accountId, accountName }: Finding): string {
  return `${provider?.toLowerCase() ?? 'cloud'}:${accountId ?? accountName ?? 'unknown'}`;
}

export function accountOf(finding: Finding, ref: string): Observation<'resource'> {
  const isCluster = finding.provider?.toLowerCase() === 'kubernetes';
  return {
    Ref: ref,
    ResourceType: isCluster ? 'kubernetes' : 'cloud',
    ResourceName: finding.accountName ?? finding.accountId ?? accountKey(finding),
    ResourceIds: finding.accountId === undefined ? [] : [accountKey(finding)],
    Examined: ['configuration'],
    Properties: knownProperties({ provider: finding.provider }) ?? {},
  };
}

/** The result of one check on one resource of the account; undefined when it names no check or has no result. */
export function controlOf(finding: Finding, ref: string): Observation<'control'> | undefined {
  const { checkId, status } = finding;
  if (checkId === undefined || status === undefined) return undefined;
  return {
    Ref: ref,
    ControlId: checkId,
    Benchmark: 'Prowler',
    Title: finding.title,
    Severity: severityOfWord(finding.severity),
    ...verdictOf(finding, status),
    FixText: finding.remedy,
    References: distinctTexts(finding.requirements) ?? [],
    Place: placeOf(finding),
  };
}

type Verdict = Pick<Observation<'control'>, 'Result' | 'Reason'>;

function verdictOf({ detail, isMuted }: Finding, status: string): Verdict {
  const said = detail === undefined ? undefined : shorten(detail, 500);
  const because = (reason: string): string => (said === undefined ? reason : `${reason}: ${said}`);
  switch (status.toUpperCase()) {
    case 'PASS':
      return { Result: 'pass', Reason: said };
    case 'FAIL':
      return { Result: 'fail', Reason: isMuted ? because('muted in Prowler') : said };
    case 'MANUAL':
      return { Result: 'unknown', Reason: because('manual: a person must check it') };
    case 'INFO':
      return { Result: 'unknown', Reason: because('informational') };
    case 'MUTED':
      return { Result: 'unknown', Reason: because('muted in Prowler') };
    default:
      return { Result: 'unknown', Reason: because(`Prowler says ${status}`) };
  }
}

/** The resource, with its region where its id does not tell it. */
function placeOf({ resource, region }: Finding): string | undefined {
  if (resource === undefined || region === undefined || resource.includes(region)) return resource ?? region;
  return region === 'global' ? resource : `${resource} (${region})`;
}
