import { isIP } from 'node:net';
import { detached } from '../../base/detached.ts';
import { parseCtime } from '../../base/ctime.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import { child, childText, children, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { cpeTitle, parseCpe } from '../cpe-name.ts';
import { distinctTexts, isFqdn, knownProperties } from '../texts.ts';
import type { Port } from './result.ts';

type Endpoint = Omit<Observation<'endpoint'>, 'Ref'>;
type Software = Omit<Observation<'software'>, 'Ref'>;

/** The details that are used; others (certificates, traces) may be long. */
const details =
  /^(?:best_os_cpe|best_os_txt|MAC|hostname|App|Services|ports|tcp_ports|udp_ports|Auth-\w+-Success)$/;

/** A host of one report: what results and its own record say of it. */
export class Host {
  readonly ref: string;
  readonly line: number;
  /** A compliance audit looked at it. */
  isAudited = false;
  readonly #name: string;
  readonly #names = new Set<string>();
  readonly #details = new Map<string, string[]>();
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #software = new Map<string, Software>();
  #assetId: string | undefined;
  #end: EpochMs | undefined;

  constructor(name: string, ref: string, line: number) {
    this.#name = name;
    this.ref = ref;
    this.line = line;
  }

  /** Takes the children of a `host` element: `asset` and `hostname`. */
  identify(element: XmlElement): void {
    const asset = child(element, 'asset')?.attributes['asset_id'];
    if (asset !== undefined && asset !== '') this.#assetId = detached(asset);
    const name = childText(element, 'hostname');
    if (name !== undefined) this.#names.add(detached(name));
  }

  addPort({ port, protocol, service, isAssumed = false }: Port): void {
    const key = `${protocol}/${port}`;
    const before = this.#endpoints.get(key);
    if (before !== undefined && (before.Service !== undefined || service === undefined)) return;
    this.#endpoints.set(key, {
      Port: port,
      Protocol: protocol,
      IPAddress: isIP(this.#name) > 0 ? this.#name : undefined,
      State: 'open',
      Service: service === undefined ? undefined : detached(service.toLowerCase()),
      ServiceBasis: service === undefined ? undefined : isAssumed ? 'assumed' : 'probed',
    });
  }

  /** Takes the host record of the report with its details. */
  describe(element: XmlElement): void {
    this.identify(element);
    const end = childText(element, 'end');
    this.#end = parseIsoTime(end) ?? parseCtime(end);
    for (const detail of children(element, 'detail')) {
      const name = childText(detail, 'name');
      const value = childText(detail, 'value');
      if (name === undefined || value === undefined) continue;
      if (!details.test(name)) continue;
      const values = this.#details.get(name);
      if (values === undefined) this.#details.set(detached(name), [detached(value)]);
      else values.push(detached(value));
    }
    this.#listPorts();
    for (const value of this.#all('App')) this.#addSoftware(value);
  }

  device(scanEnd: EpochMs | undefined): Omit<Observation<'device'>, 'Ref'> {
    const isAddress = isIP(this.#name) > 0;
    const names = distinctTexts(
      [...this.#names, isAddress ? undefined : this.#name, ...this.#all('hostname')].filter(
        (name) => isIP(name ?? '') === 0,
      ),
    );
    const os = parseCpe(this.#first('best_os_cpe'));
    const text = this.#first('best_os_txt');
    const isCredentialed = [...this.#details.keys()].some((name) =>
      /^Auth-(?:SSH|SMB|ESXi|SNMP)-Success$/.test(name),
    );
    return {
      DeviceName: names?.find(isFqdn) ?? names?.[0] ?? this.#name,
      AgentIds: this.#assetId === undefined ? undefined : [`greenbone:${this.#assetId}`],
      MacAddresses: distinctTexts(this.#all('MAC')),
      HostNames: names,
      IPAddresses: isAddress ? [this.#name] : undefined,
      OSPlatform: withoutVersion(text, os?.version) ?? (os === undefined ? undefined : cpeTitle(os)),
      OSVersion: os?.version,
      Examined: [
        'ports',
        'vulnerabilities',
        ...(isCredentialed ? ['software'] : []),
        ...(this.isAudited ? ['configuration'] : []),
      ],
      LastSeen: this.#end ?? scanEnd,
      Properties: knownProperties({ IsCredentialed: isCredentialed || undefined, OsText: text }),
    };
  }

  endpoints(): Iterable<Endpoint> {
    return this.#endpoints.values();
  }

  software(): Iterable<Software> {
    return this.#software.values();
  }

  /** `ports` and `tcp_ports` are lists of numbers, `Services` is `443,tcp,www`. */
  #listPorts(): void {
    for (const value of this.#all('Services')) {
      const [, port, protocol, service] = /^(\d{1,5}),(tcp|udp),([\w-]+)/.exec(value) ?? [];
      if (port !== undefined && protocol !== undefined && service !== undefined) {
        this.addPort({ port: Number(port), protocol, ...(service !== 'unknown' && { service }) });
      }
    }
    for (const [name, protocol] of [
      ['ports', 'tcp'],
      ['tcp_ports', 'tcp'],
      ['udp_ports', 'udp'],
    ] as const) {
      for (const text of this.#all(name).flatMap((value) => value.split(/[\s,]+/))) {
        const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
        if (port >= 1 && port <= 65535) this.addPort({ port, protocol });
      }
    }
  }

  #addSoftware(value: string): void {
    const cpe = parseCpe(value);
    if (cpe?.part !== 'a' || cpe.product === undefined) return;
    this.#software.set(`${cpe.product}\n${cpe.version ?? ''}`, {
      SoftwareName: cpe.product,
      SoftwareVersion: cpe.version,
      SoftwareVendor: cpe.vendor,
      Cpe: cpe.text,
    });
  }

  #all(name: string): readonly string[] {
    return this.#details.get(name) ?? [];
  }

  #first(name: string): string | undefined {
    return this.#all(name)[0];
  }
}

/** `Debian GNU/Linux 10` without the version that the CPE states. */
function withoutVersion(text: string | undefined, version: string | undefined): string | undefined {
  if (text === undefined || version === undefined || !text.endsWith(` ${version}`)) return text;
  return text.slice(0, -version.length).trim();
}
