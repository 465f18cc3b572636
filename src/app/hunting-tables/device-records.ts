import { readRows } from '../read-rows.ts';
import type { EpochMs } from '../../base/time.ts';
import { observationTables, type StoredObservation } from '../../schema/index.ts';
import type { QueryRunner } from '../../store/index.ts';
import { conclude, type Attributes, type Clue } from '../../inventory/index.ts';
import type { FileReport } from '../../ingest/index.ts';
import type { Device, Devices } from '../gather-devices.ts';
import type { Estate } from '../gather-estate.ts';
import type { HuntingFacts, PublishedRow } from './family.ts';
import { platformOf } from './platform.ts';
import { Reports } from './reports.ts';
import { textsOf } from './texts.ts';

/** What all sources together say of a device, as far as the published tables ask for it; the newest word wins. */
export interface DeviceRecord {
  readonly device: Device;
  /** When a source last saw it. */
  readonly lastSeen?: EpochMs;
  readonly platform?: string;
  readonly distribution?: string;
  readonly version?: string;
  /** Category, type, maker, sensor …, each with its basis. */
  readonly attributes: Attributes;
  readonly tags: readonly string[];
  /** `product:id`, `sid:…`, `entra:…`, `uuid:…`, `serial:…`. */
  readonly ids: readonly string[];
  readonly adapters: readonly Adapter[];
  /** Further facts under the names the sources give them. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A network adapter; without a MAC address: addresses of which nobody says on which adapter they are. */
export interface Adapter {
  readonly mac?: string;
  readonly addresses: readonly string[];
}

const columns = [
  'ImportId',
  'Ref',
  'AgentIds',
  'HardwareIds',
  'DirectoryIds',
  'MacAddresses',
  'IPAddresses',
  'OSPlatform',
  'OSVersion',
  'DeviceType',
  'Vendor',
  'Model',
  'OnboardingStatus',
  'Tags',
  'LastSeen',
  'Properties',
] as const;

interface Sighting extends Pick<StoredObservation<'device'>, (typeof columns)[number]> {
  readonly source: string;
  readonly time: EpochMs | undefined;
}

const known = new WeakMap<Estate, Promise<readonly DeviceRecord[]>>();

/** The records of an estate's devices, by their index; read once. */
export function deviceRecords(facts: HuntingFacts, store: QueryRunner): Promise<readonly DeviceRecord[]> {
  const made = known.get(facts.estate) ?? readDeviceRecords(facts.estate.devices, facts.files, store);
  known.set(facts.estate, made);
  return made;
}

/** Reads what sources say of devices, by their index. */
export async function readDeviceRecords(
  devices: Pick<Devices, 'list' | 'ofRef'>,
  files: readonly FileReport[],
  store: QueryRunner,
): Promise<readonly DeviceRecord[]> {
  const reports = new Reports(files);
  const sightings = devices.list.map((): Sighting[] => []);
  for await (const rows of readRows(store, observationTables.device, columns)) {
    for (const row of rows) {
      const device = devices.ofRef.get(row.Ref);
      if (device === undefined) continue;
      sightings[device]!.push({
        ...row,
        source: reports.sourceOf(row.ImportId),
        time: row.LastSeen ?? reports.timeOf(row.ImportId),
      });
    }
  }
  const services = devices.list.map((): Clue[] => []);
  for await (const rows of readRows(store, observationTables.endpoint, serviceColumns)) {
    for (const { Ref, ImportId, Port, Protocol, State, Service, Product } of rows) {
      const device = devices.ofRef.get(Ref);
      // What nobody answered says nothing of the device.
      if (device === undefined || State === 'filtered') continue;
      const source = reports.sourceOf(ImportId);
      services[device]!.push({
        kind: 'service',
        text: `${Service ?? 'unknown'} ${Port}/${Protocol}`,
        source,
      });
      if (Product !== undefined) services[device]!.push({ kind: 'product', text: Product, source });
    }
  }
  const times = sightings.flat().flatMap(({ time }) => time ?? []);
  const asOf = times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
  return devices.list.map((device, i) => recordOf(device, sightings[i]!, services[i]!, asOf));
}

const serviceColumns = ['ImportId', 'Ref', 'Port', 'Protocol', 'State', 'Service', 'Product'] as const;

function recordOf(
  device: Device,
  unsorted: readonly Sighting[],
  services: readonly Clue[],
  asOf: EpochMs | undefined,
): DeviceRecord {
  const sightings = [...unsorted].sort(
    (a, b) => (b.time ?? 0) - (a.time ?? 0) || (a.source < b.source ? -1 : a.source > b.source ? 1 : 0),
  );
  const newest = <T>(pick: (sighting: Sighting) => T | undefined): T | undefined =>
    sightings.map(pick).find((value) => value !== undefined);
  const all = (pick: (sighting: Sighting) => unknown): readonly string[] => [
    ...new Set(sightings.flatMap((sighting) => textsOf(pick(sighting)))),
  ];
  const told = sightings.find((s) => `${s.OSPlatform ?? ''} ${s.OSVersion ?? ''}`.trim() === device.os);
  const facts = Object.assign({}, ...sightings.map((s) => s.Properties).reverse()) as Record<string, unknown>;
  const health = facts['healthStatus'];
  const words = new Map<string, NonNullable<Sighting['OnboardingStatus']>>();
  for (const { source, OnboardingStatus } of sightings)
    if (OnboardingStatus !== undefined && !words.has(source)) words.set(source, OnboardingStatus);
  return withoutUnknown({
    device,
    lastSeen: newest((s) => s.time),
    ...platformOf(device.os),
    version: told?.OSVersion,
    attributes: conclude(
      {
        clues: [...sightings.flatMap(cluesOf), ...services],
        system: device.os,
        onboarding: [...words].map(([source, status]) => ({ source, status })),
        health: typeof health === 'string' ? health : undefined,
        lastSensorWord: newest((s) => (s.OnboardingStatus === 'Onboarded' ? s.time : undefined)),
      },
      asOf,
    ),
    tags: all((s) => s.Tags),
    ids: [...all((s) => s.AgentIds), ...all((s) => s.DirectoryIds), ...all((s) => s.HardwareIds)],
    adapters: adaptersOf(sightings),
    facts,
  });
}

/** What a sighting says of the kind of its device. */
function cluesOf(sighting: Sighting): readonly Clue[] {
  const { source, DeviceType, OSPlatform, OSVersion, Vendor, Model, Properties } = sighting;
  const category = (Properties as Readonly<Record<string, unknown>> | undefined)?.['deviceCategory'];
  const said: readonly (readonly [Clue['kind'], unknown])[] = [
    ['type', DeviceType],
    ['category', category],
    ['system', OSPlatform === undefined ? undefined : `${OSPlatform} ${OSVersion ?? ''}`.trim()],
    ['model', Model],
    ['vendor', Vendor],
  ];
  return said.flatMap(([kind, text]) =>
    typeof text === 'string' && text !== '' ? [{ kind, text, source }] : [],
  );
}

/** A sighting with one MAC address says that its addresses are there; with several, nobody knows which is where. */
function adaptersOf(sightings: readonly Sighting[]): readonly Adapter[] {
  const byMac = new Map<string, Set<string>>();
  const placed = new Set<string>();
  for (const sighting of sightings) {
    const macs = [...new Set(textsOf(sighting.MacAddresses).map(dashed))];
    for (const mac of macs) if (!byMac.has(mac)) byMac.set(mac, new Set());
    if (macs.length !== 1) continue;
    for (const address of textsOf(sighting.IPAddresses)) {
      byMac.get(macs[0]!)!.add(address);
      placed.add(address);
    }
  }
  const rest = [...new Set(sightings.flatMap((s) => textsOf(s.IPAddresses)))].filter((a) => !placed.has(a));
  const adapters: Adapter[] = [...byMac].map(([mac, addresses]) => ({ mac, addresses: [...addresses] }));
  if (rest.length > 0) adapters.push({ addresses: rest });
  return adapters;
}

/** `00:1b:…` in any notation as `00-1B-…`. */
function dashed(mac: string): string {
  const digits = mac.replace(/[^\da-f]/gi, '').toUpperCase();
  return digits.length === 12 ? digits.replace(/(..)(?!$)/g, '$1-') : mac;
}

type Known<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without its undefined properties. */
function withoutUnknown<T extends object>(value: T): Known<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Known<T>;
}

/** The part of an id behind its space: `entra:…`. */
export function idOf(record: DeviceRecord, space: string): string | undefined {
  return record.ids.find((id) => id.startsWith(`${space}:`))?.slice(space.length + 1);
}

/** Columns that most device tables begin with. */
export function deviceColumns(record: DeviceRecord): PublishedRow {
  return { DeviceId: record.device.id, DeviceName: record.device.name };
}

/** The same with what runs on it. */
export function systemColumns(record: DeviceRecord): PublishedRow {
  return {
    ...deviceColumns(record),
    OSPlatform: record.platform,
    OSVersion: record.version,
    OSArchitecture: architectureOf(record),
  };
}

/** Architecture of the operating system, under the names that sources give it. */
export function architectureOf({ facts }: DeviceRecord): string | undefined {
  const value = facts['osArchitecture'] ?? facts['Architecture'] ?? facts['osProcessor'];
  return typeof value === 'string' ? value : undefined;
}
