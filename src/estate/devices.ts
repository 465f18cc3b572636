import { insideAddress, macAddress, publicAddress, publicAddressCount, type Maker } from './addresses.ts';
import type { Company } from './company.ts';
import { roleCodes, serverRole, type ServerRole } from './server-roles.ts';

/** What every device has. Tools see parts of it, under different names. */
interface Common {
  /** Number among the devices of its kind, from 0. */
  readonly ordinal: number;
  /** Short name, lower case. */
  readonly host: string;
  readonly fqdn: string;
  readonly address: string;
  readonly mac: string;
  readonly maker: Maker;
  /** SMBIOS UUID, lower case. */
  readonly uuid: string;
  /** Address under which the internet reaches it. */
  readonly publicAddress?: string;
}

export interface Workstation extends Common {
  readonly kind: 'workstation';
  readonly os: 'windows10' | 'windows11';
  readonly sid: string;
}

export interface Server extends Common {
  readonly kind: 'server';
  readonly role: ServerRole;
  /** Number among the servers of its role, from 1. */
  readonly number: number;
  readonly os: 'server2016' | 'server2019' | 'server2022' | 'debian12';
  /** Windows servers are members of the domain, Linux servers are not. */
  readonly sid?: string;
}

export interface NetworkDevice extends Common {
  readonly kind: 'network';
  readonly role: 'firewall' | 'gateway' | 'switch';
}

export interface UnmanagedDevice extends Common {
  readonly kind: 'unmanaged';
  readonly role: 'printer' | 'camera';
}

export type Device = Workstation | Server | NetworkDevice | UnmanagedDevice;

/** First relative ids of computers in the domain; people's accounts and groups lie elsewhere, see `directory/`. */
const firstRid = { server: 10_000, workstation: 100_000 } as const;

export function* workstations(company: Company): Generator<Workstation> {
  for (let i = 0; i < company.counts.workstations; i++) yield workstation(company, i);
}

export function* servers(company: Company): Generator<Server> {
  for (let i = 0; i < company.counts.servers; i++) yield server(company, i);
}

export function* networkDevices(company: Company): Generator<NetworkDevice> {
  for (let i = 0; i < company.counts.network; i++) yield networkDevice(company, i);
}

export function* unmanagedDevices(company: Company): Generator<UnmanagedDevice> {
  for (let i = 0; i < company.counts.unmanaged; i++) yield unmanagedDevice(company, i);
}

/** Devices with an agent of the Windows estate: workstations and Windows servers. */
export function* windowsDevices(company: Company): Generator<Workstation | WindowsServer> {
  yield* workstations(company);
  for (const one of servers(company)) if (isWindows(one)) yield one;
}

export type WindowsServer = Server & { readonly sid: string };

export function isWindows(device: Server): device is WindowsServer {
  return device.sid !== undefined;
}

export function workstation(company: Company, ordinal: number): Workstation {
  const { dice } = company;
  const maker: Maker = dice.chance(0.6, 'maker', ordinal) ? 'Dell' : 'Lenovo';
  return {
    kind: 'workstation',
    os: dice.chance(0.75, 'os', ordinal) ? 'windows11' : 'windows10',
    sid: `${company.domainSid}-${firstRid.workstation + ordinal}`,
    ...common(company, 'workstation', ordinal, `wks-${String(ordinal + 1).padStart(5, '0')}`, maker, 0),
  };
}

export function server(company: Company, ordinal: number): Server {
  const { role, number } = serverRole(ordinal);
  const isLinux = role.startsWith('linux');
  const name = `srv-${roleCodes[role]}${String(number).padStart(2, '0')}`;
  const reachable = publicServer(company, ordinal, role);
  return {
    kind: 'server',
    role,
    number,
    os: isLinux ? 'debian12' : windowsOf(company, ordinal, role),
    ...(isLinux ? {} : { sid: `${company.domainSid}-${firstRid.server + ordinal}` }),
    ...common(company, 'server', ordinal, name, isLinux ? 'Dell' : 'Hewlett Packard Enterprise', 1),
    ...(reachable === undefined ? {} : { publicAddress: reachable }),
  };
}

function windowsOf(
  company: Company,
  ordinal: number,
  role: ServerRole,
): 'server2016' | 'server2019' | 'server2022' {
  if (role === 'dc' || role === 'backup' || role === 'exchange') return 'server2019';
  const ticket = company.dice.below(10, 'server os', ordinal);
  return ticket < 5 ? 'server2022' : ticket < 8 ? 'server2019' : 'server2016';
}

export function networkDevice(company: Company, ordinal: number): NetworkDevice {
  const role = ordinal % 50 === 0 ? 'firewall' : ordinal % 50 === 2 ? 'gateway' : 'switch';
  const code = { firewall: 'fw', gateway: 'gw', switch: 'sw' }[role];
  const number = role === 'switch' ? ordinal : Math.floor(ordinal / 50) + 1;
  const maker: Maker = role === 'firewall' ? 'Fortinet' : role === 'gateway' ? 'Citrix' : 'Cisco';
  const reachable = role === 'switch' ? undefined : number * 2 - (role === 'firewall' ? 2 : 1);
  return {
    kind: 'network',
    role,
    ...common(company, 'network', ordinal, `${code}${String(number).padStart(2, '0')}`, maker, 0),
    ...(reachable === undefined || reachable >= firstPublicServer
      ? {}
      : { publicAddress: publicAddress(reachable) }),
  };
}

function unmanagedDevice(company: Company, ordinal: number): UnmanagedDevice {
  const role = ordinal % 2 === 0 ? 'printer' : 'camera';
  const name = `${role === 'printer' ? 'prn' : 'cam'}-${String((ordinal >> 1) + 1).padStart(4, '0')}`;
  return {
    kind: 'unmanaged',
    role,
    ...common(company, 'unmanaged', ordinal, name, role === 'printer' ? 'HP' : 'Hikvision', 0),
  };
}

/** Public addresses below this one are for firewalls and gateways. */
const firstPublicServer = 100;

/** Mail, the two web servers, the terminal server and the Linux web server are always reachable, some of the others are. */
function publicServer(company: Company, ordinal: number, role: ServerRole): string | undefined {
  const { number } = serverRole(ordinal);
  const isAlways =
    role === 'exchange' ||
    (role === 'web' && number <= 2) ||
    (role === 'app' && number === 1) ||
    (role === 'linux-web' && number === 1);
  const isSometimes = role === 'linux-web' && company.dice.chance(0.3, 'public', ordinal);
  const place = firstPublicServer + (isAlways ? ordinal : 50 + Math.floor(ordinal / 12));
  return (isAlways || isSometimes) && place < publicAddressCount ? publicAddress(place) : undefined;
}

function common(
  company: Company,
  kind: Device['kind'],
  ordinal: number,
  host: string,
  maker: Maker,
  lot: number,
): Common {
  return {
    ordinal,
    host,
    fqdn: `${host}.${company.dns}`,
    address: insideAddress(kind, ordinal),
    mac: macAddress(company, maker, lot, ordinal),
    maker,
    uuid: company.dice.uuid('uuid', kind, ordinal),
  };
}
