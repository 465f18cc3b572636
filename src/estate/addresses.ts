import type { Company } from './company.ts';

/** First octets inside (RFC 1918), one range for each kind of device. */
const ranges = { network: 4, server: 8, unmanaged: 24, workstation: 32 } as const;

/** Hosts used of a /24. */
const hostsPerSubnet = 250;

export function insideAddress(kind: keyof typeof ranges, ordinal: number): string {
  const subnet = Math.floor(ordinal / hostsPerSubnet);
  return `10.${ranges[kind] + (subnet >> 8)}.${subnet & 255}.${2 + (ordinal % hostsPerSubnet)}`;
}

/** Address ranges for documentation (RFC 5737), which stand for the company's public ones. */
const publicRanges = ['203.0.113', '198.51.100', '192.0.2'] as const;

/** Public addresses that there are. */
export const publicAddressCount = publicRanges.length * hostsPerSubnet;

/** A public address; ordinal below `publicAddressCount`. */
export function publicAddress(ordinal: number): string {
  const range = publicRanges[Math.floor(ordinal / hostsPerSubnet)];
  if (range === undefined) throw new RangeError('more public hosts than documentation addresses');
  return `${range}.${2 + (ordinal % hostsPerSubnet)}`;
}

/** Prefixes of makers as they are registered with the IEEE. */
const makers = {
  Dell: ['d4:be:d9', 'b8:ca:3a'],
  Lenovo: ['54:ee:75'],
  HP: ['3c:d9:2b'],
  'Hewlett Packard Enterprise': ['94:18:82'],
  Fortinet: ['00:09:0f'],
  Citrix: ['00:e0:ed'],
  Cisco: ['00:1b:54'],
  Hikvision: ['c0:56:e3'],
} as const;

export type Maker = keyof typeof makers;

/** A MAC address, lower case with colons; different for different ordinals of one maker and lot. */
export function macAddress(company: Company, maker: Maker, lot: number, ordinal: number): string {
  const prefix = makers[maker][lot % makers[maker].length] ?? makers[maker][0];
  // An odd factor permutes the 24 bits, so that no two ordinals meet.
  const serial = (Math.imul(ordinal + 1, 0x9e3779b1) ^ company.dice.bits('mac', maker)) & 0xffffff;
  const digits = serial.toString(16).padStart(6, '0');
  return `${prefix}:${digits.slice(0, 2)}:${digits.slice(2, 4)}:${digits.slice(4)}`;
}
