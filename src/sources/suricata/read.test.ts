import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { suricata } from './manifest.ts';

const read = (text: string) => readWith(suricata, memoryFile('eve.json', text, 61));
const lines = (...records: object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

const event = (event_type: string, more: object = {}) => ({
  timestamp: '2024-05-01T10:00:00.123456+0200',
  event_type,
  src_ip: '10.0.0.5',
  src_port: 40000,
  dest_ip: '10.0.0.6',
  dest_port: 443,
  proto: 'TCP',
  ...more,
});
const alert = (more: object = {}) =>
  event('alert', {
    alert: { signature: 'ET SCAN <b>', signature_id: 7, category: 'Scan', severity: 2 },
    ...more,
  });

describe('Suricata EVE', () => {
  it('becomes devices and the ports that answered', async () => {
    const { outcome, observations, native, observedAt, provesScope } = await read(
      lines(
        event('flow', { app_proto: 'tls', flow: { pkts_toclient: 3, state: 'closed' } }),
        event('flow', { dest_port: 22, flow: { pkts_toclient: 0, state: 'new' } }),
        event('flow', {
          dest_port: 23,
          flow: { pkts_toclient: 1, state: 'closed' },
          tcp: { syn: true, rst: true, ack: true },
        }),
        event('ssh', { dest_port: 2222, ssh: { server: { software_version: 'OpenSSH_7.4p1 Debian' } } }),
        event('modbus', {
          src_ip: '198.51.100.1',
          dest_ip: '198.51.100.2',
          dest_port: 502,
          modbus: { response: {} },
        }),
        event('dns', { dest_ip: '8.8.8.8', dest_port: 53, proto: 'UDP' }),
      ),
    );
    expect(outcome).toEqual({ ok: true });
    expect(native).toMatchObject({ events: 6, alerts: 0, src_ips: 2, event_types: { flow: 3 } });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 8, 0, 0, 123));
    expect(observations.device.map((device) => [device.DeviceName, device.Examined])).toEqual([
      ['10.0.0.5', []],
      ['10.0.0.6', []],
      ['198.51.100.1', []],
      ['198.51.100.2', []],
    ]);
    expect(observations.endpoint).toMatchObject([
      { Port: 443, Service: 'ssl', ServiceBasis: 'probed', State: 'open' },
      { Port: 2222, Service: 'ssh', Product: 'OpenSSH', Version: '7.4p1' },
      { Port: 502, Service: 'modbus' },
    ]);
    expect(provesScope).toBe(false);
  });

  it('counts alerts by device and signature, also in an array', async () => {
    const { observations, native } = await read(
      JSON.stringify([
        alert(),
        alert({ timestamp: '2024-05-02T10:00:00+0200' }),
        alert({ src_ip: '203.0.113.1', dest_ip: '203.0.113.2' }),
      ]),
    );
    expect(native).toMatchObject({ events: 3, alerts: 3, src_ips: 2 });
    expect(observations.event).toMatchObject([
      {
        Ref: 'local:10.0.0.6',
        ActionType: 'NetworkAlert',
        AdditionalFields: { role: 'target', count: 2, signatureId: '7' },
      },
      { Ref: 'local:10.0.0.5', AdditionalFields: { role: 'source', count: 2 } },
    ]);
    expect(observations.device.map((device) => device.Ref)).toEqual(['local:10.0.0.5', 'local:10.0.0.6']);
    expect(observations.endpoint).toEqual([]);
  });

  it('takes the MAC and the name of a lease', async () => {
    const dhcp = {
      type: 'reply',
      client_mac: '00:0e:8c:00:00:01',
      assigned_ip: '10.0.0.9',
      hostname: 'plc9',
    };
    const { observations } = await read(
      lines(event('dhcp', { src_port: 67, proto: 'UDP', dhcp }), event('stats')),
    );
    expect(observations.device[0]).toMatchObject({
      DeviceName: 'plc9',
      IPAddresses: ['10.0.0.9'],
      MacAddresses: ['00:0e:8c:00:00:01'],
    });
    expect(observations.endpoint).toMatchObject([{ IPAddress: '10.0.0.5', Port: 67 }]);
  });

  it('sets aside what is no event and bears wrong types', async () => {
    const { outcome, quarantined, observations } = await read(
      lines(
        alert(),
        { src_ip: '10.0.0.7' },
        event('flow', { src_ip: 7, dest_port: 'x', flow: 'y', timestamp: 'XX' }),
      ) + '{"__proto__":{"event_type":"flow"}}\nnoise\n',
    );
    expect(outcome).toEqual({ ok: true });
    expect(quarantined.map((entry) => entry.locator)).toEqual(['line 2', 'line 4', 'line 5']);
    expect(observations.device).toHaveLength(2);
  });

  it('says where a cut file ends, and leaves other JSON alone', async () => {
    const text = lines(alert(), alert());
    expect((await read(text.slice(0, -30))).outcome).toMatchObject({
      ok: false,
      fault: { code: 'truncated' },
    });
    expect((await read(lines({ event_type: 'x' }, { event_type: 'y' }))).detection).toBeUndefined();
    expect((await read('[]')).detection).toBeUndefined();
  });
});
