import type { CertificateServices } from './certificate-services.ts';

/** `ADCSESC13`: a certificate under a policy stands for membership in the group that the policy is linked to. */
export function deriveEsc13(services: CertificateServices): void {
  const { graph } = services;
  for (const ca of services.authorities) {
    const forest = ca.domains.flatMap((domain) => [...services.forestOf(domain)]);
    const sids = new Set(forest.map((domain) => graph.domainSid(domain)));
    for (const offer of ca.offers) {
      const { template } = offer;
      if (!template.isIssuedUnseen || !template.is('authenticationenabled')) continue;
      const links = [...graph.outOf(template.node, 'ExtendedByPolicy')].flatMap((extended) =>
        [...graph.outOf(graph.to(extended), 'OIDGroupLink')].filter(
          (link) => graph.type(graph.to(link)) === 'Group' && sids.has(graph.domainSid(graph.to(link))),
        ),
      );
      if (links.length === 0) continue;
      for (const { holder, way } of services.enrollersAt(ca, offer)) {
        if (!services.canEnrollItself(holder, template)) continue;
        for (const link of links)
          graph.derive(
            'ADCSESC13',
            holder,
            graph.to(link),
            'May enroll under a policy linked to the group.',
            [...way, [link]],
          );
      }
    }
  }
}
