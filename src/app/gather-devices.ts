import { readRows } from './read-rows.ts';
import {
  resolveDevices,
  systemFamily,
  type DeviceSighting,
  type IdentityPolicy,
  type ResolvedDevice,
} from '../ingest/index.ts';
import { isPublicAddress, type DeviceFact, type Evidence } from '../graph/index.ts';
import type { EpochMs } from '../base/time.ts';
import { observationTables } from '../schema/index.ts';
import type { QueryRunner } from '../store/index.ts';
import { fits, type AssetsFile } from '../posture/index.ts';
import type { ImportFacts } from './import-facts.ts';

/** A device of the estate with what the list and the rules need of it. */
export interface Device extends DeviceFact {
  readonly names: readonly string[];
  readonly os: string;
  readonly isServer: boolean | undefined;
  readonly value: 'Low' | 'Normal' | 'High' | undefined;
  /** What any source looked at on it. */
  readonly examined: ReadonlySet<string>;
  readonly sources: readonly string[];
  /** Keys that joined its sightings. */
  readonly mergedBy: readonly string[];
  readonly loggedOn: readonly {
    readonly account: string;
    readonly lastSeen?: EpochMs;
    readonly evidence: Evidence;
  }[];
  /** The internet reaches it: because a source or the user says so, or because it has a public address. */
  readonly exposureReason?: string;
}

export interface Devices {
  readonly list: readonly Device[];
  /** Device of a ref. */
  readonly ofRef: ReadonlyMap<string, number>;
  /** Observations before they were joined. */
  readonly records: number;
  /** Devices that two or more sources saw. */
  readonly mergedBySources: number;
}

/** Columns of a device observation that are read here. */
const columns = [
  'ImportId',
  'File',
  'Locator',
  'Ref',
  'DeviceName',
  'AgentIds',
  'HardwareIds',
  'DirectoryIds',
  'MacAddresses',
  'HostNames',
  'IPAddresses',
  'OSPlatform',
  'OSVersion',
  'DeviceType',
  'IsInternetFacing',
  'DeviceValue',
  'Examined',
  'LoggedOnUsers',
  'LastSeen',
] as const;

/** Reads all device observations and joins them into devices. */
export async function gatherDevices(
  store: QueryRunner,
  imports: ImportFacts,
  assets: AssetsFile,
  identity: IdentityPolicy,
): Promise<Devices> {
  const sightings = await readSightings(store, imports);
  const list = resolveDevices(sightings, identity)
    .devices.map((device) => makeDevice(sightings, device, assets))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const ofRef = new Map<string, number>();
  list.forEach(({ refs }, i) => {
    for (const ref of refs) ofRef.set(ref, i);
  });
  return {
    list,
    ofRef,
    records: sightings.length,
    mergedBySources: list.filter((device) => device.sources.length > 1).length,
  };
}

/** All device observations, each with its source and time. */
export async function readSightings(store: QueryRunner, imports: ImportFacts): Promise<readonly Sighting[]> {
  const sightings: Sighting[] = [];
  for await (const rows of readRows(store, observationTables.device, columns)) {
    for (const row of rows) {
      sightings.push({
        ...row,
        source: imports.sourceOf(row.ImportId),
        report: row.ImportId,
        time: row.LastSeen ?? imports.observedAt(row.ImportId),
        evidence: { file: row.File, locator: row.Locator },
      });
    }
  }
  return sightings;
}

/** A device observation as far as it says what the device is. */
export interface Sighting extends DeviceSighting {
  readonly DeviceName?: string | undefined;
  readonly OSVersion?: string | undefined;
  readonly DeviceType?: string | undefined;
  readonly IsInternetFacing?: boolean | undefined;
  readonly DeviceValue?: 'Low' | 'Normal' | 'High' | undefined;
  readonly Examined?: unknown;
  readonly LoggedOnUsers?: unknown;
  readonly LastSeen?: number | undefined;
  readonly evidence: Evidence;
}

/** The device that some of the sightings are. */
export function makeDevice(all: readonly Sighting[], resolved: ResolvedDevice, assets: AssetsFile): Device {
  const sightings = resolved.sightings.map((i) => all[i]!);
  const first = sightings[0]!;
  const names = [
    ...new Set(sightings.flatMap((s) => texts(s.HostNames).map((name) => name.toLowerCase()))),
  ].sort(byNameQuality);
  const addresses = [...new Set(sightings.flatMap((s) => texts(s.IPAddresses)))].sort();
  const name =
    names[0] ?? sightings.map((s) => s.DeviceName).find((n) => n !== undefined) ?? addresses[0] ?? first.Ref;
  const systems = sightings.flatMap((s) =>
    s.OSPlatform === undefined ? [] : [`${s.OSPlatform} ${s.OSVersion ?? ''}`.trim()],
  );
  const os = systems.sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0] ?? '';
  const exposure = exposureOf(sightings, names, addresses, assets);
  return {
    // The strongest key is the steadiest name of a device between runs.
    id: resolved.id ?? first.Ref,
    name,
    names,
    addresses,
    refs: [...new Set(sightings.map((s) => s.Ref))],
    os,
    isServer: isServer(sightings, os),
    isRouter: isRouter(sightings, os),
    value: sightings.map((s) => s.DeviceValue).find((value) => value !== undefined),
    examined: new Set(sightings.flatMap((s) => texts(s.Examined))),
    sources: [...new Set(sightings.map((s) => s.source))].sort(),
    mergedBy: resolved.reasons.map(
      ({ class: by, key, sources }) =>
        `${by} ${key}${sources.length === 0 ? '' : ` (${sources.join(', ')})`}`,
    ),
    loggedOn: sightings.flatMap((s) =>
      texts(s.LoggedOnUsers).map((account) => ({
        account,
        ...(s.LastSeen === undefined ? {} : { lastSeen: s.LastSeen }),
        evidence: s.evidence,
      })),
    ),
    ...(exposure === undefined
      ? {}
      : { isInternetFacing: exposure.isFacing, exposureReason: exposure.reason }),
    evidence: first.evidence,
  };
}

function exposureOf(
  sightings: readonly Sighting[],
  names: readonly string[],
  addresses: readonly string[],
  assets: AssetsFile,
): { readonly isFacing: boolean; readonly reason: string } | undefined {
  const known = [...names, ...addresses];
  const listed = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => known.some((name) => fits(pattern, name)));
  if (listed(assets.notInternetFacing)) return { isFacing: false, reason: 'the assets file says so' };
  if (listed(assets.internetFacing)) return { isFacing: true, reason: 'the assets file says so' };
  const said = sightings.map((s) => s.IsInternetFacing).filter((value) => value !== undefined);
  if (said.includes(true)) return { isFacing: true, reason: 'a source says so' };
  const address = addresses.find(isPublicAddress);
  if (address !== undefined)
    return { isFacing: true, reason: `assumed: it has the public address ${address}` };
  return said.includes(false) ? { isFacing: false, reason: 'a source says so' } : undefined;
}

function isServer(sightings: readonly Sighting[], os: string): boolean | undefined {
  if (sightings.some((s) => s.DeviceType?.toLowerCase() === 'server') || /server|esxi|vcenter/i.test(os))
    return true;
  if (sightings.some((s) => s.DeviceType !== undefined) || /windows ?(10|11|xp|7|8)|mac ?os/i.test(os))
    return false;
  return systemFamily(os) === 'linux' ? true : undefined;
}

/** A firewall, router or gateway, by the word of a source or by its operating system. */
function isRouter(sightings: readonly Sighting[], os: string): boolean {
  return (
    sightings.some((s) => /firewall|router|gateway|vpn/i.test(s.DeviceType ?? '')) ||
    /fortios|pan-?os|junos|asa|sonicos|routeros|netscaler|gaia|ios[- ]xe/i.test(os)
  );
}

/** Full names before short ones, then by alphabet. */
function byNameQuality(a: string, b: string): number {
  return Number(b.includes('.')) - Number(a.includes('.')) || (a < b ? -1 : a > b ? 1 : 0);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
