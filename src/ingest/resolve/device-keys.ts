import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What identifies a device, strongest first. */
export const keyClasses = ['agent', 'hardware', 'directory', 'mac', 'fqdn', 'name', 'address'] as const;
export type KeyClass = (typeof keyClasses)[number];

export interface DeviceKey {
  readonly class: KeyClass;
  /**
   * Values of one space exclude each other: one device has one id of an agent product, one SMBIOS UUID, one SID. The
   * space of names and addresses is the class itself, which excludes nothing.
   */
  readonly space: string;
  /** Normalised value, with its space: equal texts are the same key. */
  readonly text: string;
}

/** The identifying columns of a device observation. */
export interface DeviceKeyColumns {
  readonly AgentIds?: unknown;
  readonly HardwareIds?: unknown;
  readonly DirectoryIds?: unknown;
  readonly MacAddresses?: unknown;
  readonly HostNames?: unknown;
  readonly IPAddresses?: unknown;
}

/** All usable keys of an observation; known-bad values (placeholders, zeros, random MACs, `localhost`) are left out. */
export function deviceKeys(row: DeviceKeyColumns): readonly DeviceKey[] {
  const keys: DeviceKey[] = [];
  for (const text of texts(row.AgentIds)) push(keys, 'agent', spaced(text));
  for (const text of texts(row.HardwareIds))
    push(keys, 'hardware', isPlaceholder(text) ? undefined : spaced(text));
  for (const text of texts(row.DirectoryIds)) push(keys, 'directory', spaced(text));
  for (const text of texts(row.MacAddresses)) push(keys, 'mac', macKey(text));
  for (const text of texts(row.HostNames)) {
    const name = text.toLowerCase().replace(/\.$/, '');
    if (isNoName(name)) continue;
    const label = name.split('.')[0] ?? name;
    if (name.includes('.')) push(keys, 'fqdn', ['fqdn', name]);
    push(keys, 'name', ['name', label]);
  }
  for (const text of texts(row.IPAddresses)) push(keys, 'address', addressKey(text));
  const seen = new Set<string>();
  return keys.filter((key) => !seen.has(key.text) && seen.add(key.text));
}

function push(
  keys: DeviceKey[],
  keyClass: KeyClass,
  pair: readonly [space: string, value: string] | undefined,
): void {
  if (pair === undefined || pair[1] === '') return;
  keys.push({ class: keyClass, space: pair[0], text: `${pair[0]}:${pair[1]}` });
}

/** `mde:ABC` → space `mde`, value `abc`. */
function spaced(text: string): readonly [string, string] | undefined {
  const colon = text.indexOf(':');
  if (colon <= 0) return undefined;
  return [
    text.slice(0, colon).toLowerCase(),
    text
      .slice(colon + 1)
      .trim()
      .toLowerCase(),
  ];
}

/** Values that mainboards, templates and cheap tools write where an id should stand. */
function isPlaceholder(text: string): boolean {
  const value = text.slice(text.indexOf(':') + 1).toLowerCase();
  const bare = value.replace(/[^a-z0-9]/g, '');
  return (
    bare.length < 4 ||
    /^(.)\1*$/.test(bare) ||
    bare.startsWith('0300020004000500') ||
    /^(12345678|0123456789)/.test(bare) ||
    /filledby|oem$|^default|serialnumber|^none$|^unknown|notspecified|notapplicable|^notavailable|^invalid|^empty$|^vmware$/.test(
      bare,
    )
  );
}

function macKey(text: string): readonly [string, string] | undefined {
  const digits = text.toLowerCase().replace(/[^0-9a-f]/g, '');
  if (digits.length !== 12 || /^(0{12}|f{12})$/.test(digits)) return undefined;
  const first = Number.parseInt(digits.slice(0, 2), 16);
  // Bit 1: locally administered (randomised, containers, bridges); bit 0: multicast.
  if ((first & 0b11) !== 0) return undefined;
  // Virtual routers share an address by design: VRRP, HSRP.
  if (/^(00005e0001|00005e0002|00000c07ac)/.test(digits)) return undefined;
  return ['mac', digits];
}

const noNames = new Set([
  'localhost',
  'localhost.localdomain',
  'localdomain',
  'vm',
  'unknown',
  'none',
  'ubuntu',
  'debian',
  'kali',
  'raspberrypi',
  'default',
  'workgroup',
  'target',
  'host',
]);

function isNoName(name: string): boolean {
  return (
    name === '' ||
    noNames.has(name) ||
    name.startsWith('localhost.') ||
    // Zero-padded and shortened addresses too: no host name is of figures and dots alone.
    /^[\d.]+$/.test(name) ||
    isIP(name) !== 0 ||
    !/^[\p{L}\p{N}_.-]+$/u.test(name)
  );
}

function addressKey(text: string): readonly [string, string] | undefined {
  const bare = text.trim().split(/[%/]/)[0] ?? '';
  if (!ipaddr.isValid(bare)) return undefined;
  const address = ipaddr.process(bare);
  const range = address.range();
  if (
    range === 'loopback' ||
    range === 'unspecified' ||
    range === 'linkLocal' ||
    range === 'multicast' ||
    range === 'broadcast'
  )
    return undefined;
  return ['address', address.toString()];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
