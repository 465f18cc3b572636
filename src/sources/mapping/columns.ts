import type { Observation } from '../../schema/index.ts';

/** Kinds of observation that a mapping can make. */
export type MappedKind =
  'device' | 'resource' | 'endpoint' | 'software' | 'vulnerability' | 'control' | 'identity' | 'relation';

/** How the text of a cell becomes the value of a column; `!` marks a column that every row needs. */
type Form = 'text' | 'lower' | 'texts' | 'cves' | 'number' | 'whole' | 'flag' | 'time' | 'severity' | 'facts';

type Fields<K extends MappedKind> = Omit<Observation<K>, 'Ref' | 'FromRef' | 'ToRef'>;
type FormsOf<T> = {
  readonly [C in keyof T]-?: Partial<Record<C, T[C]>> extends Pick<T, C> ? Form : `${Form}!`;
};

/** All columns of those kinds; the compiler compares them with the tables. */
export const columnForms: { readonly [K in MappedKind]: FormsOf<Fields<K>> } = {
  device: {
    DeviceName: 'text',
    AgentIds: 'texts',
    HardwareIds: 'texts',
    DirectoryIds: 'texts',
    MacAddresses: 'texts',
    HostNames: 'texts',
    IPAddresses: 'texts',
    OSPlatform: 'text',
    OSVersion: 'text',
    DeviceType: 'text',
    Vendor: 'text',
    Model: 'text',
    Domain: 'text',
    IsInternetFacing: 'flag',
    OnboardingStatus: 'text',
    DeviceValue: 'text',
    Tags: 'texts',
    Examined: 'texts',
    LoggedOnUsers: 'texts',
    LastSeen: 'time',
    Properties: 'facts',
  },
  resource: {
    ResourceType: 'text!',
    ResourceName: 'text!',
    ResourceIds: 'texts',
    OSPlatform: 'text',
    OSVersion: 'text',
    IsEndOfSupport: 'flag',
    Examined: 'texts',
    Properties: 'facts',
  },
  endpoint: {
    IPAddress: 'text',
    Port: 'whole!',
    Protocol: 'lower!',
    State: 'lower!',
    Service: 'lower',
    ServiceBasis: 'lower',
    Product: 'text',
    Version: 'text',
    Cpe: 'text',
    Process: 'text',
  },
  software: {
    SoftwareVendor: 'text',
    SoftwareName: 'text!',
    SoftwareVersion: 'text',
    Ecosystem: 'lower',
    Purl: 'text',
    Cpe: 'text',
    InstallPath: 'text',
    EndOfSupportStatus: 'text',
    EndOfSupportDate: 'time',
  },
  vulnerability: {
    VulnerabilityId: 'text!',
    CveIds: 'cves!',
    Title: 'text',
    Severity: 'severity!',
    CvssScore: 'number',
    CvssVector: 'text',
    SoftwareVendor: 'text',
    SoftwareName: 'text',
    SoftwareVersion: 'text',
    Purl: 'text',
    Cpe: 'text',
    FixedVersion: 'text',
    FixText: 'text',
    Port: 'whole',
    Protocol: 'lower',
    ExploitMaturity: 'text',
    IsKnownExploited: 'flag',
    EpssScore: 'number',
    Confidence: 'whole',
    Status: 'text!',
    Reason: 'text',
    FirstSeen: 'time',
    LastSeen: 'time',
  },
  control: {
    ControlId: 'text!',
    Benchmark: 'text',
    Title: 'text',
    Severity: 'severity!',
    Result: 'text!',
    Reason: 'text',
    FixText: 'text',
    References: 'texts',
    Place: 'text',
  },
  identity: {
    IdentityType: 'text!',
    IdentityName: 'text',
    Domain: 'text',
    ObjectId: 'text',
    IsEnabled: 'flag',
    LastLogon: 'time',
    PasswordLastSet: 'time',
    IsDescribed: 'flag!',
    Properties: 'facts',
  },
  relation: { Relation: 'text!', LastSeen: 'time', Properties: 'facts' },
};

/** What columns are when the mapping names nothing for them. */
export const defaults: { readonly [K in MappedKind]?: Readonly<Record<string, unknown>> } = {
  vulnerability: { CveIds: [], Severity: 'Unknown', Status: 'affected' },
  control: { Severity: 'Unknown' },
  identity: { IsDescribed: true },
  endpoint: { State: 'open', Protocol: 'tcp' },
};
