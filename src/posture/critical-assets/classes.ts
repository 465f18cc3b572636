import type { CriticalityLevel } from '../../graph/index.ts';

/** What a rule can look at. */
export interface DeviceProfile {
  /** Names, lower case. */
  readonly names: readonly string[];
  readonly os: string;
  /** Names of software and services' products on it, lower case. */
  readonly software: readonly string[];
  readonly openPorts: ReadonlySet<number>;
  /** Facts of the directory. */
  readonly isDomainController: boolean;
  readonly hostsCertificateAuthority: boolean;
  /** A member of a domain's top groups has a session on it, or is local administrator by name. */
  readonly value: 'Low' | 'Normal' | 'High' | undefined;
}

export interface GroupProfile {
  /** Last part of the SID, or the whole of a well-known one: `512`, `S-1-5-32-544`. */
  readonly rid: string;
  readonly type: string;
}

export type CriticalClass =
  | {
      readonly appliesTo: 'device';
      readonly name: string;
      readonly level: CriticalityLevel;
      readonly matches: (device: DeviceProfile) => boolean;
    }
  | {
      readonly appliesTo: 'identity';
      readonly name: string;
      readonly level: CriticalityLevel;
      readonly matches: (identity: GroupProfile) => boolean;
    };

const runs = (device: DeviceProfile, pattern: RegExp): boolean =>
  device.software.some((name) => pattern.test(name));

const device = (
  name: string,
  level: CriticalityLevel,
  matches: (device: DeviceProfile) => boolean,
): CriticalClass => ({
  appliesTo: 'device',
  name,
  level,
  matches,
});

const group = (name: string, level: CriticalityLevel, ...rids: readonly string[]): CriticalClass => ({
  appliesTo: 'identity',
  name,
  level,
  matches: (identity) => identity.type === 'Group' && rids.includes(identity.rid),
});

/**
 * The predefined classes that the imported data can show, with their predefined levels; a device takes the first class that
 * matches. A privileged role is one asset (its group), not each of its members.
 */
export const criticalClasses: readonly CriticalClass[] = [
  device(
    'Domain Controller',
    'Very high',
    (d) => d.isDomainController || (d.openPorts.has(88) && d.openPorts.has(389) && d.openPorts.has(445)),
  ),
  device('ADCS', 'High', (d) => d.hostsCertificateAuthority || runs(d, /certificate services|\badcs\b/)),
  device('ADFS', 'High', (d) => runs(d, /\badfs\b|federation services/)),
  device('Entra ID Connect', 'High', (d) => runs(d, /(entra|azure ad|aad) ?connect/)),
  device('VMware vCenter', 'High', (d) => runs(d, /vcenter/) || /vcenter/i.test(d.os)),
  device('VMware ESXi', 'High', (d) => /esxi/i.test(d.os) || runs(d, /\besxi\b/)),
  device('Hyper-V Server', 'High', (d) => runs(d, /hyper-v/) || /hyper-v/i.test(d.os)),
  device('Backup', 'Medium', (d) =>
    runs(d, /veeam|backup exec|commvault|netbackup|arcserve|acronis|bacula|rubrik/),
  ),
  device('Exchange', 'Medium', (d) => runs(d, /exchange server|microsoft exchange|exchange_server/)),
  device('DNS', 'Low', (d) => d.openPorts.has(53)),
  device('Device of high value', 'High', (d) => d.value === 'High'),
  { appliesTo: 'identity', name: 'Domain', level: 'Very high', matches: (i) => i.type === 'Domain' },
  group('Enterprise Administrator', 'Very high', '519'),
  group('Domain Administrator', 'Very high', '512', 'S-1-5-32-544'),
  group('Backup Operators', 'Very high', 'S-1-5-32-551'),
  group('Server Operators', 'Very high', 'S-1-5-32-549'),
];
