import type { Evidence, ExposureGraph, ExposureEdge } from '../../graph/index.ts';
import { compareVersions } from '../../software/compare-versions.ts';
import { maxEvidence, type Action, type ActionKind, type UserImpact } from './action.ts';
import { effortOf } from './effort.ts';
import {
  isBuiltInAdmin,
  isEverybodyGroup,
  membershipAction,
  relationRules,
  type RelationAction,
  type RelationView,
} from './relation-rules.ts';
import type { Remedy } from './remedies.ts';

export interface ActionInput {
  readonly graph: ExposureGraph;
  readonly remedies: readonly Remedy[];
  /** Key of the remedy of a weakness. */
  readonly remedyOfWeakness: (weakness: number) => string;
  readonly secrets: readonly { readonly name: string; readonly title: string }[];
  /** Device of a node, undefined for other nodes. */
  readonly deviceOfNode: (node: number) => number | undefined;
  /** The node is the account of a person, not of a service. */
  readonly isPerson: (node: number) => boolean;
  /** Number of accounts behind identities, members of groups at any depth included. */
  readonly accountsOf: (identities: ReadonlySet<string>) => number;
  /** Accounts seen on a device. */
  readonly peopleOn: (device: number) => ReadonlySet<string>;
  /** Nodes whose fall costs something: groups among them are privileged, and sessions on devices among them are at home. */
  readonly criticalNodes: ReadonlySet<number>;
}

/** An action while its edges are collected. */
interface Draft {
  readonly id: string;
  readonly kind: ActionKind;
  readonly title: (edges: number) => string;
  readonly fix: string;
  readonly devices: Set<number>;
  readonly identities: Set<string>;
  readonly resources: Set<number>;
  readonly cves: ReadonlySet<string>;
  readonly knownExploited: number;
  /** Findings; undefined: as many as edges. */
  readonly findings?: number;
  readonly evidence: { file: string; locator: string }[];
  readonly edges: { index: number; residual: number }[];
  readonly factors: readonly { readonly id: string; readonly residual: number }[];
}

/** Share of phishing that still works against phishing-resistant sign-in (own prior, docs/decisions/0007). */
const phishingResidual = 0.05;
/** Share of credential theft from memory that still works with the LSASS rule on (own prior). */
const lsassResidual = 0.5;

/** Groups findings and edges into what a person does in one go; the order is by id and carries no rank. */
export function deriveActions(input: ActionInput): readonly Action[] {
  const drafts = new Map<string, Draft>();
  for (const remedy of input.remedies) drafts.set(`${remedy.kind}:${remedy.key}`, draftOfRemedy(remedy));
  const remedyDrafts = new Map(
    input.remedies.map((remedy) => [remedy.key, drafts.get(`${remedy.kind}:${remedy.key}`)!]),
  );
  const privileged = privilegedGroups(input);
  input.graph.edges.forEach((edge, index) => {
    const draft = draftOfEdge(input, drafts, remedyDrafts, privileged, edge);
    if (draft === undefined) return;
    draft.edges.push({ index, residual: edge.kind === 'Phishable' ? phishingResidual : 0 });
    for (const device of [input.deviceOfNode(edge.from), input.deviceOfNode(edge.to)]) {
      if (device !== undefined) draft.devices.add(device);
    }
    for (const evidence of edge.evidence) addEvidence(draft, evidence);
  });
  addLsassRule(input, drafts);
  return [...drafts.values()]
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map((draft) => finish(input, draft));
}

/** One fact is one piece of evidence, however many edges rest on it. */
function addEvidence({ evidence }: Draft, { file, locator }: Evidence): void {
  if (evidence.length >= maxEvidence) return;
  if (!evidence.some((known) => known.file === file && known.locator === locator))
    evidence.push({ file, locator });
}

function draftOfRemedy(remedy: Remedy): Draft {
  const count = remedy.devices.size;
  const on = `${count} ${count === 1 ? 'device' : 'devices'}`;
  const fix = [...remedy.fixes].sort(compareVersions).at(-1);
  // Some sources write a sentence where others write a version.
  const version = fix !== undefined && fix.length <= 40 && !/\s.*\s/.test(fix) ? ` to ${fix}` : '';
  const titles: Readonly<Record<Remedy['kind'], string>> = {
    update: `Update ${remedy.subject}${version} on ${on}`,
    mitigate: `Remove or shield ${remedy.subject} on ${on}: no update is known`,
    rebuild: `Rebuild ${remedy.subject} on fixed packages`,
    setting: `Set "${remedy.subject}"${count === 0 ? '' : ` on ${on}`}`,
  };
  const steps: Readonly<Record<Remedy['kind'], string>> = {
    update: `Install ${fix ?? 'the newest version'} on the listed devices. Done when the next scan no longer finds the weaknesses.`,
    mitigate:
      'Uninstall the product where nobody needs it; elsewhere restrict who can reach it until there is an update. Done when the next scan no longer finds it.',
    rebuild:
      'Rebuild with a newer base and fixed packages and deploy the result. Done when a scan of the new build is clean.',
    setting: 'Change the setting as the check describes. Done when the check passes.',
  };
  return {
    id: `${remedy.kind}:${remedy.key}`,
    kind: remedy.kind,
    title: () => titles[remedy.kind],
    fix:
      remedy.fixText === undefined
        ? steps[remedy.kind]
        : `${remedy.fixText.replace(/[.\s]*$/, '.')} ${steps[remedy.kind]}`,
    devices: new Set(remedy.devices),
    identities: new Set(),
    resources: new Set(remedy.resources),
    cves: remedy.cves,
    knownExploited: remedy.knownExploited,
    findings: remedy.findings,
    evidence: remedy.evidence.slice(0, maxEvidence),
    edges: [],
    factors: [],
  };
}

function draftOfEdge(
  input: ActionInput,
  drafts: Map<string, Draft>,
  remedies: ReadonlyMap<string, Draft>,
  privileged: ReadonlySet<number>,
  edge: ExposureEdge,
): Draft | undefined {
  const { cause } = edge;
  switch (cause.kind) {
    case 'structure':
      return undefined;
    case 'weakness':
      return remedies.get(input.remedyOfWeakness(cause.weakness));
    case 'service':
      return draft(drafts, `exposure:${cause.service}`, 'exposure', {
        title: (n) => `Close ${cause.service} to the internet on ${n} ${n === 1 ? 'device' : 'devices'}`,
        fix: `Block ${cause.service} at the perimeter, or put it behind a VPN with multi-factor sign-in. Done when a scan from outside no longer finds the port open.`,
      });
    case 'person':
      return draft(drafts, 'control:phishing-resistant-sign-in', 'control', {
        title: (n) => `Require phishing-resistant sign-in for ${n} ${n === 1 ? 'account' : 'accounts'}`,
        fix: 'Enrol passkeys or security keys and require them by policy, administrators first. Done when the sign-in policy covers all listed accounts.',
      });
    case 'secret': {
      const secret = input.secrets[cause.secret]!;
      return draft(drafts, `secret:${secret.name}`, 'secret', {
        title: () => `Rotate the ${secret.title}`,
        fix: 'Replace the secret where it is used, revoke the old one, and take it out of the place it lies in, history included. Done when the old one no longer works and the next scan does not find it.',
      });
    }
    case 'relation':
      return draftOfRelation(input, drafts, privileged, edge);
  }
}

function draftOfRelation(
  input: ActionInput,
  drafts: Map<string, Draft>,
  privileged: ReadonlySet<number>,
  edge: ExposureEdge,
): Draft | undefined {
  const view: RelationView = {
    kind: edge.kind,
    from: input.graph.nodes[edge.from]!,
    to: input.graph.nodes[edge.to]!,
    through: edge.cause.kind === 'relation' ? (edge.cause.through ?? []) : [],
    isTargetPrivileged: privileged.has(edge.to) || input.criticalNodes.has(edge.to),
    isFromTeam:
      input.graph.nodes[edge.from]!.kind === 'group' && !isEverybodyGroup(input.graph.nodes[edge.from]!.id),
  };
  let action: RelationAction | undefined;
  if (edge.kind === 'MemberOf') {
    const isDesign =
      isEverybodyGroup(view.to.id) || (isBuiltInAdmin(view.from.id) && isBuiltInAdmin(view.to.id));
    if (!isDesign && privileged.has(edge.to)) action = membershipAction(view, input.isPerson(edge.from));
  } else if (edge.kind === 'HasSession') {
    // Administrators of critical devices must log on somewhere: there.
    if (!input.criticalNodes.has(edge.from)) action = relationRules['HasSession']?.(view);
  } else if (Object.hasOwn(relationRules, edge.kind) && !isBuiltInAdmin(view.from.id)) {
    action = relationRules[edge.kind]?.(view);
  }
  if (action === undefined) return undefined;
  const made = draft(drafts, action.key, action.kind, action);
  if (action.identity !== '' && !action.identity.startsWith('device:')) made.identities.add(action.identity);
  return made;
}

/** Groups that hold something beyond their members: critical ones, those with rights, and those inside such groups. */
function privilegedGroups(input: ActionInput): ReadonlySet<number> {
  const { graph, criticalNodes } = input;
  const found = new Set<number>([...criticalNodes].filter((node) => graph.nodes[node]!.kind === 'group'));
  const members = new Map<number, number[]>();
  for (const edge of graph.edges) {
    if (edge.kind === 'MemberOf') {
      const list = members.get(edge.to);
      if (list === undefined) members.set(edge.to, [edge.from]);
      else list.push(edge.from);
    } else if (edge.cause.kind === 'relation' && graph.nodes[edge.from]!.kind === 'group') {
      found.add(edge.from);
    }
  }
  const queue = [...found];
  for (let group = queue.pop(); group !== undefined; group = queue.pop()) {
    for (const member of members.get(group) ?? []) {
      if (graph.nodes[member]!.kind !== 'group' || found.has(member)) continue;
      found.add(member);
      queue.push(member);
    }
  }
  return found;
}

/** The attack-surface rule that stands between a held device and the credentials on it. */
function addLsassRule(input: ActionInput, drafts: Map<string, Draft>): void {
  const devices = new Set<number>();
  for (const edge of input.graph.edges) {
    const device = edge.kind === 'HasSession' ? input.deviceOfNode(edge.from) : undefined;
    if (device !== undefined) devices.add(device);
  }
  if (devices.size === 0) return;
  const id = 'control:asr-credential-stealing-lsass';
  drafts.set(id, {
    id,
    kind: 'setting',
    title: () =>
      `Enable the ASR rule "Block credential stealing from LSASS" on ${devices.size} ${devices.size === 1 ? 'device' : 'devices'}`,
    fix: 'Set rule 9e6c4e1f-7d60-472f-ba1a-a39ef669e4b2 to audit, read the audit events of two weeks, then set it to block. Done when all listed devices report it as block.',
    devices,
    identities: new Set(),
    resources: new Set(),
    cves: new Set(),
    knownExploited: 0,
    findings: devices.size,
    evidence: [],
    edges: [],
    factors: [{ id: 'credential-dump', residual: lsassResidual }],
  });
}

function draft(
  drafts: Map<string, Draft>,
  id: string,
  kind: ActionKind,
  texts: { readonly title: (edges: number) => string; readonly fix: string },
): Draft {
  const known = drafts.get(id);
  if (known !== undefined) return known;
  const made: Draft = {
    id,
    kind,
    title: texts.title,
    fix: texts.fix,
    devices: new Set(),
    identities: new Set(),
    resources: new Set(),
    cves: new Set(),
    knownExploited: 0,
    evidence: [],
    edges: [],
    factors: [],
  };
  drafts.set(id, made);
  return made;
}

function finish(input: ActionInput, draft: Draft): Action {
  const devices = [...draft.devices].sort((a, b) => a - b);
  const touched = new Set(draft.edges.map(({ index }) => index)).size;
  const size = Math.max(
    1,
    draft.kind === 'right' || draft.kind === 'privilege' || draft.kind === 'control'
      ? touched
      : devices.length,
    draft.resources.size,
  );
  return {
    id: draft.id,
    kind: draft.kind,
    title: draft.title(touched),
    fix: draft.fix,
    effort: effortOf(draft.kind, size),
    userImpact: userImpact(input, draft, devices),
    devices,
    identities: [...draft.identities].sort(),
    resources: [...draft.resources].sort((a, b) => a - b),
    cves: [...draft.cves].sort(),
    knownExploited: draft.knownExploited,
    findings: draft.findings ?? touched,
    evidence: draft.evidence,
    edges: draft.edges,
    factors: draft.factors,
  };
}

/** Kinds that people at their desks notice, and by default how much. */
const noticed: Readonly<Record<ActionKind, UserImpact['level']>> = {
  update: 'Low',
  mitigate: 'Medium',
  rebuild: 'Low',
  setting: 'Low',
  right: 'Low',
  privilege: 'Medium',
  logon: 'Low',
  account: 'Low',
  secret: 'Low',
  exposure: 'Medium',
  certificate: 'Low',
  control: 'Medium',
};

function userImpact(input: ActionInput, draft: Draft, devices: readonly number[]): UserImpact {
  const level = noticed[draft.kind];
  if (draft.kind === 'control' || draft.kind === 'exposure') {
    return {
      level,
      source: `default for "${draft.kind}"; nothing in the input tells how many people notice`,
    };
  }
  if (draft.kind !== 'update' && draft.kind !== 'mitigate' && draft.kind !== 'setting') {
    const people = input.accountsOf(draft.identities);
    if (people === 0)
      return {
        level,
        source: `default for "${draft.kind}"; nothing in the input tells how many people notice`,
      };
    return {
      level: grownLevel(level, people),
      people,
      source: 'accounts that the change touches, members of groups included',
    };
  }
  const people = new Set<string>();
  for (const device of devices) for (const person of input.peopleOn(device)) people.add(person);
  if (people.size === 0)
    return { level, source: `default for "${draft.kind}"; no logons of these devices in the input` };
  return {
    level: grownLevel(level, people.size),
    people: people.size,
    source: 'accounts seen on these devices',
  };
}

/** What more than a hundred people notice is no longer low. */
function grownLevel(level: UserImpact['level'], people: number): UserImpact['level'] {
  return people > 100 && level === 'Low' ? 'Medium' : level;
}
