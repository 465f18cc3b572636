import { real, whole, type Cell, type Process, type Row } from './process.ts';
import { evenWindows } from './timeline.ts';

/**
 * A percentile (nearest rank) of the values of so many windows up to each one. Inputs: one row of percentile, length of a
 * window and number of windows; the values as value, place on the line, dimensions.
 */
export const rollingPercentile: Process = {
  name: 'rolling percentile',
  title: 'rolling_percentile',
  inputs: 2,
  maxRows: 1_000_000,
  run(_, [parameters, rows]) {
    const [percent, step, count] = parameters?.[0] ?? [];
    const share = (real(percent) ?? 0) / 100;
    const size = whole(step) ?? 0n;
    const width = whole(count) ?? 0n;
    if (size <= 0n || width <= 0n) return 'the length of a window and the number of windows must be positive';
    if (width > 10_000n) return 'rolling_percentile takes at most 10000 windows';
    const windows = evenWindows(0n, size);
    const groups = new Map<string, { dimensions: readonly Cell[]; bins: Map<bigint, [number, Cell][]> }>();
    for (const [value, place, ...dimensions] of rows ?? []) {
      const at = whole(place);
      const number = real(value);
      if (at === null || number === null) continue;
      const key = JSON.stringify(dimensions);
      const group = groups.get(key) ?? { dimensions, bins: new Map<bigint, [number, Cell][]>() };
      groups.set(key, group);
      const bin = windows.of(at);
      const cells = group.bins.get(bin) ?? [];
      group.bins.set(bin, cells);
      cells.push([number, value ?? null]);
    }
    const results: Row[] = [];
    for (const { dimensions, bins } of groups.values())
      for (const bin of [...bins.keys()].sort((a, b) => (a < b ? -1 : 1))) {
        const values: [number, Cell][] = [];
        for (let back = 0n; back < width; back += 1n) values.push(...(bins.get(bin - back * size) ?? []));
        values.sort(([a], [b]) => a - b);
        const rank = Math.min(values.length, Math.max(1, Math.ceil(share * values.length)));
        results.push([String(bin), ...dimensions, values[rank - 1]?.[1] ?? null]);
      }
    return results;
  },
};
