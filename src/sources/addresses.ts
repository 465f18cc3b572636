import { BlockList, isIP } from 'node:net';

const own = new BlockList();
own.addSubnet('10.0.0.0', 8);
own.addSubnet('172.16.0.0', 12);
own.addSubnet('192.168.0.0', 16);
own.addSubnet('100.64.0.0', 10);
own.addSubnet('169.254.0.0', 16);
own.addSubnet('fc00::', 7, 'ipv6');
own.addSubnet('fe80::', 10, 'ipv6');

const noDevice = new BlockList();
noDevice.addSubnet('0.0.0.0', 8);
noDevice.addSubnet('127.0.0.0', 8);
noDevice.addSubnet('224.0.0.0', 4);
noDevice.addAddress('255.255.255.255');
noDevice.addAddress('::', 'ipv6');
noDevice.addAddress('::1', 'ipv6');
noDevice.addSubnet('ff00::', 8, 'ipv6');

const family = (address: string): 'ipv4' | 'ipv6' => (address.includes(':') ? 'ipv6' : 'ipv4');

/** The address of one device, without a zone; undefined for multicast, broadcast, loopback, unspecified and other texts. */
export function deviceAddress(text: string | undefined): string | undefined {
  const address = text?.trim().replace(/%.*$/, '').toLowerCase() ?? '';
  if (isIP(address) === 0 || noDevice.check(address, family(address))) return undefined;
  return address;
}

/** Whether an address is of a range that the internet does not route (RFC 1918, 6598, 3927, 4193): a device of one's own. */
export function isPrivateAddress(address: string): boolean {
  return isIP(address) !== 0 && own.check(address, family(address));
}
