import type { DirectoryGraph } from './directory-graph.ts';
import type { CollectedDomain } from './well-known.ts';

/** `HasTrustKeys`: a domain holds the keys of the account that stands for it in each domain trusting it. */
export function deriveTrustKeys(graph: DirectoryGraph, domains: readonly CollectedDomain[]): void {
  const accounts = new Map<string, number>();
  for (const user of graph.nodesOfType('User')) {
    const name = graph.text(user, 'samaccountname');
    if (name?.endsWith('$') === true)
      accounts.set(`${graph.domainSid(user) ?? ''} ${name.toUpperCase()}`, user);
  }
  for (const { node } of domains) {
    const netbios = graph.text(node, 'netbios')?.toUpperCase();
    if (netbios === undefined) continue;
    for (const kind of ['SameForestTrust', 'CrossForestTrust']) {
      for (const trust of graph.outOf(node, kind)) {
        const account = accounts.get(`${graph.objectId(graph.to(trust))} ${netbios}$`);
        if (account !== undefined)
          graph.derive('HasTrustKeys', node, account, 'The trust account of this domain in the other one.', [
            [trust],
          ]);
      }
    }
  }
}
