import { describe, expect, it } from 'vitest';
import { criticalClasses, type DeviceProfile } from './classes.ts';

const plain: DeviceProfile = {
  names: ['pc1.corp.example'],
  os: 'Windows 11',
  software: [],
  openPorts: new Set(),
  isDomainController: false,
  hostsCertificateAuthority: false,
  value: undefined,
};

const classOfDevice = (profile: Partial<DeviceProfile>): string | undefined =>
  criticalClasses.find((c) => c.appliesTo === 'device' && c.matches({ ...plain, ...profile }))?.name;

const classOfIdentity = (rid: string, type: string): string | undefined =>
  criticalClasses.find((c) => c.appliesTo === 'identity' && c.matches({ rid, type }))?.name;

describe('a device', () => {
  it.each([
    ['Domain Controller', { isDomainController: true }],
    ['Domain Controller', { openPorts: new Set([53, 88, 389, 445]) }],
    ['ADCS', { hostsCertificateAuthority: true }],
    ['ADFS', { software: ['active directory federation services'] }],
    ['Entra ID Connect', { software: ['microsoft azure ad connect'] }],
    ['VMware vCenter', { software: ['vmware vcenter server'] }],
    ['VMware ESXi', { os: 'VMware ESXi 8.0' }],
    ['Hyper-V Server', { os: 'Microsoft Hyper-V Server 2019' }],
    ['Backup', { software: ['veeam backup & replication'] }],
    ['Exchange', { software: ['microsoft exchange server 2019'] }],
    ['DNS', { openPorts: new Set([53]) }],
    ['Device of high value', { value: 'High' as const }],
  ])('is taken for %s', (name, profile) => {
    expect(classOfDevice(profile)).toBe(name);
  });

  it('is nothing special without any of these marks', () => {
    expect(classOfDevice({})).toBeUndefined();
    expect(
      classOfDevice({ value: 'Normal', openPorts: new Set([88, 389]), software: ['dns client'] }),
    ).toBeUndefined();
  });
});

describe('an identity', () => {
  it.each([
    ['S-1-5-21-1-2-3', 'Domain', 'Domain'],
    ['519', 'Group', 'Enterprise Administrator'],
    ['512', 'Group', 'Domain Administrator'],
    ['S-1-5-32-544', 'Group', 'Domain Administrator'],
    ['S-1-5-32-551', 'Group', 'Backup Operators'],
    ['513', 'Group', undefined],
    ['512', 'User', undefined],
  ])('%s of type %s is %s', (rid, type, name) => {
    expect(classOfIdentity(rid, type)).toBe(name);
  });
});

it('classes have names of their own', () => {
  const names = criticalClasses.map((c) => `${c.appliesTo} ${c.name}`);
  expect(names).toEqual([...new Set(names)]);
});
