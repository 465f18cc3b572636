import type { ActionKind } from './action.ts';

/** What the rules look at: the edge's ends by name and ref. */
export interface RelationView {
  readonly kind: string;
  readonly from: { readonly id: string; readonly label: string };
  readonly to: { readonly id: string; readonly label: string };
  /** Certificate templates it leads through. */
  readonly through: readonly string[];
  /** The target holds more than itself: a privileged group or a critical asset. */
  readonly isTargetPrivileged: boolean;
  /** The source is a group that some people are in, not everybody. */
  readonly isFromTeam: boolean;
}

/** One action that edges of directory relations share. */
export interface RelationAction {
  /** Edges with the same key belong to the same action. */
  readonly key: string;
  readonly kind: ActionKind;
  /** Title for n edges. */
  readonly title: (n: number) => string;
  readonly fix: string;
  /** Whose object is changed: the identity shown as affected. */
  readonly identity: string;
}

const things = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

type Rule = (edge: RelationView) => RelationAction;

const objectRight: Rule = ({ from, to, isTargetPrivileged }) => ({
  // A right over a privileged object is one entry to take away; the many over ordinary ones are one clean-up.
  key: isTargetPrivileged ? `right:${from.id}>${to.id}` : `right:${from.id}`,
  kind: 'right',
  title: (n) =>
    `Remove the control rights of ${from.label} over ${isTargetPrivileged ? to.label : things(n, 'object', 'objects')}`,
  fix: `In the security settings of the listed objects remove the entries of ${from.label} (full control, write, owner, password reset, membership), or narrow them to what the work needs. Done when the next collection no longer lists them.`,
  identity: from.id,
});

const remoteRight: Rule = ({ from, kind }) => ({
  key: `remote:${kind}:${from.id}`,
  kind: 'right',
  title: (n) =>
    `Take ${from.label} out of ${remoteGroups[kind] ?? 'the remote access groups'} on ${things(n, 'computer', 'computers')}`,
  fix: `Remove ${from.label} from the local group by group policy; people who need the access go through a jump host. Done when the next collection no longer lists the membership.`,
  identity: from.id,
});

const remoteGroups: Readonly<Record<string, string>> = {
  CanRDP: 'Remote Desktop Users',
  CanPSRemote: 'Remote Management Users',
  ExecuteDCOM: 'Distributed COM Users',
  SQLAdmin: 'the sysadmin role of SQL Server',
  CanBackup: 'Backup Operators',
};

const passwordReader: Rule = ({ from }) => ({
  key: `reader:${from.id}`,
  kind: 'right',
  title: (n) => `Stop ${from.label} from reading ${things(n, 'managed password', 'managed passwords')}`,
  fix: `Remove ${from.label} from the readers of the managed password attributes (LAPS, gMSA). Done when the next collection no longer lists the right.`,
  identity: from.id,
});

const delegation: Rule = ({ from }) => ({
  key: `delegation:${from.id}`,
  kind: 'account',
  title: () => `Remove the Kerberos delegation of ${from.label}`,
  fix: `Clear the delegation settings of ${from.label}, or replace them by constrained delegation to the one service it needs; mark privileged accounts as "sensitive and cannot be delegated". Done when the next collection no longer lists the delegation.`,
  identity: from.id,
});

const certificates: Rule = ({ kind, through }) => {
  const names = through.map((name) => name.split('@')[0] ?? name);
  const flaw = kind.replace(/^ADCS/, '').replace(/[ab]$/, '');
  const what =
    names.length === 0
      ? `services behind ${flaw}`
      : `template${names.length === 1 ? '' : 's'} ${names.join(' and ')}`;
  return {
    key: `certificate:${names.length === 0 ? flaw : through.join('+')}`,
    kind: 'certificate',
    title: () => `Repair the certificate ${what}`,
    fix: 'Require manager approval, take enrolment rights from broad groups, do not let the requester choose the subject, enforce strong certificate mapping. Done when the next collection shows no such path.',
    identity: '',
  };
};

const coercion: Rule = ({ kind }) => ({
  key: `relay:${kind}`,
  kind: 'control',
  title: () =>
    `Require signing so that coerced logons cannot be relayed (${kind.replace('CoerceAndRelayNTLMTo', '')})`,
  fix: 'Require SMB signing, LDAP signing and channel binding, and extended protection on certificate enrolment pages; turn off NTLM where nothing needs it. Done when the next collection shows signing as required.',
  identity: '',
});

const trust: Rule = ({ from, to }) => ({
  key: `trust:${from.id}>${to.id}`,
  kind: 'account',
  title: () => `Harden the trust from ${from.label} to ${to.label}`,
  fix: 'Turn on SID filtering (quarantine) and selective authentication on the trust and disable ticket delegation across it. Done when the next collection shows the trust as filtered.',
  identity: from.id,
});

/** Which action ends an edge of a directory relation; kinds that are missing have none (structure, or membership: see below). */
export const relationRules: Readonly<Record<string, Rule>> = {
  GenericAll: objectRight,
  GenericWrite: objectRight,
  WriteDacl: objectRight,
  WriteOwner: objectRight,
  WriteOwnerLimitedRights: objectRight,
  Owns: objectRight,
  OwnsLimitedRights: objectRight,
  AllExtendedRights: objectRight,
  ForceChangePassword: objectRight,
  AddMember: objectRight,
  AddSelf: objectRight,
  AddKeyCredentialLink: objectRight,
  AddAllowedToAct: objectRight,
  WriteAccountRestrictions: objectRight,
  WriteSPN: objectRight,
  WriteGPLink: objectRight,
  CanApplyGPO: objectRight,
  DCSync: objectRight,
  ManageCA: objectRight,
  ManageCertificates: objectRight,
  AdminTo: ({ from, isFromTeam }) => ({
    key: `local-admin:${from.id}`,
    // A team that runs computers needs another way to do its work first.
    kind: isFromTeam ? 'privilege' : 'right',
    title: (n) =>
      isFromTeam
        ? `Replace the standing local administrator right of ${from.label} on ${things(n, 'computer', 'computers')} by one on request`
        : `Take ${from.label} out of the local administrators on ${things(n, 'computer', 'computers')}`,
    fix: `Remove ${from.label} from the local Administrators group by group policy; use LAPS and separate administrator accounts for each tier. Done when the next collection no longer lists the membership.`,
    identity: from.id,
  }),
  CanRDP: remoteRight,
  CanPSRemote: remoteRight,
  ExecuteDCOM: remoteRight,
  SQLAdmin: remoteRight,
  CanBackup: remoteRight,
  HasSession: ({ to }) => ({
    key: `logon:${to.id}`,
    kind: 'logon',
    title: (n) =>
      `Keep ${to.label} from logging on to ${things(n, 'computer', 'computers')} where its credentials can be taken`,
    fix: `Deny ${to.label} logon on these computers by policy, sign its sessions out, and change its password; for a service account use a managed account on each computer. Done when no session of it is seen there.`,
    identity: to.id,
  }),
  ReadLAPSPassword: passwordReader,
  SyncLAPSPassword: passwordReader,
  ReadGMSAPassword: passwordReader,
  DumpSMSAPassword: passwordReader,
  AllowedToDelegate: delegation,
  CoerceToTGT: delegation,
  AllowedToAct: ({ to }) => ({
    key: `act:${to.id}`,
    kind: 'account',
    title: () => `Clear who may act on behalf of others on ${to.label}`,
    fix: `Empty the attribute msDS-AllowedToActOnBehalfOfOtherIdentity of ${to.label}. Done when the next collection no longer lists it.`,
    identity: to.id,
  }),
  HasSIDHistory: ({ from }) => ({
    key: `sid-history:${from.id}`,
    kind: 'account',
    title: () => `Clear the SID history of ${from.label}`,
    fix: `Remove the old SIDs from ${from.label} after checking that no access depends on them. Done when the next collection shows no SID history.`,
    identity: from.id,
  }),
  SpoofSIDHistory: trust,
  AbuseTGTDelegation: trust,
  Kerberoast: ({ to }) => ({
    key: `roast:${to.id}`,
    kind: 'account',
    title: () => `Give ${to.label} a managed password`,
    fix: `Replace ${to.label} by a group managed service account, or set a random password of at least 25 characters and allow AES only. Done when the password date is new.`,
    identity: to.id,
  }),
  ASREPRoast: ({ to }) => ({
    key: `preauth:${to.id}`,
    kind: 'account',
    title: () => `Require pre-authentication for ${to.label}`,
    fix: `Clear "do not require Kerberos pre-authentication" on ${to.label} and change its password. Done when the next collection no longer shows the flag.`,
    identity: to.id,
  }),
  ADCSESC1: certificates,
  ADCSESC3: certificates,
  ADCSESC4: certificates,
  ADCSESC6a: certificates,
  ADCSESC6b: certificates,
  ADCSESC9a: certificates,
  ADCSESC9b: certificates,
  ADCSESC10a: certificates,
  ADCSESC10b: certificates,
  ADCSESC13: certificates,
  CoerceAndRelayNTLMToSMB: coercion,
  CoerceAndRelayNTLMToLDAP: coercion,
  CoerceAndRelayNTLMToLDAPS: coercion,
  CoerceAndRelayNTLMToADCS: coercion,
};

/** Relative ids of principals whose rights are part of a domain's design: taking them away is no action for a list. */
const builtInAdmins: ReadonlySet<string> = new Set([
  '500',
  '502',
  '512',
  '516',
  '517',
  '518',
  '519',
  '521',
  '498',
  '526',
  '527',
]);
const builtInAdminSids = /-?S-1-5-(32-544|32-548|32-549|32-550|32-551|9|18|10)$/;

/** A principal that administers the domain by design. */
export function isBuiltInAdmin(ref: string): boolean {
  if (!ref.startsWith('directory:')) return false;
  const sid = ref.slice('directory:'.length);
  return (
    builtInAdminSids.test(sid) ||
    (/S-1-5-21-/.test(sid) && builtInAdmins.has(sid.slice(sid.lastIndexOf('-') + 1)))
  );
}

const everybodyRids: ReadonlySet<string> = new Set(['513', '514', '515', '516', '498', '521']);

/** A group everybody or every computer is in by design: leaving it is no action. */
export function isEverybodyGroup(ref: string): boolean {
  const sid = ref.slice('directory:'.length);
  if (/S-1-5-21-/.test(sid)) return everybodyRids.has(sid.slice(sid.lastIndexOf('-') + 1));
  return /S-1-(1-0|5-11|5-7|5-2|5-4|5-9|5-15|5-32-545|5-32-546|5-32-554|5-32-560|5-32-574)$/.test(sid);
}

/** The action that ends a membership: a service account leaves the group, a person's standing membership becomes a temporary one. */
export function membershipAction({ from, to }: RelationView, isPerson: boolean): RelationAction {
  if (isPerson) {
    return {
      key: `member:${from.id}>${to.id}`,
      kind: 'privilege',
      title: () => `Replace the standing membership of ${from.label} in ${to.label} by one on request`,
      fix: `Take ${from.label} out of ${to.label} and grant the membership for hours when it is needed (time-bound group membership, approval). Done when the next collection no longer lists the membership.`,
      identity: from.id,
    };
  }
  return {
    key: `member:${from.id}>${to.id}`,
    kind: 'right',
    title: () => `Take ${from.label} out of ${to.label}`,
    fix: `Remove ${from.label} from ${to.label}, and give it the narrow right it needs in another way; change the password of an account whose credentials lay open. Done when the next collection no longer lists the membership.`,
    identity: from.id,
  };
}
