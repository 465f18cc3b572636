import {
  account,
  address,
  baseName,
  file,
  folderOf,
  hashes,
  hunting,
  initiator,
  port,
  time,
  whole,
  type Columns,
  type HuntingRow,
} from './columns.ts';
import type { EventData } from './event.ts';

/** Events of Sysmon (versions 2 to 15) that are an action the published tables know. */
export function sysmonRow(id: number, data: EventData): HuntingRow | undefined {
  const get = (name: string): string | undefined => data.get(name);
  const doer = (): Columns =>
    initiator(get('Image'), get('ProcessId'), account(get('User'), 'InitiatingProcessAccount'));
  switch (id) {
    case 1:
      return hunting('DeviceProcessEvents', 'ProcessCreated', processCreated(data));
    case 2:
      return hunting('DeviceEvents', 'FileTimestampModificationEvent', {
        ...file(get('TargetFilename')),
        ...doer(),
      });
    case 3:
      return connection(data, doer());
    case 6:
      return hunting('DeviceEvents', 'DriverLoad', { ...file(get('ImageLoaded')), ...hashes(get('Hashes')) });
    case 7:
      return hunting('DeviceImageLoadEvents', 'ImageLoaded', {
        ...file(get('ImageLoaded')),
        ...hashes(get('Hashes')),
        ...doer(),
      });
    case 8:
      return hunting('DeviceEvents', 'CreateRemoteThreadApiCall', onProcess(data));
    case 10:
      return hunting('DeviceEvents', 'OpenProcessApiCall', onProcess(data));
    case 11:
      return hunting('DeviceFileEvents', 'FileCreated', { ...file(get('TargetFilename')), ...doer() });
    case 12:
    case 13:
    case 14:
      return registry(data, doer());
    case 17:
    case 18:
      return hunting('DeviceEvents', 'NamedPipeEvent', doer());
    case 21:
      return hunting(
        'DeviceEvents',
        'WmiBindEventFilterToConsumer',
        account(get('User'), 'InitiatingProcessAccount'),
      );
    case 22:
      return hunting('DeviceEvents', 'DnsQueryResponse', { RemoteUrl: get('QueryName'), ...doer() });
    case 23:
    case 26:
      return hunting('DeviceFileEvents', 'FileDeleted', {
        ...file(get('TargetFilename')),
        ...hashes(get('Hashes')),
        ...doer(),
      });
    default:
      return undefined;
  }
}

function processCreated(data: EventData): Columns {
  return {
    ...file(data.get('Image')),
    ...hashes(data.get('Hashes')),
    ...account(data.get('User')),
    ProcessVersionInfoCompanyName: data.get('Company'),
    ProcessVersionInfoProductName: data.get('Product'),
    ProcessVersionInfoProductVersion: data.get('FileVersion'),
    ProcessVersionInfoOriginalFileName: data.get('OriginalFileName'),
    ProcessVersionInfoFileDescription: data.get('Description'),
    ProcessId: whole(data.get('ProcessId')),
    ProcessCommandLine: data.get('CommandLine'),
    ProcessIntegrityLevel: data.get('IntegrityLevel'),
    ProcessCreationTime: time(data.get('UtcTime')),
    LogonId: whole(data.get('LogonId')),
    CreatedProcessSessionId: whole(data.get('TerminalSessionId')),
    ...initiator(data.get('ParentImage'), data.get('ParentProcessId'), {
      InitiatingProcessCommandLine: data.get('ParentCommandLine'),
      ...account(data.get('ParentUser'), 'InitiatingProcessAccount'),
    }),
  };
}

/** `Initiated` says who began it: without it the direction, and so what is local, is unknown. */
function connection(data: EventData, doer: Columns): HuntingRow | undefined {
  const initiated = data.get('Initiated')?.toLowerCase();
  if (initiated !== 'true' && initiated !== 'false') return undefined;
  // Sysmon writes the side that began the connection as its source.
  const [here, there] = initiated === 'true' ? ['Source', 'Destination'] : ['Destination', 'Source'];
  return hunting(
    'DeviceNetworkEvents',
    initiated === 'true' ? 'ConnectionSuccess' : 'InboundConnectionAccepted',
    {
      LocalIP: address(data.get(`${here}Ip`)),
      LocalPort: port(data.get(`${here}Port`)),
      RemoteIP: address(data.get(`${there}Ip`)),
      RemotePort: port(data.get(`${there}Port`)),
      RemoteUrl: data.get(`${there}Hostname`),
      Protocol: protocolOf(data.get('Protocol')),
      ...doer,
    },
  );
}

function protocolOf(word: string | undefined): string | undefined {
  const lower = word?.toLowerCase();
  return lower === 'tcp' ? 'Tcp' : lower === 'udp' ? 'Udp' : word;
}

/** A process that reaches into another one: the other one is what it is done to. */
function onProcess(data: EventData): Columns {
  const target = data.get('TargetImage');
  return {
    FileName: baseName(target),
    FolderPath: folderOf(target),
    ProcessId: whole(data.get('TargetProcessId')),
    ...account(data.get('TargetUser')),
    ...initiator(
      data.get('SourceImage'),
      data.get('SourceProcessId'),
      account(data.get('SourceUser'), 'InitiatingProcessAccount'),
    ),
  };
}

const hives: Readonly<Record<string, string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKU: 'HKEY_USERS',
  HKCR: 'HKEY_CLASSES_ROOT',
};

/** The key with the whole name of its hive, as the published tables write it. */
function registryKey(path: string | undefined): string | undefined {
  return path?.replace(/^(HKLM|HKU|HKCR)(?=\\|$)/, (short) => hives[short] ?? short);
}

function registry(data: EventData, doer: Columns): HuntingRow | undefined {
  const target = registryKey(data.get('TargetObject'));
  const row = (actionType: string, columns: Columns): HuntingRow =>
    hunting('DeviceRegistryEvents', actionType, { ...columns, ...doer });
  const at = target?.lastIndexOf('\\') ?? -1;
  const value: Columns =
    target === undefined || at < 0
      ? { RegistryKey: target }
      : { RegistryKey: target.slice(0, at), RegistryValueName: target.slice(at + 1) };
  switch (data.get('EventType')?.toLowerCase()) {
    case 'createkey':
      return row('RegistryKeyCreated', { RegistryKey: target });
    case 'deletekey':
      return row('RegistryKeyDeleted', { RegistryKey: target });
    case 'deletevalue':
      return row('RegistryValueDeleted', value);
    case 'setvalue':
      return row('RegistryValueSet', { ...value, ...registryData(data.get('Details')) });
    case 'renamekey':
      return row('RegistryKeyRenamed', {
        RegistryKey: registryKey(data.get('NewName')),
        PreviousRegistryKey: target,
      });
    default:
      return undefined;
  }
}

/** `DWORD (0x00000001)`, `QWORD (0x…-0x…)`, `Binary Data`, `(Empty)`, else the text itself. */
function registryData(details: string | undefined): Columns {
  const number = /^(DWORD|QWORD) \(([^)]*)\)$/.exec(details ?? '');
  if (number !== null) {
    const parts = (number[2] ?? '').split('-').map((part) => Number(part));
    const wholeValue = parts.reduce((sum, part) => sum * 2 ** 32 + part, 0);
    return {
      RegistryValueType: number[1] === 'DWORD' ? 'Dword' : 'Qword',
      RegistryValueData: Number.isSafeInteger(wholeValue) ? String(wholeValue) : number[2],
    };
  }
  return details === 'Binary Data' ? { RegistryValueType: 'Binary' } : { RegistryValueData: details };
}
