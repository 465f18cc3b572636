import type { EpochMs } from '../../base/time.ts';
import {
  deviceKeys,
  keyClasses,
  type DeviceKey,
  type DeviceKeyColumns,
  type KeyClass,
} from './device-keys.ts';
import { UnionFind } from './union-find.ts';

/** The observation of a device as far as identity goes. */
export interface DeviceSighting extends DeviceKeyColumns {
  readonly Ref: string;
  /** Source that saw it. */
  readonly source: string;
  /** When the report is of; undefined when it states no time. */
  readonly time?: EpochMs | undefined;
  readonly OSPlatform?: string | undefined;
}

/** Why two sightings are one device. */
export interface MergeReason {
  readonly class: KeyClass;
  readonly key: string;
  readonly sources: readonly string[];
}

export interface ResolvedDevice {
  /** Indices into the sightings. */
  readonly sightings: readonly number[];
  readonly keys: readonly DeviceKey[];
  readonly reasons: readonly MergeReason[];
}

/** Two sightings by address alone must lie this close in time. */
const addressWindowMs = 24 * 3600 * 1000;

/**
 * Joins sightings of several reports into devices. Classes of keys are applied from the strongest to the weakest. A key
 * joins two devices unless they contradict each other: different values of one exclusive space (two SIDs, two ids of one
 * agent product), or for MAC addresses names that have nothing in common (docking stations travel). A bare host name joins
 * only where it points to one device; an address only where it points to one, the sightings are at most a day apart, the
 * operating systems agree, and one of the two has no name of its own. The result is independent of the order of input.
 */
export function resolveDevices(unordered: readonly DeviceSighting[]): readonly ResolvedDevice[] {
  const order = canonicalOrder(unordered);
  const sightings = order.map((i) => unordered[i]!);
  const keys = sightings.map(deviceKeys);
  const sets = new UnionFind(sightings.length);
  const groups = new Map<number, Group>();
  sightings.forEach((sighting, i) => groups.set(i, groupOf(sighting, keys[i]!)));
  const reasons = new Map<number, MergeReason[]>();

  // One ref is one device by the word of its own source (a report may speak of a device several times).
  for (const members of valuesByKey(sightings.map((s) => [s.Ref]))) joinAll(members);

  for (const keyClass of keyClasses) {
    const index = new Map<string, number[]>();
    keys.forEach((list, i) => {
      for (const key of list) {
        if (key.class !== keyClass) continue;
        const members = index.get(key.text);
        if (members === undefined) index.set(key.text, [i]);
        else members.push(i);
      }
    });
    const texts = [...index.keys()].sort();
    for (const text of texts) joinBy(keyClass, text, index.get(text)!);
  }

  const result = new Map<number, number[]>();
  sightings.forEach((_, i) => {
    const root = sets.find(i);
    const members = result.get(root);
    if (members === undefined) result.set(root, [i]);
    else members.push(i);
  });
  return [...result].map(([root, members]) => ({
    sightings: members.map((i) => order[i]!),
    keys: distinctKeys(members.flatMap((i) => keys[i]!)),
    reasons: reasons.get(root) ?? [],
  }));

  function joinAll(members: readonly number[]): void {
    for (const member of members.slice(1)) merge(members[0]!, member);
  }

  function joinBy(keyClass: KeyClass, text: string, members: readonly number[]): void {
    const roots = [...new Set(members.map((i) => sets.find(i)))];
    if (roots.length < 2) return;
    if ((keyClass === 'name' || keyClass === 'address') && !pointsToOne(keyClass, roots)) return;
    // First come, first joined would depend on order: clusters are built around the lowest index that agrees.
    const clusters: number[] = [];
    for (const root of roots.sort((a, b) => a - b)) {
      const fit = clusters.findIndex((cluster) =>
        agree(keyClass, groups.get(sets.find(cluster))!, groups.get(root)!),
      );
      if (fit < 0) {
        clusters.push(root);
        continue;
      }
      const sources = [...new Set(members.map((i) => sightings[i]!.source))].sort();
      merge(clusters[fit]!, root, { class: keyClass, key: text, sources });
    }
  }

  /** At most one of the devices has a better name: the weak key says which one the others are. */
  function pointsToOne(keyClass: KeyClass, roots: readonly number[]): boolean {
    const named = roots.filter((root) => {
      const group = groups.get(root)!;
      return keyClass === 'name' ? group.fqdns.size > 0 : group.names.size > 0;
    });
    return keyClass === 'name' ? named.length <= 1 || sameFqdn(named) : named.length <= 1;
  }

  function sameFqdn(roots: readonly number[]): boolean {
    const all = roots.map((root) => groups.get(root)!.fqdns);
    return all.every((fqdns) => [...fqdns].some((name) => all[0]!.has(name)));
  }

  function merge(a: number, b: number, reason?: MergeReason): void {
    const x = sets.find(a);
    const y = sets.find(b);
    if (x === y) return;
    const root = sets.join(x, y);
    const other = root === x ? y : x;
    absorb(groups.get(root)!, groups.get(other)!);
    groups.delete(other);
    const merged = [
      ...(reasons.get(root) ?? []),
      ...(reasons.get(other) ?? []),
      ...(reason === undefined ? [] : [reason]),
    ];
    reasons.delete(other);
    if (merged.length > 0) reasons.set(root, merged);
  }
}

/** Sightings by what they say, so that neither the order of files nor the numbers of imports decide anything. */
function canonicalOrder(sightings: readonly DeviceSighting[]): readonly number[] {
  const texts = sightings.map((sighting) => {
    const keys = deviceKeys(sighting).map((key) => key.text);
    return `${keys.sort().join(' ')} ${sighting.source} ${sighting.time ?? ''} ${sighting.OSPlatform ?? ''}`;
  });
  return sightings
    .map((_, i) => i)
    .sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : a - b));
}

/** What is known of a device while it is being put together. */
interface Group {
  /** Values of exclusive spaces. */
  readonly exclusive: Map<string, Set<string>>;
  readonly names: Set<string>;
  readonly fqdns: Set<string>;
  readonly systems: Set<string>;
  from: EpochMs;
  until: EpochMs;
}

function groupOf(sighting: DeviceSighting, keys: readonly DeviceKey[]): Group {
  const exclusive = new Map<string, Set<string>>();
  const names = new Set<string>();
  const fqdns = new Set<string>();
  for (const key of keys) {
    if (key.class === 'agent' || key.class === 'hardware' || key.class === 'directory') {
      const values = exclusive.get(key.space);
      if (values === undefined) exclusive.set(key.space, new Set([key.text]));
      else values.add(key.text);
    }
    if (key.class === 'name') names.add(key.text);
    if (key.class === 'fqdn') fqdns.add(key.text);
  }
  const system = systemFamily(sighting.OSPlatform);
  return {
    exclusive,
    names,
    fqdns,
    systems: new Set(system === undefined ? [] : [system]),
    from: sighting.time ?? Number.POSITIVE_INFINITY,
    until: sighting.time ?? Number.NEGATIVE_INFINITY,
  };
}

function absorb(into: Group, from: Group): void {
  for (const [space, values] of from.exclusive) {
    const known = into.exclusive.get(space);
    if (known === undefined) into.exclusive.set(space, new Set(values));
    else for (const value of values) known.add(value);
  }
  for (const name of from.names) into.names.add(name);
  for (const name of from.fqdns) into.fqdns.add(name);
  for (const system of from.systems) into.systems.add(system);
  into.from = Math.min(into.from, from.from);
  into.until = Math.max(into.until, from.until);
}

function agree(keyClass: KeyClass, a: Group, b: Group): boolean {
  for (const [space, values] of a.exclusive) {
    const others = b.exclusive.get(space);
    if (others !== undefined && ![...values].some((value) => others.has(value))) return false;
  }
  if (keyClass === 'agent' || keyClass === 'hardware' || keyClass === 'directory' || keyClass === 'fqdn')
    return true;
  if (keyClass === 'mac') return a.names.size === 0 || b.names.size === 0 || meets(a.names, b.names);
  if (a.systems.size > 0 && b.systems.size > 0 && !meets(a.systems, b.systems)) return false;
  if (keyClass === 'name') return a.fqdns.size === 0 || b.fqdns.size === 0 || meets(a.fqdns, b.fqdns);
  const sameDay = a.from - b.until <= addressWindowMs && b.from - a.until <= addressWindowMs;
  return (
    sameDay &&
    Number.isFinite(a.from) &&
    Number.isFinite(b.from) &&
    (a.names.size === 0 || b.names.size === 0)
  );
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const value of a) if (b.has(value)) return true;
  return false;
}

/** Coarse family of an operating system, undefined when the text names none. */
export function systemFamily(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/windows|microsoft/i.test(text)) return 'windows';
  if (/\bmac ?os|\bos x|darwin/i.test(text)) return 'macos';
  if (/linux|ubuntu|debian|centos|red ?hat|rhel|suse|fedora|alma|rocky|amazon|oracle|alpine/i.test(text))
    return 'linux';
  if (/esxi|vmware/i.test(text)) return 'esxi';
  if (/forti|pan-?os|cisco|ios[- ]?xe|junos|arubaos|routeros|netscaler|big-?ip|sonicos|gaia/i.test(text))
    return 'network';
  return undefined;
}

function valuesByKey(keys: readonly (readonly string[])[]): Iterable<readonly number[]> {
  const index = new Map<string, number[]>();
  keys.forEach((list, i) => {
    for (const key of list) {
      const members = index.get(key);
      if (members === undefined) index.set(key, [i]);
      else members.push(i);
    }
  });
  return index.values();
}

function distinctKeys(keys: readonly DeviceKey[]): readonly DeviceKey[] {
  const byText = new Map(keys.map((key) => [key.text, key]));
  return [...byText.values()].sort(
    (a, b) =>
      keyClasses.indexOf(a.class) - keyClasses.indexOf(b.class) ||
      (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
  );
}
