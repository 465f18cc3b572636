import type { RankedAction } from '../app/index.ts';
import { count, grouped, hours } from './figures.ts';
import { markup, type Fill } from './html.ts';
import { names } from './listing.ts';

const listedNames = 2;

/** Size and hours of the work. */
export function effortCell({ effort }: RankedAction): string {
  return `${effort.level}, ${hours(effort.hours)}`;
}

/** Who notices; the number only where the input tells it. */
export function userImpactCell({ userImpact: { level, people } }: RankedAction): string {
  return people === undefined ? level : `${level}, ${count(people, 'person', 'people')}`;
}

/** What the action changes, in a few words; accounts only when it changes nothing else. */
export function affectedCell({ affected: on }: RankedAction): Fill {
  const parts: Fill[] = [];
  if (on.devices.length > 0) parts.push(names(on.devices, listedNames));
  if (on.resources.length > 0) parts.push(names(on.resources, listedNames));
  if (on.identities.length > 0 && parts.length === 0) parts.push(names(on.identities, listedNames));
  if (on.cves > 0)
    parts.push(
      `${count(on.cves, 'CVE')}${on.knownExploitedCves > 0 ? `, ${grouped(on.knownExploitedCves)} known exploited` : ''}`,
    );
  return parts.map((part) => markup`<div>${part}</div>`);
}
