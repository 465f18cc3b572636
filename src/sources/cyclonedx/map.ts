import { severityOfCvss, severityOfWord, type Severity } from '../../base/severity.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { parsePackageUrl, qualifiedName } from '../package-url.ts';
import type { Affected, Component, Rating, Vulnerability } from './model.ts';

/** What a finding needs to know of the component it speaks of. */
export type Subject = Pick<
  Observation<'vulnerability'>,
  'SoftwareName' | 'SoftwareVersion' | 'SoftwareVendor' | 'Purl' | 'Cpe'
>;

/** Types that are software; hardware, data, cryptographic assets and plain files are not. */
const softwareTypes: ReadonlySet<string> = new Set([
  'application',
  'container',
  'device-driver',
  'firmware',
  'framework',
  'library',
  'machine-learning-model',
  'operating-system',
  'platform',
]);

/** The component as software, undefined for what is none or has no name. */
export function softwareOf(component: Component, ref: string): Observation<'software'> | undefined {
  const subject = subjectOf(component);
  // XML before 1.0's errata and some writers leave the type out; a package URL or CPE says software too.
  const isSoftware =
    component.type === undefined ||
    softwareTypes.has(component.type) ||
    (component.type !== 'data' && (subject.Purl ?? subject.Cpe) !== undefined);
  if (!isSoftware || subject.SoftwareName === undefined) return undefined;
  return {
    Ref: ref,
    ...subject,
    SoftwareName: subject.SoftwareName,
    Ecosystem: parsePackageUrl(subject.Purl)?.type,
    InstallPath: component.path,
  };
}

export function subjectOf(component: Component): Subject {
  const purl = parsePackageUrl(component.purl);
  const { group, name } = component;
  return {
    SoftwareName: name === undefined ? undefined : qualifiedName(purl?.type ?? 'generic', group, name),
    SoftwareVersion: component.version ?? purl?.version,
    SoftwareVendor: component.vendor ?? (purl === undefined ? group : undefined),
    Purl: purl === undefined ? undefined : component.purl,
    Cpe: component.cpe,
  };
}

/** A package URL as a component that is described nowhere else. */
export function subjectOfPurl(text: string): Subject | undefined {
  const purl = parsePackageUrl(text);
  if (purl === undefined) return undefined;
  return {
    SoftwareName: qualifiedName(purl.type, purl.namespace, purl.name),
    SoftwareVersion: purl.version,
    Purl: text,
  };
}

/** A vulnerability as a finding on one component. */
export function findingOf(
  vulnerability: Vulnerability,
  id: string,
  affected: Affected | undefined,
  subject: Subject | undefined,
  ref: string,
): Observation<'vulnerability'> {
  const severity = severityOf(vulnerability);
  const cvss = newest(vulnerability.ratings.filter((rating) => rating.score !== undefined));
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([id, ...vulnerability.references]),
    Title: vulnerability.description?.slice(0, 200),
    Severity: severity,
    CvssScore: cvss?.score !== undefined && cvss.score >= 0 && cvss.score <= 10 ? cvss.score : undefined,
    CvssVector: cvss?.vector,
    ...subject,
    SoftwareVersion: subject?.SoftwareVersion ?? soleVersion(affected),
    FixedVersion: vulnerability.fixedVersion,
    FixText: vulnerability.recommendation,
    ...statusOf(vulnerability, affected, subject),
    FirstSeen: parseIsoTime(vulnerability.firstIssued),
    LastSeen: parseIsoTime(vulnerability.lastUpdated),
  };
}

/** `affects` may list many versions and ranges; only a single one is the version found. */
function soleVersion(affected: Affected | undefined): string | undefined {
  return affected?.versions.length === 1 ? affected.versions[0]?.version : undefined;
}

/** CVSS versions, newest first; other methods (OWASP, SSVC, other) have no CVSS score. */
const methods = ['CVSSv4', 'CVSSv31', 'CVSSv3', 'CVSSv2'];

function rankOf(rating: Rating): number {
  const at = methods.findIndex((method) => method.toLowerCase() === rating.method?.toLowerCase());
  return at < 0 ? methods.length : at;
}

function newest(ratings: readonly Rating[], source?: string): Rating | undefined {
  const preferred = [source?.toLowerCase(), 'nvd'];
  const sourceRank = (rating: Rating): number => {
    const at = preferred.indexOf(rating.source?.toLowerCase());
    return at < 0 ? preferred.length : at;
  };
  return ratings
    .filter((rating) => rankOf(rating) < methods.length)
    .sort((a, b) => rankOf(a) - rankOf(b) || sourceRank(a) - sourceRank(b))[0];
}

/**
 * Severity of the rating by the vulnerability's own source, else of the newest CVSS rating, else the highest of any method;
 * where only a score is given, the band of the score.
 */
function severityOf(vulnerability: Vulnerability): Severity {
  const { ratings, source } = vulnerability;
  const own = ratings.filter(
    (rating) =>
      rating.severity !== undefined &&
      source !== undefined &&
      rating.source?.toLowerCase() === source.toLowerCase(),
  );
  const chosen = newest(own) ?? own[0] ?? newest(ratings, source);
  const word = severityOfWord(chosen?.severity);
  if (word !== 'Unknown') return word;
  if (chosen?.score !== undefined) return severityOfCvss(chosen.score);
  const order: readonly Severity[] = ['Critical', 'High', 'Medium', 'Low', 'None'];
  const words = new Set(ratings.map((rating) => severityOfWord(rating.severity)));
  return order.find((severity) => words.has(severity)) ?? 'Unknown';
}

/** Analysis state of the BOM (since 1.4), in the words of VEX. */
function statusOf(
  vulnerability: Vulnerability,
  affected: Affected | undefined,
  subject: Subject | undefined,
): Pick<Observation<'vulnerability'>, 'Status' | 'Reason'> {
  const reason = [vulnerability.justification, vulnerability.detail].filter((part) => part !== undefined);
  const Reason = reason.length === 0 ? undefined : reason.join(': ');
  switch (vulnerability.state) {
    case 'resolved':
    case 'resolved_with_pedigree':
      return { Status: 'fixed', Reason };
    case 'false_positive':
      return { Status: 'false_positive', Reason };
    case 'not_affected':
      return { Status: 'not_affected', Reason };
    case 'in_triage':
      return { Status: 'under_investigation', Reason };
    default:
  }
  const version = subject?.SoftwareVersion;
  const own = affected?.versions.filter((entry) => version !== undefined && entry.version === version) ?? [];
  if (own.length > 0 && own.every((entry) => entry.status === 'unaffected')) {
    return { Status: 'not_affected', Reason: Reason ?? 'this version is listed as unaffected' };
  }
  // Only when nothing else is offered: `will_not_fix` beside `update` means that old versions are not patched.
  if (vulnerability.responses.length === 1 && vulnerability.responses[0] === 'will_not_fix') {
    return { Status: 'will_not_fix', Reason: Reason ?? 'the supplier will not fix it' };
  }
  return { Status: 'affected', Reason };
}
