import { failed, ok, type Result } from '../../base/fault.ts';
import {
  resolveDevices,
  type FileReport,
  type IdentityPolicy,
  type KeptApart,
  type ResolvedDevice,
} from '../../ingest/index.ts';
import { noAssetsFile } from '../../posture/index.ts';
import type { QueryRunner } from '../../store/index.ts';
import { makeDevice, readSightings, type Device, type Sighting } from '../gather-devices.ts';
import { ImportFacts } from '../import-facts.ts';

/** A device with what it was put together from. */
export interface Identified {
  readonly device: Device;
  readonly resolved: ResolvedDevice;
}

/** All sightings of the data directory, and the devices they are. */
export interface IdentifiedDevices {
  readonly sightings: readonly Sighting[];
  readonly list: readonly Identified[];
  readonly apart: readonly KeptApart[];
  /** The device of each sighting. */
  readonly deviceOf: ReadonlyMap<number, Identified>;
}

/** What identity looks at. */
export interface KeptSightings extends QueryRunner {
  files(): Promise<readonly unknown[]>;
}

/** Reads the sightings that imports left. */
export async function keptSightings(store: KeptSightings): Promise<readonly Sighting[]> {
  return readSightings(store, new ImportFacts((await store.files()) as readonly FileReport[]));
}

/** Joins sightings by a policy. */
export function identify(sightings: readonly Sighting[], policy: IdentityPolicy): IdentifiedDevices {
  const { devices, apart } = resolveDevices(sightings, policy);
  const list = devices
    .map((resolved) => ({ device: makeDevice(sightings, resolved, noAssetsFile), resolved }))
    .sort((a, b) => (a.device.name < b.device.name ? -1 : a.device.name > b.device.name ? 1 : 0));
  const deviceOf = new Map(list.flatMap((one) => one.resolved.sightings.map((i) => [i, one] as const)));
  return { sightings, list, apart, deviceOf };
}

/** The one device that a person means by its id, name, address or any other key; a fault when it is none or several. */
export function findDevice({ list }: IdentifiedDevices, text: string): Result<Identified> {
  const wanted = text.toLowerCase();
  const exact = list.filter(({ device }) => device.id === wanted);
  const found =
    exact.length > 0
      ? exact
      : list.filter(
          ({ device, resolved }) =>
            [device.name, ...device.names, ...device.addresses].some((one) => one.toLowerCase() === wanted) ||
            resolved.keys.some((key) => key.text === wanted || key.text.endsWith(`:${wanted}`)),
        );
  if (found.length === 1) return ok(found[0]!);
  return failed(
    found.length === 0
      ? {
          code: 'bad-option',
          message: `no device is called ${text}`,
          remedy: 'fixfirst devices lists them; a name, an address or a key such as serial:abc123 will do',
        }
      : {
          code: 'bad-option',
          message: `${found.length} devices are called ${text}: ${found
            .slice(0, 5)
            .map(({ device }) => device.id)
            .join(', ')}${found.length > 5 ? ' …' : ''}`,
          remedy: 'name one by its id',
        },
  );
}

/** Handles of a sighting: its keys, and its keys as its source saw them. */
export function handlesOf({ sightings }: IdentifiedDevices, { resolved }: Identified): readonly string[] {
  const keys = resolved.keys.map(({ text }) => text);
  const sources = new Set(resolved.sightings.map((i) => sightings[i]!.source));
  return [...keys, ...keys.flatMap((key) => [...sources].map((source) => `${key}@${source}`))];
}
