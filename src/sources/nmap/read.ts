import { failed, invariant, type Fault } from '../../base/fault.ts';
import { parseEpochSeconds } from '../../base/time.ts';
import { child, children, readXml, type XmlElement, type XmlOpen } from '../../base/xml.ts';
import type { Output, Read, ReadOutcome } from '../source.ts';
import { Tally } from '../tally.ts';
import { UniqueRefs } from '../unique-refs.ts';
import { mapHost, type ScanFacts } from './map.ts';

/** Reads one Nmap (or masscan) XML file host by host. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const scan = new Scan(out);
  const result = await readXml(file.text(), {
    root: (root) => {
      scan.begin(root);
      return undefined;
    },
    open: {
      scaninfo: (element) => {
        scan.ports(element.attributes);
      },
      // Scripts of the scan as a whole (prescript, postscript); those of hosts are inside the host records.
      script: () => {
        out.native('scripts');
      },
      finished: (element) => {
        scan.finish(element.attributes);
      },
    },
    records: {
      host: (host) => {
        scan.host(host);
      },
      // The hints of nmap 7.90 repeat what the host record says later.
      hosthint: () => undefined,
    },
    close: {
      nmaprun: () => {
        scan.isClosed = true;
      },
    },
    pressure: () => out.pressure(),
  });
  scan.end();
  return scan.outcome(result.ok ? undefined : result.fault);
};

class Scan {
  /** The document element has ended. */
  isClosed = false;
  readonly #out: Output;
  readonly #refs = new UniqueRefs();
  readonly #states = new Tally();
  readonly #ports: Record<string, string> = {};
  #facts: ScanFacts = { isMasscan: false, isVulnerabilityScan: false, start: undefined };
  #hosts = 0;
  #devices = 0;
  #isFinished = false;
  #kinds: string[] = [];
  #scripts: string | undefined;
  #failure: string | undefined;
  /** Nmap gave a host up when its time was over. */
  #isGivenUp = false;
  /** masscan writes a host element for each port it finds, in no order: refs and ports given already. */
  readonly #masscanRefs = new Map<string, string>();
  readonly #masscanPorts = new Set<string>();

  constructor(out: Output) {
    this.#out = out;
    for (const name of ['hosts', 'open_ports', 'ports_listed', 'macs', 'osmatches', 'scripts'])
      out.native(name, 0);
  }

  begin(root: XmlOpen): void {
    const { scanner, version, args = '', start } = root.attributes;
    const isMasscan = scanner === 'masscan';
    this.#out.tool(isMasscan ? 'masscan' : 'Nmap', version);
    if (version !== undefined) this.#out.nativeValue('nmap_version', version);
    this.#out.observedAt(parseEpochSeconds(start));
    this.#scripts = scriptsOf(args);
    this.#facts = {
      isMasscan,
      isVulnerabilityScan: /--script[= ]\S*vuln/i.test(args),
      start: parseEpochSeconds(start),
    };
  }

  ports(scaninfo: Readonly<Record<string, string>>): void {
    const { type, protocol, services } = scaninfo;
    if (type !== undefined) this.#kinds.push(`${type}/${protocol ?? ''}`);
    if (protocol !== undefined && services !== undefined) this.#ports[protocol] = services;
  }

  host(host: XmlElement): void {
    this.#hosts++;
    if (host.attributes['timedout'] === 'true') this.#isGivenUp = true;
    this.#count(host);
    const place = `line ${host.line}, host ${this.#hosts}`;
    const mapped = mapHost(host, this.#facts);
    if (mapped === undefined) return;
    const { name, device, endpoints, software, vulnerabilities } = mapped;
    const known = this.#facts.isMasscan ? this.#masscanRefs.get(name) : undefined;
    const ref = known ?? this.#refs.next(name);
    if (known === undefined) {
      this.#devices++;
      this.#out.add('device', { ...device, Ref: ref }, place);
      if (this.#facts.isMasscan) this.#masscanRefs.set(name, ref);
    }
    for (const { line, ...endpoint } of endpoints) {
      if (this.#isRepeated(ref, endpoint)) continue;
      this.#out.add('endpoint', { ...endpoint, Ref: ref }, `line ${line}`);
    }
    for (const { line, ...item } of software) {
      this.#out.add('software', { ...item, Ref: ref }, `line ${line}`);
    }
    for (const { line, at, ...vulnerability } of vulnerabilities) {
      this.#out.add(
        'vulnerability',
        { ...vulnerability, Ref: ref },
        `line ${line}, host ${this.#hosts} ${at}`,
      );
    }
  }

  finish({ time, exit, errormsg }: Readonly<Record<string, string>>): void {
    this.#isFinished = true;
    this.#out.observedAt(parseEpochSeconds(time));
    if (exit !== undefined && exit !== 'success') this.#failure = errormsg ?? exit;
  }

  /** What can be stated only after the last host that could be read. */
  end(): void {
    this.#out.nativeValue('host_states', this.#states.counts);
    this.#out.nativeValue('finished', this.#isFinished);
    this.#out.scope({
      kind: 'hosts',
      checks: this.#facts.isVulnerabilityScan ? ['ports', 'vulnerabilities'] : ['ports'],
      ports: this.#ports,
    });
    this.#out.checkSet(this.#checks);
  }

  /** How was scanned, with which scripts, which ports. */
  get #checks(): string {
    const ports = Object.entries(this.#ports).map(([protocol, list]) => `${protocol} ${list}`);
    const scripts = this.#scripts === undefined ? [] : [`scripts ${this.#scripts}`];
    return [...this.#kinds, ...scripts, ...ports].join(' | ');
  }

  outcome(fault: Fault | undefined): ReadOutcome {
    if (fault !== undefined && this.isClosed) {
      return failed({
        code: 'not-well-formed',
        message: `there is more after the end of the first scan (--append-output writes several into one file); the first scan was read whole: ${this.#sofar}`,
        remedy: 'give each scan a file of its own',
        ...(fault.place !== undefined && { place: fault.place }),
      });
    }
    if (fault !== undefined) {
      return failed(
        this.#hosts === 0
          ? fault
          : { ...fault, message: `${fault.message}; read before that: ${this.#sofar}` },
      );
    }
    if (this.#failure !== undefined) {
      return failed({
        code: 'truncated',
        message: `the scan ended with an error (${this.#failure}); read: ${this.#sofar}`,
        remedy: 'run the scan again to its end',
      });
    }
    // A discovery scan (-sn) looks at no ports; masscan lists only what answered.
    const hasPorts = Object.keys(this.#ports).length > 0;
    if (this.#isFinished && hasPorts && !this.#isGivenUp && !this.#facts.isMasscan) this.#out.provesScope();
    return { ok: true };
  }

  get #sofar(): string {
    return `${this.#hosts} hosts, ${this.#devices} of them up`;
  }

  #isRepeated(ref: string, endpoint: { Protocol: string; Port: number }): boolean {
    if (!this.#facts.isMasscan) return false;
    const key = `${ref} ${endpoint.Protocol} ${endpoint.Port}`;
    if (this.#masscanPorts.has(key)) return true;
    this.#masscanPorts.add(key);
    return false;
  }

  #count(host: XmlElement): void {
    const state = child(host, 'status')?.attributes['state'];
    const ports = children(host, 'ports').flatMap((element) => children(element, 'port'));
    const openPorts = ports.filter((port) => child(port, 'state')?.attributes['state'] === 'open');
    this.#out.native('hosts');
    if (state !== undefined) this.#states.add(state);
    this.#out.native('ports_listed', ports.length);
    this.#out.native('open_ports', openPorts.length);
    this.#out.native(
      'macs',
      children(host, 'address').filter((address) => address.attributes['addrtype'] === 'mac').length,
    );
    this.#out.native('osmatches', descendants(host, 'osmatch'));
    this.#out.native('scripts', descendants(host, 'script'));
  }
}

/** The scripts a command line asks for; undefined when it asks for none. */
function scriptsOf(args: string): string | undefined {
  const named = /--script[= ](?:"([^"]*)"|'([^']*)'|([^\s-]\S*))/.exec(args);
  const list = named?.[1] ?? named?.[2] ?? named?.[3];
  const isDefault = /(?:^|\s)(?:-sC|-A)(?=\s|$)/.test(args);
  const all = [...(isDefault ? ['default'] : []), ...(list?.split(',').map((name) => name.trim()) ?? [])];
  return all.length === 0 ? undefined : all.toSorted().join(',');
}

function descendants(element: XmlElement, name: string): number {
  return element.children.reduce((n, c) => n + (c.name === name ? 1 : 0) + descendants(c, name), 0);
}
