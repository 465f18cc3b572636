/** What the rows are about: things of the estate they are planted in. */
export interface Planted {
  /** Time of the newest observation, in epoch milliseconds. */
  readonly now: number;
  readonly workstation: { readonly id: string; readonly name: string };
  readonly exposedServer: { readonly id: string; readonly name: string };
  /** SID of a member of a critical group. */
  readonly administrator: string;
  readonly actionId: string;
}

const day = 24 * 3600 * 1000;

/**
 * Rows by table that no source brings yet, or that the sample estate has no export for, so that each question about them has
 * something to find beside what it must leave out.
 */
export function plantedRows(about: Planted): Readonly<Record<string, readonly Record<string, unknown>[]>> {
  const { now, workstation, exposedServer, administrator, actionId } = about;
  const hourAgo = now - day / 24;
  const onWorkstation = { DeviceId: workstation.id, DeviceName: workstation.name, Timestamp: hourAgo };
  const onServer = { DeviceId: exposedServer.id, DeviceName: exposedServer.name, Timestamp: hourAgo };
  const asr = { ...onWorkstation, InitiatingProcessFileName: 'WINWORD.EXE', FileName: 'cmd.exe' };
  const guess = { ...onServer, RemoteIP: '198.51.100.7', RemoteIPType: 'Public', LogonType: 'Network' };
  const outbound = { ...onServer, ActionType: 'ConnectionSuccess', RemoteIPType: 'Public' };
  const mail = { Timestamp: hourAgo, NetworkMessageId: 'm1', EmailDirection: 'Inbound' };
  const person = { AccountObjectId: 'o1', AccountUpn: 'ada@corp.example' };
  const posture = { RiskLow: 9, RiskHigh: 11, FormulaVersion: 1, Seed: 1, ActionsGone: [], Imports: [1] };
  const secret = { Fingerprint: 'f', SecretType: 'api-key', Severity: 'High', Source: 'gitleaks', File: 'f' };
  const check = { ...onWorkstation, ConfigurationCategory: 'Security controls', IsApplicable: true };
  return {
    DeviceEvents: [
      { ...asr, ActionType: 'AsrOfficeChildProcessAudited' },
      { ...asr, ActionType: 'AsrOfficeChildProcessAudited', Timestamp: now - 2 * day },
      { ...asr, ActionType: 'AsrOfficeChildProcessBlocked' },
      { ...asr, ActionType: 'AntivirusReport' },
    ],
    DeviceProcessEvents: [
      { ...onWorkstation, FileName: 'notepad.exe', InitiatingProcessFileName: 'explorer.exe' },
      { ...onServer, FileName: 'cmd.exe', InitiatingProcessFileName: 'w3wp.exe' },
    ],
    DeviceLogonEvents: [
      { ...onWorkstation, ActionType: 'LogonSuccess', AccountName: 'adm', AccountSid: administrator },
      ...Array.from({ length: 25 }, () => ({ ...guess, ActionType: 'LogonFailed', AccountName: 'root' })),
      { ...guess, ActionType: 'LogonSuccess', AccountName: 'root', Timestamp: now },
    ],
    DeviceNetworkEvents: [
      { ...outbound, InitiatingProcessFileName: 'w3wp.exe', RemoteIP: '198.51.100.8' },
      { ...outbound, InitiatingProcessFileName: 'svchost.exe', RemoteIP: '198.51.100.9' },
      {
        ...outbound,
        InitiatingProcessFileName: 'svchost.exe',
        RemoteIP: '198.51.100.9',
        Timestamp: now - 10 * day,
      },
    ],
    AlertInfo: [{ AlertId: 'a1', Timestamp: hourAgo, Title: 'Odd process', Severity: 'High' }],
    AlertEvidence: [{ AlertId: 'a1', ...onServer }],
    IdentityInfo: [
      { ...person, Timestamp: hourAgo, EmailAddress: 'ada@corp.example', AssignedRoles: ['Global Admin'] },
    ],
    EntraIdSignInEvents: [
      {
        ...person,
        Timestamp: hourAgo,
        ErrorCode: 0,
        RiskLevelAggregated: 100,
        AuthenticationRequirement: 'multiFactorAuthentication',
        Application: 'Portal',
      },
    ],
    EmailEvents: [
      {
        ...mail,
        RecipientEmailAddress: 'Ada@corp.example',
        DeliveryAction: 'Delivered',
        ThreatTypes: 'Phish',
      },
    ],
    UrlClickEvents: [{ Timestamp: hourAgo, NetworkMessageId: 'm1', ActionType: 'ClickAllowed' }],
    OAuthAppInfo: [
      { OAuthAppId: 'app', Timestamp: hourAgo, AppName: 'Old', AppStatus: 'Enabled', PrivilegeLevel: 'High' },
    ],
    IdentityDirectoryEvents: [
      {
        Timestamp: hourAgo,
        ActionType: 'Group Membership changed',
        AdditionalFields: { 'TO.GROUP': 'Domain Admins' },
      },
    ],
    DeviceTvmCertificateInfo: [
      {
        DeviceId: exposedServer.id,
        Thumbprint: 't1',
        KeySize: '1024',
        SignatureAlgorithm: 'sha256RSA',
        ExpirationDate: new Date(now + 10 * day).toISOString(),
      },
      {
        DeviceId: exposedServer.id,
        Thumbprint: 't2',
        KeySize: '256',
        SignatureAlgorithm: 'sha256ECDSA',
        ExpirationDate: new Date(now + 300 * day).toISOString(),
      },
    ],
    DeviceTvmSecureConfigurationAssessment: [
      {
        ...check,
        ConfigurationId: 'scid-1',
        ConfigurationSubcategory: 'Attack Surface Reduction',
        IsCompliant: false,
      },
      { ...check, ConfigurationId: 'scid-2', IsCompliant: true },
    ],
    DeviceTvmSoftwareInventory: [
      {
        DeviceId: workstation.id,
        DeviceName: workstation.name,
        SoftwareName: 'python',
        EndOfSupportDate: now - day,
      },
    ],
    DeviceTvmBrowserExtensions: [
      { DeviceId: workstation.id, BrowserName: 'chrome', ExtensionName: 'Toolbar' },
    ],
    DeviceTvmSoftwareEvidenceBeta: [
      {
        DeviceId: workstation.id,
        SoftwareName: 'torrent',
        DiskPaths: ['C:\\Users\\ann\\Downloads\\torrent.exe'],
      },
    ],
    DeviceTvmInfoGathering: [
      { ...onWorkstation, AdditionalFields: { firstSeen: new Date(now - 3 * day).toISOString() } },
    ],
    // The same name in another domain, gone for a month, with a silent agent.
    DeviceInfo: [
      {
        DeviceId: 'planted',
        DeviceName: `${workstation.name.split('.')[0] ?? ''}.old.example`,
        Timestamp: now - 30 * day,
        OnboardingStatus: 'Onboarded',
        SensorHealthState: 'Inactive',
      },
    ],
    Secrets: [
      { ...secret, AssetId: 'r1', AssetName: 'r1', AssetType: 'repository', Place: '.env', Locator: '1' },
      { ...secret, AssetId: 'r2', AssetName: 'r2', AssetType: 'repository', Place: '.env', Locator: '2' },
    ],
    Imports: [
      { ImportId: 1000, File: 'cut.xml', Status: 'partial', Message: 'it ends early', Quarantined: 0 },
    ],
    PostureHistory: [
      { ...posture, Timestamp: now - 8 * day, Risk: 10, ActionsNew: [] },
      { ...posture, Timestamp: now - day, Risk: 12, ActionsNew: [actionId] },
    ],
  };
}
