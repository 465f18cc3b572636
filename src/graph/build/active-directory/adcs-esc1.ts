import type { CertificateServices } from './certificate-services.ts';

/** `ADCSESC1`: the one who enrolls may put any name into a certificate that logs on. */
export function deriveEsc1(services: CertificateServices): void {
  for (const ca of services.authorities) {
    for (const offer of ca.offers) {
      const { template } = offer;
      if (!template.isIssuedUnseen || !template.is('authenticationenabled')) continue;
      if (!template.is('enrolleesuppliessubject')) continue;
      for (const { holder, way } of services.enrollersAt(ca, offer))
        for (const domain of ca.domains)
          services.graph.derive(
            'ADCSESC1',
            holder,
            domain,
            'May enroll with any name in the certificate.',
            way,
          );
    }
  }
}
