import { departmentOf, daysBefore, type Company } from '../company.ts';
import { windowsDevices, type WindowsServer, type Workstation } from '../devices.ts';
import { missingReleases, versionOf, type Installed } from '../products.ts';
import type { EstateSink } from '../sink.ts';
import { serverSoftware, workstationSoftware } from '../software.ts';
import type { Weakness } from '../weaknesses.ts';
import { writeInParts } from './parts.ts';
import { isoSeconds, monthAndYear, plainTime } from './text.ts';

/** The API answers with at most so many machines a page. */
const machinesPerPage = 10_000;

const service = 'https://api.securitycenter.microsoft.com/api';

/** Writes what the API of Defender for Endpoint says of the Windows devices: machines, and software with its weaknesses. */
export async function writeDefender(company: Company, sink: EstateSink): Promise<void> {
  let page = 0;
  await writeInParts(
    sink,
    'defender/machines',
    'json',
    { records: machinesPerPage },
    machines(company),
    `{"@odata.context":"${service}/$metadata#Machines","value":[\n`,
    (next) => {
      page++;
      return next === undefined
        ? '\n]}\n'
        : `\n],"@odata.nextLink":"${service}/machines?$skip=${page * machinesPerPage}"}\n`;
    },
    ',\n',
  );
  await sink.write('defender/vulnerabilities.ndjson', software(company));
}

type Managed = Workstation | WindowsServer;

function machineId(company: Company, device: Managed): string {
  return company.dice.hex(40, 'machine', device.kind, device.ordinal);
}

function deviceGroup(company: Company, device: Managed): string {
  return device.kind === 'server' ? 'Servers' : departmentOf(company, device.ordinal).name;
}

const platforms = {
  windows10: { osPlatform: 'Windows10', version: '22H2' },
  windows11: { osPlatform: 'Windows11', version: '23H2' },
  server2016: { osPlatform: 'WindowsServer2016', version: '1607' },
  server2019: { osPlatform: 'WindowsServer2019', version: '1809' },
  server2022: { osPlatform: 'WindowsServer2022', version: '21H2' },
} as const;

function platformOf(device: Managed): { osPlatform: string; version: string } {
  if (device.os === 'debian12') throw new RangeError('not a Windows device');
  return platforms[device.os];
}

function* machines(company: Company): Generator<string> {
  for (const device of windowsDevices(company)) yield JSON.stringify(machine(company, device));
}

function machine(company: Company, device: Managed): object {
  const { dice } = company;
  const { osPlatform, version } = platformOf(device);
  const [system] = installedOn(company, device);
  const isCloudJoined = device.kind === 'workstation';
  return {
    id: machineId(company, device),
    mergedIntoMachineId: null,
    isPotentialDuplication: false,
    isExcluded: false,
    exclusionReason: null,
    computerDnsName: device.fqdn,
    firstSeen: isoSeconds(daysBefore(company, 200 + dice.below(500, 'first', device.kind, device.ordinal))),
    lastSeen: isoSeconds(daysBefore(company, dice.below(100, 'last', device.kind, device.ordinal) / 50)),
    osPlatform,
    osVersion: null,
    osProcessor: 'x64',
    version,
    lastIpAddress: device.address,
    lastExternalIpAddress: device.publicAddress ?? '203.0.113.2',
    agentVersion: '10.8760.19045.5011',
    osBuild: Number(system === undefined ? 0 : versionOf(system).split('.')[2]),
    healthStatus: dice.chance(0.97, 'health', device.kind, device.ordinal) ? 'Active' : 'Inactive',
    deviceValue: 'Normal',
    rbacGroupId:
      device.kind === 'server' ? 1 : 2 + company.departments.indexOf(departmentOf(company, device.ordinal)),
    rbacGroupName: deviceGroup(company, device),
    riskScore: 'None',
    exposureLevel: exposure(installedOn(company, device)),
    isAadJoined: isCloudJoined,
    aadDeviceId: isCloudJoined ? dice.uuid('cloud device', device.ordinal) : null,
    machineTags: device.kind === 'server' ? ['server'] : [],
    defenderAvStatus: 'Updated',
    onboardingStatus: 'Onboarded',
    osArchitecture: '64-bit',
    managedBy: isCloudJoined ? 'Intune' : 'Unknown',
    managedByStatus: isCloudJoined ? 'Success' : 'Unknown',
    ipAddresses: [
      {
        ipAddress: device.address,
        macAddress: device.mac.replaceAll(':', '-').toUpperCase(),
        type: 'Ethernet',
        operationalStatus: 'Up',
      },
    ],
    vmMetadata: null,
  };
}

function exposure(all: readonly Installed[]): string {
  const open = all.reduce((sum, one) => sum + missingReleases(one).length, 0);
  return open > 12 ? 'High' : open > 3 ? 'Medium' : 'Low';
}

function installedOn(company: Company, device: Managed): Installed[] {
  return device.kind === 'server' ? serverSoftware(company, device) : workstationSoftware(company, device);
}

/** One row for each weakness of a software; a software without any has one row that names none. */
function* software(company: Company): Generator<string> {
  for (const device of windowsDevices(company)) {
    const all = installedOn(company, device);
    const [system] = all;
    const of = {
      deviceId: machineId(company, device),
      rbacGroupName: deviceGroup(company, device),
      deviceName: device.fqdn,
      osPlatform: platformOf(device).osPlatform,
      osVersion: system === undefined ? '' : versionOf(system),
      osArchitecture: 'x64',
    };
    const rows: string[] = [];
    for (const one of all) {
      const fixes = missingReleases(one).flatMap((release) =>
        release.fixes.map((fix) => ({ fix, version: release.version })),
      );
      const age = company.dice.below(300, 'found', one.product.key, device.kind, device.ordinal);
      const seen = {
        lastSeenTimestamp: plainTime(daysBefore(company, 0.5)),
        firstSeenTimestamp: plainTime(daysBefore(company, 5 + age)),
      };
      if (fixes.length === 0) rows.push(row(of, one, undefined, '', seen));
      for (const { fix, version } of fixes) rows.push(row(of, one, fix, version, seen));
    }
    yield rows.join('');
  }
}

function row(
  device: { readonly deviceId: string },
  one: Installed,
  fix: Weakness | undefined,
  fixedVersion: string,
  seen: object,
): string {
  const { vendor, name, title, key } = one.product;
  const version = versionOf(one);
  const isSystem = /^(windows|server)\d/.test(key);
  return `${JSON.stringify({
    id: `${device.deviceId}_${vendor}_${name}_${version}_${fix?.cve ?? ''}`,
    ...device,
    softwareVendor: vendor,
    softwareName: name,
    softwareVersion: version,
    cveId: fix?.cve ?? null,
    vulnerabilitySeverityLevel: fix?.severity ?? null,
    cvssScore: fix?.cvss ?? null,
    recommendedSecurityUpdate:
      fix === undefined
        ? null
        : isSystem
          ? `${monthAndYear(fix.published)} Security Updates`
          : `${title} ${fixedVersion}`,
    recommendedSecurityUpdateId: null,
    recommendedSecurityUpdateUrl: null,
    diskPaths: isSystem ? [] : [`c:\\program files\\${name}`],
    registryPaths: [],
    ...seen,
    exploitabilityLevel:
      fix?.exploited === undefined
        ? 'NoExploit'
        : fix.exploited.ransomware === 'Known'
          ? 'ExploitIsInKit'
          : 'ExploitIsVerified',
    recommendationReference: `va-_-${vendor}-_-${name}`,
    securityUpdateAvailable: fix !== undefined,
  })}\n`;
}
