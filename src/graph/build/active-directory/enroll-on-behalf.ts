import type { CertificateServices } from './certificate-services.ts';

/** `EnrollOnBehalfOf`: a certificate of the one template signs requests of others for the other template. */
export function deriveEnrollOnBehalf(services: CertificateServices): void {
  const { graph } = services;
  const templates = graph.nodesOfType('CertTemplate').map((node) => services.template(node));
  const versionOne = templates.filter(({ schemaVersion }) => schemaVersion === 1);
  const newer = templates.filter(
    ({ schemaVersion, wantsRequestAgent }) => (schemaVersion ?? 0) >= 2 && wantsRequestAgent,
  );
  for (const ca of graph.nodesOfType('EnterpriseCA')) {
    const offers = services.offersOf(ca);
    for (const domain of services.domainsOf(ca)) {
      const reaching = newer.filter((template) => services.reachesDomain(template, domain));
      const reachingOne = versionOne.filter((template) => services.reachesDomain(template, domain));
      for (const { template, published } of offers) {
        if (template.isForRequestAgents(false)) {
          for (const { node } of reaching)
            graph.derive('EnrollOnBehalfOf', template.node, node, 'The template wants a request agent.', [
              [published],
            ]);
        }
        if (template.isForRequestAgents(true)) {
          for (const { node } of reachingOne)
            graph.derive(
              'EnrollOnBehalfOf',
              template.node,
              node,
              'Templates of version 1 take any request agent.',
              [[published]],
            );
        }
      }
    }
  }
}
