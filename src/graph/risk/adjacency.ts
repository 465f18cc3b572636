/** For each key 0..count-1 the positions that carry it, in ascending order: `order[offsets[key] .. offsets[key + 1]]`. */
export interface Grouping {
  readonly offsets: Uint32Array;
  readonly order: Uint32Array;
}

/** Groups the positions of `keys` by key (counting sort, stable). */
export function groupBy(count: number, keys: ArrayLike<number>): Grouping {
  const offsets = new Uint32Array(count + 1);
  for (let i = 0; i < keys.length; i++) offsets[keys[i]! + 1]!++;
  for (let key = 0; key < count; key++) offsets[key + 1]! += offsets[key]!;
  const next = offsets.slice(0, count);
  const order = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) order[next[keys[i]!]!++] = i;
  return { offsets, order };
}
