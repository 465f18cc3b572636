import { ownValue } from '../../base/own-value.ts';
import { edgeKind } from '../../graph/index.ts';

/** How the published graph calls a step, and what it says of it beside the label. */
export interface PublishedEdge {
  readonly label: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Kinds whose meaning is that of a published label. */
const labels: Readonly<Record<string, PublishedEdge>> = {
  MemberOf: { label: 'member of' },
  AZMemberOf: { label: 'member of' },
  AZHasRole: { label: 'has role on' },
  AdminTo: { label: 'can authenticate to', properties: { userRightsOnDevice: { isLocalAdmin: true } } },
  CanPSRemote: { label: 'can authenticate to', properties: { userRightsOnDevice: { canPSRemote: true } } },
  ExecuteDCOM: { label: 'can authenticate to', properties: { userRightsOnDevice: { executeDCOM: true } } },
  SQLAdmin: { label: 'can authenticate to', properties: { userRightsOnDevice: { sqlAdmin: true } } },
  CanRDP: { label: 'CanRemoteInteractiveLogonTo' },
  HasSession: { label: 'Can Authenticate As' },
  SecretFor: { label: 'Can Authenticate As' },
  UsesDevice: { label: 'can authenticate to' },
  StoresSecret: { label: 'contains' },
  Contains: { label: 'contains' },
  ContainsIdentity: { label: 'contains' },
  InSegment: { label: 'routes traffic to' },
  SegmentRoute: { label: 'routes traffic to' },
  AllowedToDelegate: { label: 'can impersonate as' },
  AllowedToAct: { label: 'can impersonate as' },
  CloudAssumeRole: { label: 'can impersonate as' },
  HasTrustKeys: { label: 'has credentials of' },
  HasSIDHistory: { label: 'can impersonate as' },
};

/** Our own words for kinds that the published graph does not know, in the style of its labels; several may share one. */
const ownLabels: Readonly<Record<string, string>> = {
  AdminHolds: 'holds',
  AssumedFoothold: 'has a foothold on',
  ASREPRoast: 'can guess the password of',
  CanApplyGPO: 'can apply policies to',
  CanBackup: 'can back up',
  ClaimSpecialIdentity: 'counts as',
  ClientExploit: 'can exploit',
  CoerceAndRelayNTLMToLDAPS: 'can be relayed to',
  CoerceAndRelayNTLMToSMB: 'can be relayed to',
  CoerceToTGT: 'can coerce',
  CommonLocalPassword: 'shares a local password with',
  DCFor: 'is domain controller of',
  ExposedAdminService: 'can reach the administration of',
  GPLink: 'applies to',
  GPOAppliesTo: 'applies to',
  HypervisorControl: 'controls',
  InsiderStart: 'acts as',
  InternetExploit: 'can exploit',
  Kerberoast: 'can guess the password of',
  LeakedCredential: 'knows the password of',
  LocalPrivEsc: 'can exploit',
  Lured: 'can lure a user of',
  Phishable: 'can phish',
  PipelineWrite: 'can change',
  PropagatesACEsTo: 'passes permissions to',
  PublicData: 'can read',
  RemoteExploit: 'can exploit',
  RepositoryLeak: 'can read',
  SameForestTrust: 'shares a forest with',
  SpoofSIDHistory: 'can spoof identities of',
  SyncedToADUser: 'is synchronised to',
  SyncedToEntraUser: 'is synchronised to',
};

/** Rights over an object of the directory or the cloud. */
const rights =
  /^(AZ|Generic|Write|Owns|AllExtendedRights|ForceChangePassword|Add|Read|SyncLAPS|DumpSMSA|DCSync|GetChanges|Manage|Enroll|DelegatedEnrollment|ADCSESC|GoldenCert)/;

/** The label of a kind of edge: the published one, else our own; the kind itself stands beside it as `rawData.kind`. */
export function publishedEdge(kind: string): PublishedEdge {
  if (Object.hasOwn(labels, kind)) return labels[kind]!;
  if (edgeKind(kind)?.family !== 'microsoft-exposure-graph' && rights.test(kind))
    return { label: 'has permissions to', properties: { permissions: { permissions: [{ name: kind }] } } };
  return { label: ownValue(ownLabels, kind) ?? inWords(kind) };
}

/** `OtherKind` as `other kind`; a label of words stays as it is. */
function inWords(kind: string): string {
  return kind.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
}
