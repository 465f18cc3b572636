import { asNumber, asObject, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { severityOfWord } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { parsePackageUrl } from '../package-url.ts';
import { ecosystemOf } from './ecosystem.ts';

/** What a result says of itself; its items inherit it. */
export interface ResultHead {
  /** File, layer or image that the result speaks of. */
  readonly target: string;
  readonly resultClass: string | undefined;
  readonly type: string | undefined;
}

/** A vulnerability, undefined when it has no id. */
export function vulnerabilityOf(item: JsonObject, ref: string): Observation<'vulnerability'> | undefined {
  const id = asText(item['VulnerabilityID']);
  if (id === undefined) return undefined;
  const cvss = cvssOf(item);
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([id, ...asTexts(item['VendorIDs'])]),
    Title: asText(item['Title']) ?? asText(item['Description'])?.slice(0, 200),
    Severity: severityOfWord(asText(item['Severity'])),
    CvssScore: cvss?.score,
    CvssVector: cvss?.vector,
    SoftwareName: asText(item['PkgName']),
    SoftwareVersion: asText(item['InstalledVersion']),
    Purl: purlOf(asObject(item['PkgIdentifier']), item['PkgRef']),
    FixedVersion: asText(item['FixedVersion']),
    ...statusOf(asText(item['Status'])),
  };
}

/**
 * Trivy's `Status` speaks of the vendor's advisory: `fixed` means that a fixed version exists, not that it is installed
 * (https://trivy.dev/latest/docs/scanner/vulnerability/, "Supported Severities and Status").
 */
function statusOf(status: string | undefined): Pick<Observation<'vulnerability'>, 'Status' | 'Reason'> {
  switch (status?.toLowerCase()) {
    case 'will_not_fix':
      return { Status: 'will_not_fix', Reason: 'the vendor will not fix it' };
    case 'end_of_life':
      return { Status: 'end_of_life', Reason: 'the vendor no longer supports the release' };
    case 'under_investigation':
      return { Status: 'under_investigation' };
    case 'not_affected':
      return { Status: 'not_affected' };
    case 'fix_deferred':
      return { Status: 'affected', Reason: 'the vendor has put the fix off' };
    default:
      return { Status: 'affected' };
  }
}

/** A finding that a VEX document or an ignore file took out of the list; undefined for those that a person ignored. */
export function modifiedFindingOf(item: JsonObject, ref: string): Observation<'vulnerability'> | undefined {
  if (asText(item['Type'])?.toLowerCase() !== 'vulnerability') return undefined;
  const finding = asObject(item['Finding']);
  const row = finding === undefined ? undefined : vulnerabilityOf(finding, ref);
  const status = asText(item['Status'])?.toLowerCase();
  if (row === undefined || (status !== 'not_affected' && status !== 'fixed')) return undefined;
  return { ...row, Status: status, Reason: asText(item['Statement']) ?? asText(item['Source']) };
}

interface Cvss {
  readonly score: number;
  readonly vector: string | undefined;
}

/** NVD's rating, else that of the source the severity came from, else any other; within one source the newest version. */
function cvssOf(item: JsonObject): Cvss | undefined {
  const ratings = asObject(item['CVSS']);
  if (ratings === undefined) return undefined;
  const order = ['nvd', asText(item['SeveritySource']) ?? 'nvd', ...Object.keys(ratings).sort()];
  for (const versions of [['V40', 'V3'], ['V2']]) {
    for (const source of order) {
      const rating = asObject(ratings[source]);
      for (const version of versions) {
        const score = asNumber(rating?.[`${version}Score`]);
        if (score !== undefined && score > 0) return { score, vector: asText(rating?.[`${version}Vector`]) };
      }
    }
  }
  return undefined;
}

/** A package of the inventory, undefined when it has no name. */
export function softwareOf(
  item: JsonObject,
  ref: string,
  result: ResultHead,
): Observation<'software'> | undefined {
  const name = asText(item['Name']);
  if (name === undefined) return undefined;
  const purl = purlOf(asObject(item['Identifier']), item['Ref']);
  return {
    Ref: ref,
    SoftwareName: name,
    SoftwareVersion: versionOf(item),
    SoftwareVendor: asText(item['Maintainer']),
    Ecosystem: ecosystemOf(purl, result.type),
    Purl: purl,
    InstallPath:
      asText(item['FilePath']) ?? (result.resultClass === 'lang-pkgs' ? asText(result.target) : undefined),
  };
}

/** `epoch:version-release` as the package manager writes it; Trivy gives the parts. */
function versionOf(item: JsonObject): string | undefined {
  const version = asText(item['Version']);
  if (version === undefined) return undefined;
  const epoch = asNumber(item['Epoch']) ?? 0;
  const release = asText(item['Release']);
  return `${epoch > 0 ? `${epoch}:` : ''}${version}${release === undefined ? '' : `-${release}`}`;
}

function purlOf(identifier: JsonObject | undefined, old: JsonObject[string]): string | undefined {
  // Versions before 0.49 write it as `PkgRef`/`Ref`, which for some packages is another kind of reference.
  const purl = asText(identifier?.['PURL']) ?? asText(old);
  return parsePackageUrl(purl) === undefined ? undefined : purl;
}

/** A check of a configuration, undefined when it has no id. */
export function controlOf(
  item: JsonObject,
  ref: string,
  result: ResultHead,
): Observation<'control'> | undefined {
  const id = asText(item['ID']) ?? asText(item['AVDID']);
  if (id === undefined) return undefined;
  const cause = asObject(item['CauseMetadata']);
  const line = asNumber(cause?.['StartLine']);
  const place = [
    asText(result.target),
    line === undefined || line < 1 ? undefined : `line ${line}`,
    asText(cause?.['Resource']),
  ];
  const status = asText(item['Status'])?.toUpperCase();
  const message = asText(item['Message']);
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: asText(item['Type']),
    Title: asText(item['Title']),
    Severity: severityOfWord(asText(item['Severity'])),
    ...(status === 'PASS'
      ? { Result: 'pass' }
      : status === 'EXCEPTION'
        ? { Result: 'notApplicable', Reason: message ?? 'excepted by policy' }
        : // Versions before 0.20 list failures only and write no status.
          status === 'FAIL' || status === undefined
          ? { Result: 'fail', Reason: message }
          : { Result: 'unknown', Reason: `status ${status}` }),
    FixText: asText(item['Resolution']),
    References: [asText(item['AVDID']), asText(item['PrimaryURL'])].filter((text) => text !== undefined),
    Place: place.filter((part) => part !== undefined).join(', ') || undefined,
  };
}

/**
 * A secret, undefined when it has no rule. Trivy masks the value in its report, so the fingerprint can only stand for the
 * place: the same secret in two files has two fingerprints.
 */
export function secretOf(
  item: JsonObject,
  ref: string,
  target: string,
  fingerprint: (text: string) => string,
): Observation<'secret'> | undefined {
  const rule = asText(item['RuleID']);
  if (rule === undefined) return undefined;
  const line = asNumber(item['StartLine']);
  const layer = asObject(item['Layer']);
  return {
    Ref: ref,
    RuleId: rule,
    Title: asText(item['Title']) ?? asText(item['Category']),
    Severity: severityOfWord(asText(item['Severity'])),
    Place: asText(target),
    Line: Number.isInteger(line) ? line : undefined,
    Commit: asText(layer?.['DiffID']) ?? asText(layer?.['Digest']),
    Fingerprint: fingerprint(['trivy', ref, target, rule, line ?? ''].join('\n')),
  };
}
