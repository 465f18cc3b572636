import { asArray, asLabel, asObjects } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { parseIsoTime, type EpochMs } from '../../base/time.ts';
import type { Observation } from '../../schema/index.ts';
import { directory, local } from '../source.ts';
import { distinctTexts, knownProperties } from '../texts.ts';

/** First build of Windows 11, which still calls itself Windows 10 in the registry. */
const firstWindows11 = 22000;

/** SID of the machine's account in its domain; undefined for a machine of no domain. */
export function domainSid(machine: JsonObject): string | undefined {
  const sid = asLabel(machine['ComputerDomainSID'])?.toUpperCase();
  return sid !== undefined && /^S-1-5-21-/.test(sid) ? sid : undefined;
}

/** A machine of a domain has the same ref as in collections of its directory. */
export function machineRef(machine: JsonObject): string {
  const sid = domainSid(machine);
  return sid === undefined ? local(asLabel(machine['Name']) ?? 'machine') : directory(sid);
}

export function deviceOf(
  machine: JsonObject,
  network: JsonObject | undefined,
  logins: JsonObject | undefined,
  collected: EpochMs | undefined,
): Observation<'device'> {
  const name = asLabel(machine['Name']);
  const sid = domainSid(machine);
  const adapters = asObjects(network?.['NetworkInterfaces']);
  const addresses = adapters.flatMap((adapter) =>
    asArray(adapter['Addresses']).map((address) => asLabel(address)?.replace(/\/\d+$/, '')),
  );
  const users = asObjects(logins?.['Day'])
    .filter((login) => asLabel(login['SID'])?.startsWith('S-1-5-21-') === true)
    .map((login) => asLabel(login['Name']));
  return {
    Ref: machineRef(machine),
    DeviceName: name,
    DirectoryIds: sid === undefined ? [] : [`sid:${sid}`],
    MacAddresses: distinctTexts(adapters.map((adapter) => asLabel(adapter['MACAddress']))) ?? [],
    HostNames: name === undefined ? [] : [name],
    IPAddresses: distinctTexts(addresses.filter((address) => address !== undefined && !isOwn(address))) ?? [],
    OSPlatform: platformOf(machine),
    OSVersion: asLabel(machine['ReleaseID']),
    DeviceType: typeOf(asLabel(machine['ProductType'])),
    Domain: asLabel(machine['Domain']),
    Examined: ['software', 'identity'],
    LoggedOnUsers: distinctTexts(users),
    LastSeen: collected,
    Properties: knownProperties({
      osBuild: asLabel(machine['BuildNumber']),
      osArchitecture: asLabel(machine['Architecture']),
      internetConnectivity: asLabel(network?.['InternetConnectivity']),
    }),
  };
}

/** Loopback and link-local addresses, which every machine has. */
function isOwn(address: string): boolean {
  return /^(?:127\.|169\.254\.|::1$|fe80:)/i.test(address);
}

function platformOf(machine: JsonObject): string | undefined {
  const name = asLabel(machine['ProductName']);
  const isNew = Number(asLabel(machine['BuildNumber'])) >= firstWindows11;
  return isNew ? name?.replace(/^Windows 10\b/, 'Windows 11') : name;
}

/** `WinNT` is a workstation; servers are `ServerNT`, domain controllers `LanmanNT`. */
function typeOf(productType: string | undefined): string | undefined {
  if (productType === 'WinNT') return 'Workstation';
  return productType === 'ServerNT' || productType === 'LanmanNT' ? 'Server' : undefined;
}

export function softwareOf(ref: string, record: JsonObject): Observation<'software'> | undefined {
  const name = asLabel(record['displayName']);
  if (name === undefined) return undefined;
  return {
    Ref: ref,
    SoftwareVendor: asLabel(record['publisher']),
    SoftwareName: name,
    SoftwareVersion: asLabel(record['displayVersion']),
    Ecosystem: 'windows',
    InstallPath: asLabel(record['InstallLocation']),
  };
}

export function localUserOf(
  machineName: string | undefined,
  user: JsonObject,
): Observation<'identity'> | undefined {
  const sid = asLabel(user['SID'])?.toUpperCase();
  const name = asLabel(user['Name']);
  if (sid === undefined) return undefined;
  // Go leaves out what is false.
  const isEnabled = user['IsEnabled'] === true;
  return {
    Ref: directory(sid),
    IdentityType: 'LocalUser',
    IdentityName: name === undefined || machineName === undefined ? name : `${name}@${machineName}`,
    ObjectId: sid,
    IsEnabled: isEnabled,
    LastLogon: timeOf(asLabel(user['LastLogon'])),
    PasswordLastSet: timeOf(asLabel(user['PasswordLastSet'])),
    IsDescribed: true,
    Properties: knownProperties({
      samaccountname: name,
      uuid: sid,
      isadmin: user['IsAdmin'] === true,
      passwordneverexpires: user['PasswordNeverExpires'] === true,
    }),
  };
}

/** The first second of 1970 stands for never. */
function timeOf(text: string | undefined): EpochMs | undefined {
  return parseIsoTime(text) || undefined;
}
