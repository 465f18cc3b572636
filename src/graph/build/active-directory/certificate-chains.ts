import type { DirectoryGraph } from './directory-graph.ts';

const authorities = ['EnterpriseCA', 'RootCA', 'AIACA'] as const;

/**
 * Relations between certificate authorities, stores and policies, which follow from thumbprints and object identifiers:
 * `TrustedForNTAuth`, `IssuedSignedBy`, `EnterpriseCAFor`, `ExtendedByPolicy`.
 */
export function deriveCertificateChains(graph: DirectoryGraph): void {
  const byThumbprint = thumbprints(graph);
  for (const store of graph.nodesOfType('NTAuthStore')) {
    for (const thumbprint of graph.texts(store, 'certthumbprints') ?? []) {
      for (const ca of byThumbprint('EnterpriseCA', thumbprint))
        graph.derive('TrustedForNTAuth', ca, store, 'Its certificate is in the NTAuth store.', []);
    }
  }
  for (const type of authorities) {
    for (const ca of graph.nodesOfType(type)) {
      // The chain begins with the authority's own certificate.
      const parent = graph.texts(ca, 'certchain')?.[1];
      if (parent === undefined) continue;
      for (const parentType of authorities)
        for (const issuer of byThumbprint(parentType, parent))
          graph.derive('IssuedSignedBy', ca, issuer, 'The next certificate of its chain.', []);
    }
  }
  for (const ca of graph.nodesOfType('EnterpriseCA')) {
    const thumbprint = graph.text(ca, 'certthumbprint');
    if (thumbprint === undefined) continue;
    for (const type of ['RootCA', 'AIACA'])
      for (const twin of byThumbprint(type, thumbprint))
        graph.derive('EnterpriseCAFor', ca, twin, 'Both have the same certificate.', []);
  }
  derivePolicies(graph);
}

function derivePolicies(graph: DirectoryGraph): void {
  const byOid = new Map<string, number[]>();
  for (const policy of graph.nodesOfType('IssuancePolicy')) {
    const oid = graph.text(policy, 'certtemplateoid');
    if (oid !== undefined) byOid.set(oid, [...(byOid.get(oid) ?? []), policy]);
  }
  for (const template of graph.nodesOfType('CertTemplate')) {
    for (const oid of graph.texts(template, 'certificatepolicy') ?? []) {
      for (const policy of byOid.get(oid) ?? []) {
        if (graph.text(template, 'domainsid') === graph.text(policy, 'domainsid'))
          graph.derive(
            'ExtendedByPolicy',
            template,
            policy,
            'The template carries the object id of the policy.',
            [],
          );
      }
    }
  }
}

function thumbprints(graph: DirectoryGraph): (type: string, thumbprint: string) => readonly number[] {
  const found = new Map<string, number[]>();
  for (const type of authorities) {
    for (const ca of graph.nodesOfType(type)) {
      const thumbprint = graph.text(ca, 'certthumbprint');
      if (thumbprint === undefined) continue;
      const key = `${type} ${thumbprint.toUpperCase()}`;
      found.set(key, [...(found.get(key) ?? []), ca]);
    }
  }
  return (type, thumbprint) =>
    thumbprint === '' ? [] : (found.get(`${type} ${thumbprint.toUpperCase()}`) ?? []);
}
