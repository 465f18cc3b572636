import { ownValue } from '../../base/own-value.ts';
/** Kinds of object: which field is its id, and which field names what contains it. */
export interface ObjectKind {
  readonly id: string;
  readonly container?: string;
}

const inTenant: ObjectKind = { id: 'id', container: 'tenantId' };
const inGroup: ObjectKind = { id: 'id', container: 'resourceGroupId' };

export const objectKinds: ReadonlyMap<string, ObjectKind> = new Map([
  ['AZTenant', { id: 'tenantId' }],
  ['AZUser', inTenant],
  ['AZGroup', inTenant],
  ['AZServicePrincipal', inTenant],
  ['AZDevice', inTenant],
  ['AZRole', inTenant],
  // The application is known by the id that its service principals name.
  ['AZApp', { id: 'appId', container: 'tenantId' }],
  ['AZSubscription', inTenant],
  ['AZManagementGroup', inTenant],
  ['AZResourceGroup', { id: 'id', container: 'subscriptionId' }],
  ['AZKeyVault', { id: 'id', container: 'resourceGroup' }],
  ['AZVM', inGroup],
  ['AZVMScaleSet', inGroup],
  ['AZFunctionApp', inGroup],
  ['AZLogicApp', inGroup],
  ['AZWebApp', inGroup],
  ['AZAutomationAccount', inGroup],
  ['AZContainerRegistry', inGroup],
  ['AZManagedCluster', inGroup],
]);

/** Lists of owners and members of directory objects: the field that names the object, its kind and the relation. */
export const directoryLists: ReadonlyMap<
  string,
  { readonly target: string; readonly type: string; readonly relation: string; readonly item: string }
> = new Map([
  ['AZGroupMember', { target: 'groupId', type: 'AZGroup', relation: 'AZMemberOf', item: 'member' }],
  ['AZGroupOwner', { target: 'groupId', type: 'AZGroup', relation: 'AZOwns', item: 'owner' }],
  ['AZAppOwner', { target: 'appId', type: 'AZApp', relation: 'AZOwns', item: 'owner' }],
  ['AZDeviceOwner', { target: 'deviceId', type: 'AZDevice', relation: 'AZOwns', item: 'owner' }],
  [
    'AZServicePrincipalOwner',
    { target: 'servicePrincipalId', type: 'AZServicePrincipal', relation: 'AZOwns', item: 'owner' },
  ],
]);

/** Ends of kinds that list who holds one role on one resource (`AZVMOwner`), the longer ones first. */
export const roleEndings: readonly (readonly [string, string])[] = [
  ['AvereContributor', 'AZAvereContributor'],
  ['VMContributor', 'AZVMContributor'],
  ['KVContributor', 'AZKeyVaultContributor'],
  ['UserAccessAdmin', 'AZUserAccessAdministrator'],
  ['AdminLogin', 'AZVMAdminLogin'],
  ['Contributor', 'AZContributor'],
  ['Owner', 'AZOwner'],
];

/** Azure's own role definitions that give way to control of a resource. */
export const rolesById: Readonly<Record<string, string>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'AZOwner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'AZContributor',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'AZUserAccessAdministrator',
  '9980e02c-c2be-4d73-94e8-173b1dc7cf3c': 'AZVMContributor',
  '1c0163c0-47e6-4577-8991-ea5c82e286e4': 'AZVMAdminLogin',
  '4f8fab4f-1852-4a58-a46a-8eaf358af14a': 'AZAvereContributor',
  'de139f84-1756-47ae-9be6-808fbbe84772': 'AZWebsiteContributor',
  '87a39d53-fc1b-424a-814c-f7e04687dc9e': 'AZLogicAppContributor',
  'f353d9bd-d4a6-484e-a77a-8050b599b867': 'AZAutomationContributor',
  'ed7f3fbd-7b88-4dd4-9017-9adb7ce333f8': 'AZAKSContributor',
  'f25e0fa2-a7c8-4377-a976-54943a77a395': 'AZKeyVaultContributor',
};

/** Application permissions of Microsoft Graph that give way to control of the tenant. */
export const appRolesById: Readonly<Record<string, string>> = {
  '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9': 'AZMGApplication_ReadWrite_All',
  '06b708a9-e830-4db3-a914-8e69da51d44f': 'AZMGAppRoleAssignment_ReadWrite_All',
  '19dbc75e-c2e2-444c-a770-ec69d8559fc7': 'AZMGDirectory_ReadWrite_All',
  '62a82d76-70ea-41e2-9197-370581804d09': 'AZMGGroup_ReadWrite_All',
  'dbaae8cf-10b5-4b86-a4a1-f871c94c6695': 'AZMGGroupMember_ReadWrite_All',
  '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8': 'AZMGRoleManagement_ReadWrite_Directory',
  '89c8469c-83ad-45f7-8ff2-6e3d4285709e': 'AZMGServicePrincipalEndpoint_ReadWrite_All',
};

/** Type of a directory object by the name that Microsoft Graph gives it. */
export function typeOfDirectoryObject(word: string | undefined): string {
  return ownValue(directoryTypes, word?.replace(/^#microsoft\.graph\./i, '').toLowerCase()) ?? 'Base';
}

const directoryTypes: Readonly<Record<string, string>> = {
  user: 'AZUser',
  group: 'AZGroup',
  device: 'AZDevice',
  serviceprincipal: 'AZServicePrincipal',
  application: 'AZApp',
};
