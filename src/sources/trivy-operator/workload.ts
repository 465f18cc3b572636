import { asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Observation } from '../../schema/index.ts';
import { local } from '../source.ts';
import { knownProperties } from '../texts.ts';

/** A workload or other object of the cluster, gathered from the reports that speak of it. */
export class Workload {
  readonly ref: string;
  readonly examined = new Set<string>();
  readonly #name: string;
  readonly #properties: Record<string, string | undefined>;
  readonly #images = new Set<string>();
  #osName: string | undefined;
  #osVersion: string | undefined;
  #isEndOfSupport: boolean | undefined;

  constructor(path: WorkloadPath) {
    const { namespace, kind, name } = path;
    this.ref = local(`k8s:${[namespace ?? '', kind, name].join('/')}`);
    this.#name = `${namespace === undefined ? '' : `${namespace}/`}${kind}/${name}`;
    this.#properties = { kind, namespace };
  }

  /** Image, registry and operating system that a report names. */
  describe(report: JsonObject): void {
    const artifact = asObject(report['artifact']);
    const repository = asText(artifact?.['repository']);
    const tag = asText(artifact?.['tag']);
    const digest = asText(artifact?.['digest']);
    if (repository !== undefined) {
      const server = asText(asObject(report['registry'])?.['server']);
      const version = tag === undefined ? (digest === undefined ? '' : `@${digest}`) : `:${tag}`;
      this.#images.add(`${server === undefined ? '' : `${server}/`}${repository}${version}`);
    }
    const os = asObject(report['os']);
    this.#osName ??= asText(os?.['family']);
    this.#osVersion ??= asText(os?.['name']);
    if (os?.['eosl'] === true) this.#isEndOfSupport = true;
  }

  observation(): Observation<'resource'> {
    const images = [...this.#images].sort().join(', ');
    return {
      Ref: this.ref,
      ResourceType: 'kubernetes',
      ResourceName: this.#name,
      OSPlatform: this.#osName,
      OSVersion: this.#osVersion,
      IsEndOfSupport: this.#isEndOfSupport,
      Examined: [...this.examined].sort(),
      Properties: knownProperties({ ...this.#properties, images: images === '' ? undefined : images }) ?? {},
    };
  }
}

/** Where an object stands in its cluster. */
export interface WorkloadPath {
  readonly namespace: string | undefined;
  readonly kind: string;
  readonly name: string;
}

/** What a report is about: labels of the operator, else its owner, else the report's own name. */
export function workloadOf(metadata: JsonObject | undefined): WorkloadPath | undefined {
  const labels = asObject(metadata?.['labels']);
  const annotations = asObject(metadata?.['annotations']);
  const [owner] = asObjects(metadata?.['ownerReferences']);
  const said = (key: string): string | undefined =>
    asText(labels?.[`trivy-operator.resource.${key}`]) ??
    asText(annotations?.[`trivy-operator.resource.${key}`]);
  // A name that is too long for a label stands in an annotation, in older versions only at the owner.
  const name = said('name') ?? asText(owner?.['name']) ?? asText(metadata?.['name']);
  if (name === undefined) return undefined;
  return {
    namespace: said('namespace') ?? asText(metadata?.['namespace']),
    kind: said('kind') ?? asText(owner?.['kind']) ?? 'object',
    name,
  };
}
