import type { DirectoryGraph } from './directory-graph.ts';
import type { Membership } from './membership.ts';
import type { Way } from './model.ts';
import type { CollectedDomain } from './well-known.ts';

/**
 * `DCSync`: both replication rights on a domain give every password hash in it. `SyncLAPSPassword`: the plain right and the
 * one for the filtered set give the local administrator passwords of its computers.
 */
export function deriveReplication(
  graph: DirectoryGraph,
  membership: Membership,
  domains: readonly CollectedDomain[],
): void {
  const computersWithLaps = new Map<string, number[]>();
  for (const computer of graph.nodesOfType('Computer')) {
    const sid = graph.domainSid(computer);
    if (sid === undefined || graph.flag(computer, 'haslaps') !== true) continue;
    const computers = computersWithLaps.get(sid);
    if (computers === undefined) computersWithLaps.set(sid, [computer]);
    else computers.push(computer);
  }
  for (const { node, sid } of domains) {
    const changes = [...graph.into(node, 'GetChanges')];
    for (const { holder, way } of holders(graph, membership, changes, [...graph.into(node, 'GetChangesAll')]))
      graph.derive('DCSync', holder, node, 'Holds GetChanges and GetChangesAll on the domain.', way);
    const computers = computersWithLaps.get(sid);
    if (computers === undefined) continue;
    const filtered = [...graph.into(node, 'GetChangesInFilteredSet')];
    for (const { holder, way } of holders(graph, membership, changes, filtered)) {
      for (const computer of computers)
        graph.derive(
          'SyncLAPSPassword',
          holder,
          computer,
          'Holds GetChanges and GetChangesInFilteredSet on the domain of a computer with LAPS.',
          way,
        );
    }
  }
}

function holders(
  graph: DirectoryGraph,
  membership: Membership,
  one: readonly number[],
  other: readonly number[],
): readonly { holder: number; way: Way }[] {
  if (one.length === 0 || other.length === 0) return [];
  const sources = (edges: readonly number[]): number[] => edges.map((edge) => graph.from(edge));
  return membership
    .holdersOfAll([sources(one), sources(other)])
    .map((holder) => ({ holder, way: membership.wayOf(holder, [one, other]) }));
}
