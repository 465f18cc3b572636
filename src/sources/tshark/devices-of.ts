import { ownValue } from '../../base/own-value.ts';
import type { EpochMs } from '../../base/time.ts';
import { deviceAddress, isPrivateAddress } from '../addresses.ts';
import type { SeenDevice, TrafficDevices } from '../traffic-devices.ts';
import type { Packet } from './packet.ts';

/** Names that other tools use for what Wireshark calls otherwise. */
const services: Readonly<Record<string, string>> = {
  bacapp: 'bacnet',
  bacnet: 'bacnet',
  bvlc: 'bacnet',
  cip: 'enip',
  cipio: 'enip',
  cipm: 'enip',
  cotp: 'iso-tsap',
  dns: 'domain',
  mbtcp: 'modbus',
  opcua: 'opcua',
  pn_io: 'profinet',
  s7comm: 'iso-tsap',
  's7comm-plus': 'iso-tsap',
  smb2: 'microsoft-ds',
  smb: 'microsoft-ds',
  rdp: 'ms-wbt-server',
  tls: 'ssl',
};

/** Ports that controllers and their like listen on: whoever sends such a protocol from there answers there. */
const industrial: Readonly<Record<string, readonly number[]>> = {
  bacnet: [47808],
  dnp3: [20000],
  enip: [44818, 2222],
  iec60870_104: [2404],
  'iso-tsap': [102],
  modbus: [502],
  opcua: [4840],
  profinet: [34964],
};

/** What a packet shows of its sender: only who sends is there for sure. */
export function takePacket(packet: Packet, locator: string, devices: TrafficDevices): void {
  const { time } = packet;
  takeArp(packet, locator, time, devices);
  takeProfinet(packet, locator, time, devices);
  takeLease(packet, locator, time, devices);
  const address = deviceAddress(packet.get('ip', 'ip.src') ?? packet.get('ipv6', 'ipv6.src'));
  if (address === undefined) return;
  const service = serviceOf(packet);
  const ports = ownValue(industrial, service);
  // Plants use public addresses as their own; other hosts of the internet are not one's own.
  if (ports === undefined && !isPrivateAddress(address)) return;
  const device = devices.at(address, locator);
  if (device === undefined) return;
  device.seen(time);
  devices.frame(packet.get('eth', 'eth.src'), address);
  if (ports !== undefined && service !== undefined) device.speaks(service);
  const protocol = packet.has('tcp') || packet.get('tcp', 'tcp.srcport') !== undefined ? 'tcp' : 'udp';
  const port = Number(packet.get(protocol, `${protocol}.srcport`));
  const isKnown = device.ports.has(`${address} ${protocol} ${port}`);
  const isServer =
    isKnown ||
    ports?.includes(port) === true ||
    isAccepting(packet) ||
    (protocol === 'udp' && isDnsAnswer(packet));
  if (isServer) device.port({ address, port, protocol, service }, locator);
  if (packet.has('s7comm')) identifyS7(packet, device);
  if (packet.has('enip')) identifyEnip(packet, device);
  if (packet.has('modbus')) identifyModbus(packet, device);
}

/** The innermost protocol that is one; bare TCP, UDP and data are none. */
function serviceOf(packet: Packet): string | undefined {
  const names = packet.protocols;
  const carrier = names.findIndex((name) => name === 'tcp' || name === 'udp');
  if (carrier < 0) return undefined;
  const name = names
    .slice(carrier + 1)
    .filter((candidate) => !/^(data|data-text-lines|tpkt|_ws\.\w+)$/.test(candidate))
    .at(-1);
  if (name === undefined) return undefined;
  return ownValue(services, name) ?? name;
}

/** The second packet of a TCP handshake: SYN and ACK, without RST. */
function isAccepting(packet: Packet): boolean {
  const flags = Number(packet.get('tcp', 'tcp.flags'));
  return (flags & 0x17) === 0x12;
}

function isDnsAnswer(packet: Packet): boolean {
  return /^(1|true)$/i.test(packet.get('dns', 'dns.flags.response') ?? '');
}

function takeArp(packet: Packet, locator: string, time: EpochMs | undefined, devices: TrafficDevices): void {
  const device = devices.at(packet.get('arp', 'arp.src.proto_ipv4'), locator);
  if (device === undefined) return;
  device.seen(time);
  device.mac(packet.get('arp', 'arp.src.hw_mac'));
}

/** PROFINET discovery runs without IP: a response names station, type and address. */
function takeProfinet(
  packet: Packet,
  locator: string,
  time: EpochMs | undefined,
  devices: TrafficDevices,
): void {
  const isDiscovery = packet.has('pn_dcp');
  if (!isDiscovery && !packet.has('pn_rt')) return;
  const device = devices.withMac(packet.get('eth', 'eth.src'), locator);
  if (device === undefined) return;
  device.seen(time);
  device.speaks('profinet');
  const isResponse = Number(packet.get('pn_dcp', 'pn_dcp.service_type')) === 1;
  if (!isDiscovery || !isResponse) return;
  device.name(packet.get('pn_dcp', 'pn_dcp.suboption_device_nameofstation'));
  device.model = packet.get('pn_dcp', 'pn_dcp.suboption_device_typeofstation') ?? device.model;
  const address = deviceAddress(packet.get('pn_dcp', 'pn_dcp.suboption_ip_ip'));
  if (address !== undefined) device.addresses.add(address);
}

/** What a server grants (`ack`), and the name in what a client sends. */
function takeLease(
  packet: Packet,
  locator: string,
  time: EpochMs | undefined,
  devices: TrafficDevices,
): void {
  // Before version 3 the layer had the name of its ancestor.
  const layer = packet.has('dhcp') ? 'dhcp' : 'bootp';
  const device = devices.withMac(packet.get(layer, `${layer}.hw.mac_addr`), locator);
  if (device === undefined) return;
  device.seen(time);
  device.name(packet.get(layer, `${layer}.option.hostname`));
  const type = packet.get(layer, `${layer}.option.dhcp`);
  const given = deviceAddress(packet.get(layer, `${layer}.ip.your`));
  if (type === '5' && given !== undefined) device.addresses.add(given);
}

/** The module identification (order number) and the component identification (names, serial number). */
function identifyS7(packet: Packet, device: SeenDevice): void {
  const order = packet.all('s7comm', 's7comm.szl.xy11.0001.anz').find((text) => /^6[A-Z]{2}\d/.test(text));
  if (order !== undefined) {
    device.model ??= order.trim();
    device.type = 'PLC';
  }
  device.property('automationSystem', packet.get('s7comm', 's7comm.szl.001c.0001.name'));
  device.property('module', packet.get('s7comm', 's7comm.szl.001c.0002.name'));
  device.serial(packet.get('s7comm', 's7comm.szl.001c.0005.serialn'));
}

/** The answer to a list of identities. */
function identifyEnip(packet: Packet, device: SeenDevice): void {
  const name = packet.get('enip', 'enip.lir.name');
  if (name === undefined) return;
  device.model = name;
  device.serial(packet.get('enip', 'enip.lir.serial'));
}

/** Objects of the device identification: 0 vendor, 1 product code, 2 revision. */
function identifyModbus(packet: Packet, device: SeenDevice): void {
  const ids = packet.all('modbus', 'modbus.object_id');
  const values = packet.all('modbus', 'modbus.object_str_value');
  if (ids.length !== values.length) return;
  ids.forEach((id, i) => {
    const value = values[i];
    if (Number(id) === 0) device.vendor = value;
    else if (Number(id) === 1) device.model ??= value;
    else if (Number(id) === 2) device.property('firmware', value);
  });
}
