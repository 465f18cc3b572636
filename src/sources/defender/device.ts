import { asObject, asText, asTexts } from '../../base/json-value.ts';
import type { JsonValue } from '../../base/json.ts';
import { formatTime } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { local } from '../source.ts';
import type { Row } from './row.ts';

type Device = Observation<'device'>;

export function refOf(deviceId: string): string {
  return local(`machine:${deviceId.toLowerCase()}`);
}

/** Id of the device a row speaks of, under the names the lists use. */
export function deviceIdOf(row: Row): string | undefined {
  return row.text('deviceid') ?? row.text('machineid') ?? row.text('id');
}

/** What a row of any list says of its device. */
export function deviceOf(row: Row, id: string, examined: readonly string[]): Device {
  const name = row.text('computerdnsname') ?? row.text('devicename');
  const addresses = addressesOf(row);
  const lastIp = row.text('lastipaddress');
  const entra = row.text('aaddeviceid');
  const uuid = row.text('hardwareuuid');
  const tags = tagsOf(row);
  const ips = unique([...(lastIp === undefined ? [] : [lastIp]), ...addresses.ips]).filter(
    (ip) => !isLoopback(ip),
  );
  return {
    Ref: refOf(id),
    DeviceName: name ?? ips[0],
    AgentIds: [`mde:${id}`],
    DirectoryIds: entra === undefined || /^[0-]+$/.test(entra) ? [] : [`entra:${entra}`],
    HardwareIds: uuid === undefined ? [] : [`uuid:${uuid}`],
    MacAddresses: addresses.macs,
    HostNames: name === undefined ? [] : [name],
    IPAddresses: ips,
    OSPlatform: notOther(row.text('osplatform')),
    OSVersion: row.text('osversion') ?? notOther(row.text('version')) ?? row.text('osversioninfo'),
    DeviceType: row.text('devicetype'),
    Vendor: row.text('vendor'),
    Model: row.text('model'),
    IsInternetFacing: tags.some((tag) => /^internet[ _-]?facing$/i.test(tag))
      ? true
      : row.bool('isinternetfacing'),
    OnboardingStatus: onboardingOf(row.text('onboardingstatus')),
    DeviceValue: valueOf(row.text('devicevalue') ?? row.text('assetvalue')),
    Tags: tags,
    Examined: examined,
    LoggedOnUsers: usersOf(row),
    LastSeen: row.time('lastseen') ?? row.time('timestamp'),
    Properties: propertiesOf(row),
  };
}

/** Joins what two rows of a hunting table (one for each adapter or point in time) say of one device. */
export function mergeDevices(older: Device, newer: Device): Device {
  const joined: Record<string, unknown> = { ...older };
  for (const [column, value] of Object.entries(newer)) {
    if (value !== undefined) joined[column] = value;
  }
  for (const column of listColumns) {
    joined[column] = unique([...textsOf(older[column]), ...textsOf(newer[column])]);
  }
  // A row without a name shows its address instead, which is no better name than an older one.
  if (textsOf(newer.HostNames).length === 0) joined['DeviceName'] = older.DeviceName ?? newer.DeviceName;
  joined['Properties'] = Object.assign({}, older.Properties, newer.Properties);
  // Every column was taken from one of two devices or joined from both.
  return joined as unknown as Device;
}

const listColumns = [
  'AgentIds',
  'DirectoryIds',
  'HardwareIds',
  'MacAddresses',
  'HostNames',
  'IPAddresses',
  'Tags',
  'Examined',
  'LoggedOnUsers',
] as const;

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** `ipAddresses[]` of the API, its form after PowerShell made text of it, and `IPAddresses` of DeviceNetworkInfo. */
function addressesOf(row: Row): { readonly ips: readonly string[]; readonly macs: readonly string[] } {
  const ips: string[] = [];
  const macs: string[] = [];
  const mac = row.text('macaddress');
  if (mac !== undefined) macs.push(mac);
  for (const item of row.list('ipaddresses')) {
    const entry = addressEntry(item);
    // The address of an adapter that is down is not the device's now; the adapter still is.
    if (entry.ip !== undefined && entry.status?.toLowerCase() !== 'down') ips.push(entry.ip);
    if (entry.mac !== undefined && !/^[0:-]+$/.test(entry.mac)) macs.push(entry.mac);
  }
  return { ips: unique(ips), macs: unique(macs) };
}

function addressEntry(item: JsonValue): {
  ip?: string | undefined;
  mac?: string | undefined;
  status?: string | undefined;
} {
  if (typeof item === 'string') {
    // `@{ipAddress=10.0.0.5; macAddress=…; operationalStatus=Up; type=53}`
    const field = (name: string): string | undefined =>
      asText(new RegExp(`${name}=([^;}]*)`).exec(item)?.[1]);
    return item.startsWith('@{')
      ? { ip: field('ipAddress'), mac: field('macAddress'), status: field('operationalStatus') }
      : { ip: asText(item) };
  }
  const object = asObject(item);
  return {
    ip: asText(object?.['ipAddress']) ?? asText(object?.['IPAddress']),
    mac: asText(object?.['macAddress']),
    status: asText(object?.['operationalStatus']),
  };
}

function tagsOf(row: Row): readonly string[] {
  const tags = ['machinetags', 'devicemanualtags', 'devicedynamictags'].flatMap((key) =>
    asTexts(row.list(key)),
  );
  const registry = row.text('registrydevicetag');
  return unique(registry === undefined ? tags : [...tags, registry]);
}

function usersOf(row: Row): readonly string[] {
  const users: string[] = [];
  for (const item of row.list('loggedonusers')) {
    const object = asObject(item);
    const name = asText(object?.['UserName']) ?? asText(object?.['userName']);
    const domain = asText(object?.['DomainName']) ?? asText(object?.['domainName']);
    if (name !== undefined) users.push(domain === undefined ? name : `${domain}\\${name}`);
  }
  return unique(users);
}

const copied: Readonly<Record<string, string>> = {
  healthstatus: 'healthStatus',
  sensorhealthstate: 'healthStatus',
  riskscore: 'riskScore',
  exposurelevel: 'exposureLevel',
  rbacgroupname: 'rbacGroup',
  machinegroup: 'rbacGroup',
  lastexternalipaddress: 'externalIpAddress',
  publicip: 'externalIpAddress',
  osbuild: 'osBuild',
  osprocessor: 'osProcessor',
  osarchitecture: 'osArchitecture',
  agentversion: 'agentVersion',
  managedby: 'managedBy',
  defenderavstatus: 'defenderAvStatus',
  isaadjoined: 'isEntraJoined',
  jointype: 'joinType',
  isexcluded: 'isExcluded',
  exclusionreason: 'exclusionReason',
  ispotentialduplication: 'isPotentialDuplication',
  mergedintomachineid: 'mergedInto',
  azureresourceid: 'azureResourceId',
  devicecategory: 'deviceCategory',
};

function propertiesOf(row: Row): Readonly<Record<string, string | number | boolean>> {
  const properties: Record<string, string | number | boolean> = {};
  for (const [key, name] of Object.entries(copied)) {
    const value = row.value(key);
    if (typeof value === 'number' || typeof value === 'boolean') properties[name] = value;
    else if (typeof value === 'string' && value.trim() !== '') properties[name] = value.trim();
  }
  const firstSeen = row.time('firstseen');
  if (firstSeen !== undefined) properties['firstSeen'] = formatTime(firstSeen);
  const cloud = asObject(row.value('vmmetadata'));
  for (const key of ['cloudProvider', 'resourceId', 'vmId', 'subscriptionId']) {
    const value = asText(cloud?.[key]);
    if (value !== undefined) properties[key] = value;
  }
  return properties;
}

function onboardingOf(text: string | undefined): Device['OnboardingStatus'] {
  switch (text?.toLowerCase().replaceAll(/[^a-z]/g, '')) {
    case 'onboarded':
      return 'Onboarded';
    case 'canbeonboarded':
      return 'Can be onboarded';
    case 'unsupported':
      return 'Unsupported';
    case 'insufficientinfo':
      return 'Insufficient info';
    default:
      return undefined;
  }
}

function valueOf(text: string | undefined): Device['DeviceValue'] {
  return text === 'Low' || text === 'Normal' || text === 'High' ? text : undefined;
}

/** `Other` is what the API writes where it does not know. */
function notOther(text: string | undefined): string | undefined {
  return text === 'Other' ? undefined : text;
}

function isLoopback(address: string): boolean {
  return /^(127\.|::1$)/.test(address);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
