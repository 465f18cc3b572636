import { ownValue } from '../../base/own-value.ts';
import {
  account,
  address,
  executableOf,
  file,
  hunting,
  initiator,
  port,
  securityAccount,
  sidOf,
  whole,
  type Columns,
  type HuntingRow,
} from './columns.ts';
import type { EventData } from './event.ts';

/** Events of the security log that are an action the published tables know. */
export function securityRow(id: number, data: EventData): HuntingRow | undefined {
  switch (id) {
    case 4624:
      return hunting('DeviceLogonEvents', 'LogonSuccess', logon(data));
    case 4625:
      return hunting('DeviceLogonEvents', 'LogonFailed', logon(data));
    case 4657:
      return registry(data);
    case 4688:
      return hunting('DeviceProcessEvents', 'ProcessCreated', processCreated(data));
    case 4697:
      return serviceInstalled(data.get('ServiceFileName'), subject(data));
    case 5154:
      return hunting('DeviceNetworkEvents', 'ListeningConnectionCreated', {
        LocalIP: address(data.get('SourceAddress')),
        LocalPort: port(data.get('SourcePort')),
        ...application(data),
      });
    case 5156:
      return connection(data, 'DeviceNetworkEvents', 'ConnectionSuccess', 'InboundConnectionAccepted');
    case 5157:
      return connection(
        data,
        'DeviceEvents',
        'FirewallOutboundConnectionBlocked',
        'FirewallInboundConnectionBlocked',
      );
    case 4732:
    case 4733:
      return hunting('DeviceEvents', changes[id]!, {
        ...account(data.get('MemberName')),
        AccountSid: sidOf(data.get('MemberSid')),
        ...subject(data),
      });
    default: {
      const action = changes[id];
      return action === undefined
        ? undefined
        : hunting('DeviceEvents', action, { ...securityAccount(data, 'Target'), ...subject(data) });
    }
  }
}

/** A service of which the service control manager (System log, 7045) or the security log tells. */
export function serviceInstalled(command: string | undefined, doer: Columns): HuntingRow {
  return hunting('DeviceEvents', 'ServiceInstalled', {
    ...file(executableOf(command)),
    ProcessCommandLine: command,
    ...doer,
  });
}

/** Events that tell of an account, a group, a task or a setting, and the account it is about. */
const changes: Readonly<Record<number, string>> = {
  1102: 'SecurityLogCleared',
  4698: 'ScheduledTaskCreated',
  4699: 'ScheduledTaskDeleted',
  4700: 'ScheduledTaskEnabled',
  4701: 'ScheduledTaskDisabled',
  4702: 'ScheduledTaskUpdated',
  4719: 'AuditPolicyModification',
  4720: 'UserAccountCreated',
  4723: 'PasswordChangeAttempt',
  4726: 'UserAccountDeleted',
  4731: 'SecurityGroupCreated',
  4732: 'UserAccountAddedToLocalGroup',
  4733: 'UserAccountRemovedFromLocalGroup',
  4734: 'SecurityGroupDeleted',
  4738: 'UserAccountModified',
  4797: 'AccountCheckedForBlankPassword',
  5025: 'FirewallServiceStopped',
  5031: 'FirewallInboundConnectionToAppBlocked',
  5142: 'NetworkShareObjectAdded',
  5143: 'NetworkShareObjectModified',
  5144: 'NetworkShareObjectDeleted',
  5145: 'NetworkShareObjectAccessChecked',
  6416: 'PnpDeviceConnected',
};

function subject(data: EventData): Columns {
  return securityAccount(data, 'Subject', 'InitiatingProcessAccount');
}

const logonTypes: Readonly<Record<string, string>> = {
  2: 'Interactive',
  3: 'Network',
  4: 'Batch',
  5: 'Service',
  7: 'Unlock',
  8: 'NetworkCleartext',
  9: 'NewCredentials',
  10: 'RemoteInteractive',
  11: 'CachedInteractive',
};

export function logonType(data: EventData): string | undefined {
  return ownValue(logonTypes, data.get('LogonType'));
}

function logon(data: EventData): Columns {
  const reason = data.get('FailureReason');
  return {
    LogonType: logonType(data),
    ...securityAccount(data, 'Target'),
    Protocol: data.get('AuthenticationPackageName'),
    // Collectors that do not resolve texts write their number: `%%2313`.
    FailureReason: reason?.startsWith('%%') === true ? undefined : reason,
    LogonId: whole(data.get('TargetLogonId')),
    RemoteDeviceName: data.get('WorkstationName'),
    RemoteIP: address(data.get('IpAddress')),
    RemotePort: port(data.get('IpPort')),
    ...initiator(data.get('ProcessName'), data.get('ProcessId')),
    ...subject(data),
  };
}

const integrityLevels: Readonly<Record<string, string>> = {
  'S-1-16-0': 'Untrusted',
  'S-1-16-4096': 'Low',
  'S-1-16-8192': 'Medium',
  'S-1-16-12288': 'High',
  'S-1-16-16384': 'System',
};

const elevations: Readonly<Record<string, string>> = {
  '%%1936': 'TokenElevationTypeDefault',
  '%%1937': 'TokenElevationTypeFull',
  '%%1938': 'TokenElevationTypeLimited',
};

/** The process runs as the target, where that is somebody else than who started it. */
function processCreated(data: EventData): Columns {
  const isOther = data.get('TargetUserName') !== undefined;
  return {
    ...file(data.get('NewProcessName')),
    ProcessId: whole(data.get('NewProcessId')),
    ProcessCommandLine: data.get('CommandLine'),
    ProcessIntegrityLevel: ownValue(integrityLevels, data.get('MandatoryLabel')),
    ProcessTokenElevation: ownValue(elevations, data.get('TokenElevationType')),
    ...securityAccount(data, isOther ? 'Target' : 'Subject'),
    LogonId: whole(data.get(isOther ? 'TargetLogonId' : 'SubjectLogonId')),
    InitiatingProcessLogonId: whole(data.get('SubjectLogonId')),
    ...initiator(data.get('ParentProcessName'), data.get('ProcessId')),
    ...subject(data),
  };
}

function application(data: EventData): Columns {
  const protocol = data.get('Protocol') ?? '';
  return {
    Protocol: ownValue(protocols, protocol),
    ...initiator(data.get('Application'), data.get('ProcessId')),
  };
}

const protocols: Readonly<Record<string, string>> = { 1: 'Icmp', 6: 'Tcp', 17: 'Udp', 58: 'IcmpV6' };
const outbound = '%%14593';
const inbound = '%%14592';

/** A connection that the filtering platform let through or blocked; its source is the side that began it. */
function connection(
  data: EventData,
  table: 'DeviceNetworkEvents' | 'DeviceEvents',
  outboundAction: string,
  inboundAction: string,
): HuntingRow | undefined {
  const direction = data.get('Direction');
  const isOutbound = direction === outbound || direction === 'Outbound';
  if (!isOutbound && direction !== inbound && direction !== 'Inbound') return undefined;
  const [here, there] = isOutbound ? ['Source', 'Dest'] : ['Dest', 'Source'];
  const { Protocol, ...doer } = application(data);
  return hunting(table, isOutbound ? outboundAction : inboundAction, {
    LocalIP: address(data.get(`${here}Address`)),
    LocalPort: port(data.get(`${here}Port`)),
    RemoteIP: address(data.get(`${there}Address`)),
    RemotePort: port(data.get(`${there}Port`)),
    // DeviceEvents has no column for it.
    ...(table === 'DeviceNetworkEvents' ? { Protocol } : {}),
    ...doer,
  });
}

const registryTypes: Readonly<Record<string, string>> = {
  '%%1873': 'String',
  '%%1874': 'ExpandString',
  '%%1875': 'Binary',
  '%%1876': 'Dword',
  '%%1879': 'MultiString',
  '%%1883': 'Qword',
};

/** A value that was created (`%%1904`), changed (`%%1905`) or deleted (`%%1906`). */
function registry(data: EventData): HuntingRow | undefined {
  const operation = data.get('OperationType');
  const isDeleted = operation === '%%1906';
  if (!isDeleted && operation !== '%%1904' && operation !== '%%1905') return undefined;
  const key = data
    .get('ObjectName')
    ?.replace(/^\\REGISTRY\\MACHINE(?=\\|$)/i, 'HKEY_LOCAL_MACHINE')
    .replace(/^\\REGISTRY\\USER(?=\\|$)/i, 'HKEY_USERS');
  return hunting('DeviceRegistryEvents', isDeleted ? 'RegistryValueDeleted' : 'RegistryValueSet', {
    RegistryKey: key,
    RegistryValueName: data.get('ObjectValueName'),
    RegistryValueType: isDeleted ? undefined : ownValue(registryTypes, data.get('NewValueType')),
    RegistryValueData: isDeleted ? undefined : data.get('NewValue'),
    PreviousRegistryValueData: data.get('OldValue'),
    ...initiator(data.get('ProcessName'), data.get('ProcessId')),
    ...subject(data),
  });
}
