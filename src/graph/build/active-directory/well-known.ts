import type { DirectoryGraph } from './directory-graph.ts';

/** Well-known groups, named by the domain's name and SID ([MS-DTYP] 2.4.2.4). */
const everyone = { sid: 'S-1-1-0', name: 'EVERYONE' };
const authenticatedUsers = { sid: 'S-1-5-11', name: 'AUTHENTICATED USERS' };
/** Identities that whoever logs on can have in a token. */
const claimable = [
  { sid: 'S-1-5-2', name: 'NETWORK' },
  { sid: 'S-1-5-15', name: 'THIS ORGANIZATION' },
  { sid: 'S-1-5-65-1', name: 'THIS ORGANIZATION CERTIFICATE' },
  { sid: 'S-1-18-1', name: 'AUTHENTICATION AUTHORITY ASSERTED IDENTITY' },
  { sid: 'S-1-18-4', name: 'KEY TRUST' },
  { sid: 'S-1-18-5', name: 'MFA KEY PROPERTY' },
  { sid: 'S-1-5-64-10', name: 'NTLM AUTHENTICATION' },
  { sid: 'S-1-5-64-14', name: 'SCHANNEL AUTHENTICATION' },
];
const domainUsers = { rid: '513', name: 'DOMAIN USERS' };
const domainComputers = { rid: '515', name: 'DOMAIN COMPUTERS' };
const guest = '501';

const membershipReason =
  'Every account of the domain is in these groups; the directory does not list them as members.';
const claimReason = 'Whoever logs on can bring this identity along.';

/** A collected domain with the name and SID that its well-known groups are made of. */
export interface CollectedDomain {
  readonly node: number;
  readonly sid: string;
  readonly name: string;
}

/** Domains whose own record is in the input. */
export function collectedDomains(graph: DirectoryGraph): readonly CollectedDomain[] {
  return graph.nodesOfType('Domain').flatMap((node) => {
    const name = graph.name(node)?.toUpperCase();
    if (name === undefined || !graph.isDescribed(node) || graph.flag(node, 'collected') === false) return [];
    return [{ node, sid: graph.objectId(node), name }];
  });
}

/** Id of a domain's group Authenticated Users. */
export function authenticatedUsersId(domainName: string): string {
  return `${domainName}-${authenticatedUsers.sid}`;
}

/** Makes the well-known groups that are missing and links them: `MemberOf` and `ClaimSpecialIdentity`. */
export function linkWellKnownGroups(graph: DirectoryGraph, domains: readonly CollectedDomain[]): void {
  for (const { sid, name } of domains) {
    const named = (group: { sid: string; name: string }): number =>
      graph.ensureGroup(`${name}-${group.sid}`, `${group.name}@${name}`, name, sid);
    const numbered = (group: { rid: string; name: string }): number =>
      graph.ensureGroup(`${sid}-${group.rid}`, `${group.name}@${name}`, name, sid);
    const all = named(everyone);
    const users = named(authenticatedUsers);
    join(graph, numbered(domainUsers), users);
    join(graph, numbered(domainComputers), users);
    join(graph, users, all);
    for (const identity of claimable)
      graph.derive('ClaimSpecialIdentity', all, named(identity), claimReason, []);
    const guestNode = graph.nodeById(`${sid}-${guest}`);
    if (guestNode === undefined) continue;
    join(graph, guestNode, all);
    if (graph.flag(guestNode, 'enabled') === true)
      graph.derive(
        'ClaimSpecialIdentity',
        all,
        guestNode,
        'The guest account is enabled: anybody can be it.',
        [],
      );
  }
}

function join(graph: DirectoryGraph, member: number, group: number): void {
  const isStated = [...graph.into(group, 'MemberOf')].some((edge) => graph.from(edge) === member);
  if (!isStated) graph.derive('MemberOf', member, group, membershipReason, []);
}
