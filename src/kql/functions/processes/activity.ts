import { realCell, whole, type Cell, type Process, type Row } from './process.ts';
import { calendarWindows, evenWindows, type Windows } from './timeline.ts';

export type ActivityKind = 'counts' | 'metrics' | 'engagement' | 'new' | 'sliding' | 'users';

export interface ActivitySettings {
  readonly kind: ActivityKind;
  /** The step is a calendar unit instead of a length. */
  readonly unit?: 'week' | 'month' | 'year';
}

/** Values of one call, missing ones null. */
interface Options {
  readonly start: bigint | null;
  readonly end: bigint | null;
  readonly windows: Windows;
  readonly step: bigint;
  /** Lookback, outer window or cohort. */
  readonly more: bigint | null;
  readonly period: bigint;
  readonly times: bigint;
}

interface Event {
  readonly id: string;
  readonly time: bigint;
}

/** Events of one combination of dimensions. */
interface Slice {
  readonly dimensions: readonly Cell[];
  readonly events: readonly Event[];
}

/** Windows that one event may lie in, and windows of one analysis. */
const maxWindows = 20_000n;

/**
 * The plugins that count ids in windows of time. Inputs: one row of start, end, step, lookback (or outer window, or cohort),
 * period and number of periods; the events as id, time, dimensions; ids seen before. Windows start at `start`.
 */
export const activity: Process = {
  name: 'activity',
  title: 'a plugin that counts activity',
  inputs: 3,
  maxRows: 1_000_000,
  run(given, [parameters, rows, seen]) {
    const { kind, unit } = given as ActivitySettings;
    const [start = null, end = null, step = null, more = null, period = null, times = null] = (
      parameters?.[0] ?? []
    ).map((cell) => (cell === 'week' || cell === 'month' || cell === 'year' ? null : whole(cell)));
    if (unit === undefined && (step === null || step <= 0n)) return 'the length of a window must be positive';
    const options: Options = {
      start,
      end,
      windows: unit === undefined ? evenWindows(start ?? 0n, step!) : calendarWindows(unit),
      step: step ?? 1n,
      more,
      period: period ?? 1n,
      times: times ?? 1n,
    };
    const known = new Set((seen ?? []).map(([id]) => id ?? ''));
    const results: Row[] = [];
    for (const slice of slices(rows ?? [])) {
      const found = kinds[kind](slice, options, known);
      if (typeof found === 'string') return found;
      results.push(...found);
    }
    return results;
  },
};

function slices(rows: readonly Row[]): Iterable<Slice> {
  const found = new Map<string, { dimensions: readonly Cell[]; events: Event[] }>();
  for (const [id, time, ...dimensions] of rows) {
    const moment = whole(time);
    if (moment === null) continue;
    const key = JSON.stringify(dimensions);
    const slice = found.get(key) ?? { dimensions, events: [] };
    found.set(key, slice);
    slice.events.push({ id: id ?? '', time: moment });
  }
  return found.values();
}

type Count = (slice: Slice, options: Options, known: ReadonlySet<string>) => readonly Row[] | string;

function inside({ time }: Event, { start, end }: Options): boolean {
  return (start === null || time >= start) && (end === null || time <= end);
}

interface Window {
  readonly start: bigint;
  readonly ids: Set<string>;
  count: number;
}

/** The windows that have events, in their order. */
function windowsOf(events: readonly Event[], { windows }: Options): readonly Window[] {
  const found = new Map<bigint, Window>();
  for (const { id, time } of events) {
    const start = windows.of(time);
    const window = found.get(start) ?? { start, ids: new Set<string>(), count: 0 };
    found.set(start, window);
    window.ids.add(id);
    window.count += 1;
  }
  return [...found.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
}

const counts: Count = ({ dimensions, events }, options) => {
  const seen = new Set<string>();
  return windowsOf(
    events.filter((event) => inside(event, options)),
    options,
  ).map(({ start, ids, count }) => {
    const before = seen.size;
    for (const id of ids) seen.add(id);
    return [start, ...[...dimensions], count, ids.size, seen.size - before, seen.size].map(text);
  });
};

const metrics: Count = ({ dimensions, events }, options) => {
  const all = windowsOf(
    events.filter((event) => inside(event, options)),
    options,
  );
  return all.map(({ start, ids }, index) => {
    const last = all[index - 1];
    const previous =
      last !== undefined && options.windows.next(last.start) === start ? last.ids : new Set<string>();
    const retained = [...ids].filter((id) => previous.has(id)).length;
    const rates = [retained / previous.size, (previous.size - retained) / previous.size];
    return [...[start, ...dimensions, ids.size, ids.size - retained].map(text), ...rates.map(realCell)];
  });
};

/** Events in every window that lies within the lookback after them. */
function spread(events: readonly Event[], options: Options, length: bigint): readonly Window[] | string {
  const { windows, start, end } = options;
  const found = new Map<bigint, Window>();
  for (const { id, time } of events) {
    if (end !== null && time > end) continue;
    const first = windows.of(time);
    let steps = 0n;
    for (let at = first; at < first + length; at = windows.next(at)) {
      if ((steps += 1n) > maxWindows) return `the lookback is longer than ${maxWindows} windows`;
      if ((start !== null && at < windows.of(start)) || (end !== null && at > end)) continue;
      const window = found.get(at) ?? { start: at, ids: new Set<string>(), count: 0 };
      found.set(at, window);
      window.ids.add(id);
      window.count += 1;
    }
  }
  return [...found.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
}

const sliding: Count = ({ dimensions, events }, options) => {
  const found = spread(events, options, options.more ?? options.step);
  if (typeof found === 'string') return found;
  return found.map(({ start, ids, count }) => [start, ...dimensions, count, ids.size].map(text));
};

const engagement: Count = ({ dimensions, events }, options) => {
  const outer = spread(events, options, options.more ?? options.step);
  if (typeof outer === 'string') return outer;
  const wide = new Map(outer.map(({ start, ids }) => [start, ids.size]));
  return windowsOf(
    events.filter((event) => inside(event, options)),
    options,
  ).map(({ start, ids }) => {
    const all = wide.get(start) ?? ids.size;
    return [...[start, ...dimensions, ids.size, all].map(text), realCell(ids.size / all)];
  });
};

const users: Count = ({ dimensions, events }, options) => {
  const { windows, more, period, times, start } = options;
  if (period <= 0n) return 'the period must be positive';
  const periods = evenWindows(start ?? 0n, period);
  const byId = new Map<string, bigint[]>();
  for (const { id, time } of events) byId.set(id, [...(byId.get(id) ?? []), time]);
  const active = new Map<bigint, Set<string>>();
  for (const [id, unsorted] of byId) {
    const moments = unsorted.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const held = new Map<bigint, number>();
    let first = 0;
    for (const time of moments) {
      const mine = periods.of(time);
      held.set(mine, (held.get(mine) ?? 0) + 1);
      for (; moments[first]! <= time - (more ?? 0n) && moments[first]! < time; first += 1) {
        const gone = periods.of(moments[first]!);
        const left = (held.get(gone) ?? 1) - 1;
        if (left === 0) held.delete(gone);
        else held.set(gone, left);
      }
      if (BigInt(held.size) < times || !inside({ id, time }, options)) continue;
      const at = windows.of(time);
      active.set(at, (active.get(at) ?? new Set<string>()).add(id));
    }
  }
  return [...active]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([at, ids]) => [at, ...dimensions, ids.size].map(text));
};

/** Each cohort of ids first seen in one window, against that window and each later one. */
const cohorts: Count = ({ dimensions, events }, options, known) => {
  const { windows, start, end, more } = options;
  const all = windowsOf(
    events.filter((event) => inside(event, options)),
    options,
  );
  const byStart = new Map(all.map((window) => [window.start, window.ids]));
  const firstSeen = new Map<string, bigint>();
  for (const { start: at, ids } of all)
    for (const id of ids) if (!known.has(id) && !firstSeen.has(id)) firstSeen.set(id, at);
  const starts: bigint[] = [];
  const last = end ?? all.at(-1)?.start ?? 0n;
  for (let at = windows.of(start ?? all[0]?.start ?? 0n); at <= last; at = windows.next(at)) {
    starts.push(at);
    if (starts.length > 2000) return 'new_activity_metrics compares at most 2000 windows';
  }
  const rows: Row[] = [];
  for (const from of starts) {
    if (more !== null && windows.of(more) !== from) continue;
    const cohort = [...(byStart.get(from) ?? [])].filter((id) => firstSeen.get(id) === from);
    if (cohort.length === 0) continue;
    for (const to of starts.filter((at) => at >= from)) {
      const ids = byStart.get(to) ?? new Set<string>();
      const fresh =
        to === from ? cohort.length : [...ids].filter((id) => (firstSeen.get(id) ?? from) > from).length;
      const retained = cohort.filter((id) => ids.has(id)).length;
      const churned = cohort.length - retained;
      const rates = [retained / cohort.length, churned / cohort.length].map(realCell);
      rows.push([...[from, to, ...dimensions, fresh, retained, churned].map(text), ...rates]);
    }
  }
  return rows;
};

const kinds: Readonly<Record<ActivityKind, Count>> = {
  counts,
  metrics,
  engagement,
  new: cohorts,
  sliding,
  users,
};

function text(value: Cell | bigint | number): Cell {
  return value === null ? null : String(value);
}
