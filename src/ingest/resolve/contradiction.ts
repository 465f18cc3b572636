import type { KeyClass } from './device-keys.ts';
import { follows, spanOf, type Group } from './device-group.ts';
import type { IdentityRules } from './identity-rules.ts';

/** Two sightings by address alone must lie this close in time. */
const addressWindowMs = 24 * 3600 * 1000;

/**
 * Why two devices that share a key of a class are not one all the same, in words; undefined: nothing speaks against it.
 * Names and MAC addresses speak for or against only where both devices have some.
 */
export function contradiction(
  rules: IdentityRules,
  keyClass: KeyClass,
  a: Group,
  b: Group,
): string | undefined {
  const names = compare(a.names, b.names);
  const macs = compare(a.macs, b.macs);
  for (const [space, values] of a.exclusive) {
    const others = b.exclusive.get(space);
    if (others === undefined || [...values.keys()].some((value) => others.has(value))) continue;
    const mayFollow =
      rules.idsFollowEachOther &&
      follows(spanOf(values.values()), spanOf(others.values())) &&
      isSucceeded(space, keyClass, names, macs);
    if (!mayFollow)
      return `their ids differ: ${first(values.keys())} and ${first(others.keys())}${
        rules.idsFollowEachOther ? ', and nothing shows that one followed the other on the same machine' : ''
      }`;
  }
  switch (keyClass) {
    case 'directory':
    case 'fqdn':
      return undefined;
    case 'agent':
    case 'hardware':
      if (!rules.copiesStayApart || names !== 'differ' || macs === 'meet') return undefined;
      if (macs === 'differ')
        return 'all their names and MAC addresses differ: copies of one template share this id';
      return [...a.reports].some((report) => b.reports.has(report))
        ? 'one report names both, with different names: copies of one template share this id'
        : undefined;
    case 'mac':
      return names === 'differ'
        ? 'their names differ: docking stations and adapters go from device to device'
        : undefined;
    case 'name':
      if (compare(a.systems, b.systems) === 'differ') return 'their operating systems differ';
      return compare(a.fqdns, b.fqdns) === 'differ' ? 'their full names differ' : undefined;
    case 'address':
      if (compare(a.systems, b.systems) === 'differ') return 'their operating systems differ';
      if (rules.macsRefuteAddresses && macs === 'differ') return 'their MAC addresses differ';
      if (!Number.isFinite(a.seen.from) || !Number.isFinite(b.seen.from))
        return 'a report states no time, and addresses change hands';
      if (a.seen.from - b.seen.until > addressWindowMs || b.seen.from - a.seen.until > addressWindowMs)
        return 'they were seen with it more than a day apart, and addresses change hands';
      return a.names.size > 0 && b.names.size > 0 ? 'both have names of their own' : undefined;
  }
}

/** Whether an id may have been followed by another one on the machine that the shared key stands for. */
function isSucceeded(space: string, keyClass: KeyClass, names: Comparison, macs: Comparison): boolean {
  // The hardware does not follow itself.
  if (space === 'uuid' || space === 'serial') return false;
  if (keyClass === 'hardware') return names !== 'differ' || macs === 'meet';
  if (keyClass === 'agent') return names !== 'differ' || macs === 'meet';
  return keyClass === 'mac' && names === 'meet';
}

type Comparison = 'meet' | 'differ' | 'unknown';

function compare(a: ReadonlySet<string>, b: ReadonlySet<string>): Comparison {
  if (a.size === 0 || b.size === 0) return 'unknown';
  for (const value of a) if (b.has(value)) return 'meet';
  return 'differ';
}

function first(values: Iterable<string>): string {
  return [...values].sort()[0]!;
}
