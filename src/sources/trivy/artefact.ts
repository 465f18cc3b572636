import { ownValue } from '../../base/own-value.ts';
import { asArray, asBoolean, asObject, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Observation } from '../../schema/index.ts';

const types: Readonly<Record<string, string>> = {
  container_image: 'image',
  repository: 'repository',
  filesystem: 'filesystem',
  rootfs: 'filesystem',
  vm: 'filesystem',
  cyclonedx: 'application',
  spdx: 'application',
  aws_account: 'cloud',
};

/** What was scanned, gathered while its parts go by; written out at the end. */
export class Artefact {
  readonly ref: string;
  name: string | undefined;
  /** The name is the report's own `ArtifactName`. */
  isNamed = false;
  type: string | undefined;
  /** `namespace/kind/name` of a cluster resource. */
  clusterPath: string | undefined;
  readonly ids = new Set<string>();
  readonly examined = new Set<string>();
  readonly properties: Record<string, string | number> = {};
  #osFamily: string | undefined;
  #osVersion: string | undefined;
  #isEndOfSupport: boolean | undefined;

  constructor(ref: string) {
    this.ref = ref;
  }

  setArtifactType(artifactType: string | undefined): void {
    if (artifactType === undefined) return;
    this.properties['artifactType'] = artifactType;
    this.type = ownValue(types, artifactType) ?? 'filesystem';
  }

  setOperatingSystem(family: string | undefined, version: string | undefined): void {
    this.#osFamily ??= family;
    this.#osVersion ??= version;
  }

  addMetadata(metadata: JsonObject): void {
    const os = asObject(metadata['OS']);
    this.setOperatingSystem(asText(os?.['Family']), asText(os?.['Name']));
    // Trivy writes EOSL only when it is true, so its absence says nothing.
    if (asBoolean(os?.['EOSL']) === true) this.#isEndOfSupport = true;
    for (const key of ['ImageID', 'Reference', 'RepoURL', 'Commit']) {
      const id = asText(metadata[key]);
      if (id !== undefined) this.ids.add(id);
    }
    for (const id of [...asTexts(metadata['RepoTags']), ...asTexts(metadata['RepoDigests'])])
      this.ids.add(id);
    this.name ??= asTexts(metadata['RepoTags'])[0];
    const branch = asText(metadata['Branch']);
    if (branch !== undefined) this.properties['branch'] = branch;
    if (asArray(metadata['DiffIDs']).length > 0) this.type ??= 'image';
  }

  /** Adds the sums of a result's `MisconfSummary`; the passed checks are listed one by one only on request. */
  addSummary(summary: JsonObject): void {
    for (const [key, property] of [
      ['Successes', 'checksPassed'],
      ['Failures', 'checksFailed'],
      ['Exceptions', 'checksExcepted'],
    ] as const) {
      const count = summary[key];
      if (typeof count !== 'number') continue;
      this.properties[property] = Number(this.properties[property] ?? 0) + count;
    }
  }

  observation(fallbackName: string): Observation<'resource'> {
    return {
      Ref: this.ref,
      ResourceType: this.type ?? 'filesystem',
      ResourceName: this.name ?? fallbackName,
      ResourceIds: [...this.ids],
      OSPlatform: this.#osFamily,
      OSVersion: this.#osVersion,
      IsEndOfSupport: this.#isEndOfSupport,
      Examined: [...this.examined].sort(),
      Properties: this.properties,
    };
  }
}
