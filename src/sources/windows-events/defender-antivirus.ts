import { ownValue } from '../../base/own-value.ts';
import { account, file, hunting, initiator, whole, type Columns, type HuntingRow } from './columns.ts';
import type { EventData } from './event.ts';

/** Attack surface reduction rules by their GUID; the last part of the action type follows from what became of it. */
const asrRules: Readonly<Record<string, string>> = {
  '56a863a9-875e-4185-98a7-b882c64b5ce5': 'AsrVulnerableSignedDriver',
  '7674ba52-37eb-4a4f-a9a1-f0f9a1619a2c': 'AsrAdobeReaderChildProcess',
  'd4f940ab-401b-4efc-aadc-ad5f3c50688a': 'AsrOfficeChildProcess',
  '9e6c4e1f-7d60-472f-ba1a-a39ef669e4b2': 'AsrLsassCredentialTheft',
  'be9ba2d9-53ea-4cdc-84e5-9b1eeee46550': 'AsrExecutableEmailContent',
  '01443614-cd74-433a-b99e-2ecdc07bfc25': 'AsrUntrustedExecutable',
  '5beb7efe-fd9a-4556-801d-275e5ffc04cc': 'AsrObfuscatedScript',
  'd3e037e1-3eb8-44c8-a917-57927947596d': 'AsrScriptExecutableDownload',
  '3b576869-a4ec-4529-8536-b80a7769e899': 'AsrExecutableOfficeContent',
  '75668c1f-73b5-4cf0-bb93-3ecf5cb7cc84': 'AsrOfficeProcessInjection',
  '26190899-1602-49e8-8b27-eb1d0a1ce869': 'AsrOfficeCommAppChildProcess',
  'e6db77e5-3df2-4cf1-b95a-636979351e5b': 'AsrPersistenceThroughWmi',
  'd1e49aac-8f56-4280-b9ba-993a6d77406c': 'AsrPsexecWmiChildProcess',
  '33ddedf1-c6e0-47cb-833e-de6133960387': 'AsrSafeModeReboot',
  'b2b3f03d-6a65-4f7b-a9c7-1c7ef74a9ba4': 'AsrUntrustedUsbProcess',
  'c0033c00-d16d-4114-a5a0-dc9b3a7d2ceb': 'AsrAbusedSystemTool',
  '92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b': 'AsrOfficeMacroWin32ApiCalls',
  'c1db55ab-c21a-4637-bb3f-a12568109d35': 'AsrRansomware',
};

/** The one rule whose action type in audit mode breaks the pattern. */
const irregular: Readonly<Record<string, string>> = {
  AsrSafeModeRebootAudited: 'AsrSafeModeRebootedAudited',
};

/** Events without fields of a process or a file. */
const plainActions: Readonly<Record<number, string>> = {
  1001: 'AntivirusScanCompleted',
  1002: 'AntivirusScanCancelled',
  1005: 'AntivirusScanFailed',
  2000: 'AntivirusDefinitionsUpdated',
  2001: 'AntivirusDefinitionsUpdateFailed',
  2010: 'AntivirusEmergencyUpdatesInstalled',
};

/** Events of Defender Antivirus that are an action the published tables know. */
export function antivirusRow(id: number, data: EventData): HuntingRow | undefined {
  switch (id) {
    case 1116:
      return detection(data, 'AntivirusDetection');
    case 1117:
      return endedThreat(data) ? detection(data, 'AntivirusMalwareBlocked') : undefined;
    case 1118:
      return detection(data, 'AntivirusMalwareActionFailed');
    case 1119:
      return detection(data, 'AntivirusError');
    case 1121:
      return asr(data, 'Blocked');
    case 1122:
      return asr(data, 'Audited');
    case 1129:
      return asr(data, 'WarnBypassed');
    case 1123:
      return hunting('DeviceEvents', 'ControlledFolderAccessViolationBlocked', onFile(data));
    case 1124:
      return hunting('DeviceEvents', 'ControlledFolderAccessViolationAudited', onFile(data));
    case 1125:
      return networkProtection(data, 'ExploitGuardNetworkProtectionAudited');
    case 1126:
      return networkProtection(data, 'ExploitGuardNetworkProtectionBlocked');
    default: {
      const action = plainActions[id];
      return action === undefined ? undefined : hunting('DeviceEvents', action, {});
    }
  }
}

/** The rule's GUID decides; a rule without a published action type stays an event. */
function asr(data: EventData, became: 'Blocked' | 'Audited' | 'WarnBypassed'): HuntingRow | undefined {
  const rule = data.get('ID')?.replace(/[{}]/g, '').toLowerCase();
  const name = ownValue(asrRules, rule);
  if (name === undefined) return undefined;
  const actionType = `${name}${became}`;
  return hunting('DeviceEvents', ownValue(irregular, actionType) ?? actionType, onFile(data), {
    RuleId: rule,
    IsAudit: became === 'Audited',
  });
}

function onFile(data: EventData): Columns {
  return {
    ...file(data.get('Path')),
    ProcessCommandLine: data.get('Target Commandline'),
    ...initiator(data.get('Process Name'), undefined, account(data.get('User'), 'InitiatingProcessAccount')),
  };
}

function networkProtection(data: EventData, actionType: string): HuntingRow {
  return hunting('DeviceEvents', actionType, {
    RemoteUrl: data.get('Destination'),
    ...initiator(
      data.get('Process Name'),
      data.get('Process ID'),
      account(data.get('User'), 'InitiatingProcessAccount'),
    ),
  });
}

/** Cleaned, quarantined, removed or blocked; allowing a threat is an action too. */
function endedThreat(data: EventData): boolean {
  return ['1', '2', '3', '10'].includes(data.get('Action ID') ?? '');
}

/** `file:_C:\…`; several resources stand one behind the other, then no column can hold them. */
function detection(data: EventData, actionType: string): HuntingRow {
  const paths = (data.get('Path') ?? '').split(/;\s*(?=\w+:_)/).filter((path) => path.startsWith('file:_'));
  const process = data.get('Process Name');
  return hunting(
    'DeviceEvents',
    actionType,
    {
      ...file(paths.length === 1 ? paths[0]!.slice('file:_'.length) : undefined),
      ...account(data.get('Detection User')),
      ...initiator(process === 'Unknown' ? undefined : process, undefined),
    },
    {
      ThreatName: data.get('Threat Name'),
      ThreatId: whole(data.get('Threat ID')),
      Severity: data.get('Severity Name'),
    },
  );
}
