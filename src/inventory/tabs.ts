import type { Attributes } from './attributes.ts';
import type { DeviceCategory } from './device-kind.ts';
import type { Presence } from './presence.ts';

/** The parts that an inventory is looked at in, and the categories of each; all: every device. */
const categoriesOf = {
  all: undefined,
  computers: ['Computers and Mobile'],
  network: ['Network Device'],
  'iot-ot': ['IoT', 'OT', 'BMS', 'Medical'],
  uncategorized: ['Unknown'],
} as const satisfies Readonly<Record<string, readonly DeviceCategory[] | undefined>>;

export type Tab = keyof typeof categoriesOf;

export const tabs = Object.keys(categoriesOf) as readonly Tab[];

/** Whether a device stands in a tab. */
export function inTab(tab: Tab, { category }: Pick<Attributes, 'category'>): boolean {
  const categories: readonly DeviceCategory[] | undefined = categoriesOf[tab];
  return categories === undefined || categories.includes(category.value);
}

/** What the counts of a tab look at. */
interface Counted {
  readonly attributes: Attributes;
  readonly presence: Presence;
  readonly isInternetFacing: boolean | undefined;
}

/** Counts over the devices of a tab. */
export function countTab(
  tab: Tab,
  devices: readonly Counted[],
): Readonly<Record<'total' | 'notOnboarded' | 'newlyDiscovered' | 'internetFacing', number>> {
  const shown = devices.filter(({ attributes }) => inTab(tab, attributes));
  const count = (fits: (device: Counted) => boolean): number => shown.filter(fits).length;
  return {
    total: shown.length,
    notOnboarded: count(({ attributes }) => attributes.onboarding.value === 'Can be onboarded'),
    newlyDiscovered: count(({ presence }) => presence.isNew),
    internetFacing: count(({ isInternetFacing }) => isInternetFacing === true),
  };
}
