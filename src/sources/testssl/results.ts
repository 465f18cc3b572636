import { severityOfWord } from '../../base/severity.ts';
import { cveIds } from '../cve-ids.ts';
import { portNumber } from '../host-port.ts';
import { RowHosts } from '../row-hosts.ts';
import type { Output } from '../source.ts';
import { shorten } from '../texts.ts';

/** One line of the tool, whichever form it is written in. */
export interface Line {
  readonly id: string;
  /** `name/address`, `name` or `address`. */
  readonly target: string;
  readonly port: string;
  readonly severity: string;
  readonly finding: string;
  readonly cve: string;
}

/** Characters of what was found that are kept. */
const maxFinding = 400;

/** Grades sum up the other lines. */
const summaries = /^(?:overall_grade|final_score|grade_cap_reason|rating_|\w+_score)/;

export class Results {
  readonly #out: Output;
  readonly #hosts = new RowHosts();
  readonly #controls = new Set<string>();
  readonly #ports = new Set<string>();
  hasFailures = false;

  constructor(out: Output) {
    this.#out = out;
    out.tool('testssl.sh');
    out.native('lines', 0);
    out.nativeValue('severity', {});
  }

  take(line: Line, locator: string): void {
    const { id, severity, finding } = line;
    const word = severity.trim().toUpperCase();
    this.#out.native('lines');
    this.#out.nativeOf('severity', word === '' ? 'null' : word);
    const [name = '', address = ''] = line.target.split('/').map((part) => part.trim());
    const key = name === '' ? address : name;
    if (key === '' || id === '') {
      if (id !== 'scanTime') this.#out.quarantine(locator, 'the line names no target or no check');
      return;
    }
    // A target that could not be reached was not examined; warnings of the engine speak for no target.
    if (word === 'FATAL' || id === 'scanProblem' || id === 'engine_problem') {
      this.hasFailures = true;
      return;
    }
    const host = this.#hosts.at(key, locator).saw({ names: [name, address] });
    const port = portNumber(line.port);
    const place = port === undefined ? undefined : `tcp/${port}`;
    this.#ports.add(place ?? '');
    if (port !== undefined) host.answered({ Port: port, Protocol: 'tcp' });
    const rating = severityOfWord(word);
    const isBad = ['Low', 'Medium', 'High', 'Critical'].includes(rating);
    const cves = cveIds(line.cve.split(/[\s,]+/));
    const reason = shorten(finding.trim(), maxFinding);
    if (isBad && cves.length > 0) {
      const bound = port === undefined ? {} : { Port: port, Protocol: 'tcp' };
      this.#out.add(
        'vulnerability',
        {
          ...bound,
          Ref: host.ref,
          VulnerabilityId: id,
          CveIds: cves,
          Title: `${id}: ${reason}`,
          Severity: rating,
          Status: 'affected',
        },
        locator,
      );
      return;
    }
    const result = isBad ? 'fail' : word === 'OK' ? 'pass' : word === 'WARN' ? 'unknown' : undefined;
    const control = `${host.ref} ${place ?? ''} ${id}`;
    if (result === undefined || cves.length > 0 || summaries.test(id) || this.#controls.has(control)) return;
    this.#controls.add(control);
    this.#out.add(
      'control',
      {
        Ref: host.ref,
        ControlId: id,
        Benchmark: 'testssl.sh',
        Title: id,
        Severity: isBad ? rating : 'Unknown',
        Result: result,
        Reason: reason === '' ? undefined : reason,
        Place: place,
      },
      locator,
    );
  }

  /** The ports that were looked at, as part of the set of checks. */
  get ports(): string {
    return [...this.#ports].toSorted().join(',');
  }

  get hasHosts(): boolean {
    return this.#hosts.size > 0;
  }

  end(): void {
    this.#hosts.write(this.#out, ['vulnerabilities', 'configuration']);
    this.#out.scope({ kind: 'hosts', checks: ['vulnerabilities', 'configuration'], ports: this.ports });
  }
}
