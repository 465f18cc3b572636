import type { CertificateServices } from './certificate-services.ts';
import type { CertificateTemplate } from './certificate-templates.ts';

/**
 * `ADCSESC6a` and `ADCSESC6b`: the CA takes any name with any request. Then either the template leaves out the security
 * extension (a), or controllers map certificates over TLS by name (b).
 */
export function deriveEsc6(services: CertificateServices): void {
  const { graph } = services;
  for (const ca of services.authorities) {
    if (graph.flag(ca.node, 'isuserspecifiessanenabled') !== true) continue;
    const byName = new Map(ca.domains.map((domain) => [domain, services.mapsByName(domain)]));
    for (const offer of ca.offers) {
      const { template } = offer;
      if (!template.isIssuedUnseen) continue;
      const isA = isWithoutExtension(template);
      const isB = template.authenticatesOverTls;
      if (!isA && !isB) continue;
      for (const { holder, way } of services.enrollersAt(ca, offer)) {
        if (!services.canEnrollItself(holder, template)) continue;
        for (const domain of ca.domains) {
          if (isA)
            graph.derive('ADCSESC6a', holder, domain, 'The CA takes any name; no security extension.', way);
          const controllers = byName.get(domain) ?? [];
          if (isB && controllers.length > 0)
            graph.derive('ADCSESC6b', holder, domain, 'The CA takes any name; controllers map by name.', way);
        }
      }
    }
  }
}

function isWithoutExtension(template: CertificateTemplate): boolean {
  return template.is('nosecurityextension') && template.is('authenticationenabled');
}
