import type { Grouping } from './adjacency.ts';

/**
 * Strongly connected components (Tarjan 1972, without recursion) of the nodes 0..count-1 along the edges grouped by
 * tail in `out`, whose heads are in `heads`. Returns for each node the number of its component.
 */
export function componentsOf(count: number, out: Grouping, heads: ArrayLike<number>): Uint32Array {
  const component = new Uint32Array(count);
  const order = new Uint32Array(count); // 0: not yet visited
  const low = new Uint32Array(count);
  const next = out.offsets.slice(0, count);
  const isOpen = new Uint8Array(count);
  const open: number[] = [];
  const path: number[] = [];
  let visited = 0;
  let found = 0;
  const enter = (node: number): void => {
    order[node] = low[node] = ++visited;
    isOpen[node] = 1;
    open.push(node);
    path.push(node);
  };
  for (let start = 0; start < count; start++) {
    if (order[start] !== 0) continue;
    enter(start);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if (next[node]! < out.offsets[node + 1]!) {
        const head = heads[out.order[next[node]!++]!]!;
        if (order[head] === 0) enter(head);
        else if (isOpen[head] === 1) low[node] = Math.min(low[node]!, order[head]!);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before !== undefined) low[before] = Math.min(low[before]!, low[node]!);
      if (low[node] !== order[node]) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        isOpen[member] = 0;
        component[member] = found;
        if (member === node) break;
      }
      found++;
    }
  }
  return component;
}
