import { failed } from '../../base/fault.ts';
import { childText, children, readXml, type XmlElement } from '../../base/xml.ts';
import type { Output, ReadOutcome, ReportFile } from '../source.ts';
import type { Asset } from './asset.ts';
import { Checklist } from './checklist.ts';
import type { Rule } from './rule.ts';

/** Reads the XML of STIG Viewer 2. */
export async function readCkl(file: ReportFile, out: Output): Promise<ReadOutcome> {
  const checklist = new Checklist(out, file.name);
  let benchmark: string | undefined;
  let stigs = 0;
  const result = await readXml(file.text(), {
    open: {
      iSTIG: () => {
        stigs++;
        benchmark = undefined;
        out.native('istigs');
      },
    },
    records: {
      ASSET: (element) => {
        checklist.asset = assetOf(element);
      },
      STIG_INFO: (element) => {
        const info = pairs(element, 'SI_DATA', 'SID_NAME', 'SID_DATA');
        const first = (name: string): string | undefined => info.get(name)?.[0];
        benchmark = checklist.stig(first('stigid') ?? first('title'), first('version'), first('releaseinfo'));
      },
      VULN: (element) => {
        checklist.rule(ruleOf(element), benchmark, `line ${element.line}`);
      },
    },
    pressure: () => out.pressure(),
  });
  checklist.end(result.ok);
  if (!result.ok) return result;
  if (stigs > 0) return { ok: true };
  return failed({
    code: 'wrong-content',
    message: 'the checklist holds no STIG',
    remedy: 'save it again with STIG Viewer',
  });
}

function assetOf(element: XmlElement): Asset {
  const text = (name: string): string | undefined => childText(element, name);
  return {
    name: text('HOST_NAME'),
    fqdn: text('HOST_FQDN'),
    addresses: text('HOST_IP'),
    macs: text('HOST_MAC'),
    role: text('ROLE') === 'None' ? undefined : text('ROLE'),
    area: text('TECH_AREA'),
    site: text('WEB_DB_SITE'),
  };
}

function ruleOf(element: XmlElement): Rule {
  const data = pairs(element, 'STIG_DATA', 'VULN_ATTRIBUTE', 'ATTRIBUTE_DATA');
  const first = (name: string): string | undefined => data.get(name)?.[0];
  return {
    vulnId: first('Vuln_Num'),
    ruleId: first('Rule_ID'),
    version: first('Rule_Ver'),
    title: first('Rule_Title'),
    severity: first('Severity'),
    severityOverride: childText(element, 'SEVERITY_OVERRIDE'),
    status: childText(element, 'STATUS'),
    details: childText(element, 'FINDING_DETAILS'),
    comments: childText(element, 'COMMENTS'),
    fix: first('Fix_Text'),
    references: [...(data.get('CCI_REF') ?? []), ...(data.get('LEGACY_ID') ?? [])],
  };
}

/** Name-value pairs, in which a name may come several times; blank values are left out. */
function pairs(
  element: XmlElement,
  pair: string,
  name: string,
  value: string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const each of children(element, pair)) {
    const key = childText(each, name);
    const text = childText(each, value);
    if (key === undefined || text === undefined) continue;
    const values = found.get(key);
    if (values === undefined) found.set(key, [text]);
    else values.push(text);
  }
  return found;
}
