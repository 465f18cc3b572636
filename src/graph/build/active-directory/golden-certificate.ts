import type { CertificateServices } from './certificate-services.ts';

/** `GoldenCert`: who controls the host of a CA has its key and can forge certificates for anybody. */
export function deriveGoldenCertificates({ graph, authorities }: CertificateServices): void {
  for (const { node, domains } of authorities) {
    for (const hosted of graph.into(node, 'HostsCAService')) {
      if (graph.type(graph.from(hosted)) !== 'Computer') continue;
      for (const domain of domains)
        graph.derive(
          'GoldenCert',
          graph.from(hosted),
          domain,
          'Hosts a CA that the domain trusts for logons.',
          [[hosted]],
        );
    }
  }
}
