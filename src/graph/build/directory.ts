import type { EpochMs } from '../../base/time.ts';
import { edgeKind } from '../model/edge-kinds.ts';
import type { BuildContext } from './context.ts';
import type { RelationFact } from './facts.ts';

/** Rights that give a session of an ordinary user on the target, not the device itself. */
const givesSessionOnly: ReadonlySet<string> = new Set(['CanRDP', 'CanPSRemote', 'ExecuteDCOM', 'SQLAdmin']);

const dayMs = 24 * 3600 * 1000;

/** Edges for every traversable relation of the directory, stated or derived. */
export function addDirectoryEdges(context: BuildContext, relations: Iterable<RelationFact>): void {
  for (const relation of relations) {
    const kind = edgeKind(relation.relation);
    if (kind?.isTraversable !== true) continue;
    const from = context.refNode(relation.from);
    const device = context.deviceOfRef(relation.to);
    const to =
      device !== undefined && givesSessionOnly.has(relation.relation)
        ? context.footholdNode(device)
        : context.refNode(relation.to);
    const session =
      relation.relation === 'HasSession' ? sessionP(relation.lastSeen, context.facts.asOf) : undefined;
    context.graph.edge(
      relation.relation,
      from,
      to,
      relation.through === undefined ? { kind: 'relation' } : { kind: 'relation', through: relation.through },
      { evidence: [relation.evidence], ...session },
    );
  }
}

/** A session seen `age` ago is still there with 0.9 × 2^(−age / 7 days), at least 0.05 (own prior, risk model in docs/decisions/0007). */
export function sessionP(
  lastSeen: EpochMs | undefined,
  asOf: EpochMs,
): { p: number; note: string } | undefined {
  if (lastSeen === undefined) return undefined;
  const days = Math.max(0, (asOf - lastSeen) / dayMs);
  return {
    p: Math.max(0.05, 0.9 * 2 ** (-days / 7)),
    note: `session seen ${Math.round(days)} days before the run`,
  };
}

/** Passwords older than this are guessed more often. */
const oldPasswordMs = 3 * 365 * dayMs;

/** Accounts whose password can be guessed offline by anybody in the domain. */
export function addRoastingEdges(context: BuildContext): void {
  for (const identity of context.facts.identities) {
    if (identity.type !== 'User' || identity.isEnabled === false) continue;
    const hasSpn = identity.properties['hasspn'] === true;
    const hasNoPreauth = identity.properties['dontreqpreauth'] === true;
    if (!hasSpn && !hasNoPreauth) continue;
    const domainSid = identity.properties['domainsid'];
    if (typeof domainSid !== 'string') continue;
    const everybody = context.refNode(`directory:${domainSid.toUpperCase()}-513`);
    const account = context.refNode(identity.ref);
    const evidence = [identity.evidence];
    if (hasSpn && !identity.name.toUpperCase().startsWith('KRBTGT')) {
      const isManaged = identity.properties['gmsa'] === true || identity.name.includes('$@');
      const { passwordLastSet } = identity;
      const isOld = passwordLastSet !== undefined && context.facts.asOf - passwordLastSet > oldPasswordMs;
      const p = isManaged ? 0.01 : isOld ? 0.5 : 0.1;
      const note = isManaged
        ? 'managed password'
        : isOld
          ? 'password older than 3 years'
          : 'service account with a password of unknown strength';
      context.graph.edge('Kerberoast', everybody, account, { kind: 'relation' }, { p, note, evidence });
    }
    if (hasNoPreauth)
      context.graph.edge('ASREPRoast', everybody, account, { kind: 'relation' }, { evidence });
  }
}
