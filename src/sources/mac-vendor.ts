import { ownValue } from '../base/own-value.ts';
import type vendors from 'oui-data';

/** Finds who made the network interface with a MAC address; undefined when the address does not tell. */
export type MacVendor = (mac: string) => string | undefined;

/**
 * Loads the registry of the IEEE (prefixes of 24, 28 and 36 bits). The longest prefix decides. Addresses that a device gave
 * itself (randomised, virtual: locally administered) and group addresses have no vendor.
 */
export async function loadMacVendors(): Promise<MacVendor> {
  const { default: registry }: { default: typeof vendors } = await import('oui-data', {
    with: { type: 'json' },
  });
  return (mac) => {
    const digits = macDigits(mac);
    if (digits === undefined || !isUniversal(digits)) return undefined;
    for (const length of [9, 7, 6]) {
      const prefix = digits.slice(0, length);
      const entry = ownValue(registry, prefix);
      const name = entry?.split('\n', 1)[0]?.trim();
      if (name !== undefined && name !== '')
        return /^private$|^IEEE Registration/i.test(name) ? undefined : name;
    }
    return undefined;
  };
}

/** The twelve hexadecimal digits of an address of one device, in any notation; undefined for zeros, groups and other texts. */
export function macDigits(mac: string): string | undefined {
  const digits = mac.trim().replace(/[:.-]/g, '').toUpperCase();
  if (!/^[\dA-F]{12}$/.test(digits) || /^0+$/.test(digits)) return undefined;
  // The lowest bit of the first byte marks a group: broadcast and multicast.
  return (Number.parseInt(digits.slice(0, 2), 16) & 1) === 1 ? undefined : digits;
}

function isUniversal(digits: string): boolean {
  return (Number.parseInt(digits.slice(0, 2), 16) & 2) === 0;
}
