import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { detached } from '../../base/detached.ts';
import type { EpochMs } from '../../base/time.ts';
import type { XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { cpeTitle, parseCpe } from '../cpe-name.ts';
import { distinctTexts, isFqdn, knownProperties } from '../texts.ts';

/** Identity of a target as facts; a fact may come several times. */
export class Target {
  readonly #facts = new Map<string, string[]>();
  readonly #platforms: string[] = [];

  /** Takes a `fact`; of its name (`urn:xccdf:fact:asset:identifier:fqdn`) the end counts. */
  addFact(element: XmlElement): void {
    const name = element.attributes['name'] ?? '';
    // `urn:xccdf:fact:OS:IOS` names the system in the name of the fact, whose value is only a flag.
    const system = /^urn:xccdf:fact:OS:([^:]+)$/.exec(name)?.[1];
    if (system === undefined) this.add(name.slice(name.lastIndexOf(':') + 1).toLowerCase(), element.text);
    else this.add('os', system);
  }

  add(key: string, value: string): void {
    const text = value.trim();
    if (text === '') return;
    const values = this.#facts.get(key);
    if (values === undefined) this.#facts.set(detached(key), [detached(text)]);
    else values.push(detached(text));
  }

  addPlatform(cpe: string | undefined): void {
    if (cpe !== undefined) this.#platforms.push(cpe);
  }

  /** Takes what an ARF says of the asset. */
  addAll(other: Target): void {
    for (const [name, values] of other.#facts) for (const value of values) this.add(name, value);
  }

  /** The name of the asset within the report. */
  get name(): string | undefined {
    return this.#first('target') ?? this.#first('fqdn') ?? this.#first('host_name') ?? this.addresses()[0];
  }

  /** Addresses in one form, without those every system has. */
  addresses(): readonly string[] {
    const texts = [...this.#all('target-address'), ...this.#all('ipv4'), ...this.#all('ipv6')];
    const ips = texts.map((text) => text.replace(/^([\d.]+):\d+$/, '$1').replace(/[%/].*$/, ''));
    const plain = ips.filter((ip) => isIP(ip) > 0).map((ip) => ipaddr.parse(ip).toString());
    return distinctTexts(plain.filter((ip) => ip !== '::1' && !ip.startsWith('127.'))) ?? [];
  }

  device(seen: EpochMs | undefined): Omit<Observation<'device'>, 'Ref' | 'Examined'> {
    const names = distinctTexts(
      ['fqdn', 'target', 'host_name', 'hostname']
        .flatMap((name) => this.#all(name))
        // SCC writes a host without a domain as `LOCKDOWN.`.
        .map((name) => name.replace(/\.$/, ''))
        .filter((name) => isIP(name) === 0 && /^[\w.-]+$/.test(name)),
    );
    const addresses = this.addresses();
    return {
      DeviceName: names?.find(isFqdn) ?? names?.[0] ?? addresses[0] ?? this.name,
      HostNames: names,
      IPAddresses: addresses.length === 0 ? undefined : addresses,
      MacAddresses: distinctTexts(this.#all('mac').filter((mac) => !/^[0:.-]+$/.test(mac))),
      HardwareIds: distinctTexts([
        ...this.#all('motherboard_guid').map((id) => `uuid:${id}`),
        ...this.#all('serial_number').map((id) => `serial:${id}`),
      ]),
      ...this.#operatingSystem(),
      Vendor: this.#first('manufacturer'),
      Model: this.#first('model'),
      Domain: this.#first('domain'),
      LastSeen: seen,
      Properties: knownProperties({
        OsName: this.#first('os_name'),
        Processor: this.#first('processor'),
        Architecture: this.#first('processor_architecture'),
        Platforms: distinctTexts(this.#platforms)?.join(', '),
      }),
    };
  }

  /** The platform that the scan matched says what the system is, the facts say its version more finely. */
  #operatingSystem(): { readonly OSPlatform?: string | undefined; readonly OSVersion?: string | undefined } {
    const cpes = this.#platforms.flatMap((text) => parseCpe(text) ?? []).filter(({ part }) => part === 'o');
    const products = new Set(cpes.map(({ product }) => product));
    const platform = products.size === 1 ? cpes[0] : undefined;
    return {
      OSPlatform:
        (platform === undefined ? undefined : cpeTitle(platform)) ??
        this.#first('os_name') ??
        this.#first('os'),
      OSVersion: this.#first('os_version') ?? this.#first('relname') ?? platform?.version,
    };
  }

  #all(name: string): readonly string[] {
    return this.#facts.get(name) ?? [];
  }

  #first(name: string): string | undefined {
    return this.#all(name)[0];
  }
}

/** An asset of an ARF (NIST IR 7693): the elements of `computing-device` under their own names. */
export function assetOf(element: XmlElement): Target {
  const target = new Target();
  const names: Readonly<Record<string, string>> = {
    'ip-v4': 'ipv4',
    'ip-v6': 'ipv6',
    'mac-address': 'mac',
    hostname: 'host_name',
    'motherboard-guid': 'motherboard_guid',
  };
  const walk = (each: XmlElement): void => {
    const fact = Object.hasOwn(names, each.name)
      ? names[each.name]
      : each.name === 'fqdn'
        ? 'fqdn'
        : undefined;
    if (fact !== undefined) target.add(fact, each.text);
    each.children.forEach(walk);
  };
  walk(element);
  return target;
}
