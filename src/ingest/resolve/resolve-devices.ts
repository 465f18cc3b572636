import type { EpochMs } from '../../base/time.ts';
import { contradiction } from './contradiction.ts';
import { absorb, groupOf, type Group } from './device-group.ts';
import {
  deviceKeys,
  keyClasses,
  type DeviceKey,
  type DeviceKeyColumns,
  type KeyClass,
} from './device-keys.ts';
import { usualIdentityPolicy, type IdentityPolicy } from './identity-rules.ts';
import { UnionFind } from './union-find.ts';

/** The observation of a device as far as identity goes. */
export interface DeviceSighting extends DeviceKeyColumns {
  readonly Ref: string;
  /** Source that saw it. */
  readonly source: string;
  /** Number of the report; undefined: unknown which other sightings are of the same report. */
  readonly report?: number | undefined;
  /** When the report is of; undefined when it states no time. */
  readonly time?: EpochMs | undefined;
  readonly OSPlatform?: string | undefined;
}

/** Why two sightings are one device: a key that both have, or what a person decided. */
export interface MergeReason {
  readonly class: KeyClass | 'decision';
  readonly key: string;
  readonly sources: readonly string[];
}

export interface ResolvedDevice {
  /** The strongest key that no other device has; undefined: it has none. */
  readonly id?: string;
  /** Indices into the sightings. */
  readonly sightings: readonly number[];
  readonly keys: readonly DeviceKey[];
  readonly reasons: readonly MergeReason[];
}

/** Devices that share a key and are two all the same. */
export interface KeptApart {
  readonly class: KeyClass | 'decision';
  readonly key: string;
  /** A sighting of the one and one of the other. */
  readonly sightings: readonly [number, number];
  readonly because: string;
}

export interface Resolution {
  readonly devices: readonly ResolvedDevice[];
  readonly apart: readonly KeptApart[];
}

/**
 * Joins sightings of several reports into devices. First by the word of their own source, then as people decided, then by keys
 * from the strongest class to the weakest. A key joins two devices unless something contradicts it (`contradiction`). A bare
 * host name and an address join only where they point to one device. The result is independent of the order of input.
 */
export function resolveDevices(
  unordered: readonly DeviceSighting[],
  { rules, decisions }: IdentityPolicy = usualIdentityPolicy,
): Resolution {
  const order = canonicalOrder(unordered);
  const sightings = order.map((i) => unordered[i]!);
  const keys = sightings.map(deviceKeys);
  const handles = handlesOf(sightings, keys, new Set(decisions.flatMap(({ a, b }) => [a, b])));
  const sets = new UnionFind(sightings.length);
  const groups = new Map<number, Group>();
  sightings.forEach((sighting, i) => groups.set(i, groupOf(sighting, keys[i]!, handles[i]!)));
  const different = decisions.filter(({ kind }) => kind === 'different');
  const reasons = new Map<number, MergeReason[]>();
  const apart: KeptApart[] = [];

  // One ref is one device by the word of its own source (a report may speak of a device several times).
  for (const members of indexOf(sightings.map(({ Ref }) => [Ref])).values())
    for (const member of members.slice(1)) merge(members[0]!, member);

  const ofHandle = indexOf(handles);
  for (const { kind, a, b } of decisions) {
    if (kind !== 'same') continue;
    const roots = rootsOf([...(ofHandle.get(a) ?? []), ...(ofHandle.get(b) ?? [])]);
    // The word of a person holds only where both are known.
    if (!ofHandle.has(a) || !ofHandle.has(b)) continue;
    for (const root of roots.slice(1))
      if (decidedApart(groups.get(sets.find(roots[0]!))!, groups.get(root)!) === undefined)
        merge(roots[0]!, root, { class: 'decision', key: `${a} = ${b}`, sources: [] });
  }

  const indices = keyClasses.map((keyClass) => {
    const index = indexOf(
      keys.map((list) => list.filter((key) => key.class === keyClass).map(({ text }) => text)),
    );
    return [keyClass, [...index].sort(([a], [b]) => (a < b ? -1 : 1))] as const;
  });
  let before: number;
  do {
    before = groups.size;
    apart.length = 0;
    for (const [keyClass, index] of indices)
      for (const [text, holders] of index) joinBy(keyClass, text, holders);
  } while (rules.goesOnUntilSettled && groups.size < before);

  const owners = new Map<string, number>();
  const members = new Map<number, number[]>();
  sightings.forEach((_, i) => {
    const root = sets.find(i);
    const list = members.get(root);
    if (list === undefined) members.set(root, [i]);
    else list.push(i);
    for (const { text } of keys[i]!)
      owners.set(text, owners.get(text) === undefined || owners.get(text) === root ? root : -1);
  });
  const devices = [...members].map(([root, list]) => {
    const all = distinctKeys(list.flatMap((i) => keys[i]!));
    // Devices that share every key, as copies do, are still told apart by all of them together.
    const own =
      all.find(({ text }) => owners.get(text) === root)?.text ?? all.map(({ text }) => text).join('+');
    return {
      ...(own === '' ? {} : { id: own }),
      sightings: list.map((i) => order[i]!),
      keys: all,
      reasons: reasons.get(root) ?? [],
    };
  });
  return { devices, apart };

  function joinBy(keyClass: KeyClass, text: string, holders: readonly number[]): void {
    let roots = rootsOf(holders);
    if (roots.length < 2) return;
    const refusal = pointsToMany(keyClass, roots, holders);
    if (refusal !== undefined) {
      keepApart(keyClass, text, roots[0]!, roots[1]!, refusal);
      if (keyClass !== 'address' || !rules.namelessMeet) return;
      roots = roots.filter((root) => groups.get(root)!.names.size === 0);
    }
    // First come, first joined would depend on order: clusters are built around the lowest index that agrees.
    const clusters: number[] = [];
    for (const root of roots) {
      const group = groups.get(root)!;
      let because: string | undefined;
      const fit = clusters.findIndex((cluster) => {
        const other = groups.get(sets.find(cluster))!;
        const refused = decidedApart(other, group) ?? contradiction(rules, keyClass, other, group);
        because ??= refused;
        return refused === undefined;
      });
      if (fit < 0) {
        if (because !== undefined) keepApart(keyClass, text, clusters[0]!, root, because);
        clusters.push(root);
        continue;
      }
      const sources = [...new Set(holders.map((i) => sightings[i]!.source))].sort();
      merge(clusters[fit]!, root, { class: keyClass, key: text, sources });
    }
  }

  /** Why a weak key does not say which of several devices is meant; undefined: it does. */
  function pointsToMany(
    keyClass: KeyClass,
    roots: readonly number[],
    holders: readonly number[],
  ): string | undefined {
    if (keyClass === 'mac' && rules.devicesOfOneMac !== undefined) {
      const most = mostInOneReport(roots, holders);
      return most > rules.devicesOfOneMac
        ? `one report gives it to ${most} devices: it is that of a router on the way`
        : undefined;
    }
    if (keyClass !== 'name' && keyClass !== 'address') return undefined;
    const named = roots.filter((root) => {
      const { fqdns, names } = groups.get(root)!;
      return (keyClass === 'name' ? fqdns : names).size > 0;
    });
    return named.length <= 1 || (keyClass === 'name' && sameFqdn(named))
      ? undefined
      : `${named.length} devices with names of their own have it`;
  }

  function mostInOneReport(roots: readonly number[], holders: readonly number[]): number {
    const ofReport = new Map<number, Set<number>>();
    if (roots.length <= (rules.devicesOfOneMac ?? 0)) return roots.length;
    for (const i of holders) {
      const { report } = sightings[i]!;
      if (report === undefined) continue;
      const set = ofReport.get(report) ?? new Set();
      ofReport.set(report, set.add(sets.find(i)));
    }
    return Math.max(0, ...[...ofReport.values()].map(({ size }) => size));
  }

  function sameFqdn(roots: readonly number[]): boolean {
    const all = roots.map((root) => groups.get(root)!.fqdns);
    return all.every((fqdns) => [...fqdns].some((name) => all[0]!.has(name)));
  }

  function decidedApart(x: Group, y: Group): string | undefined {
    return different.some(
      ({ a, b }) => (x.handles.has(a) && y.handles.has(b)) || (x.handles.has(b) && y.handles.has(a)),
    )
      ? 'a person decided that they are two'
      : undefined;
  }

  function keepApart(keyClass: KeyClass, key: string, x: number, y: number, because: string): void {
    apart.push({ class: keyClass, key, sightings: [order[x]!, order[y]!], because });
  }

  /** The devices of sightings as they are now, by their lowest index. */
  function rootsOf(list: readonly number[]): number[] {
    return [...new Set(list.map((i) => sets.find(i)))].sort((a, b) => a - b);
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
    // Without the number of the import that a reference may begin with.
    const ref = sighting.Ref.replace(/^\d+:/, '');
    return `${keys.sort().join(' ')} ${sighting.source} ${sighting.time ?? ''} ${sighting.OSPlatform ?? ''} ${ref}`;
  });
  return sightings
    .map((_, i) => i)
    .sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : a - b));
}

/** For each sighting, those of its handles that a decision names. */
function handlesOf(
  sightings: readonly DeviceSighting[],
  keys: readonly (readonly DeviceKey[])[],
  named: ReadonlySet<string>,
): readonly (readonly string[])[] {
  return keys.map((list, i) =>
    named.size === 0
      ? []
      : list
          .flatMap(({ text }) => [text, `${text}@${sightings[i]!.source}`])
          .filter((handle) => named.has(handle)),
  );
}

/** Where each text stands. */
function indexOf(lists: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  lists.forEach((list, i) => {
    for (const text of list) {
      const members = index.get(text);
      if (members === undefined) index.set(text, [i]);
      else members.push(i);
    }
  });
  return index;
}

function distinctKeys(keys: readonly DeviceKey[]): readonly DeviceKey[] {
  const byText = new Map(keys.map((key) => [key.text, key]));
  return [...byText.values()].sort(
    (a, b) =>
      keyClasses.indexOf(a.class) - keyClasses.indexOf(b.class) ||
      (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
  );
}
