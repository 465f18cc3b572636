import { invariant } from '../../base/fault.ts';
import { asArray, asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject, type JsonValue } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation, ObservationKind } from '../../schema/index.ts';
import type { Output, Read } from '../source.ts';
import { forms } from './manifest.ts';
import { checkOf, complianceOf, secretOf, softwareOf, vulnerabilityOf } from './map.ts';
import { Workload, workloadOf, type WorkloadPath } from './workload.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const isList = report.format.startsWith(forms.list);
  const reading = new Reading(out);
  try {
    const result = await readJson(file.text(), {
      records: {
        [isList ? 'items.*' : '']: (value, path) => {
          reading.object(asObject(value), formatPath(path));
        },
      },
      pressure: () => out.pressure(),
    });
    if (!result.ok) return result;
    // A single object speaks of one container of its workload; a list has all of them.
    if (isList) out.provesScope();
    return { ok: true };
  } finally {
    reading.end();
  }
};

/** State of one file: the workloads and the kinds of report it has. */
class Reading {
  readonly #out: Output;
  readonly #workloads = new Map<string, Workload>();
  readonly #kinds = new Set<string>();

  constructor(out: Output) {
    this.#out = out;
    out.tool('Trivy Operator');
    out.native('objects', 0);
  }

  object(object: JsonObject | undefined, locator: string): void {
    const out = this.#out;
    out.native('objects');
    const kind = asText(object?.['kind'])?.replace(/^Cluster(?=.*(?:Report)$)/, '');
    if (object === undefined || kind === undefined) {
      out.quarantine(locator, 'the item is no object of Kubernetes');
      return;
    }
    out.nativeOf('kinds', asText(object['kind']) ?? kind);
    const metadata = asObject(object['metadata']);
    const report = asObject(object['report']) ?? {};
    const status = asObject(object['status']) ?? {};
    const scanner = asObject(report['scanner']);
    if (scanner !== undefined) out.tool('Trivy Operator', asText(scanner['version']));
    out.observedAt(parseIsoTime(asText(report['updateTimestamp']) ?? asText(status['updateTimestamp'])));
    const path = kind === 'ComplianceReport' ? cluster : workloadOf(metadata);
    if (path === undefined) {
      out.quarantine(locator, 'the report does not say what it is about');
      return;
    }
    this.#kinds.add(kind);
    this.#report(kind, this.#workload(path, report), report, status, locator);
  }

  #report(kind: string, at: Workload, report: JsonObject, status: JsonObject, locator: string): void {
    const out = this.#out;
    const { ref } = at;
    switch (kind) {
      case 'VulnerabilityReport':
        at.examined.add('vulnerabilities');
        this.#each('vulnerability', report['vulnerabilities'], `${locator}.report.vulnerabilities`, (item) =>
          vulnerabilityOf(item, ref),
        );
        return;
      case 'ConfigAuditReport':
      case 'RbacAssessmentReport':
      case 'InfraAssessmentReport':
        at.examined.add('configuration');
        this.#each('control', report['checks'], `${locator}.report.checks`, (item) => checkOf(item, ref));
        return;
      case 'ExposedSecretReport':
        at.examined.add('secrets');
        this.#each('secret', report['secrets'], `${locator}.report.secrets`, (item) =>
          secretOf(item, ref, (text) => out.fingerprint(text)),
        );
        return;
      case 'SbomReport': {
        at.examined.add('software');
        const bom = asObject(report['components']);
        this.#each('software', bom?.['components'], `${locator}.report.components.components`, (item) =>
          softwareOf(item, ref),
        );
        return;
      }
      case 'ComplianceReport': {
        at.examined.add('configuration');
        const detail = asObject(status['detailReport']);
        const summary = asObject(status['summaryReport']);
        const title = asText(detail?.['title']) ?? asText(summary?.['title']);
        const list = detail?.['results'] ?? summary?.['controlCheck'];
        this.#each('control', list, `${locator}.status`, (item) => complianceOf(item, title, ref));
        return;
      }
      default:
        out.native('objects_not_read');
    }
  }

  #each<K extends ObservationKind>(
    kind: K,
    list: JsonValue | undefined,
    place: string,
    map: (item: JsonObject) => Observation<K> | undefined,
  ): void {
    asArray(list).forEach((value, i) => {
      const locator = `${place}[${i}]`;
      const item = asObject(value);
      this.#out.nativeOf('items', kind);
      const row = item === undefined ? undefined : map(item);
      if (row === undefined) this.#out.quarantine(locator, 'the item has no id or name');
      else this.#out.add(kind, row, locator);
    });
  }

  #workload(path: WorkloadPath, report: JsonObject): Workload {
    const made = new Workload(path);
    const workload = this.#workloads.get(made.ref) ?? made;
    this.#workloads.set(workload.ref, workload);
    workload.describe(report);
    return workload;
  }

  /** Writes the workloads; also after a fault, so that every row's asset exists. */
  end(): void {
    for (const workload of this.#workloads.values()) this.#out.add('resource', workload.observation(), '$');
    this.#out.scope({ workloads: this.#workloads.size });
    this.#out.checkSet([...this.#kinds].sort().join(', '));
  }
}

/** A compliance report speaks of the whole cluster, whose name is nowhere in it. */
const cluster: WorkloadPath = { namespace: undefined, kind: 'Cluster', name: 'cluster' };
