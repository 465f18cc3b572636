import { ownValue } from '../../base/own-value.ts';
import { asNumber, asObject, asObjects, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import type { EpochMs } from '../../base/time.ts';
import { deviceAddress, isPrivateAddress } from '../addresses.ts';
import { siemensDescription } from '../siemens-description.ts';
import type { SeenDevice, TrafficDevices } from '../traffic-devices.ts';

/** An event with what reading it needs. */
interface Event {
  readonly type: string;
  readonly record: JsonObject;
  readonly locator: string;
  readonly time: EpochMs | undefined;
  readonly devices: TrafficDevices;
}

/** Names that other tools use for what Suricata calls otherwise. */
const services: Readonly<Record<string, string>> = {
  dns: 'domain',
  smb: 'microsoft-ds',
  rdp: 'ms-wbt-server',
  tls: 'ssl',
  krb5: 'kerberos',
  dcerpc: 'msrpc',
  rfb: 'vnc',
  'ftp-data': '',
  failed: '',
};

/** Protocols of plants, which use public addresses as their own. */
const industrial = new Set(['modbus', 'dnp3', 'enip']);

/** What an event shows of the devices at its ends. */
export function takeEvent(event: Event): void {
  const { type, record, locator, time, devices } = event;
  if (type === 'dhcp') {
    takeLease(event);
    return;
  }
  const mine = industrial.has(type) || industrial.has(asText(record['app_proto']) ?? '');
  const at = (address: string | undefined): SeenDevice | undefined =>
    address !== undefined && (mine || isPrivateAddress(address)) ? devices.at(address, locator) : undefined;
  const source = deviceAddress(asText(record['src_ip']));
  const target = deviceAddress(asText(record['dest_ip']));
  at(source)?.seen(time);
  const ether = asObject(record['ether']);
  devices.frame(asText(ether?.['src_mac']), source);
  if (target === undefined || !hasAnswered(type, record)) return;
  const server = at(target);
  devices.frame(asText(ether?.['dest_mac']), target);
  if (server === undefined) return;
  server.seen(time);
  const protocol = asText(record['proto'])?.toLowerCase();
  const port = asNumber(record['dest_port']);
  const service = serviceOf(type, record);
  if (port !== undefined && (protocol === 'tcp' || protocol === 'udp')) {
    server.port({ address: target, port, protocol, service, ...productOf(type, record) }, locator);
  }
  if (type === 'snmp') describe(record, server);
}

/**
 * Whether the event shows that its target answered: a flow with packets back that was more than a refusal, a transaction
 * with the fields of a response. An alert alone shows nothing of its target.
 */
function hasAnswered(type: string, record: JsonObject): boolean {
  const body = asObject(record[type]);
  switch (type) {
    case 'flow': {
      const tcp = asObject(record['tcp']);
      const isRefused =
        tcp?.['rst'] === true && tcp['ack'] === true && tcp['psh'] !== true && tcp['fin'] !== true;
      return (asNumber(body?.['pkts_toclient']) ?? 0) > 0 && asText(body?.['state']) !== 'new' && !isRefused;
    }
    case 'http':
      return body?.['status'] !== undefined;
    case 'tls':
      return body?.['version'] !== undefined;
    case 'ssh':
      return body?.['server'] !== undefined;
    case 'smb':
      return body?.['status'] !== undefined || body?.['dialect'] !== undefined;
    case 'modbus':
    case 'dnp3':
    case 'enip':
      return body?.['response'] !== undefined;
    case 'ftp':
      return body?.['completion_code'] !== undefined;
    case 'smtp':
    case 'rdp':
    case 'mqtt':
    case 'krb5':
    case 'snmp':
      return body !== undefined && asText(body['pdu_type']) !== 'get_request';
    default:
      return false;
  }
}

function serviceOf(type: string, record: JsonObject): string | undefined {
  const name = type === 'flow' ? asText(record['app_proto']) : type;
  if (name === undefined) return undefined;
  const known = ownValue(services, name) ?? name;
  return known === '' ? undefined : known;
}

function productOf(
  type: string,
  record: JsonObject,
): { readonly product?: string | undefined; readonly version?: string | undefined } {
  if (type !== 'ssh') return {};
  const software = asText(asObject(asObject(record['ssh'])?.['server'])?.['software_version']);
  const [, product = software, version] = /^(.+?)[_-]v?(\d\S*)/.exec(software ?? '') ?? [];
  return { product, version };
}

/** The description that an agent gives of itself; the community is a password and goes nowhere. */
function describe(record: JsonObject, server: SeenDevice): void {
  for (const variable of asObjects(asObject(record['snmp'])?.['vars'])) {
    if (asText(variable['oid']) !== '1.3.6.1.2.1.1.1.0') continue;
    const text = asText(variable['value']);
    if (text === undefined) continue;
    server.property('snmpDescription', text);
    const siemens = siemensDescription(text);
    if (siemens === undefined) continue;
    server.vendor = 'Siemens';
    server.model = siemens.model;
    server.serial(siemens.serial);
  }
}

/** The lease that a server confirms (`dhcp_type` ack); with `extended: yes` it names the client. */
function takeLease({ record, locator, time, devices }: Event): void {
  const dhcp = asObject(record['dhcp']);
  const device = devices.withMac(asText(dhcp?.['client_mac']), locator);
  if (device !== undefined) {
    device.seen(time);
    device.name(asText(dhcp?.['hostname']));
    const given = deviceAddress(asText(dhcp?.['assigned_ip'])) ?? deviceAddress(asText(dhcp?.['client_ip']));
    if (given !== undefined) device.addresses.add(given);
    device.property('dhcpSoftware', asText(dhcp?.['vendor_class_identifier']));
  }
  if (asText(dhcp?.['type']) !== 'reply') return;
  const address = deviceAddress(asText(record['src_ip']));
  if (address === undefined || asNumber(record['src_port']) !== 67) return;
  devices.at(address, locator)?.port({ address, port: 67, protocol: 'udp', service: 'dhcps' }, locator);
}
