import { ownValue } from '../../base/own-value.ts';
import { asArray, asLabel, asObject, asObjects, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import {
  appRolesById,
  directoryLists,
  objectKinds,
  roleEndings,
  rolesById,
  typeOfDirectoryObject,
} from './kinds.ts';
import { objectIdOf, roleId } from './objects.ts';

export interface AzureRelation {
  readonly relation: string;
  readonly from: string;
  readonly fromType: string;
  readonly to: string;
  readonly toType: string;
}

/** What a record says of others, as BloodHound states it when it reads the file; undefined for a kind that is not known. */
export function relationsOf(kind: string, data: JsonObject): readonly AzureRelation[] | undefined {
  if (objectKinds.has(kind)) return ofObject(kind, data);
  if (directoryLists.has(kind)) return ofDirectoryList(kind, data);
  switch (kind) {
    case 'AZRoleAssignment':
      return ofDirectoryRoles(data);
    case 'AZAppRoleAssignment':
      return ofAppRole(data);
    case 'AZKeyVaultAccessPolicy':
      return ofAccessPolicy(data);
    case 'AZManagementGroupDescendant':
      return stated(
        'AZContains',
        asLabel(asObject(asObject(data['properties'])?.['parent'])?.['id']),
        asLabel(data['id']),
        'AZManagementGroup',
      );
    default:
      return kind.endsWith('RoleAssignment') ? ofResourceRoles(kind, data) : ofRoleHolders(kind, data);
  }
}

function stated(
  relation: string,
  from: string | undefined,
  to: string | undefined,
  fromType = 'Base',
  toType = 'Base',
): readonly AzureRelation[] {
  return from === undefined || to === undefined ? [] : [{ relation, from, fromType, to, toType }];
}

/** What contains the object, and the identities that it runs under. */
function ofObject(kind: string, data: JsonObject): readonly AzureRelation[] {
  const id = objectIdOf(kind, data);
  const container = objectKinds.get(kind)?.container;
  const identity = asObject(data['identity']);
  const assigned = Object.values(asObject(identity?.['userAssignedIdentities']) ?? {});
  const principals = [identity, ...assigned.map((item) => asObject(item))].map((item) =>
    asLabel(item?.['principalId']),
  );
  const runsAs =
    kind === 'AZServicePrincipal'
      ? stated('AZRunsAs', asLabel(data['appId']), id, 'AZApp', 'AZServicePrincipal')
      : [];
  return [
    ...(container === undefined
      ? []
      : stated('AZContains', containerId(container, data), id, containerType(container), kind)),
    ...principals.flatMap((principal) =>
      stated('AZManagedIdentity', id, principal, kind, 'AZServicePrincipal'),
    ),
    ...runsAs,
  ];
}

/** Resources name their group by its path, subscriptions in part by their bare number. */
function containerId(container: string, data: JsonObject): string | undefined {
  const id = asLabel(data[container]);
  if (container === 'subscriptionId' && id !== undefined && !id.includes('/')) return `/subscriptions/${id}`;
  return id;
}

function containerType(container: string): string {
  if (container === 'tenantId') return 'AZTenant';
  return container === 'subscriptionId' ? 'AZSubscription' : 'AZResourceGroup';
}

function ofDirectoryList(kind: string, data: JsonObject): readonly AzureRelation[] {
  const { target, type, relation, item } = directoryLists.get(kind)!;
  const to = asLabel(data[target]);
  return asObjects(data[`${item}s`]).flatMap((entry) => {
    const object = asObject(entry[item]);
    const from = typeOfDirectoryObject(asLabel(object?.['@odata.type']));
    return stated(relation, asLabel(object?.['id']), to, from, type);
  });
}

/** Roles that give control of one application where they hold for it alone. */
const scopedRoles: Readonly<Record<string, string>> = {
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': 'AZAppAdmin',
  '158c047a-c907-4556-b7ef-446551a6b5f7': 'AZCloudAppAdmin',
};

/** Roles of the tenant; of those that hold for one object only the ones that give control of it. */
function ofDirectoryRoles(data: JsonObject): readonly AzureRelation[] {
  const tenant = asLabel(data['tenantId']);
  return asObjects(data['roleAssignments']).flatMap((assignment) => {
    const role = asLabel(assignment['roleDefinitionId']) ?? asLabel(data['roleDefinitionId']);
    const scope = asLabel(assignment['directoryScopeId']) ?? '/';
    const principal = asLabel(assignment['principalId']);
    if (scope === '/') return stated('AZHasRole', principal, roleId(role, tenant), 'Base', 'AZRole');
    const relation = ownValue(scopedRoles, role?.toLowerCase());
    return relation === undefined ? [] : stated(relation, principal, scope.slice(1));
  });
}

function ofAppRole(data: JsonObject): readonly AzureRelation[] {
  const relation = ownValue(appRolesById, asLabel(data['appRoleId'])?.toLowerCase());
  if (relation === undefined) return [];
  const type = 'AZServicePrincipal';
  return stated(relation, asLabel(data['principalId']), asLabel(data['resourceId']), type, type);
}

const vaultRights = [
  ['certificates', 'AZGetCertificates'],
  ['keys', 'AZGetKeys'],
  ['secrets', 'AZGetSecrets'],
] as const;

function ofAccessPolicy(data: JsonObject): readonly AzureRelation[] {
  const permissions = asObject(data['permissions']);
  return vaultRights.flatMap(([what, relation]) => {
    const granted = asTexts(permissions?.[what]).map((word) => word.toLowerCase());
    const mayRead = granted.includes('get') || granted.includes('all');
    return mayRead
      ? stated(relation, asLabel(data['objectId']), asLabel(data['keyVaultId']), 'Base', 'AZKeyVault')
      : [];
  });
}

/** `assignees`, each with its role; one that was granted further up is told of there. */
function ofResourceRoles(kind: string, data: JsonObject): readonly AzureRelation[] {
  const target = asLabel(data['objectId']);
  return asObjects(data['assignees']).flatMap((entry) => {
    const granted = asObject(asObject(entry['assignee'])?.['properties']);
    const relation = ownValue(rolesById, asLabel(entry['roleDefinitionId'])?.toLowerCase());
    if (relation === undefined || !isSame(asLabel(granted?.['scope']), target)) return [];
    const type = kind.slice(0, -'RoleAssignment'.length);
    return stated(relation, asLabel(granted?.['principalId']), target, 'Base', type);
  });
}

/** One list of holders of the role that the kind names: `AZVMOwner`, `AZSubscriptionUserAccessAdmin`. */
function ofRoleHolders(kind: string, data: JsonObject): readonly AzureRelation[] | undefined {
  const found = roleEndings.find(([ending]) => kind.endsWith(ending));
  const type = found === undefined ? '' : kind.slice(0, -found[0].length);
  if (found === undefined || !objectKinds.has(type)) return undefined;
  const target = Object.entries(data)
    .filter(([name]) => name.endsWith('Id'))
    .map(([, value]) => asLabel(value))
    .find((id) => id !== undefined);
  const holders = Object.values(data).flatMap((value) => asObjects(asArray(value)));
  return holders.flatMap((holder) => {
    const granted = Object.values(holder)
      .map((value) => asObject(asObject(value)?.['properties']))
      .find((properties) => properties?.['principalId'] !== undefined);
    const scope = asLabel(granted?.['scope']);
    // What is granted above a virtual machine counts for it too.
    const isWithin =
      type === 'AZVM' && scope !== undefined && target?.toLowerCase().startsWith(`${scope.toLowerCase()}/`);
    if (!isSame(scope, target) && isWithin !== true) return [];
    return stated(found[1], asLabel(granted?.['principalId']), target, 'Base', type);
  });
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a.toLowerCase() === b?.toLowerCase();
}
