import { severityOfCvss, severityOfWord, type Severity } from '../../base/severity.ts';
import { children, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { parseCpe } from '../cpe-name.ts';
import { cveIds } from '../cve-ids.ts';
import { elem, elems, serviceOf, table, type ScriptResult } from './script-results.ts';

/** `at` tells it from the others of the host, `line` is the script's. */
export type FoundVulnerability = Omit<Observation<'vulnerability'>, 'Ref'> & {
  readonly line: number;
  readonly at: string;
};

/**
 * How sure a finding is, percent. Nmap gives no numbers. The vulners script looks a version up that it read from a
 * banner, which says nothing of backported patches; checks of the vulns library test the weakness itself.
 */
const confidence = { vulners: 30, likely: 50, vulnerable: 90, exploited: 99 } as const;

/** The weaknesses that scripts of a host report, each script and port once. */
export function foundVulnerabilities(scripts: readonly ScriptResult[]): readonly FoundVulnerability[] {
  const found = new Map<string, FoundVulnerability>();
  for (const script of scripts) {
    for (const vulnerability of script.id === 'vulners' ? fromVulners(script) : fromCheck(script)) {
      if (!found.has(vulnerability.at)) found.set(vulnerability.at, vulnerability);
    }
  }
  return [...found.values()];
}

/** The scripts that look for weaknesses, by what they left behind: a state, or the list of vulners. */
export function isVulnerabilityScript({ id, element }: ScriptResult): boolean {
  return id === 'vulners' || /(?:^|-)vuln(?:-|$)/.test(id) || reports(element).length > 0;
}

function fromVulners(script: ScriptResult): readonly FoundVulnerability[] {
  const tables = children(script.element, 'table');
  const entries =
    tables.length > 0
      ? tables.flatMap((product) =>
          children(product, 'table')
            .filter((entry) => elem(entry, 'type') === 'cve')
            .map((entry) => ({
              cpe: product.attributes['key'],
              id: elem(entry, 'id'),
              score: elem(entry, 'cvss'),
              line: entry.line,
            })),
        )
      : vulnersText(script);
  return entries.flatMap(({ cpe, id, score, line }) => {
    const [cve] = cveIds([id]);
    if (cve === undefined) return [];
    const cvss = score === undefined ? Number.NaN : Number(score);
    const isScored = cvss > 0 && cvss <= 10;
    const product = parseCpe(cpe);
    const service = serviceOf(script.port)?.attributes;
    return [
      {
        VulnerabilityId: cve,
        CveIds: [cve],
        Severity: isScored ? severityOfCvss(cvss) : ('Unknown' as const),
        CvssScore: isScored ? cvss : undefined,
        SoftwareVendor: product?.vendor,
        SoftwareName: service?.['product'] ?? product?.product,
        SoftwareVersion: service?.['version'] ?? product?.version,
        Cpe: product?.text,
        Confidence: confidence.vulners,
        Status: 'affected' as const,
        ...place(script),
        line,
        at: `${at(script)} ${cve}`,
      },
    ];
  });
}

/** Before nmap 7.80 the script wrote text only: `CVE-2018-15919  5.0  https://…` below a line with the CPE. */
function vulnersText(script: ScriptResult): readonly {
  readonly cpe: string | undefined;
  readonly id: string | undefined;
  readonly score: string | undefined;
  readonly line: number;
}[] {
  let cpe: string | undefined;
  return script.output.split('\n').flatMap((text) => {
    cpe = /^\s*(cpe:\/\S+?):?\s*$/.exec(text)?.[1] ?? cpe;
    const match = /^\s*(CVE-\d+-\d+)\s+([\d.]+)\s/.exec(`${text} `);
    return match === null ? [] : [{ cpe, id: match[1], score: match[2], line: script.element.line }];
  });
}

/** Tables that the vulns library writes, one for each weakness a script knows. */
function reports(element: XmlElement): readonly XmlElement[] {
  return children(element, 'table').filter(
    (report) => elem(report, 'state') !== undefined && elem(report, 'title') !== undefined,
  );
}

function fromCheck(script: ScriptResult): readonly FoundVulnerability[] {
  const tables = reports(script.element);
  if (tables.length === 0) return fromOldCheck(script);
  return tables.flatMap((report) => {
    const sure = confidenceOf(elem(report, 'state') ?? '');
    if (sure === undefined) return [];
    const title = elem(report, 'title') ?? script.id;
    const key = report.attributes['key'];
    const cves = cveIds([...elems(table(report, 'ids')).map((id) => id.replace(/^CVE:/i, '')), key]);
    const cvss = /^(\d+(?:\.\d+)?)/.exec(elems(table(report, 'scores')).at(-1) ?? '')?.[1];
    const score = cvss !== undefined && Number(cvss) <= 10 ? Number(cvss) : undefined;
    return [
      {
        VulnerabilityId: cves.length === 1 && cves[0] !== undefined ? cves[0] : script.id,
        CveIds: cves,
        Title: title,
        Severity: score === undefined ? riskFactor(script.output, title) : severityOfCvss(score),
        CvssScore: score,
        Confidence: sure,
        ExploitMaturity: sure === confidence.exploited ? ('functional' as const) : undefined,
        Status: 'affected' as const,
        ...place(script),
        line: report.line,
        at: `${at(script)} ${key ?? title}`,
      },
    ];
  });
}

/** Checks of nmap 5 wrote text only: `MS08-067: VULNERABLE`. */
function fromOldCheck(script: ScriptResult): readonly FoundVulnerability[] {
  return [...script.output.matchAll(/^[ \t|_]*(MS\d\d-\d{3}): (LIKELY )?VULNERABLE\b/gm)].map(
    ([, bulletin = '', likely]) => ({
      VulnerabilityId: bulletin,
      CveIds: [],
      Title: `${script.id}: ${bulletin}`,
      Severity: 'Unknown',
      Confidence: likely === undefined ? confidence.vulnerable : confidence.likely,
      Status: 'affected',
      ...place(script),
      line: script.element.line,
      at: `${at(script)} ${bulletin}`,
    }),
  );
}

/** States of the vulns library; undefined for those that find nothing (NOT VULNERABLE, UNKNOWN). */
function confidenceOf(state: string): number | undefined {
  if (/^NOT\b/i.test(state)) return undefined;
  if (/^LIKELY VULNERABLE/i.test(state)) return confidence.likely;
  if (/^VULNERABLE \((?:Exploitable|DoS)\)/i.test(state)) return confidence.exploited;
  return /^VULNERABLE/i.test(state) ? confidence.vulnerable : undefined;
}

/** The risk factor stands only in the text of the output: below the title it belongs to and its state. */
function riskFactor(output: string, title: string): Severity {
  const start = output.indexOf(title);
  const [, own = ''] = start < 0 ? [] : output.slice(start).split(/^[ \t]*State:/m, 2);
  return severityOfWord(/Risk factor: (\w+)/i.exec(own)?.[1]);
}

function place({ port }: ScriptResult): { readonly Port?: number; readonly Protocol?: string } {
  const { portid, protocol } = port?.attributes ?? {};
  return portid === undefined || !/^\d{1,5}$/.test(portid) || protocol === undefined
    ? {}
    : { Port: Number(portid), Protocol: protocol };
}

function at({ id, port }: ScriptResult): string {
  return port === undefined ? id : `${port.attributes['protocol']}/${port.attributes['portid']} ${id}`;
}
