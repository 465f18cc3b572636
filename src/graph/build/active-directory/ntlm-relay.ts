import type { CertificateServices, Offer } from './certificate-services.ts';
import type { DirectoryGraph } from './directory-graph.ts';
import type { Membership } from './membership.ts';
import { authenticatedUsersId, type CollectedDomain } from './well-known.ts';

/** Functional levels at which Protected Users still may use NTLM. */
const oldLevels: ReadonlySet<string> = new Set([
  '2000 Mixed/Native',
  '2003 Interim',
  '2003',
  '2008',
  '2008 R2',
  '2012',
]);
const protectedUsers = '525';

/**
 * `CoerceAndRelayNTLMTo…`: any account can make a computer authenticate and pass that on to another host that does not
 * protect itself: file sharing without signing, controllers' LDAP without signing or LDAPS without channel binding,
 * web enrollment. What was not collected counts as protected.
 */
export function deriveNtlmRelay(services: CertificateServices, domains: readonly CollectedDomain[]): void {
  const { graph, membership } = services;
  const everyAccount = new Map(
    domains.flatMap(({ sid, name }) => {
      const group = graph.nodeById(authenticatedUsersId(name));
      return group === undefined ? [] : [[sid, group] as const];
    }),
  );
  const coercible = coercibleComputers(graph, membership, domains);
  deriveSmb(graph, membership, everyAccount, coercible);
  deriveLdap(graph, everyAccount, coercible);
  deriveWebEnrollment(services, everyAccount, coercible);
}

/** Computers that send NTLM: not restricted, and not protected by membership where the domain honours it. */
function coercibleComputers(
  graph: DirectoryGraph,
  membership: Membership,
  domains: readonly CollectedDomain[],
): ReadonlySet<number> {
  const isProtected = new Set<number>();
  const sids = new Set<string>();
  for (const { node, sid } of domains) {
    sids.add(sid);
    const group = graph.nodeById(`${sid}-${protectedUsers}`);
    if (group === undefined || oldLevels.has(graph.text(node, 'functionallevel') ?? '')) continue;
    for (const member of membership.membersOf(group)) isProtected.add(member);
  }
  return new Set(
    graph.nodesOfType('Computer').filter((computer) => {
      const sid = graph.domainSid(computer);
      return (
        sid !== undefined &&
        sids.has(sid) &&
        graph.flag(computer, 'restrictoutboundntlm') === false &&
        !isProtected.has(computer)
      );
    }),
  );
}

function deriveSmb(
  graph: DirectoryGraph,
  membership: Membership,
  everyAccount: ReadonlyMap<string, number>,
  coercible: ReadonlySet<number>,
): void {
  const reason = 'Another computer is administrator here and can be made to authenticate; SMB is not signed.';
  const coercibleIn = new Map<number, readonly number[]>();
  // Two are enough to know that there is another one than the host itself.
  const twoCoercible = (admin: number): readonly number[] => {
    if (graph.type(admin) !== 'Group') return coercible.has(admin) ? [admin] : [];
    let found = coercibleIn.get(admin);
    if (found === undefined) {
      found = [
        ...membership
          .membersOf(admin)
          .filter((node) => coercible.has(node))
          .subarray(0, 2),
      ];
      coercibleIn.set(admin, found);
    }
    return found;
  };
  for (const computer of graph.nodesOfType('Computer')) {
    const group = everyAccount.get(graph.domainSid(computer) ?? '');
    if (group === undefined || graph.flag(computer, 'smbsigning') !== false) continue;
    for (const edge of graph.into(computer, 'AdminTo')) {
      if (twoCoercible(graph.from(edge)).some((node) => node !== computer))
        graph.derive('CoerceAndRelayNTLMToSMB', group, computer, reason, [[edge]]);
    }
  }
}

function deriveLdap(
  graph: DirectoryGraph,
  everyAccount: ReadonlyMap<string, number>,
  coercible: ReadonlySet<number>,
): void {
  const controllers = graph.nodesOfType('Computer').filter((node) => graph.flag(node, 'isdc') === true);
  const open = (service: string, protection: string): ReadonlyMap<string, readonly number[]> => {
    const found = new Map<string, number[]>();
    for (const node of controllers) {
      const sid = graph.domainSid(node);
      if (sid === undefined || graph.flag(node, service) !== true || graph.flag(node, protection) !== false)
        continue;
      found.set(sid, [...(found.get(sid) ?? []), node]);
    }
    return found;
  };
  const targets = [
    { relation: 'CoerceAndRelayNTLMToLDAP', open: open('ldapavailable', 'ldapsigning') },
    { relation: 'CoerceAndRelayNTLMToLDAPS', open: open('ldapsavailable', 'ldapsepa') },
  ];
  for (const computer of coercible) {
    const sid = graph.domainSid(computer) ?? '';
    const group = everyAccount.get(sid);
    // Only the web client can be made to authenticate without signing.
    if (group === undefined || graph.flag(computer, 'webclientrunning') !== true) continue;
    for (const { relation, open: byDomain } of targets) {
      if (byDomain.get(sid)?.some((controller) => controller !== computer) === true)
        graph.derive(
          relation,
          group,
          computer,
          'Runs the web client; a controller takes relayed logons.',
          [],
        );
    }
  }
}

function deriveWebEnrollment(
  services: CertificateServices,
  everyAccount: ReadonlyMap<string, number>,
  coercible: ReadonlySet<number>,
): void {
  const { graph } = services;
  for (const ca of services.authorities) {
    if (graph.flag(ca.node, 'hasvulnerableendpoint') !== true) continue;
    const groups = ca.domains.flatMap((domain) => everyAccount.get(graph.objectId(domain)) ?? []);
    // Any of the templates that an account may enroll with will do, so all of them are one way.
    const offersByKey = new Map<string, Offer[]>();
    for (const offer of ca.offers) {
      if (!offer.template.isIssuedUnseen || !offer.template.is('authenticationenabled')) continue;
      const key = services.enrolling.key(ca, offer);
      offersByKey.set(key, [...(offersByKey.get(key) ?? []), offer]);
    }
    const templatesOf = new Map<number, readonly number[]>();
    const longer = new Map<readonly number[], readonly number[]>();
    for (const offers of offersByKey.values()) {
      const published = offers.map((offer) => offer.published);
      longer.clear();
      for (const account of offers[0] === undefined ? [] : services.enrolling.accounts(ca, offers[0])) {
        if (!coercible.has(account)) continue;
        // Accounts with the same templates share one list.
        const before = templatesOf.get(account) ?? none;
        let after = longer.get(before);
        if (after === undefined) longer.set(before, (after = [...before, ...published]));
        templatesOf.set(account, after);
      }
    }
    const reason = 'May enroll; the CA takes relayed logons over the web.';
    for (const [account, templates] of templatesOf)
      for (const group of groups)
        graph.derive('CoerceAndRelayNTLMToADCS', group, account, reason, [templates, ca.hosts]);
  }
}

const none: readonly number[] = [];
