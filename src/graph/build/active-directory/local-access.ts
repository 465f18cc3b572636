import type { DirectoryGraph } from './directory-graph.ts';
import type { Membership } from './membership.ts';

/** Local groups whose members may do something on the host, by the ending of their SID. */
const plainGroups = [
  { ending: '-544', relation: 'AdminTo', reason: 'Member of the local administrators.' },
  { ending: '-580', relation: 'CanPSRemote', reason: 'Member of the local Remote Management Users.' },
  { ending: '-562', relation: 'ExecuteDCOM', reason: 'Member of the local Distributed COM Users.' },
];
const remoteDesktopUsers = '-555';
const backupOperators = '-551';

/**
 * `AdminTo`, `CanPSRemote`, `ExecuteDCOM`, `CanRDP` and `CanBackup` from local groups and user rights. The last two need a
 * user right besides the group where the collector read the rights of that host; where it did not, the group has to do.
 */
export function deriveLocalAccess(graph: DirectoryGraph, membership: Membership): void {
  for (const computer of graph.nodesOfType('Computer')) {
    const remoteDesktop: LocalGroup = { groups: [], members: [] };
    const backup: LocalGroup = { groups: [], members: [] };
    for (const link of graph.into(computer, 'LocalToComputer')) {
      const group = graph.from(link);
      const id = graph.objectId(group);
      const members = [...graph.into(group, 'MemberOfLocalGroup')];
      const plain = plainGroups.find(({ ending }) => id.endsWith(ending));
      if (plain !== undefined) {
        for (const edge of members)
          graph.derive(plain.relation, graph.from(edge), computer, plain.reason, [[edge], [link]]);
      } else {
        const gathered = id.endsWith(remoteDesktopUsers)
          ? remoteDesktop
          : id.endsWith(backupOperators)
            ? backup
            : undefined;
        if (gathered === undefined) continue;
        gathered.groups.push(group);
        for (const edge of members) gathered.members.push({ edge, link });
      }
    }
    if (remoteDesktop.members.length > 0)
      deriveWithRights(graph, membership, computer, remoteDesktop, 'CanRDP', [
        { relation: 'RemoteInteractiveLogonRight', privilege: 'SeRemoteInteractiveLogonRight' },
      ]);
    if (backup.members.length > 0)
      deriveWithRights(graph, membership, computer, backup, 'CanBackup', [
        { relation: 'BackupPrivilege', privilege: 'SeBackupPrivilege' },
        { relation: 'RestorePrivilege', privilege: 'SeRestorePrivilege' },
      ]);
  }
}

interface LocalGroup {
  readonly groups: number[];
  readonly members: { readonly edge: number; readonly link: number }[];
}

function deriveWithRights(
  graph: DirectoryGraph,
  membership: Membership,
  computer: number,
  { groups, members }: LocalGroup,
  relation: string,
  needed: readonly { readonly relation: string; readonly privilege: string }[],
): void {
  const asked = graph.texts(computer, 'collecteduserrights') ?? [];
  const rights = needed.map((right) => [...graph.into(computer, right.relation)]);
  const wereRead = needed.every(
    ({ privilege }, i) => asked.includes(privilege) || (rights[i]?.length ?? 0) > 0,
  );
  const groupHasAll = rights.every((edges) => edges.some((edge) => groups.includes(graph.from(edge))));
  if (!wereRead || groupHasAll) {
    const reason = wereRead
      ? 'Member of a local group that holds the user right.'
      : 'Member of the local group; the user rights of the host were not collected.';
    const grants = wereRead
      ? rights.map((edges) => edges.filter((edge) => groups.includes(graph.from(edge))))
      : [];
    for (const { edge, link } of members)
      graph.derive(relation, graph.from(edge), computer, reason, [[edge], [link], ...grants]);
    return;
  }
  const memberEdges = members.map(({ edge }) => edge);
  const links = unique(members.map(({ link }) => link));
  for (const holder of holdersOf(graph, membership, rights, memberEdges))
    graph.derive(relation, holder, computer, 'Member of the local group who also holds the user right.', [
      ...membership.wayOf(holder, [memberEdges, ...rights]),
      links,
    ]);
}

/** Who holds all the rights and is in the group. Groups of the host count by their members, which many hosts share. */
function holdersOf(
  graph: DirectoryGraph,
  membership: Membership,
  rights: readonly (readonly number[])[],
  memberEdges: readonly number[],
): readonly number[] {
  const principals = (edges: readonly number[]): readonly number[] =>
    unique(
      edges.flatMap((edge) => {
        const holder = graph.from(edge);
        if (graph.type(holder) !== 'ADLocalGroup') return [holder];
        return [...graph.into(holder, 'MemberOfLocalGroup')].map((membership) => graph.from(membership));
      }),
    );
  const members = principals(memberEdges);
  let holders = principals(rights[0] ?? []);
  for (const list of [...rights.slice(1).map(principals), members])
    holders = unique(
      holders.flatMap((holder) => {
        const both = list.flatMap((other) => membership.inBoth(holder, other));
        return both.includes(holder) ? [holder] : both;
      }),
    );
  return holders;
}

function unique(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)];
}
