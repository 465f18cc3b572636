import { asBoolean, asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { severityOfCvss, severityOfWord } from '../../base/severity.ts';
import { parseEpochSeconds, parseIsoTime, type EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { parsePackageUrl, qualifiedName } from '../package-url.ts';
import { shorten } from '../texts.ts';

/** A finding on a component of the project; undefined when it names no vulnerability. */
export function vulnerabilityOf(finding: JsonObject, ref: string): Observation<'vulnerability'> | undefined {
  const vulnerability = asObject(finding['vulnerability']) ?? {};
  const id = asText(vulnerability['vulnId']);
  if (id === undefined) return undefined;
  const component = asObject(finding['component']) ?? {};
  const purlText = asText(component['purl']);
  const purl = parsePackageUrl(purlText);
  const name = asText(component['name']);
  const title = asText(vulnerability['title']) ?? asText(vulnerability['description']);
  const cvss = cvssOf(vulnerability);
  const word = severityOfWord(asText(vulnerability['severity']));
  const aliases = asObjects(vulnerability['aliases']).map((alias) => asText(alias['cveId']));
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([id, ...aliases]),
    Title: title === undefined ? undefined : shorten(title, 200),
    Severity: word === 'Unknown' && cvss !== undefined ? severityOfCvss(cvss.score) : word,
    CvssScore: cvss?.score,
    CvssVector: cvss?.vector,
    SoftwareName:
      name === undefined
        ? undefined
        : qualifiedName(purl?.type ?? 'generic', asText(component['group']), name),
    SoftwareVendor: purl === undefined ? asText(component['group']) : undefined,
    SoftwareVersion: asText(component['version']),
    Purl: purl === undefined ? undefined : purlText,
    Cpe: asText(component['cpe']),
    FixedVersion: asText(vulnerability['patchedVersions']),
    FixText: asText(vulnerability['recommendation']),
    EpssScore: probability(vulnerability['epssScore']),
    ...stateOf(asObject(finding['analysis']) ?? {}),
    FirstSeen: timeOf(asObject(finding['attribution'])?.['attributedOn']),
  };
}

function cvssOf(
  vulnerability: JsonObject,
): { readonly score: number; readonly vector: string | undefined } | undefined {
  for (const version of ['V4', 'V3', 'V2']) {
    const score =
      asNumber(vulnerability[`cvss${version}BaseScore`]) ?? asNumber(vulnerability[`cvss${version}Score`]);
    if (score === undefined || score <= 0 || score > 10) continue;
    return { score, vector: asText(vulnerability[`cvss${version}Vector`]) };
  }
  return undefined;
}

function probability(value: JsonValue | undefined): number | undefined {
  const number = asNumber(value);
  return number !== undefined && number >= 0 && number <= 1 ? number : undefined;
}

/** Text `2024-01-31 15:19:45.978`, or milliseconds in the API. */
function timeOf(value: JsonValue | undefined): EpochMs | undefined {
  return typeof value === 'number' ? parseEpochSeconds(value / 1000) : parseIsoTime(asText(value));
}

/** The state that a person gave it. A suppressed finding without a state is one that nobody will fix, and still there. */
function stateOf(analysis: JsonObject): Pick<Observation<'vulnerability'>, 'Status' | 'Reason'> {
  const why = [
    asText(analysis['justification']) ?? asText(analysis['analysisJustification']),
    asText(analysis['analysisDetails']),
  ]
    .filter((part) => part !== undefined && part !== 'NOT_SET')
    .join(': ');
  const Reason = why === '' ? undefined : shorten(why, 500);
  switch ((asText(analysis['state']) ?? asText(analysis['analysisState']))?.toUpperCase()) {
    case 'NOT_AFFECTED':
      return { Status: 'not_affected', Reason };
    case 'FALSE_POSITIVE':
      return { Status: 'false_positive', Reason };
    case 'RESOLVED':
      return { Status: 'fixed', Reason };
    case 'IN_TRIAGE':
      return { Status: 'under_investigation', Reason };
    default:
      return asBoolean(analysis['isSuppressed']) === true
        ? { Status: 'will_not_fix', Reason: Reason ?? 'suppressed in Dependency-Track' }
        : { Status: 'affected', Reason };
  }
}
