import { isIP } from 'node:net';
import { parseCtime } from '../../base/ctime.ts';
import { parseEpochSeconds, type EpochMs } from '../../base/time.ts';
import { childText, children, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { distinctTexts, isFqdn, knownProperties } from '../texts.ts';
import type { Control } from './compliance.ts';
import { cpeSoftware, listedSoftware, type Software } from './installed-software.ts';
import { readOperatingSystem } from './operating-system.ts';
import { portOf } from './vulnerability.ts';

type Endpoint = Omit<Observation<'endpoint'>, 'Ref'>;

/** Scanners that list the ports of the host from the inside (netstat, WMI); what only they name is not seen open. */
const localPortLists = new Set(['14272', '34220', '34252', '25221', '64582', '58651']);

/** A host while its items are read: who it is, its ports, software and controls. Its findings are not kept. */
export class Host {
  readonly name: string;
  readonly ref: string;
  readonly line: number;
  /** The scan found a weakness on it. */
  isFound = false;
  readonly #tags = new Map<string, string>();
  readonly #addresses: string[] = [];
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #software = new Map<string, Software>();
  readonly #controls = new Map<string, { readonly control: Control; readonly place: string }>();
  #isCredentialed = false;
  #isDead = false;

  constructor(name: string, ref: string, line: number) {
    this.name = name;
    this.ref = ref;
    this.line = line;
  }

  get hasMac(): boolean {
    return this.#tags.has('mac-address');
  }

  get isCredentialed(): boolean {
    return this.#isCredentialed || this.#tags.get('Credentialed_Scan')?.toLowerCase() === 'true';
  }

  /** The scan of the host came to its end; a scan that was stopped leaves hosts without one. */
  get isFinished(): boolean {
    return this.#tags.has('HOST_END') || this.#tags.has('HOST_END_TIMESTAMP');
  }

  /** Policy of the scan, where the host says it. */
  get policy(): string | undefined {
    return this.#tags.get('policy-used');
  }

  /** False for the entry of an address where nothing answered, which a scan may log. */
  get isPresent(): boolean {
    return !this.#isDead || this.isFound || this.#endpoints.size > 0 || this.#controls.size > 0;
  }

  properties(element: XmlElement): void {
    for (const tag of children(element, 'tag')) {
      const name = tag.attributes['name'];
      if (name === undefined) continue;
      const text = tag.text.trim();
      if (text === '') continue;
      const before = this.#tags.get(name);
      this.#tags.set(name, before === undefined ? text : `${before}\n${text}`);
      if (/^cpe(?:-\d+)?$/.test(name)) cpeSoftware(text).forEach((software) => this.addSoftware(software));
      if (name.startsWith('netstat-listen-')) this.#addListener(name, text);
    }
  }

  addControl(control: Control, place: string): void {
    const before = this.#controls.get(control.ControlId);
    // A check that runs for several files or users comes several times: the worst result stands.
    if (before === undefined || rank(control) > rank(before.control)) {
      this.#controls.set(control.ControlId, { control, place });
    }
  }

  addSoftware(software: Software): void {
    const key = `${software.SoftwareName}\n${software.SoftwareVersion ?? ''}`;
    const before = this.#software.get(key);
    if (before === undefined) this.#software.set(key, software);
    else
      this.#software.set(key, {
        ...before,
        EndOfSupportStatus: software.EndOfSupportStatus ?? before.EndOfSupportStatus,
      });
  }

  addItem(item: XmlElement): void {
    const { pluginID = '', protocol = '', svc_name } = item.attributes;
    const port = portOf(item);
    if (port !== undefined && protocol !== '') {
      this.#addEndpoint(port, protocol.toLowerCase(), svc_name, localPortLists.has(pluginID));
    }
    listedSoftware(item).forEach((software) => this.addSoftware(software));
    const output = childText(item, 'plugin_output') ?? '';
    if (pluginID === '19506' && /^[ \t]*Credentialed checks : yes/m.test(output)) this.#isCredentialed = true;
    if (pluginID === '10180' && /\bdead\b/.test(output)) this.#isDead = true;
    // 25203 and 25202 list the addresses of all interfaces.
    if (pluginID === '25203' || pluginID === '25202') {
      for (const [, ip = ''] of output.matchAll(/^[ \t]*- ([0-9a-f.:]+) \(on interface/gim)) {
        if (!isLoopback(ip)) this.#addresses.push(ip);
      }
    }
  }

  device(): Omit<Observation<'device'>, 'Ref'> {
    const tag = (name: string): string | undefined => this.#tags.get(name);
    const os = readOperatingSystem(tag('operating-system'));
    const names = this.#names();
    const type = tag('system-type');
    const examined = ['ports', 'vulnerabilities'];
    if (this.isCredentialed) examined.push('software');
    if (this.#controls.size > 0) examined.push('configuration');
    return {
      DeviceName: names?.find(isFqdn) ?? names?.[0] ?? tag('host-ip') ?? this.name,
      AgentIds: distinctTexts([
        prefixed('nessus', tag('host-uuid')),
        prefixed('aws', tag('aws-instance-instanceId') ?? tag('aws-instance-id')),
        prefixed('azure', tag('azure-vm-id')),
        prefixed('epo', tag('mcafee-epo-guid')),
      ]),
      HardwareIds: distinctTexts([prefixed('uuid', tag('bios-uuid'))]),
      MacAddresses: distinctTexts((tag('mac-address') ?? '').split(/[\s,]+/)),
      HostNames: names,
      IPAddresses: distinctTexts(
        [...(tag('host-ip') ?? '').split(/[\s,]+/), this.name, ...this.#addresses].filter(
          (ip) => isIP(ip) > 0 && ip !== '0.0.0.0',
        ),
      ),
      OSPlatform: os.platform ?? tag('os'),
      OSVersion: os.version,
      DeviceType: type === 'general-purpose' ? undefined : type,
      Domain: tag('wmi-domain'),
      Examined: examined,
      LastSeen: this.#seen(),
      Properties: knownProperties({
        IsCredentialed: this.isCredentialed,
        OsText: tag('operating-system')?.replaceAll('\n', '; '),
        OsConfidence: tag('operating-system-conf'),
        OsMethod: tag('operating-system-method'),
        Policy: tag('policy-used'),
      }),
    };
  }

  endpoints(): Iterable<Endpoint> {
    return this.#endpoints.values();
  }

  software(): Iterable<Software> {
    return this.#software.values();
  }

  controls(): Iterable<{ readonly control: Control; readonly place: string }> {
    return this.#controls.values();
  }

  #names(): readonly string[] | undefined {
    const tag = (name: string): string | undefined => this.#tags.get(name);
    const listed = [...(tag('host-fqdns') ?? '').matchAll(/"FQDN"\s*:\s*"([^"\\]+)"/g)].map(
      ([, name]) => name,
    );
    const all = [
      tag('host-fqdn'),
      isIP(this.name) > 0 ? undefined : this.name,
      tag('hostname'),
      // Security Center writes `WORKGROUP\WEB01`.
      tag('netbios-name')?.replace(/^.*\\/, ''),
      ...listed,
      tag('host-rdns'),
    ];
    return distinctTexts(all.flatMap((name) => name?.split('\n')).filter((name) => isIP(name ?? '') === 0));
  }

  /** The text times are in the scanner's own zone, which the file does not name: the numbers come first. */
  #seen(): EpochMs | undefined {
    const tag = (name: string): string | undefined => this.#tags.get(name);
    return (
      parseEpochSeconds(tag('HOST_END_TIMESTAMP')) ??
      parseCtime(tag('HOST_END')) ??
      parseEpochSeconds(tag('HOST_START_TIMESTAMP')) ??
      parseCtime(tag('HOST_START'))
    );
  }

  #addEndpoint(port: number, protocol: string, service: string | undefined, isLocal: boolean): void {
    const key = `${protocol}/${port}`;
    const before = this.#endpoints.get(key);
    const isNamed = service !== undefined && service !== '' && service !== 'unknown' && service !== 'general';
    // Nessus marks a name that it only guessed from the port number by a question mark.
    const isAssumed = service?.endsWith('?') === true;
    const isBetter = isNamed && (before?.Service === undefined || before.ServiceBasis === 'assumed');
    this.#endpoints.set(key, {
      Port: port,
      Protocol: protocol,
      IPAddress: isIP(this.name) > 0 ? this.name : this.#tags.get('host-ip'),
      State: isLocal ? (before?.State ?? 'listening') : 'open',
      Service: isBetter ? service.replace(/\?$/, '').toLowerCase() : before?.Service,
      ServiceBasis: isBetter ? (isAssumed ? 'assumed' : 'probed') : before?.ServiceBasis,
    });
  }

  /** `netstat-listen-tcp4-3` is `0.0.0.0:22`: what the host itself says it listens on. */
  #addListener(name: string, text: string): void {
    const protocol = /^netstat-listen-(tcp|udp)/.exec(name)?.[1];
    const [, address, port] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
    if (protocol === undefined || port === undefined || Number(port) === 0 || Number(port) > 65535) return;
    const key = `${protocol}/${Number(port)}`;
    if (this.#endpoints.has(key)) return;
    this.#endpoints.set(key, {
      Port: Number(port),
      Protocol: protocol,
      IPAddress: address?.replace(/^\[|\]$/g, ''),
      State: 'listening',
    });
  }
}

/** Worse results stand before better ones. */
function rank({ Result }: Control): number {
  return ['notApplicable', 'pass', 'unknown', 'fail'].indexOf(Result);
}

function prefixed(product: string, id: string | undefined): string | undefined {
  return id === undefined ? undefined : `${product}:${id}`;
}

function isLoopback(ip: string): boolean {
  return ip === '::1' || ip.startsWith('127.');
}
