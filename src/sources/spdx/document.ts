import { detached } from '../../base/detached.ts';
import { parseIsoTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { parseCpe } from '../cpe-name.ts';
import { parsePackageUrl, qualifiedName } from '../package-url.ts';
import { local, type Output } from '../source.ts';
import { knownProperties } from '../texts.ts';

/** A package in the words that all three carriers share. */
export interface Package {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** `Organization: Example ()`, NOASSERTION and NONE are taken care of here. */
  readonly supplier: string | undefined;
  readonly purls: readonly string[];
  readonly cpes: readonly string[];
  /** APPLICATION, CONTAINER, OPERATING-SYSTEM … */
  readonly purpose: string | undefined;
  readonly fileName: string | undefined;
}

/** What the document speaks of, while it goes by; only the names of packages that may be its subject are kept. */
export class SpdxDocument {
  readonly #out: Output;
  readonly #fallbackName: string;
  readonly #ref = local('artefact');
  readonly #described = new Set<string>();
  readonly #names = new Map<string, { readonly name: string; readonly row: Package }>();
  #name: string | undefined;
  #namespace: string | undefined;
  #toolName: string | undefined;
  #operatingSystem: Package | undefined;

  constructor(out: Output, fallbackName: string) {
    this.#out = out;
    this.#fallbackName = fallbackName;
    out.tool('SPDX');
    out.native('packages', 0);
  }

  version(version: string | undefined): void {
    this.#out.nativeValue('spdx', version ?? null);
  }

  name(name: string | undefined): void {
    this.#name = name;
  }

  namespace(namespace: string | undefined): void {
    this.#namespace = namespace;
  }

  created(time: string | undefined): void {
    this.#out.observedAt(parseIsoTime(time));
  }

  /** `Tool: syft-1.50.0`, `Person: …`, `Organization: …`; the first tool is the one that wrote it. */
  creator(text: string): void {
    const tool = /^Tool:\s*(.+)$/i.exec(text.trim())?.[1];
    if (tool === undefined || this.#toolName !== undefined) return;
    const parts = /^(.*?)[- ]v?(\d[\w.+-]*)$/.exec(tool.slice(0, maxName));
    this.#toolName = parts?.[1] ?? tool;
    this.#out.tool(this.#toolName, parts?.[2]);
  }

  /** Id of an element that the document describes. */
  describes(id: string | undefined): void {
    if (id !== undefined) this.#described.add(id);
  }

  /** The package as software of the artefact. */
  package(item: Package, locator: string): void {
    const row = softwareOf(item, this.#ref);
    if (row === undefined) {
      this.#out.quarantine(locator, 'the package has no name');
      return;
    }
    if (item.purpose?.toUpperCase().replaceAll(/[^A-Z]/g, '') === 'OPERATINGSYSTEM')
      this.#operatingSystem ??= item;
    if (item.id !== undefined) this.#names.set(detached(item.id), { name: row.SoftwareName, row: item });
    this.#out.add('software', row, locator);
  }

  /** Writes the artefact; also after a fault. Only a whole document with a name proves it, for the tool that wrote it. */
  end(isWhole: boolean): void {
    const subjects = [...this.#described].flatMap((id) => this.#names.get(id) ?? []);
    const subject = subjects.length === 1 ? subjects[0] : undefined;
    const purl = subject?.row.purls[0];
    const name = subject?.name ?? this.#name ?? this.#fallbackName;
    this.#out.add(
      'resource',
      {
        Ref: this.#ref,
        ResourceType: typeOf(subject?.row),
        ResourceName: name,
        ResourceIds: [purl, this.#namespace].filter((id) => id !== undefined),
        OSPlatform: this.#operatingSystem?.name,
        OSVersion: this.#operatingSystem?.version,
        Examined: ['software'],
        Properties: knownProperties({ document: this.#name, version: subject?.row.version }) ?? {},
      },
      '$',
    );
    this.#out.scope({ artefact: name });
    if (!isWhole || (this.#name ?? subject) === undefined) return;
    this.#out.checkSet(this.#toolName ?? '');
    this.#out.provesScope();
  }
}

function typeOf(subject: Package | undefined): string {
  const purpose = subject?.purpose?.toUpperCase();
  if (purpose === 'CONTAINER' || subject?.purls.some((purl) => /^pkg:(oci|docker)\//.test(purl)) === true)
    return 'image';
  return purpose === 'FILE' || purpose === 'SOURCE' || purpose === 'ARCHIVE' ? 'filesystem' : 'application';
}

function softwareOf(item: Package, ref: string): Observation<'software'> | undefined {
  const purlText = item.purls.find((text) => parsePackageUrl(text) !== undefined);
  const purl = parsePackageUrl(purlText);
  const { name } = item;
  if (name === undefined) return undefined;
  return {
    Ref: ref,
    SoftwareVendor: supplierOf(item.supplier),
    // Some writers name a package by its whole URL or leave its group out.
    SoftwareName: purl === undefined ? name : qualifiedName(purl.type, purl.namespace, purl.name),
    SoftwareVersion: item.version ?? purl?.version,
    Ecosystem: purl?.type,
    Purl: purlText,
    Cpe: item.cpes.find((text) => parseCpe(text) !== undefined),
    InstallPath: item.fileName,
  };
}

/** Characters of the name of a tool or a maker. */
const maxName = 1000;

/** `Organization: Example Inc (mail@example.org)` is `Example Inc`. */
function supplierOf(text: string | undefined): string | undefined {
  if (text === undefined || /^(NOASSERTION|NONE)$/i.test(text)) return undefined;
  const name = text
    .slice(0, maxName)
    .replace(/^(Organization|Person|Tool):\s*/i, '')
    .replace(/\s*\([^()]*\)\s*$/, '')
    .trim();
  return name === '' ? undefined : name;
}

/** The text unless it says that nothing is said. */
export function asserted(text: string | undefined): string | undefined {
  return text === undefined || /^(NOASSERTION|NONE)$/i.test(text.trim()) ? undefined : text;
}
