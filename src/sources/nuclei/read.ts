import { invariant } from '../../base/fault.ts';
import { asObject, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { readRecords } from '../json-records.ts';
import { RowHosts } from '../row-hosts.ts';
import { local, type Output, type Read } from '../source.ts';
import { findingOf, targetOf, timeOf, type Target } from './map.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const results = new Results(out);
  out.tool('Nuclei');
  const result = await readRecords(file, {
    record: (record, locator) => {
      results.take(record, locator);
    },
    bad: (locator, reason) => {
      out.quarantine(locator, reason);
    },
    pressure: () => out.pressure(),
  });
  results.end();
  return result.ok ? { ok: true } : result;
};

class Results {
  readonly #out: Output;
  readonly #hosts = new RowHosts();
  readonly #resources = new Set<string>();

  constructor(out: Output) {
    this.#out = out;
    out.native('results', 0);
    out.nativeValue('severity', {});
  }

  take(result: JsonObject, locator: string): void {
    this.#out.native('results');
    this.#out.nativeOf('severity', asText(asObject(result['info'])?.['severity']) ?? 'null');
    // With -matcher-status misses are written too.
    if (result['matcher-status'] === false) return;
    const target = targetOf(result);
    if (target === undefined) {
      this.#out.quarantine(locator, 'the result names no host');
      return;
    }
    this.#out.observedAt(timeOf(result));
    const ref = this.#refOf(target, result, locator);
    const finding = findingOf(result);
    if (finding === undefined) return;
    const port = target.kind === 'host' ? target.host.port : undefined;
    this.#out.add(
      'vulnerability',
      { ...finding, Ref: ref, Port: port, Protocol: port === undefined ? undefined : 'tcp' },
      locator,
    );
  }

  end(): void {
    this.#hosts.write(this.#out, ['vulnerabilities']);
    this.#out.scope({ kind: 'hosts', checks: ['vulnerabilities'] });
  }

  #refOf(target: Target, result: JsonObject, locator: string): string {
    if (target.kind === 'host') {
      const { host, port } = target.host;
      const seen = this.#hosts.at(host, locator).saw({ names: [host, target.ip], lastSeen: timeOf(result) });
      if (port !== undefined) seen.answered({ Port: port, Protocol: 'tcp' });
      return seen.ref;
    }
    const ref = local(`${target.kind}:${target.name}`);
    if (!this.#resources.has(ref)) {
      this.#resources.add(ref);
      this.#out.add(
        'resource',
        { Ref: ref, ResourceType: target.kind, ResourceName: target.name, Examined: ['vulnerabilities'] },
        locator,
      );
    }
    return ref;
  }
}
