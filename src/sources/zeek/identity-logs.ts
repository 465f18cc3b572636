import { deviceAddress } from '../addresses.ts';
import { siemensDescription } from '../siemens-description.ts';
import type { SeenDevice } from '../traffic-devices.ts';
import type { Entry } from './logs.ts';

/** A record of a protocol with the devices at both ends, as far as they are one's own and have shown themselves. */
interface Conversation extends Entry {
  readonly client: SeenDevice | undefined;
  readonly server: SeenDevice | undefined;
}

type Identify = (conversation: Conversation) => void;

/** The device that sent the record's message: newer ICSNPP logs name it, others say which end it was. */
function sender({ record, locator, devices }: Entry): SeenDevice | undefined {
  const source =
    record.get('source_h') ?? record.get(record.get('is_orig') === 'T' ? 'id.orig_h' : 'id.resp_h');
  return devices.at(source, locator);
}

/** A successful logon: the server names itself, the client is who it says. */
const ntlm: Identify = ({ record, client, server }) => {
  server?.name(record.get('server_dns_computer_name') ?? record.get('server_nb_computer_name'));
  const tree = record.get('server_tree_name');
  if (server !== undefined && tree?.includes('.') === true) server.domain ??= tree;
  if (record.get('success') !== 'T' || client === undefined) return;
  client.name(record.get('hostname'));
  const user = record.get('username');
  const domain = record.get('domainname');
  if (user !== undefined) client.user(domain === undefined ? user : `${domain}\\${user}`);
};

const kerberos: Identify = ({ record, client }) => {
  if (record.get('success') !== 'T') return;
  const [name = '', realm = ''] = (record.get('client') ?? '').split('/');
  if (name === '' || realm === '') return;
  if (name.endsWith('$')) client?.name(`${name.slice(0, -1)}.${realm}`.toLowerCase());
  else client?.user(`${name}@${realm}`);
};

/** `SSH-2.0-OpenSSH_7.4p1 Raspbian-10+deb9u3`: product and version of the server. */
const ssh: Identify = ({ record, server, locator }) => {
  const software = /^SSH-[\d.]+-(\S+)/.exec(record.get('server') ?? '')?.[1];
  const address = deviceAddress(record.get('id.resp_h'));
  if (server === undefined || software === undefined || address === undefined) return;
  const [, product = software, version] = /^(.+?)[_-]v?(\d\S*)$/.exec(software) ?? [];
  server.port(
    { address, port: Number(record.get('id.resp_p')), protocol: 'tcp', service: 'ssh', product, version },
    locator,
  );
};

/** The description that the agent gives of itself; the community is a password and goes nowhere. */
const snmp: Identify = ({ record, server }) => {
  const description = record.get('display_string');
  if (server === undefined || description === undefined) return;
  server.property('snmpDescription', description);
  const siemens = siemensDescription(description);
  if (siemens === undefined) return;
  server.vendor = 'Siemens';
  server.model = siemens.model;
  server.serial(siemens.serial);
  server.property('firmware', siemens.firmware);
};

const rdp: Identify = ({ record, client }) => {
  if (record.get('result') !== undefined) client?.name(record.get('client_name'));
};

/** The identity object that a device sends when it is asked who it is. */
const cipIdentity: Identify = (conversation) => {
  const { record, time } = conversation;
  const device = sender(conversation);
  if (device === undefined) return;
  device.seen(time);
  device.vendor = record.get('vendor_name') ?? device.vendor;
  device.model = record.get('product_name') ?? device.model;
  device.type = record.get('device_type_name') ?? device.type;
  device.serial(record.get('serial_number'));
  device.property('firmware', record.get('revision'));
  device.property('state', record.get('device_state'));
};

const s7KnownDevices: Identify = ({ record, devices, locator, time }) => {
  const device = devices.at(record.get('source_h') ?? record.get('id.resp_h'), locator);
  if (device === undefined) return;
  device.seen(time);
  device.type = 'PLC';
  device.model = record.get('module_name') ?? device.model;
  device.serial(record.get('module_serial'));
  device.property('automationSystem', record.get('automation_system_name'));
  device.property('plant', record.get('plant_name'));
};

/** An `i-am` comes from the device itself or, with several instance numbers, from the router before it. */
const bacnetDiscovery: Identify = (conversation) => {
  const { record } = conversation;
  const device = bacnetSender(conversation);
  const service = record.get('pdu_service')?.toLowerCase() ?? '';
  if (device === undefined || !/^i[-_]am/.test(service)) return;
  const instance = record.get('instance_number');
  const before = device.properties.get('bacnetInstance');
  if (before !== undefined && instance !== undefined && before !== instance) {
    device.property('bacnetInstance', 'several');
    device.vendor = undefined;
    return;
  }
  device.property('bacnetInstance', instance);
  device.vendor = record.get('vendor') ?? device.vendor;
};

const bacnetProperties: Readonly<Record<string, (device: SeenDevice, value: string) => void>> = {
  'object-name': (device, value) => {
    device.name(value);
  },
  'vendor-name': (device, value) => {
    device.vendor = value;
  },
  'model-name': (device, value) => {
    device.model = value;
  },
  'firmware-revision': (device, value) => {
    device.property('firmware', value);
  },
  'application-software-version': (device, value) => {
    device.property('application', value);
  },
  'serial-number': (device, value) => {
    device.serial(value);
  },
  location: (device, value) => {
    device.property('location', value);
  },
};

/** Answers about the device object; other objects are its points. */
const bacnetProperty: Identify = (conversation) => {
  const { record } = conversation;
  const device = bacnetSender(conversation);
  const property = record.get('property')?.toLowerCase().replaceAll('_', '-') ?? '';
  const value = record.get('value');
  if (device === undefined || value === undefined || record.get('object_type') !== 'device') return;
  if (!/ack$/i.test(record.get('pdu_service') ?? '') || !Object.hasOwn(bacnetProperties, property)) return;
  bacnetProperties[property]!(device, value);
};

/** Whoever sends speaks BACnet; who answers or announces itself listens on the port that it sends from. */
function bacnetSender(conversation: Conversation): SeenDevice | undefined {
  const { record, locator, time } = conversation;
  const device = sender(conversation);
  if (device === undefined) return undefined;
  device.seen(time);
  const said = `${record.get('pdu_type') ?? ''} ${record.get('pdu_service') ?? ''}`.toLowerCase();
  const address = [...device.addresses][0];
  if (/ack\b|\bi[-_](am|have)/.test(said) && address !== undefined) {
    const port = Number(record.get('source_p') ?? record.get('id.orig_p'));
    device.port({ address, port, protocol: 'udp', service: 'bacnet' }, locator);
  }
  return device;
}

/** Objects of the Modbus device identification, each in a record of its own. */
const modbusIdentification: Identify = ({ record, server }) => {
  const object = (record.get('object_id') ?? '').toLowerCase().replace(/[^a-z]/g, '');
  const value = record.get('object_value');
  if (server === undefined || value === undefined) return;
  if (object === 'vendorname') server.vendor = value;
  else if (object === 'productname' || object === 'modelname') server.model = value;
  else if (object === 'productcode') server.model ??= value;
  else if (object === 'majorminorrevision') server.property('firmware', value);
};

/** What the logs of a protocol say of who the devices are, beyond that they speak it. */
export const identityLogs: Readonly<Record<string, Identify>> = {
  ntlm,
  kerberos,
  ssh,
  snmp,
  rdp,
  cip_identity: cipIdentity,
  s7comm_known_devices: s7KnownDevices,
  bacnet: (conversation) => {
    bacnetSender(conversation);
  },
  bacnet_discovery: bacnetDiscovery,
  bacnet_property: bacnetProperty,
  modbus_read_device_identification: modbusIdentification,
};
