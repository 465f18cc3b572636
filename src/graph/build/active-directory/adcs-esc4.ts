import type { CertificateAuthority, CertificateServices, Offer } from './certificate-services.ts';

const controlRights = ['Owns', 'GenericAll', 'WriteDacl', 'WriteOwner'] as const;

/** `ADCSESC4`: who may change a template can make it one that gives anybody's certificate. */
export function deriveEsc4(services: CertificateServices): void {
  for (const ca of services.authorities) for (const offer of ca.offers) deriveForOffer(services, ca, offer);
}

function deriveForOffer(services: CertificateServices, ca: CertificateAuthority, offer: Offer): void {
  const { graph } = services;
  const { template } = offer;
  if (!template.is('enrolleesuppliessubject') && !template.isNot('enrolleesuppliessubject')) return;
  if (!template.is('requiresmanagerapproval') && !template.isNot('requiresmanagerapproval')) return;
  const derive = (reason: string, ...permissions: readonly (readonly number[])[]): void => {
    // A right that nobody has cannot be held together with others.
    if (permissions.some((grants) => grants.length === 0)) return;
    for (const { holder, way } of services.holdersOfAll(permissions, [[offer.published], ca.hosts]))
      for (const domain of ca.domains) graph.derive('ADCSESC4', holder, domain, reason, way);
  };
  const enroll = graph.intoAny(template.node, ['Enroll', 'AllExtendedRights']);
  derive('Controls a published template.', ca.enrollers, graph.intoAny(template.node, controlRights));
  derive(
    'May write a published template and enroll with it.',
    ca.enrollers,
    [...graph.into(template.node, 'GenericWrite')],
    enroll,
  );
  if (!template.is('authenticationenabled') || !template.needsNoSignature) return;

  const nameFlag = [...graph.into(template.node, 'WritePKINameFlag')];
  const enrollmentFlag = [...graph.into(template.node, 'WritePKIEnrollmentFlag')];
  derive(
    'May let a template take any name without approval.',
    ca.enrollers,
    enroll,
    nameFlag,
    enrollmentFlag,
  );
  if (template.is('enrolleesuppliessubject'))
    derive('May take the approval off a template that takes any name.', ca.enrollers, enroll, enrollmentFlag);
  if (template.isNot('requiresmanagerapproval'))
    derive('May let a template take any name.', ca.enrollers, enroll, nameFlag);
}
