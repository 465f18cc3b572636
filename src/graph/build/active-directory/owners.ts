import type { DirectoryGraph } from './directory-graph.ts';
import type { Membership } from './membership.ts';

/** Endings of Domain Admins and Enterprise Admins, whom the block on owners' rights spares. */
const administrators = ['-512', '-519'];
/** Place of BlockOwnerImplicitRights in dSHeuristics ([MS-ADTS] 6.1.1.2.4.1.2); 1 enforces it. */
const blockOwnerPlace = 28;

/**
 * `Owns` and `WriteOwner` from the raw relations. An owner may change the permissions of what it owns, unless the domain
 * blocks the implicit rights of owners, which concerns computers and managed service accounts only.
 */
export function deriveOwners(graph: DirectoryGraph, membership: Membership): void {
  const blocking = new Set(
    graph.nodesOfType('Domain').flatMap((node) => {
      const heuristics = graph.text(node, 'dsheuristics');
      const sid = graph.domainSid(node);
      return heuristics?.[blockOwnerPlace] === '1' && sid !== undefined ? [sid] : [];
    }),
  );
  const isBlocked = (target: number): boolean =>
    blocking.size > 0 && blocking.has(graph.domainSid(target) ?? '') && isComputerLike(graph, target);
  const spared = blocking.size > 0 ? administratorsOf(graph, membership) : new Set<number>();

  const seen = new Set<string>();
  const derive = (kind: string, edge: number, reason: string): void => {
    const key = `${kind} ${graph.from(edge)} ${graph.to(edge)}`;
    if (seen.has(key)) return;
    seen.add(key);
    graph.deriveFrom(edge, kind, reason);
  };
  for (const edge of graph.edgesOfKind('OwnsRaw')) {
    if (!isBlocked(graph.to(edge)) || spared.has(graph.from(edge)))
      derive('Owns', edge, 'The owner may change the permissions; the domain does not block it.');
  }
  for (const edge of graph.edgesOfKind('WriteOwnerRaw')) {
    if (!isBlocked(graph.to(edge)))
      derive('WriteOwner', edge, 'Who may become the owner may then change the permissions.');
  }
}

function isComputerLike(graph: DirectoryGraph, node: number): boolean {
  return (
    graph.type(node) === 'Computer' || graph.flag(node, 'gmsa') === true || graph.flag(node, 'msa') === true
  );
}

function administratorsOf(graph: DirectoryGraph, membership: Membership): ReadonlySet<number> {
  const found = new Set<number>();
  for (const group of graph.nodesOfType('Group')) {
    if (!administrators.some((ending) => graph.objectId(group).endsWith(ending))) continue;
    found.add(group);
    for (const member of membership.membersOf(group)) found.add(member);
  }
  return found;
}
