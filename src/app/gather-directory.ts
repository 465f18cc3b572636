import { readRows } from './read-rows.ts';
import type { IdentityFact, LogonFact, RelationFact, ResourceFact, SecretFact } from '../graph/index.ts';
import { observationTables } from '../schema/index.ts';
import type { QueryRunner } from '../store/index.ts';
import type { Device } from './gather-devices.ts';

export interface Directory {
  readonly identities: readonly IdentityFact[];
  readonly relations: readonly RelationFact[];
}

/** Reads identities and stated relations. An object that several files describe is one; a description wins over a mention. */
export async function gatherDirectory(store: QueryRunner): Promise<Directory> {
  const identities = new Map<string, IdentityFact>();
  const columns = [
    'File',
    'Locator',
    'Ref',
    'IdentityType',
    'IdentityName',
    'Domain',
    'ObjectId',
    'IsEnabled',
    'PasswordLastSet',
    'IsDescribed',
    'Properties',
  ] as const;
  for await (const rows of readRows(store, observationTables.identity, columns)) {
    for (const row of rows) {
      const known = identities.get(row.Ref);
      if (known !== undefined && (known.isDescribed || !row.IsDescribed)) continue;
      identities.set(row.Ref, {
        ref: row.Ref,
        type: row.IdentityType,
        name: row.IdentityName ?? row.ObjectId ?? row.Ref,
        ...(row.Domain === undefined ? {} : { domain: row.Domain }),
        ...(row.IsEnabled === undefined ? {} : { isEnabled: row.IsEnabled }),
        ...(row.PasswordLastSet === undefined ? {} : { passwordLastSet: row.PasswordLastSet }),
        isDescribed: row.IsDescribed,
        properties: (row.Properties ?? {}) as Readonly<Record<string, unknown>>,
        evidence: { file: row.File, locator: row.Locator },
      });
    }
  }
  const relations: RelationFact[] = [];
  const relationColumns = [
    'File',
    'Locator',
    'Relation',
    'FromRef',
    'ToRef',
    'LastSeen',
    'Properties',
  ] as const;
  for await (const rows of readRows(store, observationTables.relation, relationColumns)) {
    for (const row of rows) {
      relations.push({
        relation: row.Relation,
        from: row.FromRef,
        to: row.ToRef,
        ...(row.LastSeen === undefined ? {} : { lastSeen: row.LastSeen }),
        ...(row.Properties === undefined
          ? {}
          : { properties: row.Properties as Readonly<Record<string, unknown>> }),
        evidence: { file: row.File, locator: row.Locator },
      });
    }
  }
  return { identities: [...identities.values()], relations };
}

/** Accounts that other sources saw logged on, joined with the directory by their names; names that fit none or several are left out. */
export function matchLogons(
  devices: readonly Device[],
  identities: readonly IdentityFact[],
): readonly LogonFact[] {
  const byName = accountIndex(identities);
  return devices.flatMap((device, i) =>
    device.loggedOn.flatMap(({ account, lastSeen, evidence }): readonly LogonFact[] => {
      const identity = findAccount(byName, account);
      return identity === undefined
        ? []
        : [{ device: i, identity: identity.ref, ...(lastSeen === undefined ? {} : { lastSeen }), evidence }];
    }),
  );
}

type AccountIndex = ReadonlyMap<string, readonly IdentityFact[]>;

/** Users by bare account name, lower case. */
export function accountIndex(identities: readonly IdentityFact[]): AccountIndex {
  const index = new Map<string, IdentityFact[]>();
  for (const identity of identities) {
    if (identity.type !== 'User') continue;
    const sam = identity.properties['samaccountname'];
    const names = new Set([
      identity.name.split('@')[0]!.toLowerCase(),
      ...(typeof sam === 'string' ? [sam.toLowerCase()] : []),
    ]);
    for (const name of names) {
      const list = index.get(name);
      if (list === undefined) index.set(name, [identity]);
      else list.push(identity);
    }
  }
  return index;
}

/** The one identity an account name means: `DOMAIN\name`, `name@domain` or `name`. */
export function findAccount(index: AccountIndex, account: string): IdentityFact | undefined {
  const backslash = account.lastIndexOf('\\');
  const [bare = '', suffix] = account
    .slice(backslash + 1)
    .toLowerCase()
    .split('@');
  const domain = (backslash >= 0 ? account.slice(0, backslash) : suffix)?.toLowerCase();
  const candidates = index.get(bare) ?? [];
  const fitting =
    domain === undefined
      ? candidates
      : candidates.filter(
          ({ domain: own }) =>
            own === undefined || own.toLowerCase() === domain || own.toLowerCase().split('.')[0] === domain,
        );
  return fitting.length === 1 ? fitting[0] : undefined;
}

export interface Resources {
  readonly list: readonly ResourceFact[];
  readonly ofRef: ReadonlyMap<string, number>;
}

/** Reads resources; the same image, repository or application in two files is one when its name and type agree. */
export async function gatherResources(store: QueryRunner): Promise<Resources> {
  const list: ResourceFact[] = [];
  const ofRef = new Map<string, number>();
  const byId = new Map<string, number>();
  for await (const rows of readRows(store, observationTables.resource, [
    'Ref',
    'ResourceType',
    'ResourceName',
  ])) {
    for (const row of rows) {
      const id = `${row.ResourceType}:${row.ResourceName}`;
      const known = byId.get(id) ?? list.length;
      ofRef.set(row.Ref, known);
      if (known < list.length) continue;
      byId.set(id, known);
      list.push({ ref: row.Ref, id, type: row.ResourceType, name: row.ResourceName });
    }
  }
  return { list, ofRef };
}

/** Reads secrets; finds of one value in one place are one secret. */
export async function gatherSecrets(
  store: QueryRunner,
  deviceOfRef: ReadonlyMap<string, number>,
  resources: Resources,
  identities: readonly IdentityFact[],
): Promise<readonly SecretFact[]> {
  const accounts = accountIndex(identities);
  const secrets = new Map<string, SecretFact>();
  /** How many secrets bear a name; those of one name are told apart by the order of their finding. */
  const named = new Map<string, number>();
  const columns = [
    'File',
    'Locator',
    'Ref',
    'RuleId',
    'Title',
    'Place',
    'Fingerprint',
    'IsVerified',
    'Account',
  ] as const;
  for await (const rows of readRows(store, observationTables.secret, columns)) {
    for (const row of rows) {
      const device = deviceOfRef.get(row.Ref);
      const resource = resources.ofRef.get(row.Ref);
      const place = device === undefined ? (resource === undefined ? undefined : { resource }) : { device };
      if (place === undefined) continue;
      const where = 'device' in place ? `device ${place.device}` : resources.list[place.resource]!.id;
      const id = `${row.Fingerprint}@${where}`;
      if (secrets.has(id)) continue;
      const opens = row.Account === undefined ? undefined : findAccount(accounts, row.Account);
      const file = row.Place === undefined ? '' : ` in ${row.Place}`;
      const name = `${row.RuleId}@${where}${file}`;
      const nth = (named.get(name) ?? 0) + 1;
      named.set(name, nth);
      secrets.set(id, {
        id,
        name: nth === 1 ? name : `${name} #${nth}`,
        title: `${row.Account === undefined ? `${row.RuleId} secret` : `secret of ${row.Account}`}${file}`,
        place,
        ...(opens === undefined ? {} : { opens: opens.ref }),
        ...(row.IsVerified === undefined ? {} : { isVerified: row.IsVerified }),
        evidence: { file: row.File, locator: row.Locator },
      });
    }
  }
  return [...secrets.values()];
}
