import { invariant } from '../../base/fault.ts';
import { asLabel, asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonHandlers, type JsonPath, type JsonValue } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation, ObservationKind } from '../../schema/index.ts';
import { local, type Output, type Read } from '../source.ts';
import { Artefact } from './artefact.ts';
import { clusterLists, resultLists, type ResultList } from './forms.ts';
import { controlOf, modifiedFindingOf, secretOf, softwareOf, vulnerabilityOf } from './map.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const reading = new Reading(out);
  const form = file.head.json?.form;
  const isCluster = report.format === 'Trivy k8s';
  if (form !== 'object') reading.schema(1);
  const handlers = isCluster
    ? reading.clusterHandlers()
    : form === 'object'
      ? reading.objectHandlers()
      : reading.arrayHandlers();
  try {
    const result = await readJson(file.text(), { ...handlers, pressure: () => out.pressure() });
    if (!result.ok) return result;
    if (reading.isNamed) out.provesScope();
    return { ok: true };
  } finally {
    reading.end(report.name.replace(/^.*[\\/]/, ''));
  }
};

type Records = JsonHandlers['records'];
type Handler = Records[string];

/** A result whose items may come before its `Target` when the keys were sorted by another tool. */
interface Result {
  readonly place: string;
  readonly artefact: Artefact;
  target: string | undefined;
  resultClass: string | undefined;
  type: string | undefined;
  /** Items that wait for the target; null once nothing has to wait. */
  waiting: (() => void)[] | null;
}

/** State of one report: the artefact(s), the result being read, and the counts. */
class Reading {
  readonly #out: Output;
  readonly #ids = new Set<string>();
  readonly #artefacts = new Map<string, Artefact>();
  #result: Result | undefined;
  /** The entry of a cluster list that is being read. */
  #entry: { readonly place: string; kind: string; name: string; namespace: string } | undefined;
  #cluster: string | undefined;

  constructor(out: Output) {
    this.#out = out;
    out.tool('Trivy');
    for (const name of ['vulnerabilities', 'misconfigurations', 'secrets', 'packages']) out.native(name, 0);
    out.nativeValue('severity', {});
  }

  /** Whether the report itself says what it is about; a bare array of results does not. */
  get isNamed(): boolean {
    return this.#cluster !== undefined || this.#artefacts.get('')?.isNamed === true;
  }

  schema(version: number): void {
    this.#out.nativeValue('schema', version);
  }

  arrayHandlers(): JsonHandlers {
    const artefact = this.#single();
    artefact.examined.add('vulnerabilities');
    return { records: this.#resultHandlers('*', () => artefact) };
  }

  objectHandlers(): JsonHandlers {
    const artefact = this.#single();
    return {
      records: {
        ...this.#headHandlers(),
        ArtifactName: (value) => {
          artefact.name = asText(value) ?? artefact.name;
          artefact.isNamed = artefact.name !== undefined;
        },
        ArtifactType: (value) => {
          artefact.setArtifactType(asText(value));
        },
        Metadata: (value) => {
          artefact.addMetadata(asObject(value) ?? {});
        },
        ...this.#resultHandlers('Results.*', () => artefact),
      },
    };
  }

  clusterHandlers(): JsonHandlers {
    const records: Record<string, Handler> = {
      ...this.#headHandlers(),
      ClusterName: (value) => {
        this.#cluster = asText(value);
      },
    };
    const setter =
      (key: 'kind' | 'name' | 'namespace'): Handler =>
      (value) => {
        if (this.#entry !== undefined) this.#entry[key] = asText(value) ?? '';
      };
    for (const list of clusterLists) {
      records[`${list}.*.Kind`] = setter('kind');
      records[`${list}.*.Name`] = setter('name');
      records[`${list}.*.Namespace`] = setter('namespace');
      records[`${list}.*.Metadata`] = (value) => {
        this.#clusterArtefact().addMetadata(asObject(value) ?? {});
      };
      Object.assign(
        records,
        this.#resultHandlers(`${list}.*.Results.*`, () => this.#clusterArtefact()),
      );
    }
    return {
      records,
      open: (path) => {
        if (path.length !== 2 || !clusterLists.some((list) => list === path[0])) return;
        this.#endEntry();
        // The unit is an item of a list of that name, and the older summary has one of resources.
        if (path[0] === 'Misconfigurations') this.#out.native('misconfigurations');
        this.#entry = { place: formatPath(path), kind: '', name: '', namespace: '' };
      },
    };
  }

  /** Writes what was gathered; also after a fault, so that every row's asset exists. */
  end(fallbackName: string): void {
    this.#endEntry();
    this.#flush();
    this.#out.nativeValue('distinct_vuln_ids', this.#ids.size);
    for (const artefact of this.#artefacts.values()) {
      if (this.#cluster !== undefined && artefact.clusterPath !== undefined) {
        artefact.ids.add(`${this.#cluster}/${artefact.clusterPath}`);
        artefact.properties['cluster'] = this.#cluster;
      }
      this.#out.add('resource', artefact.observation(fallbackName), '$');
    }
    const [first] = this.#artefacts.values();
    if (this.#cluster !== undefined) this.#out.scope({ cluster: this.#cluster });
    else this.#out.scope({ artefact: first?.name ?? fallbackName });
  }

  #single(): Artefact {
    const artefact = new Artefact(local('artefact'));
    this.#artefacts.set('', artefact);
    return artefact;
  }

  #headHandlers(): Record<string, Handler> {
    return {
      SchemaVersion: (value) => {
        if (typeof value === 'number') this.schema(value);
      },
      CreatedAt: (value) => {
        this.#out.observedAt(parseIsoTime(asText(value)));
      },
      'Trivy.Version': (value) => {
        this.#out.tool('Trivy', asText(value));
      },
    };
  }

  #clusterArtefact(): Artefact {
    const { kind = '', name = '', namespace = '' } = this.#entry ?? {};
    const path = [namespace, kind, name].join('/');
    let artefact = this.#artefacts.get(path);
    if (artefact === undefined) {
      artefact = new Artefact(local(`k8s:${path}`));
      artefact.type = 'kubernetes';
      artefact.name = `${namespace === '' ? '' : `${namespace}/`}${kind}/${name}`;
      artefact.clusterPath = path;
      Object.assign(artefact.properties, { kind, namespace });
      this.#artefacts.set(path, artefact);
    }
    return artefact;
  }

  /** A cluster resource without findings was looked at too. */
  #endEntry(): void {
    if (this.#entry !== undefined && this.#entry.name !== '') this.#clusterArtefact();
    this.#entry = undefined;
  }

  #resultHandlers(prefix: string, artefact: () => Artefact): Records {
    const depth = prefix.split('.').length;
    const result = (path: JsonPath): Result => this.#resultAt(path.slice(0, depth), artefact);
    const records: Record<string, Handler> = {
      [`${prefix}.Target`]: (value, path) => {
        const at = result(path);
        at.target = asText(value) ?? '';
        this.#release(at);
      },
      [`${prefix}.Class`]: (value, path) => {
        result(path).resultClass = asText(value);
      },
      [`${prefix}.Type`]: (value, path) => {
        result(path).type = asText(value);
      },
      [`${prefix}.MisconfSummary`]: (value, path) => {
        const at = result(path).artefact;
        at.examined.add('configuration');
        at.addSummary(asObject(value) ?? {});
      },
    };
    for (const list of resultLists) {
      records[`${prefix}.${list}.*`] = (value, path) => {
        const at = result(path);
        const take = (): void => {
          this.#item(list, value, formatPath(path), at);
        };
        if (at.waiting === null) take();
        else at.waiting.push(take);
      };
    }
    return records;
  }

  #resultAt(path: JsonPath, artefact: () => Artefact): Result {
    const place = formatPath(path);
    if (this.#result?.place === place) return this.#result;
    this.#flush();
    this.#result = {
      place,
      artefact: artefact(),
      target: undefined,
      resultClass: undefined,
      type: undefined,
      waiting: [],
    };
    return this.#result;
  }

  #release(result: Result): void {
    const waiting = result.waiting ?? [];
    result.waiting = null;
    for (const take of waiting) take();
  }

  /** Ends the current result. */
  #flush(): void {
    const result = this.#result;
    this.#result = undefined;
    if (result === undefined) return;
    this.#release(result);
    const { artefact } = result;
    // `alpine:3.11 (alpine 3.11.13)`: older reports have the operating system nowhere else.
    const os = /^(.*) \((\S+) ([^)]+)\)$/.exec(result.target ?? '');
    if (os !== null) {
      if (artefact.clusterPath === undefined) {
        artefact.setOperatingSystem(os[2], os[3]);
        if (artefact.type === undefined) {
          artefact.type = 'image';
          artefact.name ??= os[1];
        }
      } else if (os[1] !== undefined) {
        artefact.ids.add(os[1]);
      }
    }
    switch (result.resultClass) {
      case 'config':
        artefact.examined.add('configuration');
        break;
      case 'secret':
        artefact.examined.add('secrets');
        break;
      case 'os-pkgs':
      case 'lang-pkgs':
        // A list of packages alone tells nothing of a search for vulnerabilities; without one, the result is there for it.
        if (!artefact.examined.has('software')) artefact.examined.add('vulnerabilities');
        break;
      default:
    }
  }

  #item(list: ResultList, value: JsonValue, locator: string, at: Result): void {
    const out = this.#out;
    const { artefact } = at;
    const { ref } = artefact;
    const item = asObject(value);
    const target = at.target ?? '';
    const head = { target, resultClass: at.resultClass, type: at.type };
    switch (list) {
      case 'Vulnerabilities': {
        out.native('vulnerabilities');
        out.nativeOf('severity', asLabel(item?.['Severity']) ?? 'null');
        artefact.examined.add('vulnerabilities');
        const row = item === undefined ? undefined : vulnerabilityOf(item, ref);
        if (row !== undefined) this.#ids.add(row.VulnerabilityId);
        this.#add('vulnerability', row, locator, 'the vulnerability has no VulnerabilityID');
        return;
      }
      case 'Packages': {
        out.native('packages');
        artefact.examined.add('software');
        const row = item === undefined ? undefined : softwareOf(item, ref, head);
        this.#add('software', row, locator, 'the package has no Name');
        return;
      }
      case 'Misconfigurations': {
        out.native('misconfigurations');
        artefact.examined.add('configuration');
        const row = item === undefined ? undefined : controlOf(item, ref, head);
        this.#add('control', row, locator, 'the misconfiguration has no ID');
        return;
      }
      case 'Secrets': {
        out.native('secrets');
        artefact.examined.add('secrets');
        const row =
          item === undefined ? undefined : secretOf(item, ref, target, (text) => out.fingerprint(text));
        this.#add('secret', row, locator, 'the secret has no RuleID');
        return;
      }
      case 'Licenses':
        out.native('licenses');
        return;
      case 'ExperimentalModifiedFindings': {
        out.native('modified_findings');
        const row = item === undefined ? undefined : modifiedFindingOf(item, ref);
        if (row !== undefined) out.add('vulnerability', row, locator);
      }
    }
  }

  #add<K extends ObservationKind>(
    kind: K,
    row: Observation<K> | undefined,
    locator: string,
    lack: string,
  ): void {
    if (row === undefined) this.#out.quarantine(locator, lack);
    else this.#out.add(kind, row, locator);
  }
}
