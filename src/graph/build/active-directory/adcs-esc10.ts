import type { CertificateServices } from './certificate-services.ts';

/**
 * `ADCSESC10a` and `ADCSESC10b`: who controls an account can rename it, enroll as it and log on as another one over TLS,
 * because a controller maps certificates by name. By user name (a) or, for computers, by DNS name (b).
 */
export function deriveEsc10(services: CertificateServices): void {
  for (const ca of services.authorities) {
    const domains = ca.domains.filter((domain) => services.mapsByName(domain).length > 0);
    if (domains.length === 0 || ca.enrollers.length === 0) continue;
    for (const offer of ca.offers) {
      const { template } = offer;
      if (!template.isIssuedUnseen || !template.authenticatesOverTls) continue;
      if (!template.isNot('enrolleesuppliessubject')) continue;
      const derive = (relation: string, onlyComputers: boolean): void => {
        const reason = 'Controls an account that enrolls; controllers map certificates by name.';
        for (const { attacker, way } of services.enrolling.controllers(ca, offer, onlyComputers))
          for (const domain of domains) services.graph.derive(relation, attacker, domain, reason, way);
      };
      if (template.is('subjectaltrequireupn') || template.is('subjectaltrequirespn'))
        derive('ADCSESC10a', false);
      if (template.is('subjectaltrequiredns')) derive('ADCSESC10b', true);
    }
  }
}
