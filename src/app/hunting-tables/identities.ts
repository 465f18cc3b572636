import type { EpochMs } from '../../base/time.ts';
import { parseEpochSeconds } from '../../base/time.ts';
import type { IdentityFact } from '../../graph/index.ts';
import { criticalities } from './criticality.ts';
import type { PublishedRow, TableFamily } from './family.ts';
import { Reports } from './reports.ts';

/**
 * User accounts that a source describes: directory accounts in IdentityInfo, these and local accounts of hosts in
 * IdentityAccountInfo. `Timestamp` is the time of the report that describes the account. Groups are those of the
 * directory that hold it directly.
 */
export const identities: TableFamily = {
  tables: ['IdentityInfo', 'IdentityAccountInfo'],
  async fill({ estate, files }, _store, out) {
    const reports = new Reports(files);
    const critical = criticalities(estate);
    const byRef = new Map(estate.facts.identities.map((identity) => [identity.ref, identity]));
    const groups = new Map<string, string[]>();
    for (const { relation, from, to } of estate.facts.relations) {
      if (relation !== 'MemberOf') continue;
      const known = groups.get(from);
      if (known === undefined) groups.set(from, [to]);
      else known.push(to);
    }
    for (const identity of estate.facts.identities) {
      if ((identity.type !== 'User' && identity.type !== 'LocalUser') || !identity.isDescribed) continue;
      const account = accountOf(
        identity,
        reports.timeOfFile(identity.evidence.file),
        critical.get(identity.ref)?.level,
      );
      const memberOf = groups.get(identity.ref) ?? [];
      if (identity.type === 'User') {
        const names = memberOf.map((ref) => byRef.get(ref)?.name ?? ref);
        out.published('IdentityInfo', identityInfo(account, identity, names));
      }
      out.published('IdentityAccountInfo', accountInfo(account, identity, memberOf));
      await out.pressure();
    }
  },
};

/** What both tables say of an account. */
interface Account {
  readonly reported: EpochMs | undefined;
  readonly criticality: number | undefined;
  readonly name: string;
  readonly upn: string | undefined;
  readonly sid: string | undefined;
  readonly type: 'User' | 'ServiceAccount';
}

function accountOf(
  { name, type, ref, properties }: IdentityFact,
  reported: EpochMs | undefined,
  criticality: number | undefined,
): Account {
  const isService = ['hasspn', 'gmsa', 'msa'].some((fact) => properties[fact] === true);
  // `name@domain` always logs on to a directory account, whether or not a UPN of its own is set.
  const implicit = type === 'User' && name.includes('@') ? name : undefined;
  return {
    reported,
    criticality,
    name: text(properties, 'samaccountname') ?? name.split('@')[0]!,
    upn: text(properties, 'userprincipalname') ?? implicit,
    sid: /S-1-\d+(-\d+)+$/.exec(type === 'User' ? ref : (text(properties, 'uuid') ?? ''))?.[0],
    type: isService ? 'ServiceAccount' : 'User',
  };
}

function identityInfo(
  { reported, criticality, name, upn, sid, type }: Account,
  { ref, domain, isEnabled, properties }: IdentityFact,
  groupNames: readonly string[],
): PublishedRow {
  return {
    Timestamp: reported,
    ReportId: ref,
    AccountName: name,
    AccountDomain: domain,
    AccountUpn: upn,
    AccountDisplayName: text(properties, 'displayname'),
    OnPremSid: sid,
    OnPremObjectId: text(properties, 'objectguid'),
    CriticalityLevel: criticality,
    Type: type,
    DistinguishedName: text(properties, 'distinguishedname'),
    EmailAddress: text(properties, 'email'),
    JobTitle: text(properties, 'title'),
    Department: text(properties, 'department'),
    IsAccountEnabled: isEnabled,
    CreatedDateTime: created(properties),
    IdentityEnvironment: 'On-premises',
    SourceProviders: ['ActiveDirectory'],
    GroupMembership: groupNames.length === 0 ? undefined : groupNames,
  };
}

function accountInfo(
  { reported, criticality, name, upn, sid, type }: Account,
  identity: IdentityFact,
  groups: readonly string[],
): PublishedRow {
  const { ref, domain, isEnabled, passwordLastSet, properties } = identity;
  const isLocal = identity.type === 'LocalUser';
  return {
    Timestamp: reported,
    ReportId: ref,
    AccountId: ref,
    IdentityId: ref,
    IsPrimary: true,
    SourceProviderAccountId: sid,
    DisplayName: text(properties, 'displayname') ?? name,
    AccountUpn: upn,
    EmailAddress: text(properties, 'email'),
    CriticalityLevel: criticality,
    Type: type,
    JobTitle: text(properties, 'title'),
    Department: text(properties, 'department'),
    Sid: sid,
    AccountStatus: isEnabled === undefined ? undefined : isEnabled ? 'Enabled' : 'Disabled',
    SourceProvider: isLocal ? 'Local' : 'ActiveDirectory',
    SourceProviderInstanceDisplayName: isLocal ? text(properties, 'host') : domain,
    LastPasswordChangeTime: passwordLastSet,
    GroupMembership: groups.length === 0 ? undefined : groups,
    CreatedDateTime: created(properties),
  };
}

/** The directory states seconds since 1970. */
function created(properties: IdentityFact['properties']): EpochMs | undefined {
  const value = properties['whencreated'];
  return typeof value === 'number' ? parseEpochSeconds(value) : undefined;
}

function text(properties: IdentityFact['properties'], name: string): string | undefined {
  const value = properties[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
