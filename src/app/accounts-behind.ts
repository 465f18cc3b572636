import type { ExposureGraph } from '../graph/index.ts';

/** Number of user accounts among identities and, at any depth, in their groups. */
export function accountsBehind(graph: ExposureGraph, identities: ReadonlySet<string>): number {
  const members = membersOf(graph);
  const seen = new Set<number>();
  const queue = [...identities].flatMap((ref) => graph.find(ref) ?? []);
  let accounts = 0;
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (graph.nodes[node]!.kind === 'user') accounts++;
    queue.push(...(members.get(node) ?? []));
  }
  return accounts;
}

const known = new WeakMap<ExposureGraph, ReadonlyMap<number, readonly number[]>>();

/** Direct members of each group; made once for a graph. */
function membersOf(graph: ExposureGraph): ReadonlyMap<number, readonly number[]> {
  const made = known.get(graph);
  if (made !== undefined) return made;
  const members = new Map<number, number[]>();
  for (const edge of graph.edges) {
    if (edge.kind !== 'MemberOf') continue;
    const list = members.get(edge.to);
    if (list === undefined) members.set(edge.to, [edge.from]);
    else list.push(edge.from);
  }
  known.set(graph, members);
  return members;
}
