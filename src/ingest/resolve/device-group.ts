import type { EpochMs } from '../../base/time.ts';
import type { DeviceKey } from './device-keys.ts';
import { systemFamily } from './system-family.ts';

/** When something was seen; without a stated time it may have been at any. */
export interface Span {
  readonly from: EpochMs;
  readonly until: EpochMs;
}

/** What is known of a device while it is being put together. */
export interface Group {
  /** Values of exclusive spaces, each with when it was seen. */
  readonly exclusive: Map<string, Map<string, Span>>;
  readonly names: Set<string>;
  readonly fqdns: Set<string>;
  readonly macs: Set<string>;
  readonly systems: Set<string>;
  /** Reports that name it. */
  readonly reports: Set<number>;
  /** Handles of decisions that it holds. */
  readonly handles: Set<string>;
  /** From the first to the last stated time; empty (from after until) when none is stated. */
  seen: Span;
}

const always: Span = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
const never: Span = { from: Number.POSITIVE_INFINITY, until: Number.NEGATIVE_INFINITY };

/** What one sighting knows. */
export function groupOf(
  sighting: {
    readonly time?: EpochMs | undefined;
    readonly report?: number | undefined;
    readonly OSPlatform?: string | undefined;
  },
  keys: readonly DeviceKey[],
  handles: readonly string[],
): Group {
  const { time, report } = sighting;
  const stated = time === undefined ? undefined : { from: time, until: time };
  const ofClass = (name: DeviceKey['class']): Set<string> =>
    new Set(keys.filter((key) => key.class === name).map((key) => key.text));
  const exclusive = new Map<string, Map<string, Span>>();
  for (const { class: keyClass, space, text } of keys) {
    if (keyClass !== 'agent' && keyClass !== 'hardware' && keyClass !== 'directory') continue;
    const values = exclusive.get(space) ?? new Map<string, Span>();
    exclusive.set(space, values.set(text, stated ?? always));
  }
  const system = systemFamily(sighting.OSPlatform);
  return {
    exclusive,
    names: ofClass('name'),
    fqdns: ofClass('fqdn'),
    macs: ofClass('mac'),
    systems: new Set(system === undefined ? [] : [system]),
    reports: new Set(report === undefined ? [] : [report]),
    handles: new Set(handles),
    seen: stated ?? never,
  };
}

/** Adds what is known of one to the other. */
export function absorb(into: Group, from: Group): void {
  for (const [space, values] of from.exclusive) {
    const known = into.exclusive.get(space) ?? new Map<string, Span>();
    into.exclusive.set(space, known);
    for (const [value, span] of values) known.set(value, join(known.get(value) ?? never, span));
  }
  for (const part of ['names', 'fqdns', 'macs', 'systems', 'handles'] as const)
    for (const text of from[part]) into[part].add(text);
  for (const report of from.reports) into.reports.add(report);
  into.seen = join(into.seen, from.seen);
}

function join(a: Span, b: Span): Span {
  return { from: Math.min(a.from, b.from), until: Math.max(a.until, b.until) };
}

/** Whether the one was seen no more when the other was first seen; false when a time is not known. */
export function follows(a: Span, b: Span): boolean {
  return a.until < b.from || b.until < a.from;
}

/** From the first to the last time of several. */
export function spanOf(spans: Iterable<Span>): Span {
  let all = never;
  for (const span of spans) all = join(all, span);
  return all;
}
