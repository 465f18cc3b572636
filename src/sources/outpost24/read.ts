import { ownValue } from '../../base/own-value.ts';
import { invariant } from '../../base/fault.ts';
import { severityOfCvss, type Severity } from '../../base/severity.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import { child, children, childText, readXml, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { cveIds } from '../cve-ids.ts';
import { portNumber } from '../host-port.ts';
import { RowHosts, type RowHost } from '../row-hosts.ts';
import type { Output, Read } from '../source.ts';

/** Reads the lists of the report one after the other: hosts, their ports, their findings. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const scan = new Scan(out);
  const result = await readXml(file.text(), {
    records: {
      reportinfo: (info) => {
        scan.begin(info);
      },
      host: (element, ancestors) => {
        if (ancestors.at(-1)?.name === 'hostlist') scan.host(element);
      },
      'portlist-host': (element) => {
        scan.ports(element);
      },
      detail: (element, ancestors) => {
        if (ancestors.at(-1)?.name === 'detaillist') scan.detail(element);
      },
    },
    pressure: () => out.pressure(),
  });
  scan.end(result.ok);
  return result.ok ? { ok: true } : result;
};

class Scan {
  readonly #out: Output;
  readonly #hosts = new RowHosts();
  readonly #templates = new Set<string>();
  #isComplete = true;
  /** Milliseconds that the times of the report are ahead of UTC. */
  #offsetMs = 0;

  constructor(out: Output) {
    this.#out = out;
    out.tool('Outpost24');
    for (const name of ['hosts', 'ports', 'findings']) out.native(name, 0);
  }

  begin(info: XmlElement): void {
    const [, sign, hours, minutes] =
      /^GMT([+-])(\d{1,2}):(\d{2})$/.exec(childText(info, 'timezone') ?? '') ?? [];
    if (sign !== undefined) {
      this.#offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    }
    this.#out.observedAt(this.#time(childText(info, 'reportdate')));
  }

  host(element: XmlElement): void {
    this.#out.native('hosts');
    const isComplete = childText(element, 'completescan');
    if (isComplete !== undefined && isComplete !== 'true') this.#isComplete = false;
    const template = childText(element, 'template');
    if (template !== undefined) this.#templates.add(template);
    this.#at(element, 'name')?.saw({ lastSeen: this.#time(childText(element, 'end')) });
  }

  ports(element: XmlElement): void {
    const host = this.#at(element, 'name');
    for (const port of children(element, 'portinfo')) {
      this.#out.native('ports');
      if (host !== undefined) bind(port, host);
    }
  }

  detail(element: XmlElement): void {
    this.#out.native('findings');
    const host = this.#at(element, 'hostname');
    if (host === undefined) return;
    const info = child(element, 'portinfo');
    const bound = info === undefined ? undefined : bind(info, host);
    const history = child(element, 'history');
    const seen = (name: string): EpochMs | undefined =>
      this.#time(history === undefined ? undefined : childText(history, name));
    const finding = findingOf(element);
    if (finding === undefined) return;
    this.#out.add(
      'vulnerability',
      { ...finding, ...bound, Ref: host.ref, FirstSeen: seen('firstseen'), LastSeen: seen('lastseen') },
      `line ${element.line}`,
    );
  }

  end(isWhole: boolean): void {
    this.#hosts.write(this.#out, ['ports', 'vulnerabilities']);
    this.#out.scope({ kind: 'hosts', checks: ['ports', 'vulnerabilities'] });
    if (this.#templates.size > 0) this.#out.checkSet([...this.#templates].toSorted().join(' | '));
    if (isWhole && this.#isComplete && this.#hosts.size > 0) this.#out.provesScope();
  }

  #at(element: XmlElement, name: string): RowHost | undefined {
    const place = `line ${element.line}`;
    const ip = childText(element, 'ip');
    const known = childText(element, name);
    const key = ip ?? known;
    if (key === undefined) {
      this.#out.quarantine(place, 'the record names no host');
      return undefined;
    }
    return this.#hosts.at(key, place).saw({ names: [ip, known], osPlatform: childText(element, 'platform') });
  }

  #time(text: string | undefined): EpochMs | undefined {
    const time = parseIsoTime(text);
    return time === undefined ? undefined : time - this.#offsetMs;
  }
}

type Bound = Pick<Observation<'vulnerability'>, 'Port' | 'Protocol'>;

/** Takes a port over; `portnumber` is a word or absent where a finding is of the whole host. */
function bind(info: XmlElement, host: RowHost): Bound | undefined {
  const port = portNumber(childText(info, 'portnumber'));
  const protocol = childText(info, 'protocol')?.toLowerCase();
  if (port === undefined || protocol === undefined) return undefined;
  host.answered({ Port: port, Protocol: protocol, Service: childText(info, 'service')?.toLowerCase() });
  return { Port: port, Protocol: protocol };
}

const risks: Readonly<Record<string, Severity>> = { '1': 'Low', '2': 'Medium', '4': 'High' };

function findingOf(element: XmlElement): Omit<Observation<'vulnerability'>, 'Ref'> | undefined {
  const text = (name: string): string | undefined => childText(element, name);
  const [name, risk] = [text('name'), text('risk') ?? ''];
  const cves = cveIds(children(element, 'cve').flatMap((cve) => children(cve, 'id').map((id) => id.text)));
  const cvss =
    scoreOf(text('cvss_v3_score'), text('cvss_v3_vector')) ??
    scoreOf(text('cvss_score'), text('cvss_vector'));
  // Risk 0 is information.
  if (risk === '0' && cves.length === 0) return undefined;
  const isFalse = text('falsepositive') === '1';
  const isAccepted = text('accepted') === '1';
  return {
    VulnerabilityId: text('id') ?? name ?? 'unknown',
    CveIds: cves,
    Title: name,
    Severity: cvss !== undefined ? severityOfCvss(cvss.CvssScore) : (ownValue(risks, risk) ?? 'Unknown'),
    ...cvss,
    SoftwareName: text('product'),
    FixText: text('solution') ?? text('solutiontitle'),
    ...(isFalse
      ? { Status: 'false_positive' }
      : isAccepted
        ? { Status: 'will_not_fix', Reason: 'the risk is accepted in Outpost24' }
        : { Status: 'affected' }),
  };
}

/** A score of 0 without a vector is an empty field. */
function scoreOf(
  text: string | undefined,
  vector: string | undefined,
): { readonly CvssScore: number; readonly CvssVector: string | undefined } | undefined {
  const score = Number(text ?? 'none');
  if (!(score >= 0 && score <= 10) || (score === 0 && vector === undefined)) return undefined;
  return { CvssScore: score, CvssVector: /^\(?([^()\s]+)/.exec(vector ?? '')?.[1] };
}
