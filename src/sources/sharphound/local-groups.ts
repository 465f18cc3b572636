import { ownValue } from '../../base/own-value.ts';
import { asArray, asLabel, asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { collected, field, objectId, results, typedPrincipals, type Named, type State } from './fields.ts';

/** Takes the name of an object whose own record is elsewhere or nowhere. */
export type Name = (object: Named, name: string) => void;

/** Built-in local groups that older files and group policies list by name, with their relative ids. */
const builtInGroups = [
  { key: 'LocalAdmins', rid: '544' },
  { key: 'RemoteDesktopUsers', rid: '555' },
  { key: 'DcomUsers', rid: '562' },
  { key: 'PSRemoteUsers', rid: '580' },
] as const;

/** User rights that become relations. */
const privileges: Readonly<Record<string, string>> = {
  SeRemoteInteractiveLogonRight: 'RemoteInteractiveLogonRight',
  SeBackupPrivilege: 'BackupPrivilege',
  SeRestorePrivilege: 'RestorePrivilege',
};

/** `LocalGroups` of version 5 and later. Groups without members say nothing, except Citrix's Direct Access Users. */
export function stateLocalGroups(record: JsonObject, computer: Named, state: State, name: Name): void {
  for (const item of asArray(field(record, 'LocalGroups'))) {
    const answer = collected(item);
    const id = objectId(field(answer, 'ObjectIdentifier'));
    if (id === undefined) continue;
    const label = asLabel(field(answer, 'Name'));
    const members = typedPrincipals(field(answer, 'Results'));
    if (members.length === 0 && !/^direct access users/i.test(label ?? '')) continue;
    const group: Named = { id, type: 'ADLocalGroup' };
    // On a domain controller the group is one of the directory, described elsewhere.
    if (label !== undefined && label !== 'IGNOREME') name(group, label);
    stateGroup(group, members, computer, state);
    stateLocalNames(field(answer, 'LocalNames'), name);
  }
}

/** `LocalAdmins`, `RemoteDesktopUsers`, `DcomUsers` and `PSRemoteUsers` of version 4. */
export function stateNamedLocalGroups(record: JsonObject, computer: Named, state: State): void {
  for (const { key, rid } of builtInGroups) {
    const members = typedPrincipals(results(field(record, key)));
    if (members.length > 0) stateGroup(localGroup(computer, rid), members, computer, state);
  }
}

/**
 * Local groups that the policies on a domain or unit fill on the computers below it. Every member goes to every computer,
 * so nothing is stated twice.
 */
export function stateGpoChanges(record: JsonObject, state: State): void {
  const changes = asObject(field(record, 'GPOChanges'));
  const computers = unique(typedPrincipals(field(changes, 'AffectedComputers')));
  if (computers.length === 0) return;
  for (const { key, rid } of builtInGroups) {
    const members = unique(typedPrincipals(field(changes, key)));
    if (members.length === 0) continue;
    for (const { id } of computers) {
      const computer: Named = { id, type: 'Computer' };
      stateGroup(localGroup(computer, rid), members, computer, state);
    }
  }
}

/** Who holds which user right on a computer; gives back the rights that the collector asked for. */
export function stateUserRights(record: JsonObject, computer: Named, state: State, name: Name): string[] {
  const asked: string[] = [];
  for (const item of asArray(field(record, 'UserRights'))) {
    const answer = collected(item);
    const privilege = asLabel(field(answer, 'Privilege'));
    const relation = ownValue(privileges, privilege);
    if (privilege === undefined || relation === undefined) continue;
    asked.push(privilege);
    for (const holder of typedPrincipals(field(answer, 'Results')))
      state(relation, holder, computer, { isacl: false });
    stateLocalNames(field(answer, 'LocalNames'), name);
  }
  return asked;
}

function localGroup(computer: Named, rid: string): Named {
  return { id: `${computer.id}-${rid}`, type: 'ADLocalGroup' };
}

function stateGroup(group: Named, members: readonly Named[], computer: Named, state: State): void {
  state('LocalToComputer', group, computer, { isacl: false });
  for (const member of members) state('MemberOfLocalGroup', member, group, { isacl: false });
}

function unique(objects: readonly Named[]): readonly Named[] {
  return [...new Map(objects.map((object) => [object.id, object])).values()];
}

function stateLocalNames(names: JsonValue | undefined, name: Name): void {
  for (const item of asArray(names)) {
    const record = asObject(item);
    const id = objectId(field(record, 'ObjectIdentifier'));
    const label = asLabel(field(record, 'PrincipalName'));
    if (id !== undefined && label !== undefined) name({ id, type: 'Base' }, label);
  }
}
