import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import { child, children, childText, deepText, readXml, type XmlElement } from '../../base/xml.ts';
import { cveIds } from '../cve-ids.ts';
import { portNumber } from '../host-port.ts';
import { RowHost } from '../row-hosts.ts';
import type { Output, ReadOutcome, ReportFile } from '../source.ts';
import { UniqueRefs } from '../unique-refs.ts';
import {
  confidenceOf,
  cvssOf,
  maturityOf,
  plainText,
  productOf,
  severityOfLevel,
  statusOf,
  type Finding,
} from './finding.ts';

/** Groups of an IP, what stands in them, and what that is. */
const groups = [
  { group: 'INFOS', item: 'INFO', native: 'infos' },
  { group: 'SERVICES', item: 'SERVICE', native: 'services' },
  { group: 'VULNS', item: 'VULN', native: 'vulns', kind: 'confirmed' },
  { group: 'PRACTICES', item: 'PRACTICE', native: 'practices', kind: 'potential' },
] as const;

/** Services that list the open ports as a table. */
const portLists: Readonly<Record<string, string>> = { '82023': 'tcp', '82004': 'udp' };

/** Reads the XML of one scan (scan-1.dtd) address by address. */
export async function readScan(file: ReportFile, out: Output): Promise<ReadOutcome> {
  let date: EpochMs | undefined;
  let status: string | undefined;
  let profile: string | undefined;
  let error: string | undefined;
  const refs = new UniqueRefs();
  for (const name of ['ips', ...groups.map(({ native }) => native)]) out.native(name, 0);
  const result = await readXml(file.text(), {
    records: {
      KEY: (key) => {
        const text = key.text.trim();
        if (key.attributes['value'] === 'DATE') out.observedAt((date = parseIsoTime(text)));
        if (key.attributes['value'] === 'STATUS') status = text.toUpperCase();
      },
      OPTION_PROFILE_TITLE: (title) => {
        profile = title.text.trim();
      },
      ERROR: (element) => {
        error = element.text.trim();
      },
      IP: (ip) => {
        out.native('ips');
        address(ip, date, refs, out);
      },
    },
    pressure: () => out.pressure(),
  });
  out.scope({ kind: 'hosts', checks: ['ports', 'vulnerabilities'] });
  if (profile !== undefined) out.checkSet(profile);
  if (!result.ok) return result;
  if (status === 'FINISHED' && error === undefined) out.provesScope();
  else if (status !== undefined && status !== 'FINISHED') {
    return {
      ok: false,
      fault: {
        code: 'truncated',
        message: `the scan was not finished (${status.slice(0, 40)})`,
        remedy: 'run the scan to its end and export it again',
      },
    };
  }
  return { ok: true };
}

function address(ip: XmlElement, date: EpochMs | undefined, refs: UniqueRefs, out: Output): void {
  const place = `line ${ip.line}`;
  const { value = '', name, status } = ip.attributes;
  if (value.trim() === '') {
    out.quarantine(place, 'the IP element names no address');
    return;
  }
  const host = new RowHost(value.trim(), place, refs.next(value.trim())).saw({
    names: [value, /^no registered/i.test(name ?? '') ? undefined : name, childText(ip, 'NETBIOS_HOSTNAME')],
    osPlatform: childText(ip, 'OS'),
    lastSeen: date,
  });
  for (const { group, item, native, ...rest } of groups) {
    for (const category of children(ip, group).flatMap((element) => children(element, 'CAT'))) {
      const port = portNumber(category.attributes['port']);
      const protocol = category.attributes['protocol']?.toLowerCase();
      if (port !== undefined && protocol !== undefined) host.answered({ Port: port, Protocol: protocol });
      for (const element of children(category, item)) {
        out.native(native);
        if (item === 'SERVICE') listedPorts(element, host);
        if (!('kind' in rest)) continue;
        const bound = port === undefined ? {} : { Port: port, Protocol: protocol };
        const finding = findingOf(element, rest.kind);
        out.add(
          'vulnerability',
          { ...finding, ...bound, Ref: host.ref, LastSeen: date },
          `line ${element.line}`,
        );
      }
    }
  }
  // An address that was down is listed in some reports.
  if (!/down|not alive/i.test(status ?? '')) host.write(out, ['ports', 'vulnerabilities']);
}

function findingOf(element: XmlElement, kind: 'confirmed' | 'potential'): Finding {
  const title = childText(element, 'TITLE');
  const listed = children(element, 'CVE_ID_LIST').flatMap((list) => children(list, 'CVE_ID'));
  const correlation = child(element, 'CORRELATION');
  const exploits = correlation === undefined ? undefined : child(correlation, 'EXPLOITABILITY');
  const malware = correlation === undefined ? undefined : child(correlation, 'MALWARE');
  return {
    VulnerabilityId: element.attributes['number'] ?? title ?? 'unknown',
    CveIds: cveIds([
      ...(element.attributes['cveid'] ?? '').split(','),
      ...listed.map((cve) => childText(cve, 'ID')),
    ]),
    Title: title,
    Severity: severityOfLevel(element.attributes['severity']),
    ...cvssOf(childText(element, 'CVSS3_BASE'), childText(element, 'CVSS_BASE')),
    ...productOf(title, childText(element, 'RESULT')),
    FixText: plainText(childText(element, 'SOLUTION')),
    ExploitMaturity: maturityOf(exploits === undefined ? '' : deepText(exploits), malware !== undefined),
    Confidence: confidenceOf(kind),
    ...statusOf(undefined, false),
  };
}

/** Rows of `Port, IANA Assigned Ports/Services, Description, Service Detected`. */
function listedPorts(service: XmlElement, host: RowHost): void {
  const protocol = portLists[service.attributes['number'] ?? ''];
  if (protocol === undefined) return;
  for (const row of (childText(service, 'RESULT') ?? '').split('\n')) {
    const [port, assigned, , detected] = row.split('\t').map((cell) => cell.trim());
    const number = portNumber(port);
    if (number === undefined) continue;
    const isDetected = detected !== undefined && detected !== '' && detected !== 'unknown';
    const name = isDetected ? detected : assigned === 'unknown' ? undefined : assigned;
    host.answered({
      Port: number,
      Protocol: protocol,
      Service: name?.toLowerCase() || undefined,
      ServiceBasis: name === undefined || name === '' ? undefined : isDetected ? 'probed' : 'assumed',
    });
  }
}
