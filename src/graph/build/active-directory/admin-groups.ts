import type { DirectoryGraph } from './directory-graph.ts';

/** `ProtectAdminGroups`: AdminSDHolder puts its own permissions on the protected objects of its domain. */
export function deriveProtectedObjects(graph: DirectoryGraph): void {
  const holders = new Map<string, number>();
  for (const container of graph.nodesOfType('Container')) {
    const sid = graph.domainSid(container);
    if (
      sid !== undefined &&
      /^CN=ADMINSDHOLDER,CN=SYSTEM,/i.test(graph.text(container, 'distinguishedname') ?? '')
    )
      holders.set(sid, container);
  }
  if (holders.size === 0) return;
  for (const type of ['User', 'Group', 'Computer']) {
    for (const node of graph.nodesOfType(type)) {
      if (graph.flag(node, 'adminsdholderprotected') !== true) continue;
      const holder = holders.get(graph.domainSid(node) ?? '');
      if (holder !== undefined)
        graph.derive(
          'ProtectAdminGroups',
          holder,
          node,
          'AdminSDHolder overwrites its permissions every hour.',
          [],
        );
    }
  }
}
