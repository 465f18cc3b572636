/** Labels of nodes that are types of directory objects; other labels are tags. */
export const objectTypes: ReadonlySet<string> = new Set([
  'User',
  'Group',
  'Computer',
  'Domain',
  'OU',
  'Container',
  'GPO',
  'ADLocalGroup',
  'CertTemplate',
  'EnterpriseCA',
  'RootCA',
  'AIACA',
  'NTAuthStore',
  'IssuancePolicy',
]);

const relations = [
  'AddAllowedToAct',
  'AddKeyCredentialLink',
  'AddMember',
  'AddSelf',
  'AdminTo',
  'AllExtendedRights',
  'AllowedToAct',
  'AllowedToDelegate',
  'CanPSRemote',
  'CanRDP',
  'CoerceToTGT',
  'Contains',
  'DCSync',
  'ExecuteDCOM',
  'ForceChangePassword',
  'GenericAll',
  'GenericWrite',
  'GetChanges',
  'GetChangesAll',
  'GetChangesInFilteredSet',
  'GPLink',
  'HasSession',
  'HasSIDHistory',
  'MemberOf',
  'Owns',
  'ReadGMSAPassword',
  'ReadLAPSPassword',
  'SQLAdmin',
  'SyncLAPSPassword',
  'TrustedBy',
  'WriteAccountRestrictions',
  'WriteDacl',
  'WriteOwner',
  'WriteSPN',
];

const byBareName: ReadonlyMap<string, string> = new Map(relations.map((name) => [name.toLowerCase(), name]));

/** The relation as BloodHound names it; databases that were modelled anew write `MEMBER_OF`. Others stay as they are. */
export function relationOf(label: string): string {
  return byBareName.get(label.replaceAll('_', '').toLowerCase()) ?? label;
}
