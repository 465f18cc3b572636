import { ok, type Result } from '../../base/fault.ts';
import type { FileReport } from '../../ingest/index.ts';
import { presenceOf, type Presence, type Span } from '../../inventory/index.ts';
import type { LastingStore } from '../../store/index.ts';
import { readDeviceRecords, type DeviceRecord } from '../hunting-tables/device-records.ts';
import {
  findDevice,
  identify,
  keptSightings,
  type IdentifiedDevices,
  type KeptSightings,
} from './identify-devices.ts';
import { identityPolicy } from './identity-policy.ts';
import type { KeptPorts } from './kept-ports.ts';

/** A device of the inventory. */
export interface InventoryDevice extends DeviceRecord {
  readonly presence: Presence;
}

/** Facts of which the inventory is made. */
type KeptInventory = KeptSightings & Pick<LastingStore, 'deviceSpans' | 'imports'>;

/**
 * The devices of the data directory by name, with their inventory attributes. With a text those that have it in a name, at the
 * beginning of an address, or in a key (id, serial number, MAC address), in any case.
 */
export async function listDevices(
  store: KeptInventory,
  search: string | undefined,
  ports: Pick<KeptPorts, 'openState'>,
): Promise<readonly InventoryDevice[]> {
  const wanted = search?.toLowerCase();
  const { identified, inventory } = await readInventory(store, ports);
  return inventory.filter((_, i) => {
    const { device, resolved } = identified.list[i]!;
    return (
      wanted === undefined ||
      [device.name, ...device.names].some((name) => name.toLowerCase().includes(wanted)) ||
      device.addresses.some((address) => address.startsWith(wanted)) ||
      resolved.keys.some(
        ({ class: keyClass, text }) =>
          keyClass !== 'address' && text.includes(keyClass === 'mac' ? wanted.replace(/[:.-]/g, '') : wanted),
      )
    );
  });
}

/** The one device that a person means by its id, name, address or any other key; a fault when it is none or several. */
export async function showDevice(
  store: KeptInventory,
  name: string,
  ports: Pick<KeptPorts, 'openState'>,
): Promise<Result<InventoryDevice>> {
  const { identified, inventory } = await readInventory(store, ports);
  const found = findDevice(identified, name);
  return found.ok ? ok(inventory[identified.list.indexOf(found.value)]!) : found;
}

/** Joins all sightings and concludes the attributes of each device, in the order of the joined ones. */
async function readInventory(
  store: KeptInventory,
  ports: Pick<KeptPorts, 'openState'>,
): Promise<{ readonly identified: IdentifiedDevices; readonly inventory: readonly InventoryDevice[] }> {
  const identified = identify(await keptSightings(store), identityPolicy(ports));
  const { list, deviceOf, sightings } = identified;
  const numbers = new Map(list.map((one, i) => [one, i]));
  const ofRef = new Map([...deviceOf].map(([i, one]) => [sightings[i]!.Ref, numbers.get(one)!]));
  const files = (await store.files()) as readonly FileReport[];
  const devices = list.map(({ device }) => device);
  const records = await readDeviceRecords({ list: devices, ofRef }, files, store);
  const presence = await presences(store, ofRef, records);
  return { identified, inventory: records.map((record, i) => ({ ...record, presence: presence[i]! })) };
}

/** Of each record when it is there, from all imports. */
async function presences(
  store: Pick<LastingStore, 'deviceSpans' | 'imports'>,
  ofRef: ReadonlyMap<string, number>,
  records: readonly DeviceRecord[],
): Promise<readonly Presence[]> {
  const spans = records.map((): Span[] => []);
  for (const { ref, ...span } of await store.deviceSpans()) {
    const device = ofRef.get(ref);
    if (device !== undefined) spans[device]!.push(span);
  }
  const times = new Map<string, number[]>();
  for (const { source, time, isUndone } of await store.imports())
    if (!isUndone) times.set(source, [...(times.get(source) ?? []), time]);
  const asOf = [...times.values()].flat().reduce((newest, time) => Math.max(newest, time), 0);
  return records.map(({ attributes }, i) =>
    presenceOf(spans[i]!, (source) => times.get(source) ?? [], asOf, attributes),
  );
}
