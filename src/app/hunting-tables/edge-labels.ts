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
  InSegment: { label: 'routes traffic to' },
  SegmentRoute: { label: 'routes traffic to' },
  AllowedToDelegate: { label: 'can impersonate as' },
  AllowedToAct: { label: 'can impersonate as' },
  HasSIDHistory: { label: 'can impersonate as' },
};

/** Rights over an object of the directory or the cloud. */
const rights =
  /^(AZ|Generic|Write|Owns|AllExtendedRights|ForceChangePassword|Add|Read|SyncLAPS|DumpSMSA|DCSync|GetChanges|Manage|Enroll|DelegatedEnrollment|ADCSESC|GoldenCert)/;

/** The published name of a kind of edge; a kind that the published graph does not know keeps its own. */
export function publishedEdge(kind: string): PublishedEdge {
  if (Object.hasOwn(labels, kind)) return labels[kind]!;
  if (edgeKind(kind)?.family !== 'microsoft-exposure-graph' && rights.test(kind))
    return { label: 'has permissions to', properties: { permissions: { permissions: [{ name: kind }] } } };
  return { label: kind };
}
