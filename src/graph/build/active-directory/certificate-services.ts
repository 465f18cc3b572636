import { EnrollingAccounts } from './adcs-victims.ts';
import { CertificateTemplate } from './certificate-templates.ts';
import type { DirectoryGraph } from './directory-graph.ts';
import type { Membership } from './membership.ts';
import type { Way } from './model.ts';

/** Rights by which one may enroll with a template. */
const enrollRights = ['Enroll', 'GenericAll', 'AllExtendedRights'] as const;

/** A template that a CA offers. */
export interface Offer {
  readonly template: CertificateTemplate;
  /** The relation `PublishedTo`. */
  readonly published: number;
}

/** A CA whose certificates are good for a logon in its domains: trusted for NT authentication, chained to a root, running. */
export interface CertificateAuthority {
  readonly node: number;
  readonly offers: readonly Offer[];
  readonly domains: readonly number[];
  /** Relations `HostsCAService` of enabled hosts. */
  readonly hosts: readonly number[];
  /** Relations `Enroll` on the CA. */
  readonly enrollers: readonly number[];
}

/** What the rules about certificates share. Made when the chains are derived. */
export class CertificateServices {
  readonly graph: DirectoryGraph;
  readonly membership: Membership;
  /** CAs with at least one domain and a running host. */
  readonly authorities: readonly CertificateAuthority[];
  readonly enrolling: EnrollingAccounts;
  /** Domains in which each CA's certificates are good for a logon, whether or not its host is known. */
  readonly #domainsByCa = new Map<number, readonly number[]>();
  readonly #chained: ReadonlyMap<number, ReadonlySet<number>>;
  readonly #templates = new Map<number, CertificateTemplate>();
  readonly #enrollers = new Map<number, readonly number[]>();
  readonly #controllersByDomain = new Map<number, readonly number[]>();

  constructor(graph: DirectoryGraph, membership: Membership) {
    this.graph = graph;
    this.membership = membership;
    this.enrolling = new EnrollingAccounts(this);
    const domains = graph.nodesOfType('Domain');
    this.#chained = new Map(domains.map((domain) => [domain, authoritiesChainedTo(graph, domain)]));
    for (const ca of graph.nodesOfType('EnterpriseCA')) {
      const trusted = domainsTrusting(graph, ca);
      this.#domainsByCa.set(
        ca,
        domains.filter((domain) => trusted.has(domain) && this.#chained.get(domain)?.has(ca) === true),
      );
    }
    this.authorities = graph.nodesOfType('EnterpriseCA').flatMap((node) => {
      const hosts = [...graph.into(node, 'HostsCAService')].filter(
        (edge) => graph.flag(graph.from(edge), 'enabled') === true,
      );
      const caDomains = this.domainsOf(node);
      if (hosts.length === 0 || caDomains.length === 0) return [];
      const enrollers = [...graph.into(node, 'Enroll')];
      return [{ node, offers: this.offersOf(node), domains: caDomains, hosts, enrollers }];
    });
  }

  domainsOf(ca: number): readonly number[] {
    return this.#domainsByCa.get(ca) ?? [];
  }

  offersOf(ca: number): readonly Offer[] {
    return [...this.graph.into(ca, 'PublishedTo')].map((published) => ({
      template: this.template(this.graph.from(published)),
      published,
    }));
  }

  template(node: number): CertificateTemplate {
    const known = this.#templates.get(node);
    if (known !== undefined) return known;
    const template = new CertificateTemplate(this.graph, node);
    this.#templates.set(node, template);
    return template;
  }

  /** Relations that let somebody enroll with the template. */
  enrollersOf(template: CertificateTemplate): readonly number[] {
    const known = this.#enrollers.get(template.node);
    if (known !== undefined) return known;
    const enrollers = this.graph.intoAny(template.node, enrollRights);
    this.#enrollers.set(template.node, enrollers);
    return enrollers;
  }

  /** Whether the template is offered by a CA that chains to a root of the domain. */
  reachesDomain(template: CertificateTemplate, domain: number): boolean {
    const chained = this.#chained.get(domain);
    return [...this.graph.outOf(template.node, 'PublishedTo')].some(
      (edge) => chained?.has(this.graph.to(edge)) === true,
    );
  }

  /** Who may enroll with the template at the CA, with the relations that let them. */
  enrollersAt(ca: CertificateAuthority, offer: Offer): readonly Holder[] {
    return this.holdersOfAll([this.enrollersOf(offer.template), ca.enrollers], [[offer.published], ca.hosts]);
  }

  /** Principals who hold all of the permissions given by these lists of relations, each with its way. */
  holdersOfAll(permissions: readonly (readonly number[])[], besides: Way): readonly Holder[] {
    const lists = permissions.map((grants) => grants.map((edge) => this.graph.from(edge)));
    return this.membership
      .holdersOfAll(lists)
      .map((holder) => ({ holder, way: [...this.membership.wayOf(holder, permissions), ...besides] }));
  }

  /** A certificate with a DNS name is nothing for a user; managed service accounts have one. */
  canEnrollItself(principal: number, template: CertificateTemplate): boolean {
    return template.isForUsers || this.hasDnsName(principal);
  }

  /** All but users: a group counts, since it may hold computers. */
  hasDnsName(principal: number): boolean {
    if (this.graph.type(principal) !== 'User') return true;
    return this.graph.flag(principal, 'gmsa') === true || this.graph.flag(principal, 'msa') === true;
  }

  /** A controller of the domain's forest maps certificates to accounts by the name in them (Schannel, bit 0x04). */
  mapsByName(domain: number): readonly number[] {
    return this.#controllers(domain).filter((edge) => {
      const methods = this.graph.number(this.graph.from(edge), 'certificatemappingmethodsraw');
      return methods !== undefined && methods !== -1 && (methods & 4) === 4;
    });
  }

  /** A controller of the domain's forest does not insist on the strong mapping (Kerberos; -1: not set, so compatible). */
  mapsWeakly(domain: number): readonly number[] {
    return this.#controllers(domain).filter((edge) => {
      const enforcement = this.graph.number(this.graph.from(edge), 'strongcertificatebindingenforcementraw');
      return enforcement !== undefined && enforcement >= -1 && enforcement <= 1;
    });
  }

  /** The domain and all that are bound to it within its forest. */
  forestOf(domain: number): ReadonlySet<number> {
    const forest = new Set([domain]);
    for (const node of forest)
      for (const trust of this.graph.into(node, 'SameForestTrust')) forest.add(this.graph.from(trust));
    return forest;
  }

  /** Relations `DCFor` of all controllers in the forest of the domain. */
  #controllers(domain: number): readonly number[] {
    const known = this.#controllersByDomain.get(domain);
    if (known !== undefined) return known;
    const controllers = [...this.forestOf(domain)].flatMap((node) => [...this.graph.into(node, 'DCFor')]);
    this.#controllersByDomain.set(domain, controllers);
    return controllers;
  }
}

/** A principal with the way in which it gets something. */
export interface Holder {
  readonly holder: number;
  readonly way: Way;
}

/** Enterprise CAs whose chain ends in a root of the domain. */
function authoritiesChainedTo(graph: DirectoryGraph, domain: number): ReadonlySet<number> {
  const found = new Set([domain]);
  for (const node of found) {
    for (const kind of ['RootCAFor', 'EnterpriseCAFor', 'IssuedSignedBy'])
      for (const edge of graph.into(node, kind)) found.add(graph.from(edge));
  }
  return new Set([...found].filter((node) => graph.type(node) === 'EnterpriseCA'));
}

/** Domains whose NTAuth store holds the CA's certificate. */
function domainsTrusting(graph: DirectoryGraph, ca: number): ReadonlySet<number> {
  const domains = new Set<number>();
  for (const trusted of graph.outOf(ca, 'TrustedForNTAuth'))
    for (const edge of graph.outOf(graph.to(trusted), 'NTAuthStoreFor')) domains.add(graph.to(edge));
  return domains;
}
