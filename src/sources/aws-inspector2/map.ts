import { asLabel, asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { severityOfWord } from '../../base/severity.ts';
import { parseEpochSeconds, parseIsoTime, type EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { shorten } from '../texts.ts';

type Vulnerability = Observation<'vulnerability'>;

/** A finding about packages or code as one row for each package that has it; empty when it has no id. */
export function vulnerabilitiesOf(finding: JsonObject, ref: string): readonly Vulnerability[] {
  const details = asObject(finding['packageVulnerabilityDetails']);
  const code = asObject(finding['codeVulnerabilityDetails']);
  const id = asText(details?.['vulnerabilityId']) ?? asText(code?.['detectorId']) ?? asText(code?.['ruleId']);
  if (id === undefined) return [];
  const cvss = cvssOf(finding, details);
  const remediation = asText(asObject(asObject(finding['remediation'])?.['recommendation'])?.['text']);
  const epss = asNumber(asObject(finding['epss'])?.['score']);
  const row: Vulnerability = {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([id, ...asTexts(details?.['relatedVulnerabilities'])]),
    Title: titleOf(finding),
    Severity: severityOfWord(asText(finding['severity'])),
    CvssScore: cvss?.score,
    CvssVector: cvss?.vector,
    FixText: remediation === 'None Provided' ? undefined : remediation,
    ExploitMaturity: asText(finding['exploitAvailable'])?.toUpperCase() === 'YES' ? 'poc' : undefined,
    EpssScore: epss !== undefined && epss >= 0 && epss <= 1 ? epss : undefined,
    ...stateOf(asText(finding['status'])),
    FirstSeen: timeOf(finding['firstObservedAt']),
    LastSeen: timeOf(finding['lastObservedAt']),
  };
  const packages = asObjects(details?.['vulnerablePackages']);
  if (packages.length === 0) return [row];
  return packages.map((item) => ({
    ...row,
    SoftwareName: asText(item['name']),
    SoftwareVersion: versionOf(item),
    FixedVersion: fixOf(asText(item['fixedInVersion'])),
    FixText: row.FixText ?? asText(item['remediation']),
  }));
}

/** A port that can be reached over a path through the account's network. */
export function reachabilityOf(finding: JsonObject, ref: string): Observation<'control'> | undefined {
  const details = asObject(finding['networkReachabilityDetails']);
  if (details === undefined) return undefined;
  const range = asObject(details['openPortRange']);
  const begin = asNumber(range?.['begin']);
  const end = asNumber(range?.['end']);
  const ports = begin === end ? begin : `${begin ?? '?'}-${end ?? '?'}`;
  const status = asText(finding['status'])?.toUpperCase();
  const steps = asObjects(asObject(details['networkPath'])?.['steps']).flatMap(
    (step) => asText(step['componentType']) ?? asText(step['componentId']) ?? [],
  );
  const remediation = asText(asObject(asObject(finding['remediation'])?.['recommendation'])?.['text']);
  return {
    Ref: ref,
    ControlId: 'NETWORK_REACHABILITY',
    Benchmark: 'Amazon Inspector network reachability',
    Title: titleOf(finding),
    Severity: severityOfWord(asText(finding['severity'])),
    ...(status === 'CLOSED'
      ? { Result: 'pass' }
      : { Result: 'fail', Reason: steps.length === 0 ? undefined : shorten(steps.join(' to '), 500) }),
    FixText: remediation === 'None Provided' ? undefined : remediation,
    Place: `${asText(details['protocol'])?.toLowerCase() ?? 'any'} ${ports ?? '?'}`,
  };
}

/** Whether the path begins or ends at an internet gateway. */
export function isFromInternet(finding: JsonObject): boolean {
  const path = asObject(asObject(finding['networkReachabilityDetails'])?.['networkPath']);
  return (
    asText(finding['status'])?.toUpperCase() !== 'CLOSED' &&
    asObjects(path?.['steps']).some(
      (step) =>
        /internet-?gateway/i.test(asText(step['componentType']) ?? '') ||
        /^igw-/.test(asText(step['componentId']) ?? ''),
    )
  );
}

function titleOf(finding: JsonObject): string | undefined {
  const title = asText(finding['title']) ?? asText(finding['description']);
  return title === undefined ? undefined : shorten(title, 200);
}

/** Inspector's own score, which it shows, else the newest CVSS, NVD's first. */
function cvssOf(
  finding: JsonObject,
  details: JsonObject | undefined,
): { readonly score: number; readonly vector: string | undefined } | undefined {
  const ratings = asObjects(details?.['cvss']).flatMap((rating) => {
    const score = asNumber(rating['baseScore']);
    if (score === undefined || score < 0 || score > 10) return [];
    const rank = (asNumber(rating['version']) ?? 0) * 10 + (asText(rating['source']) === 'NVD' ? 1 : 0);
    return [{ rank, score, vector: asText(rating['scoringVector']) }];
  });
  ratings.sort((a, b) => b.rank - a.rank);
  const [best] = ratings;
  if (best !== undefined) return best;
  const own = asNumber(finding['inspectorScore']);
  return own === undefined || own <= 0 || own > 10 ? undefined : { score: own, vector: undefined };
}

/** `epoch:version-release` as the package manager writes it. */
function versionOf(item: JsonObject): string | undefined {
  const version = asText(item['version']);
  if (version === undefined) return undefined;
  const epoch = asNumber(item['epoch']) ?? 0;
  const release = asLabel(item['release']);
  return `${epoch > 0 ? `${epoch}:` : ''}${version}${release === undefined ? '' : `-${release}`}`;
}

function fixOf(text: string | undefined): string | undefined {
  return text === undefined || /^not ?available$/i.test(text) ? undefined : text.replace(/^0:/, '');
}

/** A suppressed finding is still there: a rule of the account only hides it. */
function stateOf(status: string | undefined): Pick<Vulnerability, 'Status' | 'Reason'> {
  switch (status?.toUpperCase()) {
    case 'CLOSED':
      return { Status: 'fixed', Reason: 'Inspector closed it' };
    case 'SUPPRESSED':
      return { Status: 'will_not_fix', Reason: 'suppressed by a rule in Inspector' };
    default:
      return { Status: 'affected' };
  }
}

/** ISO text of the command line, or seconds of the API. */
function timeOf(value: JsonValue | undefined): EpochMs | undefined {
  return typeof value === 'number' ? parseEpochSeconds(value) : parseIsoTime(asText(value));
}
