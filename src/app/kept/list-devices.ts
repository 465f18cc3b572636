import type { Device } from '../gather-devices.ts';
import { identify, keptSightings, type KeptSightings } from './identify-devices.ts';
import { identityPolicy } from './identity-policy.ts';
import type { KeptPorts } from './kept-ports.ts';

/**
 * The devices of the data directory by name. With a text those that have it in a name, at the beginning of an address, or in
 * a key (id, serial number, MAC address), in any case.
 */
export async function listDevices(
  store: KeptSightings,
  search: string | undefined,
  ports: Pick<KeptPorts, 'openState'>,
): Promise<readonly Device[]> {
  const wanted = search?.toLowerCase();
  return identify(await keptSightings(store), identityPolicy(ports))
    .list.filter(
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
    .map(({ device }) => device);
}
