import { ownValue } from '../../base/own-value.ts';
import { isIP } from 'node:net';
import { parseEpochSeconds, type EpochMs } from '../../base/time.ts';
import { child, children, type XmlElement } from '../../base/xml.ts';
import type { Observation } from '../../schema/index.ts';
import { parseCpe } from '../cpe-name.ts';
import { distinctTexts, knownProperties } from '../texts.ts';
import { hostNames } from './host-names.ts';
import { operatingSystem } from './operating-system.ts';
import { elem, scriptResults, serviceCpe, serviceOf, type ScriptResult } from './script-results.ts';
import { foundVulnerabilities, isVulnerabilityScript, type FoundVulnerability } from './vulnerabilities.ts';

/** What is known of the whole scan when a host is mapped. */
export interface ScanFacts {
  /** masscan writes neither a status nor the end of a host. */
  readonly isMasscan: boolean;
  /** The command line asked for scripts that look for weaknesses. */
  readonly isVulnerabilityScan: boolean;
  /** When the scan began: the time of hosts that carry none. */
  readonly start: EpochMs | undefined;
}

type WithLine<T> = T & { readonly line: number };

export interface MappedHost {
  /** Its first address: the key of the asset within the report. */
  readonly name: string;
  readonly device: Omit<Observation<'device'>, 'Ref'>;
  readonly endpoints: readonly WithLine<Omit<Observation<'endpoint'>, 'Ref'>>[];
  readonly software: readonly WithLine<Omit<Observation<'software'>, 'Ref'>>[];
  readonly vulnerabilities: readonly FoundVulnerability[];
}

/** What a host record says; undefined when the host was down, or was only presumed up and never answered. */
export function mapHost(host: XmlElement, scan: ScanFacts): MappedHost | undefined {
  const listed = children(host, 'address').map((address) => address.attributes);
  const ips = distinctTexts(listed.filter((a) => a['addrtype'] !== 'mac').map((a) => a['addr']));
  const mac = listed.find((address) => address['addrtype'] === 'mac');
  const name = ips?.[0] ?? mac?.['addr'];
  if (name === undefined || !isUp(host, mac !== undefined)) return undefined;
  // A file in which a person has masked the addresses still has one name for each host.
  const addresses = (ips ?? []).filter((ip) => isIP(ip) > 0);
  const scripts = scriptResults(host);
  const names = hostNames(host, scripts);
  const os = operatingSystem(host, scripts);
  const ports = openPorts(host);
  const uptime = child(host, 'uptime')?.attributes;
  const { endtime, starttime } = host.attributes;
  const isExaminedForWeaknesses = scan.isVulnerabilityScan || scripts.some(isVulnerabilityScript);
  return {
    name,
    device: {
      DeviceName: names.shown ?? name,
      HostNames: names.all,
      IPAddresses: addresses.length === 0 ? undefined : addresses,
      MacAddresses: distinctTexts([
        ...listed.filter((a) => a['addrtype'] === 'mac').map((a) => a['addr']),
        ...names.macs,
      ]),
      OSPlatform: os.platform,
      OSVersion: os.version,
      DeviceType: os.deviceType ?? serviceDeviceType(ports),
      Vendor: mac?.['vendor'],
      Domain: names.domain,
      LoggedOnUsers: distinctTexts(names.users),
      Examined: isExaminedForWeaknesses ? ['ports', 'vulnerabilities'] : ['ports'],
      LastSeen: parseEpochSeconds(endtime) ?? parseEpochSeconds(starttime) ?? scan.start,
      Properties: knownProperties({
        OsGuess: os.guess,
        OsAccuracy: os.accuracy,
        UptimeSeconds: uptime?.['seconds'] === undefined ? undefined : Number(uptime['seconds']),
        LastBoot: uptime?.['lastboot'],
        Distance: child(host, 'distance')?.attributes['value'],
        StateReason: child(host, 'status')?.attributes['reason'],
        SshHostKeys: sshHostKeys(scripts)?.join(', '),
      }),
    },
    endpoints: ports.map((port) => ({ ...endpointOf(port), IPAddress: addresses[0], line: port.line })),
    software: softwareOf(ports),
    vulnerabilities: foundVulnerabilities(scripts),
  };
}

/**
 * With -Pn nmap calls every target up (`user-set`) without having asked; such a host counts only when something of it
 * answered. masscan writes no status, but only hosts that answered.
 */
function isUp(host: XmlElement, hasMac: boolean): boolean {
  const status = child(host, 'status')?.attributes;
  const ports = children(host, 'ports').flatMap((element) => element.children);
  const answered = ports.some((port) => {
    const state =
      port.name === 'extraports' ? port.attributes['state'] : child(port, 'state')?.attributes['state'];
    return state === 'open' || state === 'closed' || state === 'unfiltered';
  });
  if (status === undefined) return answered;
  if (status['state'] !== 'up') return false;
  const isAsked = status['reason'] !== 'user-set';
  return (
    isAsked || answered || hasMac || children(host, 'os').some((os) => child(os, 'osmatch') !== undefined)
  );
}

/** Ports that are open or may be; `ip` is a protocol scan (-sO), whose numbers are no ports. */
function openPorts(host: XmlElement): readonly XmlElement[] {
  const ports = children(host, 'ports').flatMap((element) => children(element, 'port'));
  const first = new Map<string, XmlElement>();
  for (const port of ports) {
    const { protocol = '', portid = '' } = port.attributes;
    const state = child(port, 'state')?.attributes['state'];
    const isPort = isPortNumber(portid) && protocol !== '' && protocol !== 'ip';
    const key = `${protocol}/${portid}`;
    if (isPort && (state === 'open' || state === 'open|filtered') && !first.has(key)) first.set(key, port);
  }
  return [...first.values()];
}

function isPortNumber(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535;
}

function endpointOf(port: XmlElement): Omit<Observation<'endpoint'>, 'Ref'> {
  const service = serviceOf(port)?.attributes;
  const basis = service?.['method'];
  return {
    Port: Number(port.attributes['portid']),
    Protocol: (port.attributes['protocol'] ?? '').toLowerCase(),
    State: child(port, 'state')?.attributes['state'] === 'open' ? 'open' : 'filtered',
    Service: serviceName(service),
    ServiceBasis: basis === 'probed' ? 'probed' : basis === 'table' ? 'assumed' : undefined,
    Product: productOf(service),
    Version: service?.['version'] === '' ? undefined : service?.['version'],
    Cpe: serviceCpe(serviceOf(port), 'a') ?? serviceCpe(serviceOf(port), 'h'),
  };
}

function productOf(service: Readonly<Record<string, string>> | undefined): string | undefined {
  const product = service?.['product']?.trim();
  return product === '' ? undefined : product;
}

/** Names of protocols inside TLS. */
const overTls: Readonly<Record<string, string>> = {
  http: 'https',
  imap: 'imaps',
  pop3: 'pop3s',
  smtp: 'smtps',
  ldap: 'ldaps',
  ftp: 'ftps',
};

function serviceName(service: Readonly<Record<string, string>> | undefined): string | undefined {
  const name = service?.['name']?.toLowerCase();
  if (name === undefined || name === '') return undefined;
  if (service?.['tunnel'] !== 'ssl' || name.startsWith('https') || Object.values(overTls).includes(name))
    return name;
  return ownValue(overTls, name) ?? `ssl/${name}`;
}

function serviceDeviceType(ports: readonly XmlElement[]): string | undefined {
  const types = distinctTexts(ports.map((port) => serviceOf(port)?.attributes['devicetype'])) ?? [];
  return types.length === 1 && types[0] !== 'general purpose' ? types[0] : undefined;
}

/** Products that answered with a version; a range (`2.2.2 - 2.2.8`, `3.X`) is none. */
function softwareOf(ports: readonly XmlElement[]): MappedHost['software'] {
  const found = new Map<string, MappedHost['software'][number]>();
  for (const port of ports) {
    const service = serviceOf(port);
    const { method, version = '' } = service?.attributes ?? {};
    const product = productOf(service?.attributes);
    const exact = /^v?\d[\w.+:~-]*(?!\s*(?:-|or\b|to\b))(?![\w.+:~-])/.exec(version.trim())?.[0];
    if (method !== 'probed' || product === undefined || exact === undefined || /\bX$/.test(exact)) continue;
    const cpe = parseCpe(serviceCpe(service, 'a'));
    const key = `${product}\n${exact}`;
    if (found.has(key)) continue;
    found.set(key, {
      SoftwareName: product,
      SoftwareVersion: exact,
      SoftwareVendor: cpe?.vendor,
      Cpe: cpe?.text,
      line: port.line,
    });
  }
  return [...found.values()];
}

function sshHostKeys(scripts: readonly ScriptResult[]): readonly string[] | undefined {
  return distinctTexts(
    scripts
      .filter(({ id }) => id === 'ssh-hostkey')
      .flatMap(({ element, output }) => {
        const tables = children(element, 'table');
        return tables.length > 0
          ? tables.map((key) => [elem(key, 'type'), elem(key, 'fingerprint')].join(' '))
          : output.split('\n');
      }),
  );
}
