import { whole, type Process } from './process.ts';

/** Numbers of the rows within so many rows before and after the given ones. Inputs: before and after; numbers, rising. */
export const rowsNear: Process = {
  name: 'rows near',
  title: 'rows_near',
  inputs: 2,
  maxRows: 1_000_000,
  run(_, [options, hits]) {
    const [before, after] = (options?.[0] ?? []).map((cell) => whole(cell) ?? 0n);
    const found: [string][] = [];
    let next = 1n;
    for (const [cell] of hits ?? []) {
      const hit = whole(cell) ?? 0n;
      const from = hit - (before ?? 0n);
      for (let row = from > next ? from : next; row <= hit + (after ?? 0n); row += 1n) {
        found.push([String(row)]);
        if (found.length > 2_000_000) return 'rows_near gives at most 2000000 rows';
      }
      const end = hit + (after ?? 0n) + 1n;
      if (end > next) next = end;
    }
    return found;
  },
};
