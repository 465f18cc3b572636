import { isPublicAddress } from '../../graph/index.ts';
import type { DeviceCategory } from '../../inventory/index.ts';
import {
  architectureOf,
  deviceColumns,
  deviceRecords,
  idOf,
  type Adapter,
  type DeviceRecord,
} from './device-records.ts';
import type { PublishedRow, TableFamily } from './family.ts';

/**
 * Devices after joining what all tools said: one row for each in DeviceInfo, one for each adapter in DeviceNetworkInfo.
 * `Timestamp` is the newest time at which a source saw the device, else that of its newest report. What sources state
 * beyond the columns stands in DeviceTvmInfoGathering under the names the sources use.
 */
export const devices: TableFamily = {
  tables: [
    'DeviceInfo',
    'DeviceNetworkInfo',
    'DeviceTvmHardwareFirmware',
    'DeviceTvmInfoGathering',
    'DeviceTvmInfoGatheringKB',
  ],
  async fill(facts, store, out) {
    const fields = new Set<string>();
    let adapters = 0;
    for (const [i, record] of (await deviceRecords(facts, store)).entries()) {
      out.published('DeviceInfo', deviceInfo(record, i + 1));
      for (const adapter of record.adapters)
        out.published('DeviceNetworkInfo', networkInfo(record, adapter, ++adapters));
      for (const component of components(record)) out.published('DeviceTvmHardwareFirmware', component);
      const further = Object.entries(record.facts).filter(([name]) => !hasColumn.has(name));
      if (further.length > 0) {
        for (const [name] of further) fields.add(name);
        out.published('DeviceTvmInfoGathering', {
          ...deviceColumns(record),
          Timestamp: record.lastSeen,
          LastSeenTime: record.lastSeen,
          OSPlatform: record.platform,
          AdditionalFields: Object.fromEntries(further),
        });
      }
      await out.pressure();
    }
    for (const name of [...fields].sort())
      out.published('DeviceTvmInfoGatheringKB', {
        IgId: name,
        FieldName: name,
        Description: 'Fact about the device, under the name its source gives it',
      });
  },
};

/** Facts of sources that have a column of their own in a published table. */
const textFacts: Readonly<Record<string, string>> = {
  exposureLevel: 'ExposureLevel',
  rbacGroup: 'MachineGroup',
  externalIpAddress: 'PublicIP',
  agentVersion: 'ClientVersion',
  joinType: 'JoinType',
  exclusionReason: 'ExclusionReason',
  mergedInto: 'MergedToDeviceId',
  azureResourceId: 'AzureResourceId',
  subscriptionId: 'AzureVmSubscriptionId',
  cloudProvider: 'CloudPlatforms',
  OsText: 'OSVersionInfo',
};
const flagFacts: Readonly<Record<string, string>> = {
  isEntraJoined: 'IsAzureADJoined',
  isExcluded: 'IsExcluded',
};
const otherFacts = [
  'healthStatus',
  'deviceCategory',
  'osBuild',
  'osArchitecture',
  'Architecture',
  'cpu',
  'Processor',
  'osProcessor',
  'vmId',
];
const hasColumn: ReadonlySet<string> = new Set([
  ...Object.keys(textFacts),
  ...Object.keys(flagFacts),
  ...otherFacts,
]);

/** The published table calls one category otherwise than the inventory. */
const categoryNames: Readonly<Record<DeviceCategory, string>> = {
  'Computers and Mobile': 'Endpoint',
  'Network Device': 'Network device',
  IoT: 'IoT',
  OT: 'OT',
  BMS: 'BMS',
  Medical: 'Medical',
  Unknown: 'Unknown',
};

function deviceInfo(record: DeviceRecord, number: number): PublishedRow {
  const { device, facts, attributes } = record;
  const row: Record<string, unknown> = {
    ...deviceColumns(record),
    Timestamp: record.lastSeen,
    ReportId: number,
    OSPlatform: record.platform,
    OSVersion: record.version,
    OSDistribution: record.distribution,
    OSArchitecture: architectureOf(record),
    OSBuild: buildOf(facts['osBuild']),
    OnboardingStatus: attributes.onboarding.value,
    DeviceCategory: categoryNames[attributes.category.value],
    DeviceType: attributes.type?.value,
    DeviceSubtype: attributes.subtype?.value,
    Vendor: attributes.vendor?.value,
    Model: attributes.model?.value,
    SensorHealthState: attributes.health?.value,
    AadDeviceId: idOf(record, 'entra'),
    HardwareUuid: idOf(record, 'uuid'),
    AzureVmId: idOf(record, 'azure') ?? textOf(facts['vmId']),
    IsInternetFacing: device.isInternetFacing,
    AssetValue: device.value,
    DeviceManualTags: jsonText(record.tags),
    LoggedOnUsers: jsonText([...new Set(device.loggedOn.map(({ account }) => account))].map(accountParts)),
    DiscoverySources: device.sources.join(', '),
    AdditionalFields: JSON.stringify({
      names: device.names,
      addresses: device.addresses,
      examined: [...device.examined].sort(),
      mergedBy: device.mergedBy,
      kindBecause: attributes.type?.basis ?? attributes.category.basis,
      ...(attributes.against.length === 0 ? {} : { kindAgainst: attributes.against }),
      onboardingBecause: attributes.onboarding.basis,
      ...(attributes.health === undefined ? {} : { healthBecause: attributes.health.basis }),
      ...(device.exposureReason === undefined ? {} : { internetFacingBecause: device.exposureReason }),
    }),
  };
  for (const [name, column] of Object.entries(textFacts)) row[column] = textOf(facts[name]);
  for (const [name, column] of Object.entries(flagFacts))
    if (typeof facts[name] === 'boolean') row[column] = facts[name];
  return row;
}

function networkInfo(record: DeviceRecord, { mac, addresses }: Adapter, number: number): PublishedRow {
  return {
    ...deviceColumns(record),
    Timestamp: record.lastSeen,
    ReportId: number,
    MacAddress: mac,
    IPAddresses: jsonText(
      addresses.map((address) => ({
        IPAddress: address,
        AddressType: isPublicAddress(address) ? 'Public' : 'Private',
      })),
    ),
    OnboardingStatus: record.attributes.onboarding.value,
  };
}

/** The machine itself and its processor, as far as a source names them. */
function* components(record: DeviceRecord): Generator<PublishedRow> {
  const { attributes, facts } = record;
  const model = attributes.model?.value;
  if (model !== undefined)
    yield {
      ...deviceColumns(record),
      ComponentType: 'Hardware',
      Manufacturer: attributes.vendor?.value,
      ComponentName: model,
    };
  const processor = textOf(facts['cpu'] ?? facts['Processor']);
  if (processor !== undefined)
    yield { ...deviceColumns(record), ComponentType: 'Processor', ComponentName: processor };
}

/** `CORP\ann`, `ann@corp.example` or `ann`. */
function accountParts(account: string): Readonly<Record<string, string>> {
  const down = account.indexOf('\\');
  if (down > 0) return { UserName: account.slice(down + 1), DomainName: account.slice(0, down) };
  const at = account.lastIndexOf('@');
  return at > 0
    ? { UserName: account.slice(0, at), DomainName: account.slice(at + 1) }
    : { UserName: account };
}

function buildOf(value: unknown): number | undefined {
  const build = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(build) ? (build as number) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Lists that the published tables hold as JSON text; an empty one is unknown. */
function jsonText(list: readonly unknown[]): string | undefined {
  return list.length === 0 ? undefined : JSON.stringify(list);
}
