import { deviceAddress } from '../addresses.ts';
import type { SeenDevice } from '../traffic-devices.ts';
import type { ZeekRecord } from './layout.ts';
import type { LogReader } from './logs.ts';
import { own } from './own-devices.ts';
import { serviceName } from './service-name.ts';

/** States of a TCP connection in which both ends spoke (Zeek, conn_state): the responder accepted it. */
const accepted = new Set(['SF', 'S1', 'S2', 'S3', 'RSTO', 'RSTR']);

const industrial = new Set([
  'bacnet',
  'cip',
  'dnp3',
  'enip',
  'iec-104',
  'iso-tsap',
  'modbus',
  'opcua_binary',
  'profinet',
]);

/** A connection shows its originator, the responder that answered, and the port that it answered on. */
const conn: LogReader = ({ record, locator, time, devices }) => {
  const origin = record.get('id.orig_h');
  const target = record.get('id.resp_h');
  const state = record.get('conn_state') ?? '';
  const service = serviceName(record.get('service'));
  // Plants use public addresses as their own: who speaks such a protocol counts whatever its address is.
  const mine = service !== undefined && industrial.has(service) ? 'T' : undefined;
  own(devices, origin, mine ?? record.get('local_orig'), locator)?.seen(time);
  devices.frame(record.get('orig_l2_addr'), origin);
  const hasSpoken = Number(record.get('resp_bytes') ?? 0) > 0;
  const protocol = record.get('proto')?.toLowerCase() ?? '';
  // A refusal shows the device too. UDP and traffic seen from its middle on show it when it sent something.
  const isThere = accepted.has(state) || state === 'REJ' || state === 'RSTRH' || state === 'SHR' || hasSpoken;
  if (!isThere) return;
  const device = own(devices, target, mine ?? record.get('local_resp'), locator);
  devices.frame(record.get('resp_l2_addr'), target);
  const address = deviceAddress(target);
  if (device === undefined || address === undefined) return;
  device.seen(time);
  const isOpen =
    protocol === 'tcp'
      ? accepted.has(state) || (hasSpoken && service !== undefined)
      : protocol === 'udp' && hasSpoken;
  // The data port of FTP is opened for one transfer.
  if (!isOpen || record.get('service') === 'ftp-data') return;
  device.port({ address, port: Number(record.get('id.resp_p')), protocol, service }, locator);
};

/** Addresses by MAC, with the names that clients give themselves; both forms of the log (before and since Zeek 2.6). */
const dhcp: LogReader = ({ record, locator, time, devices }) => {
  const mac = record.get('mac');
  const device = devices.withMac(mac, locator);
  if (device !== undefined) {
    device.seen(time);
    // What is asked for only (requested_addr) may not be granted.
    const given =
      record.get('assigned_addr') ??
      record.get('assigned_ip') ??
      record.get('client_addr') ??
      record.get('id.orig_h');
    const address = deviceAddress(given);
    if (address !== undefined) device.addresses.add(address);
    device.name(record.get('client_fqdn')?.replace(/\.$/, ''));
    device.name(record.get('host_name'));
    device.domain ??= record.get('domain');
    device.property('dhcpSoftware', record.get('client_software') ?? record.get('vendor_class'));
  }
  const server = own(devices, record.get('server_addr') ?? record.get('id.resp_h'), undefined, locator);
  const address = [...(server?.addresses ?? [])][0];
  if (server === undefined || address === undefined) return;
  server.seen(time);
  const answers = record.get('msg_types');
  if (answers === undefined || /OFFER|ACK|NAK/.test(answers)) {
    server.port({ address, port: 67, protocol: 'udp', service: 'dhcps' }, locator);
  }
};

const knownHosts: LogReader = ({ record, locator, time, devices }) => {
  devices.at(record.get('host'), locator)?.seen(time);
};

const knownServices: LogReader = ({ record, locator, time, devices }) => {
  const device = devices.at(record.get('host'), locator);
  const address = deviceAddress(record.get('host'));
  if (device === undefined || address === undefined) return;
  device.seen(time);
  const protocol = record.get('port_proto')?.toLowerCase() ?? 'tcp';
  const service = serviceName(record.get('service'));
  device.port({ address, port: Number(record.get('port_num')), protocol, service }, locator);
};

const knownCerts: LogReader = ({ record, locator, time, devices }) => {
  const device = devices.at(record.get('host'), locator);
  const address = deviceAddress(record.get('host'));
  if (device === undefined || address === undefined) return;
  device.seen(time);
  device.port({ address, port: Number(record.get('port_num')), protocol: 'tcp', service: 'ssl' }, locator);
};

const knownDevices: LogReader = ({ record, locator, time, devices }) => {
  const device = devices.withMac(record.get('mac'), locator);
  device?.seen(time);
  device?.name(record.get('dhcp_host_name'));
};

const knownModbus: LogReader = ({ record, locator, time, devices }) => {
  const device = devices.at(record.get('host'), locator);
  device?.seen(time);
  const role = record
    .get('device_type')
    ?.replace(/^Known::MODBUS_/, '')
    .toLowerCase();
  device?.property('modbusRole', role);
};

/** Programs that hosts named themselves. A user agent is what a client claims: browsers are not taken. */
const software: LogReader = ({ record, locator, time, devices }) => {
  const device = devices.at(record.get('host'), locator);
  const address = deviceAddress(record.get('host'));
  const name = record.get('name');
  if (device === undefined || address === undefined) return;
  device.seen(time);
  const type = record.get('software_type') ?? '';
  if (name === undefined || /::(BROWSER|APPSERVER_CLIENT|BROWSER_PLUGIN)$/.test(type)) return;
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .+()/_:-]{0,100}$/u.test(name)) return;
  const version = versionOf(record);
  if (/^OS::/.test(type)) {
    setPlatform(device, name, version);
    return;
  }
  device.program({ name, version }, locator);
  const port = Number(record.get('host_p'));
  const isServer = /::\w*SERVER$/.test(type);
  if (isServer && port > 0) {
    const service = /^(\w+)::SERVER$/.exec(type)?.[1];
    device.port(
      { address, port, protocol: 'tcp', service: serviceName(service), product: name, version },
      locator,
    );
  }
};

function setPlatform(device: SeenDevice, name: string, version: string | undefined): void {
  device.platform ??= name;
  device.version ??= version;
}

/** `7.4` with the addition `p1` is 7.4p1; other additions are words around a version. */
function versionOf(record: ZeekRecord): string | undefined {
  const parts = ['major', 'minor', 'minor2', 'minor3'].flatMap((part) => record.get(`version.${part}`) ?? []);
  const addition = /^[a-z]\d{0,3}(?![a-z])/i.exec(record.get('version.addl') ?? '')?.[0] ?? '';
  return parts.length === 0 ? undefined : `${parts.join('.')}${addition}`;
}

/** Logs that are lists of hosts, services and leases themselves. */
export const inventoryLogs: Readonly<Record<string, LogReader>> = {
  conn,
  conn_long: conn,
  dhcp,
  known_certs: knownCerts,
  known_devices: knownDevices,
  known_hosts: knownHosts,
  known_modbus: knownModbus,
  known_services: knownServices,
  software,
};
