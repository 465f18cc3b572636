import { detached } from '../../base/detached.ts';
import { failed, invariant, type Fault } from '../../base/fault.ts';
import { childText, readXml, type XmlElement, type XmlOpen } from '../../base/xml.ts';
import type { Output, Read, ReadOutcome } from '../source.ts';
import { Tally } from '../tally.ts';
import { UniqueRefs } from '../unique-refs.ts';
import { controlOf, isCompliance } from './compliance.ts';
import { Host } from './host.ts';
import { unsupportedSoftware } from './installed-software.ts';
import { readNessusCsv } from './read-csv.ts';
import { isInformational, vulnerabilityOf } from './vulnerability.ts';

/** Reads a .nessus file item by item; of a host only its identity, ports, software and controls are kept until it ends. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  if (file.head.xml === undefined) return readNessusCsv(file, out);
  const scan = new Scan(out);
  const result = await readXml(file.text(), {
    open: {
      ReportHost: (element) => {
        scan.beginHost(element);
      },
    },
    close: {
      ReportHost: () => {
        scan.endHost();
      },
    },
    records: {
      // Settings and credentials of the scan are never kept, only what the policy is called.
      Policy: (element) => {
        scan.policy = childText(element, 'policyName');
      },
      HostProperties: (element) => {
        scan.properties(element);
      },
      ReportItem: (element, ancestors) => {
        if (ancestors.at(-1)?.name === 'ReportHost') scan.item(element);
      },
    },
    pressure: () => out.pressure(),
  });
  return scan.end(result.ok ? undefined : result.fault);
};

class Scan {
  policy: string | undefined;
  readonly #out: Output;
  readonly #refs = new UniqueRefs();
  readonly #severities = new Tally();
  readonly #plugins = new Set<string>();
  readonly #cves = new Set<string>();
  #host: Host | undefined;
  #hosts = 0;
  #items = 0;
  #credentialed = 0;
  #hasControls = false;
  /** Every host says when its scan ended. */
  #isFinished = true;

  constructor(out: Output) {
    this.#out = out;
    for (const name of ['hosts', 'report_items', 'compliance_items', 'hosts_with_mac']) out.native(name, 0);
  }

  beginHost(element: XmlOpen): void {
    this.endHost();
    this.#hosts++;
    this.#out.native('hosts');
    const name = element.attributes['name']?.trim() ?? '';
    const key = name === '' ? `host ${this.#hosts}` : name;
    this.#host = new Host(key, this.#refs.next(key), element.line);
  }

  properties(element: XmlElement): void {
    if (this.#host === undefined) return;
    this.#host.properties(element);
    if (this.#host.hasMac) this.#out.native('hosts_with_mac');
  }

  item(item: XmlElement): void {
    this.#items++;
    this.#out.native('report_items');
    const { severity = '', pluginID = '' } = item.attributes;
    this.#severities.add(severity);
    this.#plugins.add(detached(pluginID));
    for (const { name, text } of item.children) if (name === 'cve') this.#cves.add(detached(text.trim()));
    const host = this.#host;
    if (host === undefined) return;
    const place = `line ${item.line}, item ${this.#items}`;
    if (isCompliance(item)) {
      this.#out.native('compliance_items');
      this.#hasControls = true;
      host.addControl(controlOf(item), place);
      return;
    }
    host.addItem(item);
    const version = toolVersion(item);
    if (version !== undefined) this.#out.tool('Nessus', version);
    if (isInformational(item)) return;
    const vulnerability = vulnerabilityOf(item);
    this.#out.add('vulnerability', { Ref: host.ref, ...vulnerability }, place);
    unsupportedSoftware(vulnerability).forEach((software) => host.addSoftware(software));
    host.isFound = true;
  }

  endHost(): void {
    const host = this.#host;
    this.#host = undefined;
    if (host !== undefined && !host.isFinished) this.#isFinished = false;
    if (host?.isPresent !== true) return;
    this.policy ??= host.policy;
    const { ref, line } = host;
    const device = host.device();
    if (host.isCredentialed) this.#credentialed++;
    this.#out.observedAt(device.LastSeen);
    this.#out.add('device', { Ref: ref, ...device }, `line ${line}`);
    for (const endpoint of host.endpoints())
      this.#out.add('endpoint', { Ref: ref, ...endpoint }, `line ${line}`);
    for (const software of host.software())
      this.#out.add('software', { Ref: ref, ...software }, `line ${line}`);
    for (const { control, place } of host.controls())
      this.#out.add('control', { Ref: ref, ...control }, place);
  }

  end(fault: Fault | undefined): ReadOutcome {
    const cut = this.#host?.name;
    this.endHost();
    this.#out.nativeValue('severity', this.#severities.counts);
    this.#out.nativeValue('distinct_plugins', this.#plugins.size);
    this.#out.nativeValue('distinct_cves', this.#cves.size);
    this.#out.scope({
      kind: 'hosts',
      checks: ['ports', 'vulnerabilities', ...(this.#hasControls ? ['configuration'] : [])],
      credentialedHosts: this.#credentialed,
    });
    if (this.policy !== undefined) this.#out.checkSet(this.policy);
    if (fault === undefined) {
      if (this.#isFinished && this.#hosts > 0) this.#out.provesScope();
      return { ok: true };
    }
    if (this.#hosts === 0) return failed(fault);
    const open = cut === undefined ? '' : `, the last one (${cut}) only in part`;
    return failed({
      ...fault,
      message: `${fault.message}; read before that: ${this.#items} items of ${this.#hosts} hosts${open}`,
    });
  }
}

/** Plugin 19506 says how the scan was made. */
function toolVersion(item: XmlElement): string | undefined {
  if (item.attributes['pluginID'] !== '19506') return undefined;
  const text = childText(item, 'plugin_output') ?? childText(item, 'description') ?? '';
  return /^[ \t]*Nessus version : (\S+)/m.exec(text)?.[1];
}
