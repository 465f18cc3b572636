/** What a row is; told by its columns, since addresses and file names say nothing sure. */
export type RowKind =
  | 'machine'
  | 'network'
  | 'machineVulnerability'
  | 'softwareVulnerability'
  | 'softwareInventory'
  | 'extension'
  | 'firmware'
  | 'configuration'
  | 'certificate'
  | 'recommendation'
  | 'softwareList'
  | 'knowledge'
  | 'remediation'
  | 'baselineProfile';

/** The kind of a row with these columns (lower case), undefined for lists that are not read. */
export function kindOf(has: (column: string) => boolean): RowKind | undefined {
  const all = (...columns: readonly string[]): boolean => columns.every(has);
  const any = (...columns: readonly string[]): boolean => columns.some(has);
  if (all('cveid', 'machineid')) return 'machineVulnerability';
  if (has('deviceid')) {
    if (has('cveid')) return 'softwareVulnerability';
    if (all('configurationid') && any('iscompliant', 'isapplicable')) return 'configuration';
    if (any('thumbprint')) return 'certificate';
    if (all('extensionid', 'browsername')) return 'extension';
    if (all('componentname', 'componenttype') || all('componentname', 'componentversion')) return 'firmware';
    if (has('softwarename')) return 'softwareInventory';
    if (any('ipaddresses', 'macaddress')) return 'network';
    if (has('devicename') && any('onboardingstatus', 'osbuild', 'loggedonusers', 'publicip', 'jointype')) {
      return 'machine';
    }
    return any('onboardingstatus', 'sensorhealthstate', 'isinternetfacing') ? 'machine' : undefined;
  }
  if (has('computerdnsname') || all('id', 'healthstatus')) return 'machine';
  if (has('recommendationname')) return 'recommendation';
  if (all('requesterid', 'targetdevices')) return 'remediation';
  if (all('benchmark', 'settingsnumber')) return 'baselineProfile';
  if (any('cvssv3', 'exploitverified', 'vulnerabilityseveritylevel')) return 'knowledge';
  // DeviceTvmSecureConfigurationAssessmentKB: what the settings are, on no device.
  if (all('configurationid', 'configurationname')) return 'knowledge';
  if (all('vendor', 'name', 'weaknesses')) return 'softwareList';
  return undefined;
}

/** What a list of that kind looked at on the devices it names. */
export function examinedBy(kind: RowKind): readonly string[] {
  switch (kind) {
    case 'machineVulnerability':
    case 'softwareVulnerability':
      return ['software', 'vulnerabilities'];
    case 'softwareInventory':
    case 'softwareList':
    case 'extension':
    case 'firmware':
      return ['software'];
    case 'configuration':
    case 'recommendation':
      return ['configuration'];
    case 'machine':
    case 'network':
    case 'certificate':
    case 'knowledge':
    case 'remediation':
    case 'baselineProfile':
      return [];
  }
}
