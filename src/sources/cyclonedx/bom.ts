import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { parsePackageUrl } from '../package-url.ts';
import { local, type Output } from '../source.ts';
import { findingOf, softwareOf, subjectOf, subjectOfPurl, type Subject } from './map.ts';
import type { Affected, Component, Service, Tool, Vulnerability } from './model.ts';

const resourceTypes: Readonly<Record<string, string>> = {
  container: 'image',
  file: 'filesystem',
  'operating-system': 'filesystem',
  device: 'filesystem',
  firmware: 'filesystem',
  platform: 'filesystem',
};

/** A finding whose component has not come by: it is looked up again at the end. */
interface Waiting {
  readonly vulnerability: Vulnerability;
  readonly id: string;
  readonly affected: Affected;
  readonly locator: string;
}

/**
 * One BOM while it goes by. It remembers the named components (a finding refers to them by bom-ref, which may be anywhere
 * in the file) and nothing else of them than what a finding needs.
 */
export class Bom {
  readonly #out: Output;
  readonly #fallbackName: string;
  readonly #ref = local('artefact');
  readonly #subjects = new Map<string, Subject>();
  readonly #serviceRefs = new Map<string, string>();
  readonly #foreign = new Map<string, string>();
  readonly #waiting: Waiting[] = [];
  readonly #examined = new Set<string>();
  #artefact: Component | undefined;
  #operatingSystem: Component | undefined;
  #serial: string | undefined;
  #hasOwnRows = false;
  #toolName: string | undefined;
  #isIncomplete = false;

  constructor(out: Output, fallbackName: string) {
    this.#out = out;
    this.#fallbackName = fallbackName;
    for (const name of ['components', 'vulnerabilities', 'dependencies', 'services']) out.native(name, 0);
  }

  serial(serial: string | undefined): void {
    this.#serial = serial?.replace(/^urn:uuid:/i, '').toLowerCase();
  }

  metadata(timestamp: string | undefined, tool: Tool | undefined): void {
    this.#out.observedAt(parseIsoTime(timestamp));
    if (tool?.name === undefined) return;
    this.#toolName = tool.name;
    this.#out.tool(tool.name, tool.version);
  }

  /** `metadata.component`: what the BOM is about. */
  artefact(component: Component, locator: string): void {
    this.#artefact = component;
    this.#remember(component);
    component.components.forEach((inner, i) => {
      this.component(inner, `${locator}.components[${i}]`);
    });
  }

  component(component: Component, locator: string): void {
    this.#examined.add('software');
    this.#hasOwnRows = true;
    if (component.type === 'operating-system') this.#operatingSystem ??= component;
    if (component.purl !== undefined && parsePackageUrl(component.purl) === undefined) {
      this.#out.quarantine(locator, 'the package URL cannot be read; the component is kept without it');
    }
    this.#remember(component);
    const row = softwareOf(component, this.#ref);
    if (row !== undefined) this.#out.add('software', row, locator);
    else if (component.name === undefined) this.#out.quarantine(locator, 'the component has no name');
    component.vulnerabilities.forEach((vulnerability, i) => {
      this.#inComponent(vulnerability, component, `${locator}.vulnerabilities[${i}]`);
    });
    component.components.forEach((inner, i) => {
      this.component(inner, `${locator}.components[${i}]`);
    });
  }

  service(service: Service, locator: string): void {
    const name = service.group === undefined ? service.name : `${service.group}/${service.name ?? ''}`;
    if (name === undefined) {
      this.#out.quarantine(locator, 'the service has no name');
    } else {
      const ref = local(`service:${service.bomRef ?? locator}`);
      if (service.bomRef !== undefined) this.#serviceRefs.set(service.bomRef, ref);
      this.#out.add(
        'resource',
        {
          Ref: ref,
          ResourceType: 'application',
          ResourceName: name,
          ResourceIds: service.endpoints,
          Examined: [],
          Properties: {
            kind: 'service',
            ...(service.version === undefined ? {} : { version: service.version }),
            ...(service.provider === undefined ? {} : { provider: service.provider }),
            ...(service.isAuthenticated === undefined ? {} : { isAuthenticated: service.isAuthenticated }),
            ...(service.crossesTrustBoundary === undefined
              ? {}
              : { crossesTrustBoundary: service.crossesTrustBoundary }),
          },
        },
        locator,
      );
    }
    service.services.forEach((inner, i) => {
      this.#out.native('services');
      this.service(inner, `${locator}.services[${i}]`);
    });
  }

  vulnerability(vulnerability: Vulnerability, locator: string): void {
    const { id } = vulnerability;
    if (id === undefined) {
      this.#out.quarantine(locator, 'the vulnerability has no id');
      return;
    }
    if (vulnerability.affects.length === 0) {
      this.#finding(findingOf(vulnerability, id, undefined, undefined, this.#ref), locator);
    }
    vulnerability.affects.forEach((affected, i) => {
      const at = vulnerability.affects.length === 1 ? locator : `${locator}.affects[${i}]`;
      if (!this.#resolve(vulnerability, id, affected, at)) {
        this.#waiting.push({ vulnerability, id, affected, locator: at });
      }
    });
  }

  /** An entry of `compositions`: what the writer says of the completeness of a part. */
  composition(aggregate: string | undefined): void {
    if (aggregate?.startsWith('incomplete') === true) this.#isIncomplete = true;
  }

  /**
   * Called when the document was read to its end. A BOM proves the artefact that it names, for the tool that wrote it; a VEX
   * document proves the statements of its own earlier versions, which carry its serial number.
   */
  closed(): void {
    const isInventory = this.#examined.has('software');
    if (!isInventory && this.#serial === undefined) return;
    if (isInventory && (this.#artefact?.name === undefined || this.#isIncomplete)) return;
    this.#out.checkSet(isInventory ? (this.#toolName ?? '') : `vex ${this.#serial ?? ''}`);
    this.#out.provesScope();
  }

  /** Writes what waited and the artefact; also after a fault, so that every row's asset exists. */
  end(): void {
    for (const { vulnerability, id, affected, locator } of this.#waiting) {
      if (this.#resolve(vulnerability, id, affected, locator)) continue;
      const link = /^(urn:cdx:[^#]+)(?:#(.*))?$/i.exec(affected.ref);
      const ref = link?.[1] === undefined ? this.#ref : this.#foreignArtefact(link[1]);
      const inner = link === null ? affected.ref : decoded(link[2] ?? '');
      this.#finding(findingOf(vulnerability, id, affected, subjectOfPurl(inner), ref), locator);
    }
    const resource = this.#resource();
    // A VEX document about other BOMs speaks of no artefact of its own.
    if (this.#artefact !== undefined || this.#hasOwnRows || this.#foreign.size === 0) {
      this.#out.add('resource', resource, '$.metadata.component');
    }
    this.#out.scope({ artefact: resource.ResourceName, examined: resource.Examined });
  }

  #remember(component: Component): void {
    if (component.bomRef === undefined || this.#subjects.has(component.bomRef)) return;
    this.#subjects.set(component.bomRef, subjectOf(component));
  }

  /** In the extension a vulnerability inside a component is about that component, whatever its `ref` says. */
  #inComponent(vulnerability: Vulnerability, component: Component, locator: string): void {
    if (vulnerability.id === undefined) {
      this.#out.quarantine(locator, 'the vulnerability has no id');
      return;
    }
    const finding = findingOf(vulnerability, vulnerability.id, undefined, subjectOf(component), this.#ref);
    this.#finding(finding, locator);
  }

  #resolve(vulnerability: Vulnerability, id: string, affected: Affected, locator: string): boolean {
    const ref = this.#ownRef(affected.ref);
    const subject = this.#subjects.get(ref);
    const service = this.#serviceRefs.get(ref);
    if (subject === undefined && service === undefined) return false;
    this.#finding(findingOf(vulnerability, id, affected, subject, service ?? this.#ref), locator);
    return true;
  }

  /** A BOM-Link to this very BOM (`urn:cdx:serial/version#bom-ref`) is a plain bom-ref. */
  #ownRef(ref: string): string {
    const link = /^urn:cdx:([^/#]+)(?:\/[^#]*)?#(.*)$/i.exec(ref);
    return link?.[1] !== undefined && link[1].toLowerCase() === this.#serial ? decoded(link[2] ?? '') : ref;
  }

  #finding(row: Observation<'vulnerability'>, locator: string): void {
    this.#examined.add('vulnerabilities');
    if (row.Ref === this.#ref) this.#hasOwnRows = true;
    this.#out.add('vulnerability', row, locator);
  }

  #foreignArtefact(urn: string): string {
    let ref = this.#foreign.get(urn);
    if (ref === undefined) {
      ref = local(urn);
      this.#foreign.set(urn, ref);
      this.#out.add(
        'resource',
        {
          Ref: ref,
          ResourceType: 'application',
          ResourceName: urn,
          ResourceIds: [urn],
          Examined: ['vulnerabilities'],
        },
        '$.vulnerabilities',
      );
    }
    return ref;
  }

  #resource(): Observation<'resource'> {
    const component = this.#artefact;
    const type = component?.type ?? '';
    const os = type === 'operating-system' ? component : this.#operatingSystem;
    const name = component === undefined ? undefined : subjectOf(component).SoftwareName;
    const isDigest = component?.version?.startsWith('sha256:') === true;
    const ids = [
      component?.purl,
      isDigest ? component.version : undefined,
      this.#serial === undefined ? undefined : `urn:uuid:${this.#serial}`,
    ].filter((id) => id !== undefined);
    return {
      Ref: this.#ref,
      ResourceType: Object.hasOwn(resourceTypes, type)
        ? (resourceTypes[type] ?? 'application')
        : 'application',
      ResourceName: name ?? this.#fallbackName,
      ResourceIds: ids,
      OSPlatform: os?.name,
      OSVersion: os?.version,
      Examined: [...this.#examined].sort(),
      Properties: {
        ...(type === '' ? {} : { componentType: type }),
        ...(component?.version === undefined ? {} : { version: component.version }),
      },
    };
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
