import type { CertificateServices } from './certificate-services.ts';

/**
 * `ADCSESC9a` and `ADCSESC9b`: who controls an account can rename it, enroll as it and log on as another one, because the
 * template leaves out the security extension and a controller accepts weak mapping. By user name (a) or, for
 * computers, by DNS name (b).
 */
export function deriveEsc9(services: CertificateServices): void {
  for (const ca of services.authorities) {
    const domains = ca.domains.filter((domain) => services.mapsWeakly(domain).length > 0);
    if (domains.length === 0 || ca.enrollers.length === 0) continue;
    for (const offer of ca.offers) {
      const { template } = offer;
      if (!template.isIssuedUnseen || !template.is('authenticationenabled')) continue;
      if (!template.is('nosecurityextension') || !template.isNot('enrolleesuppliessubject')) continue;
      const derive = (relation: string, onlyComputers: boolean): void => {
        const reason = 'Controls an account that enrolls without the security extension; mapping is weak.';
        for (const { attacker, way } of services.enrolling.controllers(ca, offer, onlyComputers))
          for (const domain of domains) services.graph.derive(relation, attacker, domain, reason, way);
      };
      if (template.is('subjectaltrequireupn') || template.is('subjectaltrequirespn'))
        derive('ADCSESC9a', false);
      if (template.is('subjectaltrequiredns')) derive('ADCSESC9b', true);
    }
  }
}
