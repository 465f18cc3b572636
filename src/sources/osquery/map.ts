import type { JsonObject } from '../../base/json.ts';
import type { Observation } from '../../schema/index.ts';
import { local } from '../source.ts';
import type { Host } from './host.ts';
import type { Row } from './row.ts';

export function takeSystem(row: Row, host: Host): void {
  for (const column of ['hostname', 'local_hostname', 'computer_name']) {
    const name = row(column);
    // A Mac's computer name is free text: only what can be a host name is one.
    if (name !== undefined && /^[\w.-]+$/.test(name)) host.hostNames.add(name);
  }
  const uuid = row('uuid');
  if (uuid !== undefined) host.hardwareIds.add(`uuid:${uuid}`);
  const serial = row('hardware_serial');
  // -1 and 0 are what osquery writes where the firmware gives nothing.
  if (serial !== undefined && !/^(-1|0)$/.test(serial)) host.hardwareIds.add(`serial:${serial}`);
  host.vendor ??= row('hardware_vendor');
  host.model ??= row('hardware_model');
  copy(row, host, {
    cpu_brand: 'cpu',
    cpu_logical_cores: 'cpuLogicalCores',
    physical_memory: 'physicalMemoryBytes',
  });
}

export function takeOperatingSystem(row: Row, host: Host): void {
  host.osName = row('name') ?? host.osName;
  host.osVersion = row('version') ?? host.osVersion;
  host.platform = row('platform')?.toLowerCase() ?? host.platform;
  copy(row, host, { build: 'osBuild', platform: 'osFamily', codename: 'osCodename', arch: 'osArchitecture' });
}

function copy(row: Row, host: Host, names: Readonly<Record<string, string>>): void {
  for (const [column, property] of Object.entries(names)) {
    const value = row(column);
    if (value !== undefined) host.properties[property] = value;
  }
}

/** An address without its scope; undefined for the loopback, which every host has. */
export function addressOf(text: string | undefined): string | undefined {
  const address = text?.replace(/%.*$/, '');
  return address === undefined || /^(127\.|::1$|0\.0\.0\.0$|::$)/.test(address) ? undefined : address;
}

/** A MAC address that can name a device: not zero, not broadcast, not multicast. */
export function macOf(text: string | undefined): string | undefined {
  if (text === undefined || !/^[\da-f]{1,2}([:-][\da-f]{1,2}){5}$/i.test(text)) return undefined;
  const octets = text.split(/[:-]/).map((octet) => Number.parseInt(octet, 16));
  const isGroup = ((octets[0] ?? 0) & 1) === 1;
  return isGroup || octets.every((octet) => octet === 0) ? undefined : text;
}

/** IANA protocol numbers as osquery writes them. */
const protocols: Readonly<Record<string, string>> = {
  6: 'tcp',
  17: 'udp',
  33: 'dccp',
  132: 'sctp',
  136: 'udplite',
  tcp: 'tcp',
  udp: 'udp',
};

/** A listening socket; undefined for raw and Unix sockets, which have no port. */
export function endpointOf(row: Row, host: Host): Observation<'endpoint'> | undefined {
  const port = Number(row('port'));
  const protocol = row('protocol')?.toLowerCase() ?? '';
  if (!Number.isInteger(port) || port < 1 || port > 65535 || !Object.hasOwn(protocols, protocol))
    return undefined;
  return {
    Ref: host.ref,
    IPAddress: row('address')?.replace(/%.*$/, ''),
    Port: port,
    Protocol: protocols[protocol] ?? protocol,
    State: 'listening',
    // listening_ports has only the process id; queries that join `processes` add one of these.
    Process: row('process_name') ?? row('name'),
  };
}

/** A local account. osquery does not say whether it may log on. */
export function identityOf(row: Row, columns: JsonObject, host: Host): Observation<'identity'> | undefined {
  const name = row('username');
  if (name === undefined) return undefined;
  const sid = row('uuid');
  const properties: Record<string, string> = { host: host.key };
  for (const column of Object.keys(columns).sort()) {
    const value = row(column);
    if (value !== undefined && column !== 'username' && value.length <= 1024) properties[column] = value;
  }
  return {
    Ref: local(`user:${host.key}:${sid ?? row('uid') ?? ''}:${name}`),
    IdentityType: 'LocalUser',
    IdentityName: name,
    ObjectId: sid?.startsWith('S-1-') === true ? sid : undefined,
    IsDescribed: true,
    Properties: properties,
  };
}

/** Whether a volume is encrypted (disk_encryption; on Windows osquery leaves it empty, see bitlocker_info). */
export function encryptionOf(row: Row, host: Host): Observation<'control'> | undefined {
  const name = row('name');
  if (name === undefined) return undefined;
  const state = row('encryption_status') ?? row('filevault_status');
  const encrypted = row('encrypted');
  const common = {
    Ref: host.ref,
    ControlId: `disk_encryption:${name}`,
    Benchmark: 'osquery',
    Title: 'Disk is encrypted',
    Severity: 'Unknown',
    Place: name,
  } as const;
  if (/^\/dev\/(loop|zram|ram|fd|sr)\d+$/.test(name)) {
    return { ...common, Result: 'notApplicable', Reason: 'a loop, memory or removable device' };
  }
  if (encrypted === '1') return { ...common, Result: 'pass', Reason: state };
  if (encrypted === '0') return { ...common, Result: 'fail', Reason: state ?? 'not encrypted' };
  return { ...common, Result: 'unknown', Reason: 'osquery could not read the state of the disk' };
}

/** BitLocker's protection of a drive: 0 off, 1 on, 2 unknown (Win32_EncryptableVolume.ProtectionStatus). */
export function bitlockerOf(row: Row, host: Host): Observation<'control'> | undefined {
  const drive = row('drive_letter');
  if (drive === undefined) return undefined;
  const protection = row('protection_status');
  const method = row('encryption_method');
  return {
    Ref: host.ref,
    ControlId: `bitlocker_info:${drive}`,
    Benchmark: 'osquery',
    Title: 'Drive is protected by BitLocker',
    Severity: 'Unknown',
    Place: drive,
    ...(protection === '1'
      ? { Result: 'pass', Reason: method }
      : protection === '0'
        ? { Result: 'fail', Reason: 'protection is off' }
        : { Result: 'unknown', Reason: 'the drive is locked or its state unknown' }),
  };
}
