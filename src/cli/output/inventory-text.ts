import { printable } from '../../base/text.ts';
import { countTab, type InventoryDevice, type Tab } from '../../app/kept/index.ts';

/** Columns of the inventory as people read it. */
export const inventoryColumns = [
  'name',
  'category',
  'type',
  'system',
  'addresses',
  'sensor',
  'health',
  'internet',
  'first seen',
  'last seen',
  'seen by',
  'vendor',
  'model',
  'id',
] as const;

/** One device under these columns; an empty cell is unknown. */
export function inventoryRow({ device, attributes, presence, lastSeen }: InventoryDevice): readonly string[] {
  const { category, type, subtype, onboarding, health, vendor, model } = attributes;
  return [
    device.name,
    category.value,
    [type?.value, subtype?.value].filter((text) => text !== undefined).join(', '),
    device.os,
    device.addresses.join(' '),
    onboarding.value,
    health?.value ?? '',
    device.isInternetFacing === undefined ? '' : device.isInternetFacing ? 'yes' : 'no',
    timeText(presence.firstSeen?.value),
    timeText(lastSeen),
    device.sources.join(' '),
    vendor?.value ?? '',
    model?.value ?? '',
    device.id,
  ];
}

/** The same for programs, with the basis of every attribute. */
export function inventoryJson({ device, attributes, presence, lastSeen }: InventoryDevice): object {
  const { id, name, names, addresses, os, sources, mergedBy, isInternetFacing, exposureReason } = device;
  return {
    id,
    name,
    names,
    addresses,
    os,
    sources,
    mergedBy,
    ...attributes,
    ...(presence.firstSeen === undefined
      ? {}
      : { firstSeen: { ...presence.firstSeen, value: timeText(presence.firstSeen.value) } }),
    newlyDiscovered: presence.isNew,
    transient: presence.isTransient,
    ...(lastSeen === undefined ? {} : { lastSeen: timeText(lastSeen) }),
    ...(isInternetFacing === undefined
      ? {}
      : { internetFacing: { value: isInternetFacing, basis: [exposureReason ?? ''] } }),
  };
}

/** One device for people: a line for each attribute, below it what the attribute rests on. */
export function deviceText({ device, attributes, presence, lastSeen }: InventoryDevice): string {
  const { category, type, subtype, vendor, model, onboarding, health, against } = attributes;
  const { isInternetFacing, exposureReason } = device;
  const internet =
    isInternetFacing === undefined
      ? undefined
      : {
          value: isInternetFacing ? 'yes' : 'no',
          basis: exposureReason === undefined ? [] : [exposureReason],
        };
  const { firstSeen, isTransient } = presence;
  const first = firstSeen === undefined ? undefined : { ...firstSeen, value: timeText(firstSeen.value) };
  const plain = (value: string) => ({ value, basis: [] });
  const lines: readonly (readonly [
    string,
    { readonly value: string; readonly basis: readonly string[] } | undefined,
  ])[] = [
    ['category', category],
    ['type', type],
    ['subtype', subtype],
    ['maker', vendor],
    ['model', model],
    ['system', device.os === '' ? undefined : plain(device.os)],
    ['sensor', onboarding],
    ['health', onboarding.value === 'Onboarded' ? health : plain('not applicable: no sensor is known on it')],
    ['internet', internet],
    ['addresses', plain(device.addresses.join(' '))],
    ['first seen', first],
    ['last seen', lastSeen === undefined ? undefined : plain(timeText(lastSeen))],
    ['transient', { value: isTransient.value ? 'yes' : 'no', basis: isTransient.basis }],
    ['seen by', plain(device.sources.join(' '))],
  ];
  const text = [
    `${device.name}  (${device.id})`,
    ...lines.flatMap(([name, said]) => [
      `  ${name.padEnd(11)} ${said?.value ?? 'unknown'}`,
      ...(said?.basis ?? []).map((reason) => `              ${reason}`),
    ]),
    ...against.map((reason) => `  outweighed  ${reason}`),
  ];
  return text.map((line) => `${printable(line)}\n`).join('');
}

/** One line of counts over what was listed. */
export function countsText(tab: Tab, records: readonly InventoryDevice[]): string {
  const { total, notOnboarded, newlyDiscovered, internetFacing } = countTab(
    tab,
    records.map(({ device, attributes, presence }) => ({
      attributes,
      presence,
      isInternetFacing: device.isInternetFacing,
    })),
  );
  return `${total} ${total === 1 ? 'device' : 'devices'}, ${notOnboarded} not onboarded, ${newlyDiscovered} newly discovered, ${internetFacing} internet-facing\n`;
}

function timeText(time: number | undefined): string {
  return time === undefined ? '' : new Date(time).toISOString();
}
