import { deviceAddress, isPrivateAddress } from '../addresses.ts';
import type { SeenDevice, TrafficDevices } from '../traffic-devices.ts';

/**
 * The device at an address: with the sensor's verdict whether it is local (its networks are set up), else by private ranges.
 * Hosts on the internet are not one's own.
 */
export function own(
  devices: TrafficDevices,
  address: string | undefined,
  isLocal: string | undefined,
  locator: string,
): SeenDevice | undefined {
  const usable = deviceAddress(address);
  if (usable === undefined || isLocal === 'F') return undefined;
  return isLocal === 'T' || isPrivateAddress(usable) ? devices.at(usable, locator) : undefined;
}
