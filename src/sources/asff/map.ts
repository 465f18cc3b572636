import { asArray, asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { severityOfWord, type Severity } from '../../base/severity.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { distinctTexts, shorten } from '../texts.ts';

type Verdict = Pick<Observation<'control'>, 'Result' | 'Reason'>;

/** What a finding is: a verdict on a setting, a weakness of software, or an alert (threats, which are no posture). */
export function kindOf(finding: JsonObject): 'control' | 'vulnerability' | 'alert' {
  if (asArray(finding['Vulnerabilities']).length > 0) return 'vulnerability';
  const types = [
    ...asArray(finding['Types']),
    ...asArray(asObject(finding['FindingProviderFields'])?.['Types']),
  ];
  if (types.some((type) => /^Software and Configuration Checks\/Vulnerabilities/i.test(asText(type) ?? '')))
    return 'vulnerability';
  if (asText(asObject(finding['Compliance'])?.['Status']) !== undefined) return 'control';
  return types.some((type) =>
    /^(Software and Configuration Checks|Effects\/Data Exposure)/i.test(asText(type) ?? ''),
  )
    ? 'control'
    : 'alert';
}

/** The verdict on one resource of the account; undefined when the finding has no id of its check. */
export function controlOf(
  finding: JsonObject,
  resource: JsonObject | undefined,
  ref: string,
): Observation<'control'> | undefined {
  const fields = asObject(finding['ProductFields']);
  const compliance = asObject(finding['Compliance']);
  const generator = asText(finding['GeneratorId']);
  const id =
    asText(compliance?.['SecurityControlId']) ??
    asText(fields?.['ControlId']) ??
    asText(fields?.['RuleId']) ??
    generator?.replace(/^.*\//, '');
  if (id === undefined) return undefined;
  const requirements = asArray(compliance?.['RelatedRequirements']).map((text) => asText(text));
  const product = asText(fields?.['aws/securityhub/ProductName']) ?? asText(finding['ProductName']);
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: standardOf(fields, generator) ?? product,
    Title: asText(finding['Title']),
    Severity: severityOf(finding),
    ...withWorkflow(finding, verdictOf(finding)),
    FixText: remedyOf(finding),
    References: distinctTexts([generator, ...requirements]) ?? [],
    Place: asText(resource?.['Id']),
  };
}

/** The standard in words of its ARN: `aws-foundational-security-best-practices/v/1.0.0`. */
function standardOf(fields: JsonObject | undefined, generator: string | undefined): string | undefined {
  const arn = asText(fields?.['StandardsArn']) ?? asText(fields?.['StandardsGuideArn']);
  const text = arn ?? generator ?? '';
  return /(?:standards|ruleset)\/(.+)$/.exec(text)?.[1] ?? /^([\w-]+\/v\/[\d.]+)\//.exec(text)?.[1];
}

function verdictOf(finding: JsonObject): Verdict {
  const compliance = asObject(finding['Compliance']);
  const reasons = asObjects(compliance?.['StatusReasons']);
  const text = distinctTexts(
    reasons.map((reason) => asText(reason['Description']) ?? asText(reason['ReasonCode'])),
  )?.join('; ');
  const said = text === undefined ? undefined : shorten(text, 400);
  const because = (reason: string): string => (said === undefined ? reason : `${reason}: ${said}`);
  // Security Hub calls a check passed that found no resource to look at.
  if (reasons.some((reason) => asText(reason['ReasonCode']) === 'CONFIG_EVALUATIONS_EMPTY'))
    return { Result: 'notApplicable', Reason: because('there is nothing that the rule applies to') };
  switch (asText(compliance?.['Status'])?.toUpperCase()) {
    case 'PASSED':
      return { Result: 'pass', Reason: said };
    case 'FAILED':
    case undefined:
      return { Result: 'fail', Reason: said };
    case 'WARNING':
      return { Result: 'unknown', Reason: because('the check could not decide (WARNING)') };
    case 'NOT_AVAILABLE':
      return { Result: 'unknown', Reason: because('not available: the check could not run') };
    default:
      return { Result: 'unknown', Reason: because('the result is no word of ASFF') };
  }
}

/** A suppressed finding stays what it is, and says so. */
function withWorkflow(finding: JsonObject, verdict: Verdict): Verdict {
  const isSuppressed = asText(asObject(finding['Workflow'])?.['Status']) === 'SUPPRESSED';
  if (!isSuppressed) return verdict;
  const { Result, Reason } = verdict;
  return {
    Result,
    Reason: Reason === undefined ? 'suppressed in Security Hub' : `suppressed in Security Hub: ${Reason}`,
  };
}

/** One row for each vulnerability and package; a finding without a list counts as one. */
export function vulnerabilitiesOf(finding: JsonObject, ref: string): readonly Observation<'vulnerability'>[] {
  const listed = asObjects(finding['Vulnerabilities']);
  const title = asText(finding['Title']);
  const weaknesses =
    listed.length > 0 ? listed : [{ Id: /CVE-\d{4}-\d{4,}/i.exec(title ?? '')?.[0] ?? title ?? null }];
  return weaknesses.flatMap((weakness: JsonObject) => {
    const id = asText(weakness['Id']);
    if (id === undefined) return [];
    const packages = asObjects(weakness['VulnerablePackages']);
    const cvss = cvssOf(asObjects(weakness['Cvss']));
    return (packages.length > 0 ? packages : [{}]).map((each: JsonObject) => ({
      Ref: ref,
      VulnerabilityId: id,
      CveIds: cveIds([id, ...asArray(weakness['RelatedVulnerabilities']).map((text) => asText(text))]),
      Title: title,
      Severity: severityOf(finding),
      ...cvss,
      SoftwareName: asText(each['Name']),
      SoftwareVersion: versionOf(each),
      FixedVersion: fixedOf(asText(each['FixedInVersion'])),
      FixText: asText(each['Remediation']) ?? remedyOf(finding),
      EpssScore: epssOf(weakness),
      IsKnownExploited: undefined,
      ExploitMaturity: asText(weakness['ExploitAvailable']) === 'YES' ? ('poc' as const) : undefined,
      ...statusOf(finding),
      FirstSeen: parseIsoTime(asText(finding['FirstObservedAt'])),
      LastSeen: parseIsoTime(asText(finding['LastObservedAt'])),
    }));
  });
}

/** `epoch:version-release` as package managers write it; an epoch of 0 is left out. */
function versionOf(each: JsonObject): string | undefined {
  const version = asText(each['Version']);
  if (version === undefined) return undefined;
  const epoch = asText(each['Epoch']);
  const release = asText(each['Release']);
  return `${epoch === undefined || epoch === '0' ? '' : `${epoch}:`}${version}${release === undefined ? '' : `-${release}`}`;
}

function fixedOf(text: string | undefined): string | undefined {
  return text === undefined || /^(not ?available|none|n\/a)$/i.test(text)
    ? undefined
    : text.replace(/^0:/, '');
}

/** The rating of the newest version of CVSS. */
function cvssOf(ratings: readonly JsonObject[]): {
  readonly CvssScore?: number;
  readonly CvssVector?: string | undefined;
} {
  let best:
    { readonly version: number; readonly score: number; readonly vector: string | undefined } | undefined;
  for (const rating of ratings) {
    const score = asNumber(rating['BaseScore']);
    const version = asNumber(rating['Version']) ?? 0;
    if (score === undefined || score < 0 || score > 10 || (best !== undefined && best.version >= version))
      continue;
    best = { version, score, vector: asText(rating['BaseVector']) };
  }
  return best === undefined ? {} : { CvssScore: best.score, CvssVector: best.vector };
}

function epssOf(weakness: JsonObject): number | undefined {
  const score = asNumber(weakness['EpssScore']);
  return score !== undefined && score >= 0 && score <= 1 ? score : undefined;
}

function statusOf(finding: JsonObject): Pick<Observation<'vulnerability'>, 'Status' | 'Reason'> {
  const workflow = asText(asObject(finding['Workflow'])?.['Status']);
  if (workflow === 'RESOLVED') return { Status: 'fixed', Reason: 'resolved in Security Hub' };
  return { Status: 'affected', Reason: workflow === 'SUPPRESSED' ? 'suppressed in Security Hub' : undefined };
}

function severityOf(finding: JsonObject): Severity {
  const provider = asObject(asObject(finding['FindingProviderFields'])?.['Severity']);
  const severity = asObject(finding['Severity']);
  const word = asText(severity?.['Label']) ?? asText(provider?.['Label']);
  if (word !== undefined) return severityOfWord(word);
  // Bands of the ASFF reference for Severity.Normalized.
  const normalized = asNumber(severity?.['Normalized']);
  if (normalized === undefined) return 'Unknown';
  if (normalized >= 90) return 'Critical';
  if (normalized >= 70) return 'High';
  if (normalized >= 40) return 'Medium';
  return normalized >= 1 ? 'Low' : 'None';
}

function remedyOf(finding: JsonObject): string | undefined {
  const recommendation = asObject(asObject(finding['Remediation'])?.['Recommendation']);
  const text = asText(recommendation?.['Text']);
  const words = text === undefined || /^none provided$/i.test(text) ? undefined : text;
  return distinctTexts([words, asText(recommendation?.['Url'])])?.join(' ');
}
