import { describe, expect, it } from 'vitest';
import { deviceKeys, type DeviceKeyColumns } from './device-keys.ts';

const texts = (row: DeviceKeyColumns): readonly string[] => deviceKeys(row).map((key) => key.text);

describe('the keys of a device', () => {
  it('are of seven classes, each with the space its values exclude each other in', () => {
    const keys = deviceKeys({
      AgentIds: ['MDE:ABC-1'],
      HardwareIds: ['uuid:4C4C4544-0035-3510-8048-B8C04F4A3332'],
      DirectoryIds: ['sid:S-1-5-21-1-2-3-1104'],
      MacAddresses: ['00:1A:2B:3C:4D:5E'],
      HostNames: ['PC1.Corp.Example.'],
      IPAddresses: ['10.0.0.5'],
    });
    expect(keys.map((key) => [key.class, key.space, key.text])).toEqual([
      ['agent', 'mde', 'mde:abc-1'],
      ['hardware', 'uuid', 'uuid:4c4c4544-0035-3510-8048-b8c04f4a3332'],
      ['directory', 'sid', 'sid:s-1-5-21-1-2-3-1104'],
      ['mac', 'mac', 'mac:001a2b3c4d5e'],
      ['fqdn', 'fqdn', 'fqdn:pc1.corp.example'],
      ['name', 'name', 'name:pc1'],
      ['address', 'address', 'address:10.0.0.5'],
    ]);
  });

  it('are equal for equal values in other notations, and told once', () => {
    expect(texts({ MacAddresses: ['00-1a-2b-3c-4d-5e', '001A.2B3C.4D5E', '00:1a:2b:3c:4d:5e'] })).toEqual([
      'mac:001a2b3c4d5e',
    ]);
    expect(texts({ IPAddresses: ['2001:DB8::1', '2001:db8:0:0::1/64', '::ffff:10.0.0.5'] })).toEqual([
      'address:2001:db8::1',
      'address:10.0.0.5',
    ]);
    expect(texts({ HostNames: ['PC1', 'pc1.', 'pc1.corp.example'] })).toEqual([
      'name:pc1',
      'fqdn:pc1.corp.example',
    ]);
  });

  it('ignore columns that are no list of text', () => {
    expect(texts({ HostNames: 'pc1', IPAddresses: [1, null, {}], MacAddresses: undefined })).toEqual([]);
  });
});

describe('values that identify nothing', () => {
  it.each([
    'serial:To Be Filled By O.E.M.',
    'serial:Default string',
    'serial:None',
    'serial:System Serial Number',
    'serial:0123456789',
    'serial:123456789',
    'serial:00000000',
    'serial:x',
    'serial:Not Specified',
    'uuid:00000000-0000-0000-0000-000000000000',
    'uuid:FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
    'uuid:03000200-0400-0500-0006-000700080009',
    'no space at all',
    ':value',
  ])('are left out: hardware id %s', (id) => {
    expect(texts({ HardwareIds: [id] })).toEqual([]);
  });

  it.each([
    ['zeros', '00:00:00:00:00:00'],
    ['broadcast', 'ff:ff:ff:ff:ff:ff'],
    ['a randomised or virtual one', '02:42:ac:11:00:02'],
    ['multicast', '01:00:5e:00:00:01'],
    ['a virtual router (VRRP)', '00:00:5e:00:01:0a'],
    ['a virtual router (HSRP)', '00:00:0c:07:ac:01'],
    ['a short one', '00:1a:2b'],
    ['text', 'n/a'],
  ])('are left out: MAC address that is %s', (_, mac) => {
    expect(texts({ MacAddresses: [mac] })).toEqual([]);
  });

  it.each([
    'localhost',
    'localhost.localdomain',
    'LOCALHOST.corp',
    'ubuntu',
    'unknown',
    '',
    '10.0.0.5',
    '010.000.000.005',
    '2001:db8::5',
    'a b',
  ])('are left out: host name "%s"', (name) => {
    expect(texts({ HostNames: [name] })).toEqual([]);
  });

  it.each([
    '127.0.0.1',
    '::1',
    '0.0.0.0',
    '169.254.7.7',
    'fe80::1%eth0',
    '224.0.0.1',
    '255.255.255.255',
    'x',
    '',
  ])('are left out: address "%s"', (address) => {
    expect(texts({ IPAddresses: [address] })).toEqual([]);
  });
});
