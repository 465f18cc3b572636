import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { zeek } from './manifest.ts';

const read = (text: string, name = 'some.log') => readWith(zeek, memoryFile(name, text, 61));

const log = (path: string, fields: string, ...rows: readonly string[]) =>
  [
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    `#path\t${path}`,
    '#open\t2024-01-01-00-00-00',
    `#fields\t${fields.replaceAll(' ', '\t')}`,
    `#types\t${fields.replaceAll(/\S+/g, 'string').replaceAll(' ', '\t')}`,
    ...rows.map((row) => row.replaceAll(' | ', '\t')),
    '#close\t2024-01-01-01-00-00',
    '',
  ].join('\n');

const pair = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p';
const conn = `${pair} proto service conn_state local_orig local_resp resp_bytes`;
const row = (from: string, to: string, port: number, rest: string) =>
  `1700000000.5 | C1 | ${from} | 40000 | ${to} | ${port} | ${rest}`;

describe('a Zeek conn log', () => {
  it('becomes devices and the ports that answered, each once', async () => {
    const { outcome, observations, native, observedAt, detection, provesScope } = await read(
      log(
        'conn',
        conn,
        row('10.0.0.5', '10.0.0.6', 443, 'tcp | - | SF | - | - | 10'),
        row('10.0.0.5', '10.0.0.6', 443, 'tcp | ssl,http | SF | - | - | 10'),
        row('10.0.0.5', '10.0.0.6', 22, 'tcp | - | REJ | - | - | 0'),
        row('10.0.0.5', '10.0.0.7', 22, 'tcp | - | S0 | - | - | 0'),
        row('10.0.0.5', '8.8.8.8', 53, 'udp | dns | SF | - | - | 90'),
        row('10.0.0.5', '10.0.0.255', 137, 'udp | - | S0 | - | - | 0'),
        row('8.8.8.8', '203.0.113.9', 25, 'tcp | smtp | SF | F | T | 5'),
        row('198.51.100.1', '198.51.100.2', 502, 'tcp | modbus | OTH | - | - | 5'),
      ),
    );
    expect(outcome).toEqual({ ok: true });
    expect(detection).toEqual({ kind: 'read', format: 'Zeek conn' });
    expect(observedAt).toBe(1_700_000_000_500);
    expect(native).toMatchObject({ records: 8, path: 'conn', 'distinct_id.orig_h': 3 });
    expect(observations.device.map((device) => [device.DeviceName, device.Examined])).toEqual([
      ['10.0.0.5', []],
      ['10.0.0.6', []],
      ['203.0.113.9', []],
      ['198.51.100.1', []],
      ['198.51.100.2', []],
    ]);
    expect(observations.endpoint).toMatchObject([
      {
        IPAddress: '10.0.0.6',
        Port: 443,
        Protocol: 'tcp',
        State: 'open',
        Service: 'https',
        ServiceBasis: 'probed',
      },
      { IPAddress: '203.0.113.9', Port: 25, Service: 'smtp' },
      { IPAddress: '198.51.100.2', Port: 502, Service: 'modbus' },
    ]);
    expect(provesScope).toBe(false);
  });

  it('gives a MAC to the one address behind it, never to those behind a router', async () => {
    const fields = `${conn} orig_l2_addr resp_l2_addr`;
    const { observations } = await read(
      log(
        'conn',
        fields,
        row('10.0.0.5', '10.1.0.1', 80, 'tcp | - | SF | - | - | 1 | 00:0e:8c:00:00:01 | 00:1b:ae:00:00:02'),
        row('10.0.0.5', '10.1.0.2', 80, 'tcp | - | SF | - | - | 1 | 00:0e:8c:00:00:01 | 00:1b:ae:00:00:02'),
      ),
    );
    expect(observations.device.map((device) => device.MacAddresses)).toEqual([
      ['00:0e:8c:00:00:01'],
      undefined,
      undefined,
    ]);
    expect(observations.device[0]?.Vendor).toMatch(/siemens/i);
  });

  it('reads JSON with dotted names, with a log named in each line, and ISO times', async () => {
    const json = [
      {
        _path: 'conn',
        ts: '2024-01-01T00:00:00.000000Z',
        uid: 'C',
        'id.orig_h': '10.0.0.5',
        'id.orig_p': 1,
        'id.resp_h': '10.0.0.6',
        'id.resp_p': 80,
        proto: 'tcp',
        conn_state: 'SF',
      },
      {
        _path: 'ssh',
        ts: 1700000000.1,
        uid: 'C',
        'id.orig_h': '10.0.0.5',
        'id.orig_p': 1,
        'id.resp_h': '10.0.0.6',
        'id.resp_p': 22,
        server: 'SSH-2.0-OpenSSH_7.4p1 Debian-10',
      },
    ];
    const { observations, native, observedAt } = await read(
      json.map((line) => JSON.stringify(line)).join('\n'),
    );
    expect(native).toMatchObject({ zeek: 'json', records: 2, path: 'conn' });
    expect(observedAt).toBe(Date.UTC(2024, 0, 1));
    expect(observations.device).toHaveLength(2);
    expect(observations.endpoint).toMatchObject([
      { Port: 80 },
      { Port: 22, Service: 'ssh', Product: 'OpenSSH', Version: '7.4p1' },
    ]);
  });
});

describe('logs of hosts', () => {
  it('ties names and addresses to the MAC of a lease, in both forms of the log', async () => {
    const { observations } = await read(
      log(
        'dhcp',
        'ts uids client_addr server_addr mac host_name client_fqdn domain assigned_addr msg_types',
        '1700000000 | C | - | 10.0.0.1 | 00:0e:8c:00:00:01 | plc7 | plc7.plant.example. | plant.example | 10.0.0.9 | REQUEST,ACK',
        '1700000001 | C | - | - | ff:ff:ff:ff:ff:ff | x | - | - | 10.0.0.8 | DISCOVER',
      ),
    );
    expect(observations.device).toMatchObject([
      {
        DeviceName: 'plc7.plant.example',
        HostNames: ['plc7.plant.example', 'plc7'],
        MacAddresses: ['00:0e:8c:00:00:01'],
        IPAddresses: ['10.0.0.9'],
        Domain: 'plant.example',
      },
      { IPAddresses: ['10.0.0.1'] },
    ]);
    expect(observations.endpoint).toMatchObject([{ Port: 67, Protocol: 'udp' }]);
    const old = await read(
      log(
        'dhcp',
        `${pair} mac assigned_ip`,
        row('255.255.255.255', '10.0.0.1', 67, '00:0e:8c:00:00:01 | 10.0.0.9'),
      ),
    );
    expect(old.observations.device).toMatchObject([
      { IPAddresses: ['10.0.0.9'] },
      { IPAddresses: ['10.0.0.1'] },
    ]);
  });

  it('takes programs of servers, not what browsers claim', async () => {
    const { observations } = await read(
      log(
        'software',
        'ts host host_p software_type name version.major version.minor version.minor2 version.addl',
        '1 | 10.0.0.5 | 80 | HTTP::SERVER | Microsoft-IIS | 7 | 5 | - | -',
        '1 | 10.0.0.5 | 22 | SSH::SERVER | OpenSSH | 7 | 4 | - | p1 Debian',
        '1 | 10.0.0.5 | - | HTTP::BROWSER | MSIE | 8 | 0 | - | -',
        '1 | 10.0.0.5 | - | OS::WINDOWS | Windows | 10 | 0 | - | -',
        '1 | 10.0.0.5 | - | SMTP::MAIL_CLIENT | () { _; } | - | - | - | -',
      ),
    );
    expect(observations.software.map((row) => [row.SoftwareName, row.SoftwareVersion])).toEqual([
      ['Microsoft-IIS', '7.5'],
      ['OpenSSH', '7.4p1'],
    ]);
    expect(observations.endpoint).toMatchObject([
      { Port: 80, Service: 'http', Product: 'Microsoft-IIS', Version: '7.5' },
      { Port: 22, Service: 'ssh' },
    ]);
    expect(observations.device).toMatchObject([{ OSPlatform: 'Windows', OSVersion: '10.0' }]);
  });

  it('takes names and accounts of logons that succeeded', async () => {
    const { observations } = await read(
      log(
        'ntlm',
        `${pair} username hostname domainname server_dns_computer_name server_tree_name success`,
        row('10.0.0.5', '10.0.0.6', 445, 'ann | PC5 | CORP | srv6.corp.example | corp.example | T'),
        row('10.0.0.7', '10.0.0.6', 445, 'eve | FAKE | CORP | srv6.corp.example | corp.example | F'),
      ),
    );
    expect(observations.device).toMatchObject([
      { HostNames: ['PC5'], LoggedOnUsers: ['CORP\\ann'] },
      { HostNames: ['srv6.corp.example'], Domain: 'corp.example' },
      { DeviceName: '10.0.0.7', HostNames: undefined, LoggedOnUsers: undefined },
    ]);
  });
});

describe('logs of OT protocols', () => {
  it('say who a device is: CIP identity, S7, SNMP, Modbus', async () => {
    const cip = await read(
      log(
        'cip_identity',
        `${pair} is_orig vendor_name device_type_name serial_number product_name revision`,
        row(
          '10.0.0.5',
          '198.51.100.4',
          44818,
          'F | Rockwell Automation | Programmable Logic Controller | 0x00a1b2c3 | 1756-L61 | 20.11',
        ),
      ),
    );
    expect(cip.observations.device[1]).toMatchObject({
      IPAddresses: ['198.51.100.4'],
      Vendor: 'Rockwell Automation',
      Model: '1756-L61',
      DeviceType: 'Programmable Logic Controller',
      HardwareIds: ['serial:0x00a1b2c3'],
      Properties: { firmware: '20.11', speaks: 'enip' },
    });
    const s7 = await read(
      log(
        's7comm_known_devices',
        `${pair} automation_system_name module_name plant_name module_serial`,
        row('10.0.0.5', '10.0.0.6', 102, 'SNAP7-SERVER | CPU 315-2 PN/DP | (empty) | S C-C2UR28922012'),
      ),
    );
    expect(s7.observations.device[1]).toMatchObject({
      Model: 'CPU 315-2 PN/DP',
      DeviceType: 'PLC',
      HardwareIds: ['serial:S C-C2UR28922012'],
    });
    const snmp = await read(
      log(
        'snmp',
        `${pair} community get_responses display_string`,
        row(
          '10.0.0.5',
          '10.0.0.6',
          161,
          'hunter2 | 3 | Siemens, SIMATIC S7, CPU-1200, 6ES7 212-1BD30-0XB0 SZVA3YU6014773  , 1, V.1.0.1',
        ),
      ),
    );
    expect(snmp.observations.device[1]).toMatchObject({
      Vendor: 'Siemens',
      Model: 'SIMATIC S7 CPU-1200 6ES7 212-1BD30-0XB0',
      HardwareIds: ['serial:SZVA3YU6014773'],
    });
    expect(JSON.stringify(snmp)).not.toContain('hunter2');
    const modbus = await read(
      log(
        'modbus_read_device_identification',
        `${pair} is_orig source_h request_response object_id object_value`,
        row('10.0.0.5', '10.0.0.6', 502, 'T | 10.0.0.5 | REQUEST | - | -'),
        row('10.0.0.5', '10.0.0.6', 502, 'F | 10.0.0.6 | RESPONSE | VendorName | Schneider'),
        row('10.0.0.5', '10.0.0.6', 502, 'F | 10.0.0.6 | RESPONSE | MajorMinorRevision | v2.1'),
      ),
    );
    expect(modbus.observations.device[1]).toMatchObject({
      Vendor: 'Schneider',
      Properties: { firmware: 'v2.1' },
    });
  });

  it('tells a BACnet device from a router that speaks for several', async () => {
    const { observations } = await read(
      log(
        'bacnet_discovery',
        `${pair} is_orig source_h source_p pdu_service object_type instance_number vendor`,
        row('10.0.0.5', '10.0.0.255', 47808, 'T | 10.0.0.5 | 47808 | i-am | device | 7 | Acme'),
        row('10.0.0.6', '10.0.0.255', 47808, 'T | 10.0.0.6 | 47808 | i-am | device | 8 | Acme'),
        row('10.0.0.6', '10.0.0.255', 47808, 'T | 10.0.0.6 | 47808 | i-am | device | 9 | Other'),
        row('10.0.0.7', '10.0.0.255', 47808, 'T | 10.0.0.7 | 47808 | who-is | - | - | -'),
      ),
    );
    expect(observations.device.map((device) => [device.DeviceName, device.Vendor])).toEqual([
      ['10.0.0.5', 'Acme'],
      ['10.0.0.6', undefined],
      ['10.0.0.7', undefined],
    ]);
    expect(observations.endpoint.map((row) => row.IPAddress)).toEqual(['10.0.0.5', '10.0.0.6']);
  });
});

describe('other lines', () => {
  it('has nothing to say of a log without records', async () => {
    const { outcome, native, observations } = await read(log('conn', conn));
    expect(outcome).toEqual({ ok: true });
    expect(native).toMatchObject({ records: 0 });
    expect(observations.device).toEqual([]);
  });

  it('sets broken lines aside, knows a cut one, and believes no scrubbed time', async () => {
    const whole = log(
      'known_hosts',
      'ts host',
      'XXXXXXXXXX.XXXXXX | 10.0.0.5',
      '1 | 10.0.0.6 | more',
      '1 | =cmd()',
      '1 | \\x07',
    );
    const { quarantined, observations, observedAt } = await read(whole);
    expect(quarantined.map((entry) => entry.locator)).toEqual(['line 10']);
    expect(observations.device).toMatchObject([{ IPAddresses: ['10.0.0.5'], LastSeen: undefined }]);
    expect(observedAt).toBe(1000);
    const cut = whole.slice(0, whole.indexOf('10.0.0.6') - 1);
    expect((await read(cut)).outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
  });

  it('reads files joined to one, another separator, and escaped bytes', async () => {
    const one = log('known_hosts', 'ts host', '1 | 10.0.0.5');
    const two =
      '#separator ;\n#unset_field;-\n#path;known_devices\n#fields;ts;mac;dhcp_host_name\n1;00:0e:8c:00:00:01;a\\x20b\n';
    const { observations, native } = await read(one + two);
    expect(native['records']).toBe(2);
    expect(observations.device).toMatchObject([{ DeviceName: '10.0.0.5' }, { DeviceName: 'a b' }]);
  });

  it('is not taken for Zeek without its marks', async () => {
    expect((await read('a\tb\n1\t2\n')).detection).toBeUndefined();
    expect((await read('{"ts":1,"host":"10.0.0.1","x":1}\n{"ts":2}\n')).detection).toBeUndefined();
    expect((await read('{"__proto__":{"ts":1}}\n{"ts":2}\n')).detection).toBeUndefined();
  });
});
