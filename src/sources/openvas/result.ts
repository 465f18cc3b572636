import { severityOfCvss, severityOfWord } from '../../base/severity.ts';
import { child, childText, children, deepText, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { parseCpe } from '../cpe-name.ts';
import { cveIds } from '../cve-ids.ts';
import { productOfTitle } from '../product-of-title.ts';
import { cvssOf } from './cvss.ts';
import { tagsOf } from './tags.ts';

/** Severities that are no rating: false positive; debug and error messages are below. */
const falsePositive = -1;

export interface Port {
  readonly port: number;
  readonly protocol: string;
  readonly service?: string;
  /** The name of the service is only that of the port number. */
  readonly isAssumed?: boolean;
}

/** The port of a result or of the port list: `443/tcp`, before GMP also `https (443/tcp)`; `general/tcp` is none. */
export function portOf(element: XmlElement): Port | undefined {
  const text = element.name === 'port' ? element.text : (childText(element, 'port') ?? '');
  const [, service, number = '', protocol = ''] =
    /^\s*(?:([\w.-]+) \()?(\d{1,5})\/([a-z]+)\)?\s*$/i.exec(text) ?? [];
  const port = Number(number);
  if (number === '' || port < 1 || port > 65535) return undefined;
  return {
    port,
    protocol: protocol.toLowerCase(),
    ...(service !== undefined && { service, isAssumed: true }),
  };
}

/** Log and debug messages are no findings; a false positive is one, with that status. */
export function isFinding(result: XmlElement): boolean {
  const threat = childText(result, 'threat');
  if (isFalsePositive(result)) return true;
  const severity = severityOf(result);
  if (severity !== undefined) return severity > 0;
  return threat !== undefined && severityOfWord(threat) !== 'None' && !/^(?:debug|error)$/i.test(threat);
}

export function vulnerabilityOf(result: XmlElement): Omit<Observation<'vulnerability'>, 'Ref'> {
  const nvt = child(result, 'nvt');
  const tags = tagsOf(nvt === undefined ? undefined : childText(nvt, 'tags'));
  const title = childText(result, 'name') ?? (nvt === undefined ? undefined : childText(nvt, 'name'));
  const solution = nvt === undefined ? undefined : child(nvt, 'solution');
  const solutionType = solution?.attributes['type'] ?? tags.get('solution_type');
  const cvss = cvssOf(nvt, tags);
  const port = portOf(result);
  const isFalse = isFalsePositive(result);
  const rating = (isFalse ? undefined : severityOf(result)) ?? cvss?.score;
  const word = severityOfWord(childText(result, isFalse ? 'original_threat' : 'threat'));
  return {
    VulnerabilityId: nvt?.attributes['oid'] ?? title ?? 'unknown',
    CveIds: cves(nvt),
    Title: title,
    Severity:
      word !== 'Unknown' && word !== 'None'
        ? word
        : rating === undefined
          ? 'Unknown'
          : severityOfCvss(rating),
    CvssScore: cvss?.score,
    CvssVector: cvss?.vector,
    ...affectedProduct(result, title ?? ''),
    FixText:
      solution === undefined || deepText(solution) === '' ? tags.get('solution') : solution.text.trim(),
    Port: port?.port,
    Protocol: port?.protocol,
    EpssScore: epss(nvt),
    Confidence: percent(childText(child(result, 'qod') ?? result, 'value')),
    ...(isFalse
      ? { Status: 'false_positive' as const, Reason: overrideText(result) }
      : solutionType === 'WillNotFix'
        ? { Status: 'will_not_fix' as const, Reason: 'the vendor will not fix it' }
        : {
            Status: 'affected' as const,
            Reason: solutionType === 'NoneAvailable' ? 'no fix is available' : undefined,
          }),
  };
}

/** A result of a compliance audit says yes, no or incomplete; results of other scans say undefined or nothing. */
export function controlOf(result: XmlElement): Omit<Observation<'control'>, 'Ref'> | undefined {
  const compliance = childText(result, 'compliance')?.toLowerCase();
  if (compliance !== 'yes' && compliance !== 'no' && compliance !== 'incomplete') return undefined;
  const nvt = child(result, 'nvt');
  const tags = tagsOf(nvt === undefined ? undefined : childText(nvt, 'tags'));
  const title = childText(result, 'name');
  return {
    ControlId: nvt?.attributes['oid'] ?? title ?? 'unknown',
    Benchmark: nvt === undefined ? undefined : childText(nvt, 'family'),
    Title: title,
    Severity: 'Unknown',
    Result: compliance === 'yes' ? 'pass' : compliance === 'no' ? 'fail' : 'unknown',
    Reason: compliance === 'incomplete' ? 'the check could not be completed' : undefined,
    FixText: (nvt === undefined ? undefined : childText(nvt, 'solution')) ?? tags.get('solution'),
  };
}

function isFalsePositive(result: XmlElement): boolean {
  return severityOf(result) === falsePositive || /^false positive$/i.test(childText(result, 'threat') ?? '');
}

/** Severity of the result, overrides applied; before GMP only the NVT has one. */
function severityOf(result: XmlElement): number | undefined {
  const text = childText(result, 'severity');
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function cves(nvt: XmlElement | undefined): readonly string[] {
  if (nvt === undefined) return [];
  const refs = children(nvt, 'refs').flatMap((element) => children(element, 'ref'));
  const listed = refs
    .filter((ref) => ref.attributes['type']?.toLowerCase() === 'cve')
    .map((ref) => ref.attributes['id']);
  return cveIds([...listed, ...children(nvt, 'cve').flatMap((cve) => cve.text.split(/[\s,]+/))]);
}

type Product = Pick<
  Observation<'vulnerability'>,
  'SoftwareVendor' | 'SoftwareName' | 'SoftwareVersion' | 'Cpe' | 'FixedVersion'
>;

/** The package or product that the result itself names, else the product in the title. */
function affectedProduct(result: XmlElement, title: string): Product {
  const text = child(result, 'description')?.text.slice(0, 20_000) ?? '';
  const line = (name: string): string | undefined =>
    new RegExp(`^[ \\t]*${name}:[ \\t]*(\\S.*)$`, 'im').exec(text)?.[1]?.trim();
  const name = line('Vulnerable package');
  const installed = version(line('Installed version') ?? line('File version'), name);
  const fixed = version(line('Fixed version'), name);
  const cpe = parseCpe(detectedProduct(result));
  return {
    SoftwareVendor: name === undefined ? cpe?.vendor : undefined,
    SoftwareName: name ?? cpe?.product ?? productOfTitle(title),
    SoftwareVersion: installed ?? (name === undefined ? cpe?.version : undefined),
    Cpe: name === undefined ? cpe?.text : undefined,
    FixedVersion: fixed,
  };
}

/** Package checks write `>=libssl1.1-1.1.1d-0+deb10u5`; `None` and sentences are no versions. */
function version(text: string | undefined, name: string | undefined): string | undefined {
  const bare = text?.replace(/^[<>=\s]+/, '') ?? '';
  const own = name !== undefined && bare.startsWith(`${name}-`) ? bare.slice(name.length + 1) : bare;
  return /^v?\d/.test(own) && own.length <= 80 ? own : undefined;
}

/** The result that detected the product is named by its CPE. */
function detectedProduct(result: XmlElement): string | undefined {
  const details = children(result, 'detection')
    .flatMap((detection) => children(detection, 'result'))
    .flatMap((detected) => children(detected, 'details'))
    .flatMap((element) => children(element, 'detail'));
  const product = details.find((detail) => childText(detail, 'name') === 'product');
  return product === undefined ? undefined : childText(product, 'value');
}

/** A finding with several CVEs names two: that of the most severe and that of the likeliest; the likeliest counts. */
function epss(nvt: XmlElement | undefined): number | undefined {
  const element = nvt === undefined ? undefined : child(nvt, 'epss');
  const best =
    element === undefined ? undefined : (child(element, 'max_epss') ?? child(element, 'max_severity'));
  const score = best === undefined ? Number.NaN : Number(childText(best, 'score') ?? 'none');
  return score >= 0 && score <= 1 ? score : undefined;
}

function percent(text: string | undefined): number | undefined {
  const value = Number(text ?? 'none');
  return Number.isInteger(value) && value > 0 && value <= 100 ? value : undefined;
}

function overrideText(result: XmlElement): string | undefined {
  const overrides = children(result, 'overrides').flatMap((element) => children(element, 'override'));
  return overrides.map((override) => childText(override, 'text')).find((text) => text !== undefined);
}
