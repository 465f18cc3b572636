import { detached } from '../../base/detached.ts';
import { failed, invariant, type Fault } from '../../base/fault.ts';
import { parseCtime } from '../../base/ctime.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import { child, childText, readXml, type XmlElement, type XmlOpen } from '../../base/xml.ts';
import type { Output, Read, ReadOutcome } from '../source.ts';
import { Tally } from '../tally.ts';
import { UniqueRefs } from '../unique-refs.ts';
import { Host } from './host.ts';
import { readOpenvasCsv } from './read-csv.ts';
import { controlOf, isFinding, portOf, vulnerabilityOf } from './result.ts';

/** Reads a Greenbone report result by result; of a host only its identity, ports and software are kept until the report ends. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  if (file.head.xml === undefined) return readOpenvasCsv(file, out);
  const scan = new Scan(out);
  const within =
    (parents: readonly string[], take: (element: XmlElement, parent: XmlOpen) => void) =>
    (element: XmlElement, ancestors: readonly XmlOpen[]): void => {
      const parent = ancestors.at(-1);
      if (parent !== undefined && parents.includes(parent.name)) take(element, parent);
    };
  const result = await readXml(file.text(), {
    root: refusal,
    open: {
      results: (element) => {
        scan.page(element);
      },
    },
    close: {
      results: () => {
        scan.isPastResults = true;
      },
      report: () => {
        scan.endReport();
      },
    },
    records: {
      result: (element, ancestors) => {
        scan.countHosts(element);
        const parent = ancestors.at(-1)?.name;
        if (parent === undefined || ['results', 'get_results_response'].includes(parent))
          scan.result(element);
      },
      host: (element, ancestors) => {
        scan.countHosts(element);
        if (ancestors.at(-1)?.name === 'report') scan.host(element);
      },
      // What went wrong on a host; a result in it is no finding.
      errors: (element) => {
        scan.countHosts(element);
      },
      port: (element, ancestors) => {
        scan.countHosts(element);
        if (ancestors.at(-1)?.name === 'ports') scan.port(element);
      },
      result_count: within(['report'], (element) => {
        scan.expect(childText(element, 'filtered'));
      }),
      version: within(['gmp', 'omp'], (element, parent) => {
        out.tool('Greenbone OpenVAS', `${parent.name.toUpperCase()} ${element.text.trim()}`);
      }),
      term: within(['filters'], (element) => {
        scan.filter = element.text.trim();
      }),
      // Which tests ran is the task's own; a report names only the task.
      task: (element, ancestors) => {
        scan.countHosts(element);
        if (ancestors.at(-1)?.name === 'report')
          scan.task ??= childText(element, 'name') ?? element.attributes['id'];
      },
      scan_run_status: within(['report'], (element) => {
        scan.status = element.text.trim();
      }),
      scan_start: within(['report'], (element) => {
        out.observedAt(timeOf(element));
      }),
      scan_end: within(['report'], (element) => {
        scan.end = timeOf(element);
        out.observedAt(scan.end);
      }),
    },
    pressure: () => out.pressure(),
  });
  scan.endReport();
  return scan.outcome(result.ok ? undefined : result.fault);
};

/** GMP answers with a status of its own when it refuses. */
function refusal({ name, attributes }: XmlOpen): Fault | undefined {
  const { status, status_text } = attributes;
  if (!name.endsWith('_response') || status === undefined || status.startsWith('2')) return undefined;
  return {
    code: 'wrong-content',
    message: `the file holds no report but the answer "${status} ${status_text ?? ''}" of the server`,
    remedy: 'export the report again',
  };
}

/** Before GMP times were written as ctime does. */
function timeOf(element: XmlElement): EpochMs | undefined {
  const text = element.text.trim();
  return parseIsoTime(text) ?? parseCtime(text);
}

/** States of a scan that has not covered all of its targets. */
const unfinished = new Set([
  'Stopped',
  'Stop Requested',
  'Interrupted',
  'Running',
  'Requested',
  'Queued',
  'Internal Error',
]);

class Scan {
  /** The results of the current report have been read: what is known of a host can be written with its record. */
  isPastResults = false;
  filter: string | undefined;
  status: string | undefined;
  task: string | undefined;
  /** When the scan of the current report ended. */
  end: EpochMs | undefined;
  readonly #out: Output;
  readonly #refs = new UniqueRefs();
  readonly #threats = new Tally();
  readonly #oids = new Set<string>();
  readonly #allHosts = new Set<string>();
  /** Hosts of the current report that are not written yet. */
  #hosts = new Map<string, Host>();
  /** Refs of all hosts of the current report. */
  #written = new Map<string, Host>();
  #results = 0;
  #expected = 0;
  #limit = -1;
  #hasControls = false;
  /** Hosts with a record of their own that says when their scan ended. */
  #recorded = 0;

  constructor(out: Output) {
    this.#out = out;
    out.native('results', 0);
    out.native('host_elements', 0);
  }

  /** Every element named host, wherever it stands: the number tells how much of the file was seen. */
  countHosts(element: XmlElement): void {
    this.#out.native('host_elements', hostElements(element));
  }

  page(results: XmlOpen): void {
    this.#limit = Number(results.attributes['max'] ?? '-1');
  }

  expect(filtered: string | undefined): void {
    const count = Number(filtered ?? '0');
    if (count > 0) this.#expected += count;
  }

  result(result: XmlElement): void {
    this.#results++;
    this.#out.native('results');
    const threat = childText(result, 'threat');
    if (threat !== undefined) this.#threats.add(threat);
    const oid = child(result, 'nvt')?.attributes['oid'];
    if (oid !== undefined) this.#oids.add(detached(oid));
    const place = `line ${result.line}, result ${this.#results}`;
    const element = child(result, 'host');
    const name = element?.text.trim() ?? '';
    if (element === undefined || name === '') {
      this.#out.quarantine(place, 'the result names no host');
      return;
    }
    this.#allHosts.add(detached(name));
    const host = this.#hostOf(name, result.line);
    host.identify(element);
    const port = portOf(result);
    if (port !== undefined) host.addPort(port);
    const control = controlOf(result);
    if (control !== undefined) {
      this.#hasControls = true;
      host.isAudited = true;
      this.#out.add('control', { Ref: host.ref, ...control }, place);
    } else if (isFinding(result)) {
      this.#out.add('vulnerability', { Ref: host.ref, ...vulnerabilityOf(result) }, place);
    }
  }

  port(port: XmlElement): void {
    const name = childText(port, 'host');
    const found = portOf(port);
    if (name !== undefined && found !== undefined) this.#hostOf(name, port.line).addPort(found);
  }

  host(element: XmlElement): void {
    const name = childText(element, 'ip') ?? element.text.trim();
    if (name === '') return;
    const host = this.#hostOf(name, element.line);
    host.describe(element);
    if (childText(element, 'end') !== undefined) this.#recorded++;
    if (this.isPastResults) this.#write(name, host);
  }

  endReport(): void {
    for (const [name, host] of this.#hosts) this.#write(name, host);
    this.#hosts = new Map();
    this.#written = new Map();
    this.end = undefined;
    this.isPastResults = false;
  }

  outcome(fault: Fault | undefined): ReadOutcome {
    this.#out.nativeValue('threats', this.#threats.counts);
    this.#out.nativeValue('distinct_nvts', this.#oids.size);
    this.#out.nativeValue('distinct_hosts', this.#allHosts.size);
    this.#out.scope({
      kind: 'hosts',
      checks: ['ports', 'vulnerabilities', ...(this.#hasControls ? ['configuration'] : [])],
      ...(this.filter !== undefined && { filter: this.filter }),
    });
    this.#out.checkSet([this.task, selection(this.filter)].filter((part) => part !== undefined).join(' | '));
    if (fault !== undefined) {
      return failed(
        this.#results === 0
          ? fault
          : { ...fault, message: `${fault.message}; read before that: ${this.#results} results` },
      );
    }
    if (this.#isPaged) {
      return failed({
        code: 'wrong-content',
        message: `${this.#results} of ${this.#expected} results are in the file`,
        remedy: 'export the report with all details and without the row limit (filter rows=-1)',
      });
    }
    if (this.status !== undefined && unfinished.has(this.status)) {
      return failed({
        code: 'truncated',
        message: `the scan was not finished (${this.status}); ${this.#results} results were read`,
        remedy: 'run the scan to its end and export it again',
      });
    }
    // Only a report with its run and its host records (details) lists hosts without a result too.
    if (this.status === 'Done' && this.#recorded > 0) this.#out.provesScope();
    return { ok: true };
  }

  /** Some versions write counts that are off by a few, so a small difference alone does not mean a cut page. */
  get #isPaged(): boolean {
    const isFull = this.#limit > 0 && this.#results >= this.#limit;
    return this.#results < (isFull ? this.#expected : this.#expected * 0.9);
  }

  #hostOf(name: string, line: number): Host {
    const known = this.#hosts.get(name) ?? this.#written.get(name);
    if (known !== undefined) return known;
    const key = detached(name);
    const host = new Host(key, this.#refs.next(key), line);
    this.#hosts.set(key, host);
    return host;
  }

  #write(name: string, host: Host): void {
    if (this.#written.has(name)) return;
    this.#written.set(name, host);
    this.#hosts.delete(name);
    const place = `line ${host.line}`;
    this.#out.add('device', { Ref: host.ref, ...host.device(this.end) }, place);
    for (const endpoint of host.endpoints()) this.#out.add('endpoint', { Ref: host.ref, ...endpoint }, place);
    for (const software of host.software()) this.#out.add('software', { Ref: host.ref, ...software }, place);
  }
}

/** The part of a filter that says which results are in the report: without its pages, its order and what it adds. */
function selection(filter: string | undefined): string | undefined {
  const terms = (filter ?? '')
    .split(/\s+/)
    .filter(
      (term) => !/^(?:rows|first|sort|sort-reverse|notes|overrides|timezone)=/.test(term) && term !== '',
    );
  return terms.length === 0 ? undefined : terms.toSorted().join(' ');
}

function hostElements(element: XmlElement): number {
  return element.children.reduce((n, c) => n + hostElements(c), element.name === 'host' ? 1 : 0);
}
