import { ownValue } from '../../base/own-value.ts';
import { asArray, asBoolean, asNumber, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { severityOfCvss, severityOfWord, type Severity } from '../../base/severity.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { packageUrl, parsePackageUrl } from '../package-url.ts';
import { shorten } from '../texts.ts';

/** Ecosystems of the OSV schema in the words of package URLs; distributions carry a release (`Debian:12`). */
const ecosystems: Readonly<Record<string, string>> = {
  go: 'golang',
  'crates.io': 'cargo',
  pypi: 'pypi',
  rubygems: 'gem',
  packagist: 'composer',
  debian: 'deb',
  ubuntu: 'deb',
  alpine: 'apk',
  wolfi: 'apk',
  chainguard: 'apk',
  'red hat': 'rpm',
  'rocky linux': 'rpm',
  almalinux: 'rpm',
  opensuse: 'rpm',
  suse: 'rpm',
  mageia: 'rpm',
};

function ecosystemOf(text: string | undefined): string | undefined {
  const name = text?.split(':')[0]?.toLowerCase();
  return ownValue(ecosystems, name) ?? name;
}

/** The package of an entry; undefined when it has no name (a Git commit was searched for). */
export function softwareOf(entry: JsonObject, ref: string): Observation<'software'> | undefined {
  const item = asObject(entry['package']);
  const name = asText(item?.['name']);
  if (name === undefined) return undefined;
  return {
    Ref: ref,
    SoftwareName: name,
    SoftwareVersion: asText(item?.['version']),
    Ecosystem: ecosystemOf(asText(item?.['ecosystem'])),
  };
}

/**
 * The findings of a package. The same weakness stands in several databases; OSV-Scanner puts such records into one group,
 * and a group is one finding.
 */
export function vulnerabilitiesOf(entry: JsonObject, ref: string): readonly Observation<'vulnerability'>[] {
  const records = new Map<string, JsonObject>();
  for (const record of asObjects(entry['vulnerabilities'])) {
    const id = asText(record['id']);
    if (id !== undefined && !records.has(id)) records.set(id, record);
  }
  const grouped = new Set<string>();
  const findings: Observation<'vulnerability'>[] = [];
  for (const group of asObjects(entry['groups'])) {
    const ids = asTexts(group['ids']).filter((id) => records.has(id) && !grouped.has(id));
    for (const id of ids) grouped.add(id);
    const row = findingOf(entry, ids, records, group, ref);
    if (row !== undefined) findings.push(row);
  }
  for (const id of records.keys()) {
    if (grouped.has(id)) continue;
    const row = findingOf(entry, [id], records, {}, ref);
    if (row !== undefined) findings.push(row);
  }
  return findings;
}

function findingOf(
  entry: JsonObject,
  ids: readonly string[],
  records: ReadonlyMap<string, JsonObject>,
  group: JsonObject,
  ref: string,
): Observation<'vulnerability'> | undefined {
  const [id] = ids;
  if (id === undefined) return undefined;
  const members = ids.map((each) => records.get(each)).filter((record) => record !== undefined);
  const item = asObject(entry['package']);
  const name = asText(item?.['name']);
  const version = asText(item?.['version']);
  const max = asNumber(group['max_severity']);
  const score = max !== undefined && max > 0 && max <= 10 ? max : undefined;
  const title = firstOf(members, 'summary') ?? firstOf(members, 'details');
  const affected = members
    .flatMap((record) => asObjects(record['affected']))
    .filter((each) => isOf(each, name));
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds([
      ...ids,
      ...asTexts(group['aliases']),
      ...members.flatMap((record) => [...asTexts(record['aliases']), ...asTexts(record['upstream'])]),
    ]),
    Title: title === undefined ? undefined : shorten(title.trim(), 200),
    Severity: severityOf(members, score),
    CvssScore: score,
    CvssVector: vectorOf(members),
    SoftwareName: name,
    SoftwareVersion: version,
    Purl: purlOf(affected, version),
    FixedVersion: fixesOf(affected).join(', ') || undefined,
    ...stateOf(group, ids),
  };
}

function isOf(affected: JsonObject, name: string | undefined): boolean {
  return name !== undefined && asText(asObject(affected['package'])?.['name']) === name;
}

function firstOf(records: readonly JsonObject[], key: string): string | undefined {
  for (const record of records) {
    const text = asText(record[key]);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The word of the database, else the band of the group's highest score. */
function severityOf(records: readonly JsonObject[], score: number | undefined): Severity {
  for (const record of records) {
    const word = severityOfWord(asText(asObject(record['database_specific'])?.['severity']));
    if (word !== 'Unknown') return word;
  }
  return score === undefined ? 'Unknown' : severityOfCvss(score);
}

function vectorOf(records: readonly JsonObject[]): string | undefined {
  const ratings = records.flatMap((record) => asObjects(record['severity']));
  for (const type of ['CVSS_V4', 'CVSS_V3', 'CVSS_V2']) {
    const vector = asText(ratings.find((rating) => asText(rating['type']) === type)?.['score']);
    if (vector !== undefined) return vector;
  }
  return undefined;
}

/** The records name the package's URL without a version. */
function purlOf(affected: readonly JsonObject[], version: string | undefined): string | undefined {
  for (const each of affected) {
    const purl = parsePackageUrl(asText(asObject(each['package'])?.['purl']));
    if (purl !== undefined) return packageUrl(version === undefined ? purl : { ...purl, version });
  }
  return undefined;
}

/** Versions that fix it; of Git ranges they are commits and left out. */
function fixesOf(affected: readonly JsonObject[]): readonly string[] {
  const fixes = new Set<string>();
  for (const range of affected.flatMap((each) => asObjects(each['ranges']))) {
    if (asText(range['type']) === 'GIT') continue;
    for (const event of asArray(range['events'])) {
      const fixed = asText(asObject(event)?.['fixed']);
      if (fixed !== undefined) fixes.add(fixed);
    }
  }
  return [...fixes];
}

/** The call analysis says for each id whether the vulnerable code is called. */
function stateOf(
  group: JsonObject,
  ids: readonly string[],
): Pick<Observation<'vulnerability'>, 'Status' | 'Reason'> {
  const analysis = asObject(group['experimental_analysis']) ?? asObject(group['experimentalAnalysis']) ?? {};
  const called = ids.map((id) => asBoolean(asObject(analysis[id])?.['called']));
  if (called.some((each) => each !== undefined) && called.every((each) => each !== true)) {
    return { Status: 'not_affected', Reason: 'the call analysis finds no call of the vulnerable code' };
  }
  return { Status: 'affected' };
}
