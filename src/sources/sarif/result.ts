import { asArray, asLabel, asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { severityOfCvss, severityOfWord, type Severity } from '../../base/severity.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { parsePackageUrl } from '../package-url.ts';
import { shorten } from '../texts.ts';
import { severityText, type Rule, type Run } from './run.ts';

interface Place {
  readonly file: string;
  readonly line: number | undefined;
}

/** What a result says, before it becomes an observation. */
interface Finding {
  readonly id: string;
  readonly rule: Rule | undefined;
  readonly severity: Severity;
  readonly places: readonly Place[];
  readonly message: string | undefined;
}

/** Accepted suppressions only: one that is under review or rejected leaves the result open (SARIF 2.1.0, 3.27.23). */
export function isSuppressed(result: JsonObject): boolean {
  const suppressions = asObjects(result['suppressions']);
  return (
    suppressions.length > 0 &&
    suppressions.every(
      (entry) => (asText(entry['status']) ?? asText(entry['state']) ?? 'accepted') === 'accepted',
    )
  );
}

/** The result with its rule; undefined when it names none. */
export function findingOf(result: JsonObject, run: Run): Finding | undefined {
  const found = run.ruleOf(result);
  if (found === undefined) return undefined;
  return {
    id: shorten(found.id, 300),
    rule: found.rule,
    severity: severityOf(result, found.rule),
    places: placesOf(result, run),
    message: messageOf(result, found.rule),
  };
}

/** A stated number or word first; else the level of the result, of its rule, or `warning`, as the standard says. */
function severityOf(result: JsonObject, rule: Rule | undefined): Severity {
  const kind = asText(result['kind']) ?? 'fail';
  const stated = severityText(asObject(result['properties'])) ?? rule?.severity;
  const number = asNumber(stated);
  if (number !== undefined && number >= 0 && number <= 10) return severityOfCvss(number);
  const word = severityOfWord(stated);
  if (word !== 'Unknown') return word;
  const level = asText(result['level']) ?? (kind === 'fail' ? (rule?.level ?? 'warning') : 'none');
  return level === 'error' ? 'High' : level === 'warning' ? 'Medium' : level === 'note' ? 'Low' : 'None';
}

function placesOf(result: JsonObject, run: Run): readonly Place[] {
  return asObjects(result['locations']).flatMap((location) => {
    const physical = asObject(location['physicalLocation']);
    const artifact = asObject(physical?.['artifactLocation']);
    const file = asText(artifact?.['uri']) ?? run.artifacts[asNumber(artifact?.['index']) ?? -1];
    const line = asNumber(asObject(physical?.['region'])?.['startLine']);
    return file === undefined
      ? []
      : [{ file: shorten(file, 1000), line: Number.isSafeInteger(line) && line! > 0 ? line : undefined }];
  });
}

/** The message with its arguments filled in (`{0}`), from the result or from the rule's strings. */
function messageOf(result: JsonObject, rule: Rule | undefined): string | undefined {
  const message = asObject(result['message']);
  const text = asText(message?.['text']) ?? rule?.messages.get(asText(message?.['id']) ?? '');
  const values = asArray(message?.['arguments']).map((value) => asLabel(value) ?? '');
  return text === undefined
    ? undefined
    : text.replace(/\{(\d{1,3})\}/g, (hole, i: string) => values[Number(i)] ?? hole);
}

/** Rules about secrets may quote the secret in their message (`Possible hardcoded password: …`). */
const aboutSecrets = /passw|passphrase|secret|credential|token|api.?key|private.?key|hard.?coded|entropy/i;

/** A finding that names a CVE, an advisory or a package is a vulnerability of that package; undefined for all others. */
export function vulnerabilityOf(
  finding: Finding,
  result: JsonObject,
  ref: string,
): Observation<'vulnerability'> | undefined {
  const { id, rule } = finding;
  const named = [id, rule?.title ?? '', ...(rule?.tags ?? [])].flatMap(
    (text) => text.match(/(?<![A-Z\d])CVE-\d{4}-\d{4,19}/gi) ?? [],
  );
  const isAdvisory = /^(GHSA|RUSTSEC|PYSEC|GO|OSV|SNYK|TEMP|ELSA|DSA|RHSA|ALAS\w*)-[\w:-]+/i.test(id);
  if (named.length === 0 && !isAdvisory) return undefined;
  const purlText = asObjects(result['locations'])
    .flatMap((location) => asObjects(location['logicalLocations']))
    .map((logical) => asText(logical['fullyQualifiedName']))
    .find((name) => parsePackageUrl(name) !== undefined);
  const purl = parsePackageUrl(purlText);
  const score = asNumber(rule?.severity);
  return {
    Ref: ref,
    VulnerabilityId: id,
    CveIds: cveIds(named),
    Title: rule?.title,
    Severity: finding.severity,
    CvssScore: score !== undefined && score >= 0 && score <= 10 ? score : undefined,
    // Trivy writes the package into the lines of its message.
    SoftwareName: purl?.name ?? lineOf(finding.message, 'Package'),
    SoftwareVersion: purl?.version ?? lineOf(finding.message, 'Installed Version'),
    FixedVersion: lineOf(finding.message, 'Fixed Version'),
    Purl: purlText,
    FixText: fixOf(result),
    Status: 'affected',
  };
}

function lineOf(message: string | undefined, label: string): string | undefined {
  return new RegExp(`^${label}: *(\\S.{0,300})$`, 'm').exec(message ?? '')?.[1]?.trim();
}

function fixOf(result: JsonObject): string | undefined {
  const text = asText(asObject(asObjects(result['fixes'])[0]?.['description'])?.['text']);
  return text === undefined ? undefined : shorten(text, 2000);
}

const results = {
  fail: 'fail',
  pass: 'pass',
  notApplicable: 'notApplicable',
  review: 'unknown',
  open: 'unknown',
} as const;

/** Any other finding as the result of a check at its first place; undefined when the result states no verdict (informational). */
export function controlOf(
  finding: Finding,
  result: JsonObject,
  tool: string,
  ref: string,
): Observation<'control'> | undefined {
  const kind = asText(result['kind']) ?? 'fail';
  if (!Object.hasOwn(results, kind)) return undefined;
  const { id, rule, places, message } = finding;
  const [first, ...others] = places;
  const quotes = aboutSecrets.test([id, rule?.title, ...(rule?.tags ?? []), message].join(' '));
  const reasons = [
    kind === 'review' || kind === 'open'
      ? `the tool leaves it ${kind === 'open' ? 'open' : 'to a review'}`
      : undefined,
    quotes ? undefined : message,
    others.length === 0 ? undefined : `also at ${others.map(placeText).join(', ')}`,
  ].filter((text) => text !== undefined);
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: tool,
    Title: rule?.title ?? (quotes ? undefined : message === undefined ? undefined : shorten(message, 200)),
    Severity: finding.severity,
    Result: results[kind as keyof typeof results],
    Reason: reasons.length === 0 ? undefined : shorten(reasons.join('; '), 1000),
    FixText: fixOf(result) ?? rule?.help,
    References: [...new Set([...(rule?.tags ?? []), ...(rule?.helpUri === undefined ? [] : [rule.helpUri])])],
    Place: first === undefined ? undefined : placeText(first),
  };
}

function placeText({ file, line }: Place): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** A result of a tool that looks for secrets; the value (offender, snippet) goes into the fingerprint only. */
export function secretOf(
  finding: Finding,
  result: JsonObject,
  ref: string,
  fingerprint: (value: string) => string,
): Observation<'secret'> {
  const { id, rule, places } = finding;
  const properties = asObject(result['properties']);
  const prints = asObject(result['partialFingerprints']);
  const commit = asText(properties?.['commit']) ?? asText(prints?.['commitSha']);
  const region = asObject(asObject(asObjects(result['locations'])[0]?.['physicalLocation'])?.['region']);
  const value = asText(properties?.['offender']) ?? asText(asObject(region?.['snippet'])?.['text']);
  const [place] = places;
  return {
    Ref: ref,
    RuleId: id,
    Title: rule?.title ?? id,
    // The level of a secret scanner is a default, not a judgement of the secret.
    Severity: 'Unknown',
    Place: place?.file,
    Line: place?.line,
    Commit: commit,
    Fingerprint: fingerprint(
      value === undefined || /^(REDACTED|\*+)$/.test(value)
        ? ['sarif', id, place?.file ?? '', place?.line ?? '', commit ?? ''].join('\n')
        : value,
    ),
    FoundAt: parseIsoTime(asText(properties?.['date']) ?? asText(prints?.['date'])),
  };
}
