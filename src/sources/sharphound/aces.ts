import { asArray, asBoolean, asLabel, asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { field, objectId, type Named, type State } from './fields.ts';
import { identityTypeOf } from './kinds.ts';

/** Rights that become relations as they are (BloodHound's list of access-control edges). */
const rights: ReadonlyMap<string, string> = new Map(
  [
    'AllExtendedRights',
    'ForceChangePassword',
    'AddMember',
    'AddAllowedToAct',
    'GenericAll',
    'WriteDacl',
    'GenericWrite',
    'ReadLAPSPassword',
    'ReadGMSAPassword',
    'AddSelf',
    'WriteSPN',
    'AddKeyCredentialLink',
    'GetChanges',
    'GetChangesAll',
    'GetChangesInFilteredSet',
    'WriteAccountRestrictions',
    'WriteGPLink',
    'SyncLAPSPassword',
    'DCSync',
    'ManageCertificates',
    'ManageCA',
    'Enroll',
    'WritePKIEnrollmentFlag',
    'WritePKINameFlag',
    'WriteOwnerLimitedRights',
    'OwnsLimitedRights',
    'WriteAltSecurityIdentities',
    'WritePublicInformation',
  ].map((right) => [right.toLowerCase(), right]),
);

/** SID of OWNER RIGHTS: what is granted to it replaces the implicit rights of the owner. */
const ownerRights = 'S-1-3-4';

interface Entry {
  readonly principal: Named;
  readonly right: string;
  readonly isInherited: boolean;
  readonly inheritanceHash: string | undefined;
}

/**
 * Turns an object's access-control entries into relations by BloodHound's rules. Ownership and the right to take it are
 * not always worth something: a grant to OWNER RIGHTS limits the owner. Without one they become `OwnsRaw` and
 * `WriteOwnerRaw` (the directory's own settings decide later), with one that can be abused `OwnsLimitedRights` and
 * `WriteOwnerLimitedRights`, and with one that cannot nothing. A new owner loses grants that are not inherited.
 *
 * `unknown` is told of rights that have no relation.
 */
export function stateAces(
  aces: JsonValue | undefined,
  target: Named,
  properties: JsonObject,
  state: State,
  unknown: (right: string) => void,
): void {
  let owner: Named | undefined;
  const ownerChangers: Entry[] = [];
  const limited: string[] = [];
  const limitedAndInherited: string[] = [];
  for (const ace of asArray(aces)) {
    const entry = entryOf(asObject(ace));
    // A right over oneself opens nothing.
    if (entry === undefined || entry.principal.id === target.id) continue;
    const word = entry.right.toLowerCase();
    const right = rights.get(word);
    if (word === 'owns' || word === 'ownsraw') {
      owner = entry.principal;
    } else if (word === 'writeowner' || word === 'writeownerraw') {
      ownerChangers.push(entry);
    } else if (right === undefined) {
      unknown(entry.right);
    } else if (entry.principal.id.endsWith(ownerRights)) {
      limited.push(right);
      if (entry.isInherited) limitedAndInherited.push(right);
    } else {
      state(right, entry.principal, target, aceProperties(entry));
    }
  }

  const stateChangers = (relation: string, privileges?: readonly string[]): void => {
    for (const entry of ownerChangers)
      state(relation, entry.principal, target, aceProperties(entry, privileges));
  };
  const hasInheritedGrant = asBoolean(properties['doesanyinheritedacegrantownerrights']) === true;
  if (limited.length > 0) {
    if (owner !== undefined)
      state('OwnsLimitedRights', owner, target, { isacl: true, isinherited: false, privileges: limited });
    if (limitedAndInherited.length > 0) stateChangers('WriteOwnerLimitedRights', limitedAndInherited);
    else if (!hasInheritedGrant) stateChangers('WriteOwnerRaw');
    return;
  }
  if (asBoolean(properties['doesanyacegrantownerrights']) === true) {
    if (!hasInheritedGrant) stateChangers('WriteOwnerRaw');
    return;
  }
  if (owner !== undefined) state('OwnsRaw', owner, target, { isacl: true, isinherited: false });
  stateChangers('WriteOwnerRaw');
}

/** SID of the owner that the entries name, for the object's own facts. */
export function ownerOf(aces: JsonValue | undefined): string | undefined {
  for (const ace of asArray(aces)) {
    const entry = entryOf(asObject(ace));
    if (entry !== undefined && /^owns(raw)?$/i.test(entry.right)) return entry.principal.id;
  }
  return undefined;
}

function entryOf(ace: JsonObject | undefined): Entry | undefined {
  const id = objectId(field(ace, 'PrincipalSID'));
  const right = asLabel(field(ace, 'RightName'));
  if (id === undefined || right === undefined) return undefined;
  return {
    principal: { id, type: identityTypeOf(asLabel(field(ace, 'PrincipalType'))) },
    right,
    isInherited: asBoolean(field(ace, 'IsInherited')) === true,
    inheritanceHash: asLabel(field(ace, 'InheritanceHash')),
  };
}

function aceProperties(entry: Entry, privileges?: readonly string[]): JsonObject {
  return {
    isacl: true,
    isinherited: entry.isInherited,
    ...(entry.inheritanceHash === undefined ? {} : { inheritancehash: entry.inheritanceHash }),
    ...(privileges === undefined ? {} : { privileges }),
  };
}
