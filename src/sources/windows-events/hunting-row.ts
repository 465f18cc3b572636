import { file, hunting, type HuntingRow } from './columns.ts';
import { antivirusRow } from './defender-antivirus.ts';
import type { WindowsEvent } from './event.ts';
import { securityRow, serviceInstalled } from './security.ts';
import { sysmonRow } from './sysmon.ts';

/**
 * What an event is in the published tables; undefined where no action type of theirs says the same. Providers decide, for
 * one number means something else in every log.
 */
export function huntingRow({ id, provider = '', data }: WindowsEvent): HuntingRow | undefined {
  switch (provider.toLowerCase()) {
    case 'microsoft-windows-sysmon':
      return sysmonRow(id, data);
    case 'microsoft-windows-security-auditing':
      return securityRow(id, data);
    case 'microsoft-windows-eventlog':
      return id === 1102 ? securityRow(id, data) : undefined;
    case 'microsoft-windows-windows defender':
      return antivirusRow(id, data);
    case 'service control manager':
      return id === 7045 ? serviceInstalled(data.get('ImagePath'), {}) : undefined;
    case 'microsoft-windows-applocker':
      return appControl(appLocker[id], data.get('FullFilePath') ?? data.get('FilePath'));
    case 'microsoft-windows-codeintegrity':
      return codeIntegrity(id, data.get('File Name') ?? data.get('FileNameBuffer'), data.get('Process Name'));
    default:
      return undefined;
  }
}

const appLocker: Readonly<Record<number, string>> = {
  8003: 'AppControlExecutableAudited',
  8004: 'AppControlExecutableBlocked',
  8006: 'AppControlScriptAudited',
  8007: 'AppControlScriptBlocked',
  8021: 'AppControlPackagedAppAudited',
  8022: 'AppControlPackagedAppBlocked',
  8024: 'AppControlAppInstallationAudited',
  8025: 'AppControlAppInstallationBlocked',
};

const codeIntegrityActions: Readonly<Record<number, string>> = {
  3023: 'AppControlCodeIntegrityDriverRevoked',
  3036: 'AppControlCodeIntegrityImageRevoked',
  3076: 'AppControlCodeIntegrityPolicyAudited',
  3077: 'AppControlCodeIntegrityPolicyBlocked',
};

function appControl(action: string | undefined, path: string | undefined): HuntingRow | undefined {
  return action === undefined ? undefined : hunting('DeviceEvents', action, file(path));
}

function codeIntegrity(
  id: number,
  path: string | undefined,
  process: string | undefined,
): HuntingRow | undefined {
  const row = appControl(codeIntegrityActions[id], path);
  if (row === undefined) return undefined;
  const doer = file(process);
  return {
    ...row,
    columns: {
      ...row.columns,
      InitiatingProcessFileName: doer['FileName'],
      InitiatingProcessFolderPath: doer['FolderPath'],
    },
  };
}
