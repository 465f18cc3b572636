import type { FileReport } from '../../ingest/index.ts';
import { readDeviceRecords, type DeviceRecord } from '../hunting-tables/device-records.ts';
import { identify, keptSightings, type KeptSightings } from './identify-devices.ts';
import { identityPolicy } from './identity-policy.ts';
import type { KeptPorts } from './kept-ports.ts';

/**
 * The devices of the data directory by name, with their inventory attributes. With a text those that have it in a name, at the beginning of an address, or in
 * a key (id, serial number, MAC address), in any case.
 */
export async function listDevices(
  store: KeptSightings,
  search: string | undefined,
  ports: Pick<KeptPorts, 'openState'>,
): Promise<readonly DeviceRecord[]> {
  const wanted = search?.toLowerCase();
  const { list, deviceOf, sightings } = identify(await keptSightings(store), identityPolicy(ports));
  const numbers = new Map(list.map((one, i) => [one, i]));
  const ofRef = new Map([...deviceOf].map(([i, one]) => [sightings[i]!.Ref, numbers.get(one)!]));
  const files = (await store.files()) as readonly FileReport[];
  const devices = list.map(({ device }) => device);
  const records = await readDeviceRecords({ list: devices, ofRef }, files, store);
  return list
    .map((one, i) => ({ ...one, record: records[i]! }))
    .filter(
      ({ device, resolved }) =>
        wanted === undefined ||
        [device.name, ...device.names].some((name) => name.toLowerCase().includes(wanted)) ||
        device.addresses.some((address) => address.startsWith(wanted)) ||
        resolved.keys.some(
          ({ class: keyClass, text }) =>
            keyClass !== 'address' &&
            text.includes(keyClass === 'mac' ? wanted.replace(/[:.-]/g, '') : wanted),
        ),
    )
    .map(({ record }) => record);
}
