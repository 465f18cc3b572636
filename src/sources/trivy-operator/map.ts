import { asBoolean, asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { parsePackageUrl, qualifiedName } from '../package-url.ts';
import { shorten } from '../texts.ts';

/** A vulnerability of a container; undefined without an id. */
export function vulnerabilityOf(item: JsonObject, ref: string): Observation<'vulnerability'> | undefined {
  const id = asText(item['vulnerabilityID']);
  if (id === undefined) return undefined;
  const cvss = cvssOf(item);
  const purl = asText(item['packagePURL']);
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([id]),
    Title: asText(item['title']),
    Severity: severityOfWord(asText(item['severity'])),
    CvssScore: cvss?.score,
    CvssVector: cvss?.vector,
    SoftwareName: asText(item['resource']),
    SoftwareVersion: asText(item['installedVersion']),
    Purl: parsePackageUrl(purl) === undefined ? undefined : purl,
    FixedVersion: asText(item['fixedVersion']),
    Status: 'affected',
  };
}

/** NVD's rating with its vector, else the score that the operator chose. */
function cvssOf(
  item: JsonObject,
): { readonly score: number; readonly vector?: string | undefined } | undefined {
  const ratings = asObject(item['cvss']);
  const order = ['nvd', asText(item['cvssSource']) ?? 'nvd'];
  for (const source of order) {
    const rating = asObject(ratings?.[source]);
    for (const version of ['V40', 'V3']) {
      const score = asNumber(rating?.[`${version}Score`]);
      if (score !== undefined && score > 0 && score <= 10)
        return { score, vector: asText(rating?.[`${version}Vector`]) };
    }
  }
  const score = asNumber(item['score']);
  return score === undefined || score <= 0 || score > 10 ? undefined : { score };
}

/** A check of a workload, role or component of the control plane; undefined without an id. */
export function checkOf(item: JsonObject, ref: string): Observation<'control'> | undefined {
  const id = asText(item['checkID']);
  if (id === undefined) return undefined;
  const success = asBoolean(item['success']);
  const messages = asTexts(item['messages']).join('; ');
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: asText(item['category']),
    Title: asText(item['title']),
    Severity: severityOfWord(asText(item['severity'])),
    ...(success === undefined
      ? { Result: 'unknown', Reason: 'the report does not say whether the check passed' }
      : { Result: success ? 'pass' : 'fail', Reason: messages === '' ? undefined : shorten(messages, 1000) }),
    FixText: asText(item['remediation']),
    Place: asText(asObject(item['scope'])?.['value']),
  };
}

/** Names of failed targets in a reason. */
const maxTargets = 20;

/** A control of a compliance report with all its checks; undefined without an id. */
export function complianceOf(
  item: JsonObject,
  benchmark: string | undefined,
  ref: string,
): Observation<'control'> | undefined {
  const id = asText(item['id']);
  if (id === undefined) return undefined;
  const checks = asObjects(item['checks']);
  const failed = checks.filter((check) => asBoolean(check['success']) === false);
  const total = asNumber(item['totalFail']) ?? (checks.length === 0 ? undefined : failed.length);
  const targets = [...new Set(failed.flatMap((check) => asText(check['target']) ?? []))];
  const more = targets.length > maxTargets ? ` and ${targets.length - maxTargets} more` : '';
  const found = [`${total ?? 0} checks failed`, targets.slice(0, maxTargets).join(', ') + more];
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: benchmark,
    Title: asText(item['name']),
    Severity: severityOfWord(asText(item['severity'])),
    ...(total === undefined
      ? { Result: 'unknown', Reason: 'no check of the operator stands behind this control' }
      : total > 0
        ? { Result: 'fail', Reason: found.filter((part) => part !== '').join(': ') }
        : { Result: 'pass' }),
    FixText: asText(failed.find((check) => asText(check['remediation']) !== undefined)?.['remediation']),
  };
}

/** A secret; Trivy masks its value, so the fingerprint can only stand for the place. */
export function secretOf(
  item: JsonObject,
  ref: string,
  fingerprint: (text: string) => string,
): Observation<'secret'> | undefined {
  const rule = asText(item['ruleID']);
  if (rule === undefined) return undefined;
  const target = asText(item['target']);
  return {
    Ref: ref,
    RuleId: rule,
    Title: asText(item['title']) ?? asText(item['category']),
    Severity: severityOfWord(asText(item['severity'])),
    Place: target,
    Fingerprint: fingerprint(['trivy-operator', ref, target ?? '', rule].join('\n')),
  };
}

/** A component of the BOM in an SBOM report; undefined without a name. */
export function softwareOf(item: JsonObject, ref: string): Observation<'software'> | undefined {
  const name = asText(item['name']);
  if (name === undefined) return undefined;
  const purlText = asText(item['purl']);
  const purl = parsePackageUrl(purlText);
  return {
    Ref: ref,
    SoftwareName: qualifiedName(purl?.type ?? 'generic', asText(item['group']), name),
    SoftwareVersion: asText(item['version']) ?? purl?.version,
    SoftwareVendor: asText(asObject(item['supplier'])?.['name']),
    Ecosystem: purl?.type,
    Purl: purl === undefined ? undefined : purlText,
  };
}
