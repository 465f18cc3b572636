import { ownValue } from '../../base/own-value.ts';
import type { EpochMs } from '../../base/time.ts';
import { deviceAddress } from '../addresses.ts';
import type { SeenDevice, TrafficDevices } from '../traffic-devices.ts';
import { identityLogs } from './identity-logs.ts';
import { inventoryLogs } from './inventory-logs.ts';
import type { ZeekRecord } from './layout.ts';
import { own } from './own-devices.ts';

/** A record with what reading it needs. */
export interface Entry {
  readonly record: ZeekRecord;
  readonly locator: string;
  readonly time: EpochMs | undefined;
  readonly devices: TrafficDevices;
}

export type LogReader = (entry: Entry) => void;

/** What a log of a protocol says by the mere existence of a record. */
interface Protocol {
  readonly service: string;
  /** Undefined where it may be either: then only the log itself can tell (`proto`), and else no port is stated. */
  readonly transport: 'tcp' | 'udp' | undefined;
  /** Fields that are set only when the responder answered; none: each record shows an answer. */
  readonly answers: readonly string[];
  /** Spoken by controllers and their like: then public addresses count as devices of one's own too. */
  readonly isIndustrial?: true;
}

const it = (
  service: string,
  transport: 'tcp' | 'udp' | undefined,
  ...answers: readonly string[]
): Protocol => ({
  service,
  transport,
  answers,
});
const ot = (
  service: string,
  transport: 'tcp' | 'udp' | undefined,
  ...answers: readonly string[]
): Protocol => ({
  service,
  transport,
  answers,
  isIndustrial: true,
});

const protocols: Readonly<Record<string, Protocol>> = {
  dce_rpc: it('msrpc', 'tcp', 'rtt'),
  dns: it('domain', undefined, 'rcode'),
  ftp: it('ftp', 'tcp', 'reply_code'),
  http: it('http', 'tcp', 'status_code'),
  irc: it('irc', 'tcp', 'command'),
  kerberos: it('kerberos', undefined, 'success'),
  ldap: it('ldap', undefined, 'result'),
  ldap_search: it('ldap', undefined, 'result'),
  mqtt_connect: it('mqtt', 'tcp', 'connect_status'),
  mysql: it('mysql', 'tcp', 'success', 'response'),
  ntlm: it('', 'tcp', 'server_nb_computer_name', 'server_dns_computer_name', 'success'),
  ntp: it('ntp', 'udp', 'stratum'),
  postgresql: it('postgresql', 'tcp', 'backend'),
  radius: it('radius', 'udp', 'result'),
  rdp: it('ms-wbt-server', 'tcp', 'result', 'security_protocol'),
  rfb: it('vnc', 'tcp', 'server_major_version'),
  sip: it('sip', undefined, 'status_code'),
  smb_files: it('microsoft-ds', 'tcp'),
  smb_mapping: it('microsoft-ds', 'tcp', 'share_type'),
  smtp: it('smtp', 'tcp', 'last_reply'),
  snmp: it('snmp', 'udp', 'get_responses', 'display_string', 'up_since'),
  ssh: it('ssh', 'tcp', 'server'),
  ssl: it('ssl', 'tcp', 'version', 'cipher'),
  telnet: it('telnet', 'tcp'),

  cip: ot('cip', undefined, 'cip_status'),
  cip_identity: ot('enip', undefined),
  cip_io: ot('cip', 'udp'),
  cotp: ot('iso-tsap', 'tcp'),
  dnp3: ot('dnp3', undefined, 'fc_reply'),
  dnp3_control: ot('dnp3', undefined),
  dnp3_objects: ot('dnp3', undefined),
  ecat_registers: ot('ethercat', undefined),
  enip: ot('enip', undefined),
  enip_list_identity: ot('enip', undefined),
  genisys: ot('genisys', 'tcp'),
  iec104: ot('iec-104', 'tcp'),
  modbus: ot('modbus', 'tcp'),
  modbus_detailed: ot('modbus', 'tcp'),
  modbus_mask_write_register: ot('modbus', 'tcp'),
  modbus_read_device_identification: ot('modbus', 'tcp'),
  modbus_read_write_multiple_registers: ot('modbus', 'tcp'),
  modbus_register_change: ot('modbus', 'tcp', 'new_val'),
  opcua_binary: ot('opcua', 'tcp'),
  profinet: ot('profinet', undefined),
  profinet_io_cm: ot('profinet', 'udp'),
  profinet_dce_rpc: ot('profinet', 'udp'),
  s7comm: ot('iso-tsap', 'tcp'),
  s7comm_known_devices: ot('iso-tsap', 'tcp'),
  s7comm_plus: ot('iso-tsap', 'tcp'),
  s7comm_read_szl: ot('iso-tsap', 'tcp'),
  s7comm_upload_download: ot('iso-tsap', 'tcp'),
  bacnet: ot('bacnet', 'udp'),
  bacnet_discovery: ot('bacnet', 'udp'),
  bacnet_property: ot('bacnet', 'udp'),
  bacnet_device_control: ot('bacnet', 'udp'),
};

/** How records of a log are read; a log without a reader of its own shows who began connections, and nothing else. */
export function readerOf(path: string): LogReader {
  if (Object.hasOwn(inventoryLogs, path)) return inventoryLogs[path]!;
  const protocol = ownValue(protocols, path);
  if (protocol === undefined)
    return ({ record, locator, time, devices }) => {
      own(devices, record.get('id.orig_h'), record.get('local_orig'), locator)?.seen(time);
    };
  const identify = ownValue(identityLogs, path);
  return (entry) => {
    const { client, server } = partners(entry, protocol);
    client?.seen(entry.time);
    server?.seen(entry.time);
    identify?.({ ...entry, client, server });
  };
}

function partners(
  { record, locator, devices }: Entry,
  protocol: Protocol,
): { readonly client: SeenDevice | undefined; readonly server: SeenDevice | undefined } {
  const { service, transport, answers, isIndustrial } = protocol;
  const device = (address: string | undefined): SeenDevice | undefined =>
    isIndustrial ? devices.at(address, locator) : own(devices, address, undefined, locator);
  const responder = record.get('id.resp_h');
  const client = device(record.get('id.orig_h'));
  if (!hasAnswered(record, answers)) return { client, server: undefined };
  const server = device(responder);
  const address = deviceAddress(responder);
  const carrier = record.get('proto')?.toLowerCase() ?? transport;
  if (service !== '') server?.speaks(service);
  if (server === undefined || address === undefined || carrier === undefined) return { client, server };
  server.port(
    {
      address,
      port: Number(record.get('id.resp_p')),
      protocol: carrier,
      ...(service === '' ? {} : { service }),
    },
    locator,
  );
  return { client, server };
}

/** Logs with a direction in each record show an answer where the responder sent it; others by fields of the answer. */
function hasAnswered(record: ZeekRecord, answers: readonly string[]): boolean {
  const direction = record.get('pdu_type') ?? record.get('request_response');
  if (direction !== undefined && /^(REQ|REQUEST)$/.test(direction)) return false;
  if (record.get('is_orig') === 'T') return false;
  return answers.length === 0 || answers.some((field) => !/^(0|F)?$/.test(record.get(field) ?? ''));
}
