import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { tshark } from './manifest.ts';

const read = (report: unknown) =>
  readWith(tshark, memoryFile('x.json', typeof report === 'string' ? report : JSON.stringify(report), 61));

const packet = (
  from: string,
  layers: object = {},
  protocols = 'eth:ethertype:ip:tcp',
  mac = '00:0e:8c:00:00:01',
) => ({
  _index: 'packets-2024-01-01',
  _source: {
    layers: {
      frame: { 'frame.time_epoch': '1700000000.5', 'frame.protocols': protocols },
      eth: { 'eth.src': mac },
      ip: { 'ip.src': from, 'ip.dst': '10.0.0.99' },
      ...layers,
    },
  },
});
const tcp = (port: number, flags = '0x0018') => ({
  tcp: { 'tcp.srcport': String(port), 'tcp.flags': flags },
});

describe('packets of tshark', () => {
  it('show who sends and which ports answer', async () => {
    const { outcome, observations, native, observedAt, provesScope } = await read([
      packet('10.0.0.5', tcp(443, '0x0012')),
      packet('10.0.0.5', tcp(443), 'eth:ethertype:ip:tcp:tls'),
      packet('10.0.0.6', tcp(40000, '0x0002'), undefined, '00:0e:8c:00:00:02'),
      packet('8.8.8.8', tcp(443, '0x0012'), undefined, '00:0e:8c:00:00:02'),
      packet('198.51.100.7', tcp(502), 'eth:ethertype:ip:tcp:mbtcp:modbus', '00:1b:ae:00:00:03'),
    ]);
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ packets: 5 });
    expect(observedAt).toBe(1_700_000_000_500);
    expect(observations.device).toMatchObject([
      {
        DeviceName: '10.0.0.5',
        MacAddresses: ['00:0e:8c:00:00:01'],
        Examined: [],
        LastSeen: 1_700_000_000_500,
      },
      { DeviceName: '10.0.0.6' },
      { DeviceName: '198.51.100.7', Properties: { speaks: 'modbus' } },
    ]);
    expect(observations.device[0]?.Vendor).toMatch(/siemens/i);
    expect(observations.endpoint).toMatchObject([
      { IPAddress: '10.0.0.5', Port: 443, Protocol: 'tcp', Service: 'ssl', State: 'open' },
      { IPAddress: '198.51.100.7', Port: 502, Service: 'modbus' },
    ]);
    expect(provesScope).toBe(false);
  });

  it('name controllers: S7, PROFINET, Modbus', async () => {
    const s7 = {
      ...tcp(102),
      s7comm: {
        's7comm.data': {
          szl: [
            { 's7comm.szl.xy11.0001.anz': '6ES7 315-2EH14-0AB0 ' },
            { 's7comm.szl.xy11.0001.anz': 'Boot Loader' },
          ],
          's7comm.szl.001c.0001.name': 'LINE4',
          's7comm.szl.001c.0005.serialn': 'S C-C2UR28922012',
        },
      },
    };
    const dcp = {
      pn_dcp: {
        'pn_dcp.service_type': '1',
        block: { 'pn_dcp.suboption_device_nameofstation': 'plc-9', 'pn_dcp.suboption_ip_ip': '10.0.0.9' },
      },
      ip: undefined,
    };
    const modbus = {
      ...tcp(502),
      modbus: {
        objects: [
          { 'modbus.object_id': '0', 'modbus.object_str_value': 'Schneider' },
          { 'modbus.object_id': '2', 'modbus.object_str_value': 'v2' },
        ],
      },
    };
    const { observations } = await read([
      packet('10.0.0.5', s7, 'eth:ethertype:ip:tcp:tpkt:cotp:s7comm'),
      packet('', dcp, 'eth:ethertype:pn_rt:pn_dcp', '00:0e:8c:00:00:09'),
      packet('10.0.0.6', modbus, 'eth:ethertype:ip:tcp:mbtcp:modbus', '02:00:00:00:00:01'),
    ]);
    expect(observations.device).toMatchObject([
      {
        Model: '6ES7 315-2EH14-0AB0',
        DeviceType: 'PLC',
        HardwareIds: ['serial:S C-C2UR28922012'],
        Properties: { automationSystem: 'LINE4' },
      },
      { DeviceName: 'plc-9', IPAddresses: ['10.0.0.9'], MacAddresses: ['00:0e:8c:00:00:09'] },
      { Vendor: 'Schneider', Properties: { firmware: 'v2' } },
    ]);
  });

  it('are read line by line too, with flat names and chosen fields', async () => {
    const lines = [
      { index: { _index: 'packets-2024-01-01' } },
      {
        timestamp: '1700000000500',
        layers: {
          frame: { frame_frame_protocols: 'eth:ethertype:ip:udp:dns' },
          ip: { ip_ip_src: '10.0.0.5' },
          udp: { udp_udp_srcport: '53' },
          dns: { dns_dns_flags_response: '1' },
        },
      },
      { index: {} },
      {
        timestamp: '1700000000600',
        layers: { 'ip.src': ['10.0.0.6'], 'tcp.srcport': ['22'], 'tcp.flags': ['0x12'] },
      },
    ];
    const { observations, native, observedAt } = await read(
      lines.map((line) => JSON.stringify(line)).join('\n'),
    );
    expect(native).toEqual({ packets: 2 });
    expect(observedAt).toBe(1_700_000_000_600);
    expect(observations.endpoint).toMatchObject([
      { IPAddress: '10.0.0.5', Port: 53, Protocol: 'udp', Service: 'domain' },
      { IPAddress: '10.0.0.6', Port: 22, Protocol: 'tcp' },
    ]);
  });

  it('may be none, doubled in their keys, damaged, cut', async () => {
    const odd = `[{"_source":{"layers":{"ip":{"ip.src":"10.0.0.5","ip.addr":"a","ip.addr":"b"},"tcp":7,"__proto__":{"x":1}}}},{"_source":{}},"x"]`;
    const { quarantined, observations } = await read(odd);
    expect(quarantined.map((entry) => entry.locator)).toEqual(['$[1]', '$[2]']);
    expect(observations.device).toMatchObject([{ DeviceName: '10.0.0.5' }]);
    const cut = JSON.stringify([packet('10.0.0.5'), packet('10.0.0.6')]).slice(0, -30);
    expect(await read(cut)).toMatchObject({
      outcome: { fault: { code: 'truncated' } },
      native: { packets: 1 },
    });
    expect((await read('[]')).detection).toBeUndefined();
    expect((await read('[{"_source":{"a":1}}]')).detection).toBeUndefined();
  });
});
