/** The kinds of data file, each with the type its objects have and keys that only its records carry. */
export interface DataKind {
  /** `meta.type` of the file. */
  readonly type: string;
  /** Type of its objects in `IdentityObservations`; a sessions file describes none. */
  readonly identityType: string | undefined;
  /** Paths below `data.*` that tell the kind when `meta` is missing (a cut file), the most telling first. */
  readonly signs: readonly string[];
}

/**
 * In reading order: the objects that others name come first, so that few names wait for their own record. The order is
 * also the order in which signs are tried: `Links` also occurs in domains, `ChildObjects` in both.
 */
export const dataKinds: readonly DataKind[] = [
  { type: 'users', identityType: 'User', signs: ['SPNTargets'] },
  {
    type: 'computers',
    identityType: 'Computer',
    signs: ['LocalGroups', 'LocalAdmins', 'PrivilegedSessions', 'AllowedToAct', 'Sessions'],
  },
  { type: 'groups', identityType: 'Group', signs: ['Members'] },
  { type: 'domains', identityType: 'Domain', signs: ['Trusts'] },
  { type: 'ous', identityType: 'OU', signs: ['Links', 'Properties.blocksinheritance'] },
  { type: 'gpos', identityType: 'GPO', signs: ['Properties.gpcpath'] },
  {
    type: 'enterprisecas',
    identityType: 'EnterpriseCA',
    signs: ['EnabledCertTemplates', 'CARegistryData', 'HostingComputer'],
  },
  { type: 'certtemplates', identityType: 'CertTemplate', signs: ['Properties.schemaversion'] },
  { type: 'issuancepolicies', identityType: 'IssuancePolicy', signs: ['GroupLink'] },
  { type: 'ntauthstores', identityType: 'NTAuthStore', signs: ['Properties.certthumbprints'] },
  { type: 'aiacas', identityType: 'AIACA', signs: ['Properties.hascrosscertificatepair'] },
  { type: 'rootcas', identityType: 'RootCA', signs: ['DomainSID'] },
  { type: 'containers', identityType: 'Container', signs: ['ChildObjects'] },
  { type: 'sessions', identityType: undefined, signs: ['UserSID'] },
];

export function dataKindOf(type: string | undefined): DataKind | undefined {
  const wanted = type?.toLowerCase();
  return wanted === undefined ? undefined : dataKinds.find((kind) => kind.type === wanted);
}

/** Types by the words that collectors use for them; older ones say `LocalGroup`, unresolved objects are `Unknown`. */
const identityTypes: ReadonlyMap<string, string> = new Map([
  ...dataKinds.flatMap(({ identityType }) =>
    identityType === undefined ? [] : [[identityType.toLowerCase(), identityType] as const],
  ),
  ['localgroup', 'ADLocalGroup'],
  ['adlocalgroup', 'ADLocalGroup'],
  ['localuser', 'LocalUser'],
  ['adlocaluser', 'LocalUser'],
]);

/** The type as `IdentityObservations` names it; `Base` for what the collector could not resolve. */
export function identityTypeOf(word: string | undefined): string {
  return (word === undefined ? undefined : identityTypes.get(word.toLowerCase())) ?? 'Base';
}
