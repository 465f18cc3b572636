import { countTab, type DeviceRecord, type Tab } from '../../app/kept/index.ts';

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
  'last seen',
  'seen by',
  'vendor',
  'model',
  'id',
] as const;

/** One device under these columns; an empty cell is unknown. */
export function inventoryRow({ device, attributes, lastSeen }: DeviceRecord): readonly string[] {
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
    lastSeen === undefined ? '' : new Date(lastSeen).toISOString(),
    device.sources.join(' '),
    vendor?.value ?? '',
    model?.value ?? '',
    device.id,
  ];
}

/** The same for programs, with the basis of every attribute. */
export function inventoryJson({ device, attributes, lastSeen }: DeviceRecord): object {
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
    ...(lastSeen === undefined ? {} : { lastSeen: new Date(lastSeen).toISOString() }),
    ...(isInternetFacing === undefined
      ? {}
      : { internetFacing: { value: isInternetFacing, basis: [exposureReason ?? ''] } }),
  };
}

/** One line of counts over what was listed. */
export function countsText(tab: Tab, records: readonly DeviceRecord[]): string {
  const { total, notOnboarded, internetFacing } = countTab(
    tab,
    records.map(({ device, attributes }) => ({ attributes, isInternetFacing: device.isInternetFacing })),
  );
  return `${total} ${total === 1 ? 'device' : 'devices'}, ${notOnboarded} not onboarded, ${internetFacing} internet-facing\n`;
}
