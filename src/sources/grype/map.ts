import { ownValue } from '../../base/own-value.ts';
import { asArray, asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { parsePackageUrl } from '../package-url.ts';

/** A match as a finding on the artefact; undefined when it names no vulnerability. */
export function vulnerabilityOf(match: JsonObject, ref: string): Observation<'vulnerability'> | undefined {
  const vulnerability = asObject(match['vulnerability']) ?? {};
  const id = asText(vulnerability['id']);
  if (id === undefined) return undefined;
  const related = asObjects(match['relatedVulnerabilities']);
  const artifact = asObject(match['artifact']) ?? {};
  const fix = asObject(vulnerability['fix']);
  const records = [vulnerability, ...related];
  const cvss = cvssOf(records);
  const purl = asText(artifact['purl']);
  const willNotFix = asText(fix?.['state']) === 'wont-fix';
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds(records.map((record) => asText(record['id']))),
    Title: firstText(records, 'description')?.slice(0, 200),
    Severity: severityOfWord(asText(vulnerability['severity'])),
    CvssScore: cvss?.score,
    CvssVector: cvss?.vector,
    SoftwareName: asText(artifact['name']),
    SoftwareVersion: asText(artifact['version']),
    Purl: parsePackageUrl(purl) === undefined ? undefined : purl,
    Cpe: asTexts(artifact['cpes'])[0] ?? asText(asObjects(artifact['cpes'])[0]?.['cpe']),
    FixedVersion: asTexts(fix?.['versions']).join(', ') || undefined,
    IsKnownExploited: records.some((record) => asArray(record['knownExploited']).length > 0) || undefined,
    EpssScore: epssOf(records),
    Confidence: confidenceOf(asObjects(match['matchDetails']), asText(artifact['name'])),
    Status: willNotFix ? 'will_not_fix' : 'affected',
    Reason: willNotFix ? 'the vendor will not fix it' : undefined,
  };
}

function firstText(records: readonly JsonObject[], key: string): string | undefined {
  for (const record of records) {
    const text = asText(record[key]);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The newest CVSS version of the first record that has one; within a version a primary rating before a secondary. */
function cvssOf(
  records: readonly JsonObject[],
): { readonly score: number; readonly vector: string | undefined } | undefined {
  for (const record of records) {
    let best: { rank: number; score: number; vector: string | undefined } | undefined;
    for (const rating of asObjects(record['cvss'])) {
      const score = asNumber(asObject(rating['metrics'])?.['baseScore']);
      const version = asNumber(rating['version']) ?? 0;
      const rank = version * 10 + (asText(rating['type']) === 'Primary' ? 1 : 0);
      if (score === undefined || score < 0 || (best !== undefined && best.rank >= rank)) continue;
      best = { rank, score, vector: asText(rating['vector']) };
    }
    if (best !== undefined) return best;
  }
  return undefined;
}

/** The highest EPSS: a GHSA may stand for several CVEs. */
function epssOf(records: readonly JsonObject[]): number | undefined {
  const scores = records
    .flatMap((record) => asObjects(record['epss']))
    .map((entry) => asNumber(entry['epss']))
    .filter((score) => score !== undefined);
  return scores.length === 0 ? undefined : Math.max(...scores);
}

/**
 * Grype states how it matched, not how sure it is. Our percentages: by the package's own ecosystem data 95, by its source
 * package 90, by CPE (name and version text only) 60; the surest of several ways counts.
 */
const confidences: Readonly<Record<string, number>> = {
  'exact-direct-match': 95,
  'exact-indirect-match': 90,
  'cpe-match': 60,
};

function confidenceOf(details: readonly JsonObject[], packageName: string | undefined): number | undefined {
  let best: number | undefined;
  for (const detail of details) {
    const type = asText(detail['type']) ?? typeOfOld(detail, packageName);
    const confidence = ownValue(confidences, type);
    if (confidence !== undefined && (best === undefined || confidence > best)) best = confidence;
  }
  return best;
}

/** Versions before 0.34 write no type, but what was searched by. */
function typeOfOld(detail: JsonObject, packageName: string | undefined): string {
  const searchedBy = asObject(detail['searchedBy']);
  if (asArray(searchedBy?.['cpes']).length > 0) return 'cpe-match';
  const searched = asText(asObject(searchedBy?.['package'])?.['name']);
  return searched === undefined || searched === packageName ? 'exact-direct-match' : 'exact-indirect-match';
}

/** What was scanned: an image, a directory, a file, or the subject of an SBOM. */
export function resourceOf(
  source: JsonObject | undefined,
  distro: JsonObject | undefined,
  ref: string,
  fallbackName: string,
): Observation<'resource'> {
  const target = asObject(source?.['target']);
  const kind = asText(source?.['type']);
  const name =
    asText(source?.['target']) ??
    asText(target?.['userInput']) ??
    asTexts(target?.['tags'])[0] ??
    fallbackName;
  const ids = [
    asText(target?.['imageID']),
    asText(target?.['manifestDigest']),
    ...asTexts(target?.['tags']),
    ...asTexts(target?.['repoDigests']),
  ].filter((id) => id !== undefined);
  return {
    Ref: ref,
    ResourceType:
      kind === 'image' ? 'image' : kind === undefined || kind === 'unknown' ? 'application' : 'filesystem',
    ResourceName: name,
    ResourceIds: [...new Set(ids)],
    OSPlatform: asText(distro?.['name']),
    OSVersion: asText(distro?.['version']),
    Examined: ['vulnerabilities'],
    Properties: kind === undefined ? {} : { sourceType: kind },
  };
}
