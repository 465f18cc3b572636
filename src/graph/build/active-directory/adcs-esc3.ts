import type { CertificateAuthority, CertificateServices, Offer } from './certificate-services.ts';
import type { CertificateTemplate } from './certificate-templates.ts';

/** `ADCSESC3`: a request agent's certificate gets a logon certificate for somebody else. */
export function deriveEsc3(services: CertificateServices): void {
  const { graph } = services;
  for (const ca of services.authorities) {
    // Not collected counts as not restricted.
    const isRestricted =
      graph.flag(ca.node, 'enrollmentagentrestrictionscollected') !== false &&
      graph.flag(ca.node, 'hasenrollmentagentrestrictions') === true;
    for (const offer of ca.offers) {
      if (!offer.template.is('authenticationenabled') || !offer.template.isNot('requiresmanagerapproval'))
        continue;
      for (const edge of graph.into(offer.template.node, 'EnrollOnBehalfOf')) {
        const agentTemplate = services.template(graph.from(edge));
        if (agentTemplate.isIssuedUnseen) deriveFor(services, ca, offer, agentTemplate, isRestricted);
      }
    }
  }
}

function deriveFor(
  services: CertificateServices,
  ca: CertificateAuthority,
  offer: Offer,
  agentTemplate: CertificateTemplate,
  isRestricted: boolean,
): void {
  const { graph } = services;
  for (const published of graph.outOf(agentTemplate.node, 'PublishedTo')) {
    const permissions = [
      services.enrollersOf(agentTemplate),
      services.enrollersOf(offer.template),
      [...graph.into(graph.to(published), 'Enroll')],
      ca.enrollers,
      ...(isRestricted ? [[...graph.into(offer.template.node, 'DelegatedEnrollmentAgent')]] : []),
    ];
    for (const { holder, way } of services.holdersOfAll(permissions, [
      [published],
      [offer.published],
      ca.hosts,
    ])) {
      if (!services.canEnrollItself(holder, agentTemplate)) continue;
      for (const domain of ca.domains)
        graph.derive('ADCSESC3', holder, domain, 'May become a request agent and enroll for others.', way);
    }
  }
}
