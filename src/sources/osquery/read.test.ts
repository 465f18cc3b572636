import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { osquery } from './manifest.ts';
import { tableOf } from './tables.ts';

const host = '4d7132d6-664b-4279-af76-2cc786c1ba00';

const entry = (name: string, columns: object, more: object = {}) => ({
  name,
  hostIdentifier: host,
  unixTime: 1700000000,
  epoch: 0,
  counter: 1,
  columns,
  action: 'added',
  ...more,
});

const snapshot = (name: string, rows: object[], unixTime = 1700000000) => ({
  snapshot: rows,
  action: 'snapshot',
  name,
  hostIdentifier: host,
  unixTime,
});

const readLog = (...records: object[]) =>
  readWith(
    osquery,
    memoryFile('results.log', `${records.map((record) => JSON.stringify(record)).join('\n')}\n`, 61),
  );

const readTable = (rows: unknown, name = 'table.json') =>
  readWith(osquery, memoryFile(name, JSON.stringify(rows), 61));

const deb = (name: string, version: string) => ({
  name,
  version,
  arch: 'amd64',
  revision: '1',
  status: 'install ok installed',
});

describe('a results log', () => {
  it('becomes one device with software, ports and accounts', async () => {
    const { outcome, observations, native, observedAt } = await readLog(
      entry('pack_inventory_deb_packages', deb('curl', '7.88-1')),
      entry('os_version', {
        name: 'Debian GNU/Linux',
        version: '12',
        platform: 'debian',
        codename: 'bookworm',
      }),
      entry('listening_ports', { address: '127.0.0.1', family: '2', port: '8099', protocol: '6' }),
      entry('listening_ports', { address: '', family: '1', port: '0', protocol: '0' }),
      entry(
        'users',
        { uid: '0', username: 'root', directory: '/root', shell: '/bin/bash' },
        { unixTime: '1700000009' },
      ),
    );
    expect(outcome).toEqual({ ok: true });
    expect(observedAt).toBe(1700000009000);
    expect(native).toEqual({
      records: 5,
      names: { pack_inventory_deb_packages: 1, os_version: 1, listening_ports: 2, users: 1 },
    });
    const [device] = observations.device;
    expect(device).toMatchObject({
      AgentIds: [`osquery:${host}`],
      OSPlatform: 'Debian GNU/Linux',
      OSVersion: '12',
      Examined: ['identity', 'ports', 'software'],
      LastSeen: 1700000009000,
    });
    // The distribution is known from the whole file, not only from the rows before.
    expect(observations.software).toMatchObject([
      {
        Ref: device?.Ref,
        SoftwareName: 'curl',
        Ecosystem: 'deb',
        Purl: 'pkg:deb/debian/curl@7.88-1?arch=amd64',
        at: 'line 1',
      },
    ]);
    expect(observations.endpoint).toMatchObject([
      { Port: 8099, Protocol: 'tcp', IPAddress: '127.0.0.1', State: 'listening' },
    ]);
    expect(observations.identity).toMatchObject([
      { IdentityType: 'LocalUser', IdentityName: 'root', IsDescribed: true },
    ]);
  });

  it('does not assert what was removed later, and asserts what came back', async () => {
    const removed = { action: 'removed' };
    const { observations, native } = await readLog(
      entry('deb_packages', deb('gone', '1')),
      entry('deb_packages', deb('back', '1')),
      entry('deb_packages', deb('stays', '1')),
      entry('deb_packages', deb('gone', '1'), removed),
      entry('deb_packages', deb('back', '1'), removed),
      entry('deb_packages', deb('back', '1')),
      entry('deb_packages', deb('stays', '1'), { ...removed, hostIdentifier: 'other.example.org' }),
    );
    expect(observations.software.map((row) => row.SoftwareName)).toEqual(['stays', 'back']);
    expect(native['records']).toBe(7);
  });

  it('takes a restarted query for a new beginning', async () => {
    const first = { counter: 0, unixTime: 1700000000 };
    const again = { counter: 0, unixTime: 1700009999 };
    const { observations } = await readLog(
      entry('deb_packages', deb('old', '1'), first),
      entry('deb_packages', deb('both', '1'), first),
      entry('deb_packages', deb('new', '1'), { counter: 1, unixTime: 1700000500 }),
      entry('deb_packages', deb('both', '1'), again),
      entry('deb_packages', deb('newest', '1'), again),
    );
    expect(observations.software.map((row) => row.SoftwareName)).toEqual(['both', 'newest']);
  });

  it('reads batches', async () => {
    const { observations } = await readLog(
      {
        name: 'deb_packages',
        hostname: 'web.example.org',
        unixTime: '1412123850',
        diffResults: { added: [deb('a', '1'), deb('b', '1')], removed: '' },
      },
      {
        name: 'deb_packages',
        hostname: 'web.example.org',
        unixTime: '1412123950',
        diffResults: { added: [deb('a', '2')], removed: [deb('a', '1')] },
      },
    );
    expect(observations.software.map((row) => [row.SoftwareName, row.SoftwareVersion, row.at])).toEqual([
      ['b', '1', 'line 1'],
      ['a', '2', 'line 2'],
    ]);
    expect(observations.device).toMatchObject([
      { DeviceName: 'web.example.org', HostNames: ['web.example.org'] },
    ]);
  });

  it('takes the last snapshot of a query and of each host', async () => {
    const { observations } = await readLog(
      snapshot('interface_addresses', [{ interface: 'eth0', address: '10.0.0.9', mask: 'm' }]),
      snapshot('interface_addresses', [
        { interface: 'eth0', address: '10.0.0.5', mask: 'm' },
        { interface: 'lo', address: '::1', mask: 'm' },
        { interface: 'eth0', address: 'fe80::1%eth0', mask: 'm' },
      ]),
      snapshot('system_info', [
        {
          uuid: 'AA',
          hardware_serial: 'S1',
          hostname: 'web',
          computer_name: 'Web server',
          hardware_vendor: 'V',
          hardware_model: 'M',
        },
      ]),
      {
        ...snapshot('interface_details', [
          { interface: 'eth0', mac: '02:fc:00:00:00:01', mtu: '1500' },
          { interface: 'lo', mac: '00:00:00:00:00:00', mtu: '1' },
        ]),
      },
    );
    expect(observations.device).toMatchObject([
      {
        DeviceName: 'web',
        IPAddresses: ['10.0.0.5', 'fe80::1'],
        MacAddresses: ['02:fc:00:00:00:01'],
        HardwareIds: ['uuid:AA', 'serial:S1'],
        HostNames: ['web'],
        Vendor: 'V',
        Model: 'M',
      },
    ]);
  });

  it('tells hosts with a fixed identifier apart by their decorations', async () => {
    const decorated = (uuid: string, hostname: string) => ({
      hostIdentifier: 'localhost',
      decorations: { host_uuid: uuid, hostname },
    });
    const { observations } = await readLog(
      entry('uptime', { total_seconds: '5', days: '0' }, decorated(host, 'a')),
      entry(
        'uptime',
        { total_seconds: '7', days: '0' },
        decorated('5d7132d6-664b-4279-af76-2cc786c1ba00', 'b'),
      ),
    );
    expect(observations.device.map((row) => [row.DeviceName, row.Properties])).toEqual([
      ['a', { uptimeSeconds: 5 }],
      ['b', { uptimeSeconds: 7 }],
    ]);
  });

  it('reads the body of the TLS logger and an array of entries', async () => {
    const data = [entry('deb_packages', deb('curl', '1'))];
    const tls = await readWith(
      osquery,
      memoryFile('t.json', JSON.stringify({ node_key: 'k', log_type: 'result', data }), 61),
    );
    expect(tls.observations.software).toHaveLength(1);
    expect(tls.native).toEqual({ records: 1, names: { deb_packages: 1 } });
    expect((await readTable(data)).observations.software).toHaveLength(1);
  });

  it('counts queries it has no use for', async () => {
    const { native, quarantined, observations } = await readLog(
      entry('my_query', { answer: '42' }),
      entry('certificates', { common_name: 'x', not_valid_after: '1' }),
      { s: 0 },
    );
    expect(native).toMatchObject({ records: 3, rows_of_no_use: 2 });
    expect(quarantined).toHaveLength(1);
    expect(observations.device).toHaveLength(1);
  });

  it('refuses the status log with a word on which file to take', async () => {
    const { detection } = await readLog({
      hostIdentifier: host,
      severity: '1',
      filename: 'a.cpp',
      message: 'm',
      line: '1',
    });
    expect(detection).toMatchObject({ kind: 'refuse', fault: { code: 'not-supported' } });
  });

  it('proves nothing: a log has no end mark', async () => {
    const log = await readLog(entry('deb_packages', deb('a', '1')));
    expect(log).toMatchObject({ outcome: { ok: true }, provesScope: false });
    const table = await readTable([deb('a', '1')], 'deb_packages.json');
    expect(table).toMatchObject({ outcome: { ok: true }, provesScope: false });
  });

  it('says how far a cut log goes', async () => {
    const text = `${JSON.stringify(entry('deb_packages', deb('a', '1')))}\n{"name":"deb_pack`;
    const { outcome, observations } = await readWith(osquery, memoryFile('r.log', text, 61));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.software).toHaveLength(1);
    expect(observations.device).toHaveLength(1);
  });
});

describe('a table', () => {
  it('is recognised by its columns and belongs to a host without a name', async () => {
    const { detection, observations, native } = await readTable([
      {
        name: '@types/node',
        version: '20.1.0',
        homepage: '',
        directory: '/usr/lib',
        path: '/usr/lib/x/package.json',
      },
    ]);
    expect(detection).toMatchObject({ format: 'osquery table npm_packages' });
    expect(native).toEqual({ records: 1, names: {} });
    expect(observations.software).toMatchObject([
      {
        Purl: 'pkg:npm/%40types/node@20.1.0',
        Ref: observations.device[0]?.Ref,
        InstallPath: '/usr/lib/x/package.json',
      },
    ]);
    expect(observations.device).toMatchObject([{ Examined: ['software'], AgentIds: [] }]);
  });

  it('makes devices of ARP neighbours and none of the host itself', async () => {
    const { observations } = await readTable([
      { address: '192.0.2.1', interface: 'eth0', mac: '02:FC:00:00:00:05', permanent: '0' },
      { address: '192.0.2.2', interface: 'eth0', mac: '02:fc:00:00:00:05', permanent: '0' },
      { address: '192.0.2.255', interface: 'eth0', mac: 'ff:ff:ff:ff:ff:ff', permanent: '0' },
      { address: '192.0.2.3', interface: 'eth0', mac: '00:00:00:00:00:00', permanent: '0' },
    ]);
    expect(observations.device).toMatchObject([
      { MacAddresses: ['02:fc:00:00:00:05'], IPAddresses: ['192.0.2.1', '192.0.2.2'], Examined: [] },
    ]);
  });

  it('judges disks, with a reason where it cannot', async () => {
    const disk = (name: string, encrypted: string) => ({
      name,
      encrypted,
      encryption_status: '',
      type: '',
      uuid: '',
    });
    const { observations } = await readTable([
      disk('/dev/vda', '0'),
      disk('/dev/vdb', '1'),
      disk('/dev/vdc', ''),
      disk('/dev/loop0', '0'),
    ]);
    expect(observations.control.map((row) => [row.Place, row.Result])).toEqual([
      ['/dev/vda', 'fail'],
      ['/dev/vdb', 'pass'],
      ['/dev/vdc', 'unknown'],
      ['/dev/loop0', 'notApplicable'],
    ]);
    expect(observations.control[2]?.Reason).toBeDefined();
    const bitlocker = await readTable([
      { drive_letter: 'C:', protection_status: '1', encryption_method: 'XTS-AES' },
      { drive_letter: 'D:', protection_status: '0' },
      { drive_letter: 'E:', protection_status: '2' },
    ]);
    expect(bitlocker.observations.control.map((row) => row.Result)).toEqual(['pass', 'fail', 'unknown']);
  });

  it('lists a socket once, though each network namespace repeats it', async () => {
    const socket = { address: '0.0.0.0', family: '2', port: '22', protocol: '6', pid: '1', socket: '9' };
    const { observations } = await readTable([
      { ...socket, net_namespace: '1' },
      { ...socket, net_namespace: '2' },
      { ...socket, address: '::', net_namespace: '1' },
      { ...socket, port: '255', protocol: '255' },
    ]);
    expect(observations.endpoint.map((row) => [row.IPAddress, row.Port])).toEqual([
      ['0.0.0.0', 22],
      ['::', 22],
    ]);
  });

  it('is Windows programs and rpm packages too', async () => {
    const programs = await readTable([
      { name: '7-Zip', version: '23', publisher: 'Igor', install_location: 'C:\\7', identifying_number: '' },
    ]);
    expect(programs.observations.software).toMatchObject([
      { SoftwareVendor: 'Igor', Ecosystem: 'windows', InstallPath: 'C:\\7' },
    ]);
    const rpm = await readTable([
      { name: 'bash', version: '5.1', release: '2.el9', epoch: '1', sha1: 'x', arch: 'x86_64' },
    ]);
    expect(rpm.observations.software).toMatchObject([
      { SoftwareVersion: '1:5.1-2.el9', Ecosystem: 'rpm', Purl: undefined },
    ]);
  });

  it('does not list what dpkg keeps of a removed package', async () => {
    const { observations } = await readTable([
      { ...deb('old', '1'), admindir: 'x', status: 'deinstall ok config-files' },
    ]);
    expect(observations.software).toEqual([]);
  });

  it('takes numbers for text', async () => {
    const { observations } = await readTable([{ port: 22, protocol: 6, address: '10.0.0.1', family: 2 }]);
    expect(observations.endpoint).toMatchObject([{ Port: 22, Protocol: 'tcp' }]);
  });

  it('is refused when its columns are unknown and the name says osquery, else left to others', async () => {
    expect((await readTable([{ colour: 'red' }], 'osquery/x.json')).detection).toMatchObject({
      kind: 'refuse',
      fault: { code: 'not-supported' },
    });
    expect((await readTable([{ colour: 'red' }])).detection).toBeUndefined();
    expect((await readTable([], 'osquery/users.json')).native).toEqual({ records: 0, names: {} });
    expect((await readTable([])).detection).toBeUndefined();
  });
});

describe('tableOf', () => {
  it('believes a query name only together with the columns of that table', () => {
    const columns = new Set(['name', 'version']);
    expect(tableOf('pack/fleet/deb_packages', columns)?.name).toBe('deb_packages');
    expect(tableOf('deb_packages', new Set(['count']))).toBeUndefined();
    expect(tableOf('', columns)).toBeUndefined();
  });

  it('takes the longest table name in a query name', () => {
    expect(tableOf('logged_in_users', new Set(['user', 'username']))?.name).toBe('logged_in_users');
  });
});
