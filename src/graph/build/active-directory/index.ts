import { deriveEsc1 } from './adcs-esc1.ts';
import { deriveEsc10 } from './adcs-esc10.ts';
import { deriveEsc13 } from './adcs-esc13.ts';
import { deriveEsc3 } from './adcs-esc3.ts';
import { deriveEsc4 } from './adcs-esc4.ts';
import { deriveEsc6 } from './adcs-esc6.ts';
import { deriveEsc9 } from './adcs-esc9.ts';
import { deriveProtectedObjects } from './admin-groups.ts';
import { deriveCertificateChains } from './certificate-chains.ts';
import { CertificateServices } from './certificate-services.ts';
import { DirectoryGraph } from './directory-graph.ts';
import { deriveEnrollOnBehalf } from './enroll-on-behalf.ts';
import { deriveGoldenCertificates } from './golden-certificate.ts';
import { deriveLocalAccess } from './local-access.ts';
import { Membership } from './membership.ts';
import type { Derivation, DirectoryInput } from './model.ts';
import { deriveNtlmRelay } from './ntlm-relay.ts';
import { deriveOwners } from './owners.ts';
import { deriveReplication } from './replication.ts';
import { deriveTrustKeys } from './trust-keys.ts';
import { collectedDomains, linkWellKnownGroups } from './well-known.ts';

export type {
  Derivation,
  DerivedRelation,
  DirectoryInput,
  DirectoryObject,
  StatedRelation,
  Way,
} from './model.ts';

/**
 * Derives what follows from the stated relations of Active Directory: the edges that BloodHound makes after reading a
 * collection, by its rules. Needs time and memory near the size of the input; the same input gives the same output.
 */
export function deriveDirectory(input: DirectoryInput): Derivation {
  const graph = new DirectoryGraph(input);
  const domains = collectedDomains(graph);
  linkWellKnownGroups(graph, domains);
  const membership = new Membership(graph);
  deriveOwners(graph, membership);
  deriveReplication(graph, membership, domains);
  deriveProtectedObjects(graph);
  deriveTrustKeys(graph, domains);
  deriveLocalAccess(graph, membership);
  deriveCertificateChains(graph);
  const services = new CertificateServices(graph, membership);
  deriveEnrollOnBehalf(services);
  deriveGoldenCertificates(services);
  deriveEsc1(services);
  deriveEsc3(services);
  deriveEsc4(services);
  deriveEsc6(services);
  deriveEsc9(services);
  deriveEsc10(services);
  deriveEsc13(services);
  deriveNtlmRelay(services, domains);
  return { objects: graph.made, count: graph.derivedCount, relations: () => graph.derived() };
}
