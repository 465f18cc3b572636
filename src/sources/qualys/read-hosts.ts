import { detached } from '../../base/detached.ts';
import { parseIsoTime } from '../../base/time.ts';
import { child, children, childText, deepText, readXml, type XmlElement } from '../../base/xml.ts';
import { cveIds } from '../cve-ids.ts';
import { portNumber } from '../host-port.ts';
import { RowHost } from '../row-hosts.ts';
import type { Output, ReadOutcome, ReportFile } from '../source.ts';
import { UniqueRefs } from '../unique-refs.ts';
import {
  confidenceOf,
  cvssOf,
  kindOf,
  maturityOf,
  plainText,
  productOf,
  severityOfLevel,
  statusOf,
  timeOf,
  type Finding,
} from './finding.ts';

type Known = Pick<
  Finding,
  'CveIds' | 'Title' | 'Severity' | 'CvssScore' | 'CvssVector' | 'FixText' | 'ExploitMaturity'
>;

/**
 * Reads reports by host: the asset data report, whose glossary comes after the hosts and is therefore read first, and the answer
 * of the API, which has none.
 */
export async function readHosts(file: ReportFile, out: Output): Promise<ReadOutcome> {
  const glossary = await glossaryOf(file);
  const refs = new UniqueRefs();
  let template: string | undefined;
  let warning: string | undefined;
  for (const name of ['hosts', 'detections']) out.native(name, 0);
  out.native('glossary', glossary.size);
  const result = await readXml(file.text(), {
    records: {
      GENERATION_DATETIME: (element) => {
        out.observedAt(parseIsoTime(element.text));
      },
      TEMPLATE: (element) => {
        template = element.text.trim();
      },
      DATETIME: (element) => {
        out.observedAt(parseIsoTime(element.text));
      },
      WARNING: (element) => {
        warning = childText(element, 'CODE') ?? deepText(element).slice(0, 80);
      },
      HOST: (element) => {
        out.native('hosts');
        hostOf(element, glossary, refs, out);
      },
      GLOSSARY: () => undefined,
      APPENDICES: () => undefined,
    },
    pressure: () => out.pressure(),
  });
  out.scope({ kind: 'hosts', checks: ['vulnerabilities'] });
  if (template !== undefined) out.checkSet(template);
  if (!result.ok) return result;
  if (warning === undefined) return { ok: true };
  return {
    ok: false,
    fault: {
      code: 'truncated',
      message: `the answer is one page of several (warning ${warning})`,
      remedy: 'fetch the pages that the warning names, or ask with truncation_limit=0',
    },
  };
}

async function glossaryOf(file: ReportFile): Promise<ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>();
  if (file.head.xml?.root !== 'ASSET_DATA_REPORT') return known;
  // What is wrong with the file is said by the second reading.
  await readXml(file.text(), {
    records: {
      HOST: () => undefined,
      VULN_DETAILS: (element) => {
        const qid = childText(element, 'QID');
        if (qid !== undefined) known.set(detached(qid), knownOf(element));
      },
    },
  });
  return known;
}

function knownOf(element: XmlElement): Known {
  const part = (name: string): XmlElement | undefined => child(element, name);
  const text = (parent: string, name: string): string | undefined => {
    const within = part(parent);
    return within === undefined ? undefined : childText(within, name);
  };
  const title = childText(element, 'TITLE');
  const fix = plainText(childText(element, 'SOLUTION'));
  const listed = children(element, 'CVE_ID_LIST').flatMap((list) => children(list, 'CVE_ID'));
  const correlation = part('CORRELATION');
  const exploits = correlation === undefined ? undefined : child(correlation, 'EXPLOITABILITY');
  const hasMalware = correlation !== undefined && child(correlation, 'MALWARE') !== undefined;
  const { CvssScore, CvssVector } = cvssOf(
    text('CVSS3_SCORE', 'CVSS3_BASE'),
    text('CVSS_SCORE', 'CVSS_BASE'),
  );
  return {
    CveIds: cveIds(listed.map((cve) => childText(cve, 'ID'))).map(detached),
    Title: title === undefined ? undefined : detached(title),
    Severity: severityOfLevel(childText(element, 'SEVERITY')),
    CvssScore,
    CvssVector: CvssVector === undefined ? undefined : detached(CvssVector),
    FixText: fix === undefined ? undefined : detached(fix),
    ExploitMaturity: maturityOf(exploits === undefined ? '' : deepText(exploits), hasMalware),
  };
}

function hostOf(
  element: XmlElement,
  glossary: ReadonlyMap<string, Known>,
  refs: UniqueRefs,
  out: Output,
): void {
  const text = (...names: readonly string[]): string | undefined =>
    names.map((name) => childText(element, name)).find((found) => found !== undefined);
  const place = `line ${element.line}`;
  const id = text('HOST_ID', 'ID');
  const key = text('IP', 'IPV6') ?? text('DNS') ?? id;
  if (key === undefined) {
    out.quarantine(place, 'the host has no address, name or id');
    return;
  }
  const dns = child(element, 'DNS_DATA');
  // One address may stand for hosts of several networks.
  const host = new RowHost(key, place, refs.next(key)).saw({
    names: [
      text('IP'),
      text('IPV6'),
      text('DNS'),
      dns === undefined ? undefined : childText(dns, 'FQDN'),
      text('NETBIOS'),
    ],
    agentIds: [
      prefixed('qualys', id),
      prefixed('qualys', text('QG_HOSTID')),
      prefixed('aws', text('EC2_INSTANCE_ID')),
    ],
    osPlatform: text('OPERATING_SYSTEM', 'OS'),
    tags: [
      ...children(element, 'ASSET_TAGS').flatMap((tags) =>
        children(tags, 'ASSET_TAG').map((tag) => tag.text),
      ),
      ...children(element, 'TAGS').flatMap((tags) =>
        children(tags, 'TAG').map((tag) => childText(tag, 'NAME')),
      ),
    ],
    lastSeen: timeOf(text('LAST_VM_SCANNED_DATE', 'LAST_SCAN_DATETIME')),
  });
  const found = [
    ...children(element, 'VULN_INFO_LIST').flatMap((list) => children(list, 'VULN_INFO')),
    ...children(element, 'DETECTION_LIST').flatMap((list) => children(list, 'DETECTION')),
  ];
  for (const detection of found) {
    out.native('detections');
    detected(detection, host, glossary, out);
  }
  host.write(out, ['vulnerabilities']);
}

function detected(
  detection: XmlElement,
  host: RowHost,
  glossary: ReadonlyMap<string, Known>,
  out: Output,
): void {
  const text = (...names: readonly string[]): string | undefined =>
    names.map((name) => childText(detection, name)).find((found) => found !== undefined);
  const place = `line ${detection.line}`;
  const qid = text('QID');
  if (qid === undefined) {
    out.quarantine(place, 'the detection names no QID');
    return;
  }
  const port = portNumber(text('PORT'));
  const protocol = text('PROTOCOL')?.toLowerCase();
  if (port !== undefined && protocol !== undefined) host.answered({ Port: port, Protocol: protocol });
  const lastSeen = timeOf(text('LAST_FOUND_DATETIME', 'LAST_FOUND'));
  host.saw({ lastSeen });
  const kind = kindOf(text('TYPE'));
  if (kind === 'information') return;
  const known = glossary.get(qid);
  const level = severityOfLevel(text('SEVERITY'));
  const isIgnored = [text('IS_IGNORED'), text('IS_DISABLED')].includes('1');
  out.add(
    'vulnerability',
    {
      ...known,
      Ref: host.ref,
      VulnerabilityId: qid,
      CveIds: known?.CveIds ?? [],
      Severity: level === 'Unknown' ? (known?.Severity ?? level) : level,
      ...productOf(known?.Title, text('RESULT', 'RESULTS')),
      Port: port,
      Protocol: port === undefined ? undefined : protocol,
      Confidence: confidenceOf(kind),
      ...statusOf(text('STATUS', 'VULN_STATUS'), isIgnored),
      FirstSeen: timeOf(text('FIRST_FOUND_DATETIME', 'FIRST_FOUND')),
      LastSeen: lastSeen,
    },
    place,
  );
}

function prefixed(product: string, id: string | undefined): string | undefined {
  return id === undefined ? undefined : `${product}:${id}`;
}
