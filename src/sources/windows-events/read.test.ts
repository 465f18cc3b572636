import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { windowsEvents } from './manifest.ts';

const read = (content: unknown, name = 'events.json') =>
  readWith(
    windowsEvents,
    memoryFile(name, typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const xml = (id: number, provider: string, data: Record<string, string>, computer = 'WS5.corp.example') =>
  `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="${provider}"/><EventID>${id}</EventID>
  <TimeCreated SystemTime="2024-05-01T10:00:00.1234567Z"/><EventRecordID>7</EventRecordID><Channel>Log</Channel><Computer>${computer}</Computer><Security UserID="S-1-5-18"/></System>
  <EventData>${Object.entries(data)
    .map(([key, value]) => `<Data Name="${key}">${value}</Data>`)
    .join('')}</EventData></Event>`;
const sysmon = 'Microsoft-Windows-Sysmon';
const security = 'Microsoft-Windows-Security-Auditing';
const defender = 'Microsoft-Windows-Windows Defender';

async function rowOf(id: number, provider: string, data: Record<string, string>) {
  const { observations } = await read(xml(id, provider, data), 'e.xml');
  return observations.event[0];
}

describe('events of Windows', () => {
  it('become rows of the published tables, and devices', async () => {
    const { outcome, observations, native, observedAt } = await read(
      `<?xml version="1.0"?><Events>${xml(1, sysmon, {
        UtcTime: '2024-05-01 10:00:00.100',
        ProcessId: '4242',
        Image: 'C:\\Windows\\System32\\cmd.exe',
        CommandLine: 'cmd /c &lt;b&gt;',
        User: 'CORP\\ann',
        LogonId: '0x1f',
        Hashes: 'MD5=00112233445566778899AABBCCDDEEFF,IMPHASH=x',
        ParentImage: 'C:\\Windows\\explorer.exe',
        ParentProcessId: '99',
        Company: '-',
      })}${xml(5, sysmon, { Image: 'x' })}</Events>`,
      'e.xml',
    );
    expect(outcome).toEqual({ ok: true });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10, 0, 0, 123));
    expect(native).toMatchObject({ events: 2, event_ids_top: { 1: 1, 5: 1 }, hosts: ['WS5.corp.example'] });
    expect(observations.event[0]).toMatchObject({
      Ref: 'local:ws5.corp.example',
      ActionType: 'ProcessCreated',
      HuntingTable: 'DeviceProcessEvents',
      RecordId: 7,
      HuntingColumns: {
        FileName: 'cmd.exe',
        FolderPath: 'C:\\Windows\\System32\\cmd.exe',
        ProcessCommandLine: 'cmd /c <b>',
        AccountDomain: 'CORP',
        AccountName: 'ann',
        LogonId: 31,
        MD5: '00112233445566778899aabbccddeeff',
        ProcessId: 4242,
        InitiatingProcessFileName: 'explorer.exe',
        InitiatingProcessId: 99,
      },
    });
    expect(observations.event[0]?.HuntingColumns).not.toHaveProperty('ProcessVersionInfoCompanyName');
    expect(observations.event[1]).toMatchObject({
      ActionType: 'Microsoft-Windows-Sysmon/5',
      HuntingTable: undefined,
    });
    expect(observations.device).toMatchObject([
      { HostNames: ['WS5.corp.example'], Domain: 'corp.example', OSPlatform: 'Windows' },
    ]);
  });

  it('know which side of a connection is the device', async () => {
    const ends = {
      SourceIp: '10.0.0.9',
      SourcePort: '50000',
      DestinationIp: '10.0.0.5',
      DestinationPort: '445',
    };
    const inbound = await rowOf(3, sysmon, { ...ends, Initiated: 'false', Protocol: 'tcp' });
    expect(inbound).toMatchObject({
      ActionType: 'InboundConnectionAccepted',
      HuntingColumns: { LocalIP: '10.0.0.5', LocalPort: 445, RemoteIP: '10.0.0.9', Protocol: 'Tcp' },
    });
    const outbound = await rowOf(5156, security, {
      Direction: '%%14593',
      SourceAddress: '10.0.0.5',
      DestAddress: '::ffff:10.0.0.9',
      DestPort: '443',
      Protocol: '6',
      ProcessID: '0x10',
    });
    expect(outbound).toMatchObject({
      ActionType: 'ConnectionSuccess',
      HuntingColumns: { LocalIP: '10.0.0.5', RemoteIP: '10.0.0.9', RemotePort: 443, InitiatingProcessId: 16 },
    });
    expect(await rowOf(3, sysmon, ends)).toMatchObject({ HuntingTable: undefined });
  });

  it('tell changes of the registry by key, value and data', async () => {
    const target = { TargetObject: 'HKLM\\SOFTWARE\\Run\\Evil', EventType: 'SetValue' };
    expect(await rowOf(13, sysmon, { ...target, Details: 'DWORD (0x00000010)' })).toMatchObject({
      ActionType: 'RegistryValueSet',
      HuntingColumns: {
        RegistryKey: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Run',
        RegistryValueName: 'Evil',
        RegistryValueType: 'Dword',
        RegistryValueData: '16',
      },
    });
    expect(
      await rowOf(4657, security, {
        ObjectName: '\\REGISTRY\\MACHINE\\SYSTEM\\X',
        ObjectValueName: 'Start',
        OperationType: '%%1905',
        OldValue: '2',
        NewValue: '4',
        NewValueType: '%%1876',
      }),
    ).toMatchObject({
      HuntingColumns: { RegistryKey: 'HKEY_LOCAL_MACHINE\\SYSTEM\\X', PreviousRegistryValueData: '2' },
    });
  });

  it('name the rule of attack surface reduction and what became of it', async () => {
    const data = {
      ID: '{9E6C4E1F-7D60-472F-BA1A-A39EF669E4B2}',
      Path: 'C:\\a\\lsass.exe',
      User: 'CORP\\ann',
    };
    expect(await rowOf(1121, defender, data)).toMatchObject({
      ActionType: 'AsrLsassCredentialTheftBlocked',
      HuntingColumns: { FileName: 'lsass.exe', InitiatingProcessAccountName: 'ann' },
      AdditionalFields: { IsAudit: false, RuleId: '9e6c4e1f-7d60-472f-ba1a-a39ef669e4b2' },
    });
    expect(await rowOf(1122, defender, data)).toMatchObject({ ActionType: 'AsrLsassCredentialTheftAudited' });
    const safeMode = { ID: '33ddedf1-c6e0-47cb-833e-de6133960387' };
    expect(await rowOf(1122, defender, safeMode)).toMatchObject({ ActionType: 'AsrSafeModeRebootedAudited' });
    expect(await rowOf(1121, defender, { ID: 'constructor' })).toMatchObject({ HuntingTable: undefined });
    // Allowing a threat is an action too, but blocks nothing.
    expect(await rowOf(1117, defender, { 'Action ID': '6' })).toMatchObject({ HuntingTable: undefined });
  });

  it('say who is still logged on at the end', async () => {
    const logon = (id: string, name: string, type: string) =>
      xml(4624, security, {
        TargetUserName: name,
        TargetDomainName: 'CORP',
        TargetUserSid: 'S-1-5-21-1-2-3-1105',
        TargetLogonId: id,
        LogonType: type,
      });
    const { observations } = await read(
      `<Events>${logon('0x1', 'ann', '2')}${logon('0x2', 'bob', '10')}${logon('0x3', 'svc', '3')}${xml(4634, security, { TargetLogonId: '0x2' })}</Events>`,
      'e.xml',
    );
    expect(observations.device[0]?.LoggedOnUsers).toEqual(['CORP\\ann']);
    expect(observations.event[0]).toMatchObject({
      HuntingTable: 'DeviceLogonEvents',
      HuntingColumns: { LogonType: 'Interactive', AccountName: 'ann', LogonId: 1 },
    });
    expect(observations.event[3]).toMatchObject({ HuntingTable: undefined });
  });
});

describe('JSON of collectors', () => {
  const converted = {
    Event: {
      '#attributes': { xmlns: 'x' },
      System: {
        Provider: { '#attributes': { Name: sysmon } },
        EventID: { '#text': 22, '#attributes': { Qualifiers: 0 } },
        TimeCreated: { '#attributes': { SystemTime: '2024-05-01T10:00:00Z' } },
        Channel: 'Log',
        Computer: 'ws5',
      },
      EventData: { QueryName: 'evil.example', ProcessId: 12, Image: 'C:\\a.exe' },
    },
  };

  it.each([
    ['one object', JSON.stringify(converted, null, 1), 1],
    [
      'several behind one another',
      `${JSON.stringify(converted, null, 1)}\n${JSON.stringify(converted, null, 1)}`,
      2,
    ],
    ['lines', `${JSON.stringify(converted)}\n${JSON.stringify(converted)}\n`, 2],
    ['a list', JSON.stringify([converted, converted]), 2],
  ])('is read as %s', async (_, text, count) => {
    const { outcome, observations } = await read(text);
    expect(outcome).toEqual({ ok: true });
    expect(observations.event).toHaveLength(count);
    expect(observations.event[0]).toMatchObject({
      ActionType: 'DnsQueryResponse',
      HuntingColumns: { RemoteUrl: 'evil.example', InitiatingProcessId: 12 },
    });
  });

  it('is read from Winlogbeat of both ages and from flat records', async () => {
    const forms = [
      {
        '@timestamp': '2024-05-01T10:00:00Z',
        winlog: {
          event_id: '6',
          provider_name: sysmon,
          computer_name: 'ws5',
          event_data: { ImageLoaded: 'C:\\d.sys' },
        },
      },
      {
        '@timestamp': '2024-05-01T10:00:00Z',
        event_id: 6,
        log_name: 'Log',
        source_name: sysmon,
        computer_name: 'ws5',
        event_data: { ImageLoaded: 'C:\\d.sys' },
      },
      {
        EventID: 6,
        SourceName: sysmon,
        Channel: 'Log',
        Hostname: 'ws5',
        EventTime: '2024-05-01 12:00:00',
        UtcTime: '2024-05-01 10:00:00.000',
        ImageLoaded: 'C:\\d.sys',
        Message: 'not kept',
      },
    ];
    for (const form of forms) {
      const { observations } = await read(`${JSON.stringify(form)}\n${JSON.stringify(form)}\n`);
      expect(observations.event).toHaveLength(2);
      expect(observations.event[1]).toMatchObject({
        Timestamp: Date.UTC(2024, 4, 1, 10),
        ActionType: 'DriverLoad',
        HuntingColumns: { FileName: 'd.sys' },
      });
      expect(JSON.stringify(observations)).not.toContain('not kept');
    }
  });

  it('keeps what is good beside damage, and says when it is cut', async () => {
    const { outcome, observations, quarantined } = await read(
      `${JSON.stringify(converted)} {"Event": nonsense} {"Event":{"System":{}}} ${JSON.stringify(converted)} {"Event":`,
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.event).toHaveLength(2);
    expect(quarantined).toHaveLength(2);
  });

  it('takes hostile keys and values for what they are', async () => {
    const { observations } = await read(
      `{"Event":{"System":{"EventID":1,"Computer":"ws5","Provider":{"#attributes":{"Name":"${sysmon}"}},"Channel":"x","TimeCreated":7},"EventData":{"__proto__":"p","constructor":{"Data":["=cmd()","<b>\\u0000"]},"ProcessId":"9e999","Image":{"#text":"C:\\\\x"}}}}`,
    );
    expect(observations.event[0]).toMatchObject({ Timestamp: undefined, HuntingColumns: { FileName: 'x' } });
    expect(Object.keys(observations.event[0]?.AdditionalFields ?? {})).toContain('__proto__');
    expect(observations.event[0]?.HuntingColumns).not.toHaveProperty('ProcessId');
  });

  it('leaves other files alone', () => {
    const detect = (name: string, text: string) => windowsEvents.detect(memoryFile(name, text).head);
    expect(detect('a.json', '[{"EventID":1,"name":"x"}]')).toBeUndefined();
    expect(detect('a.xml', '<Event><when/></Event>')).toBeUndefined();
    expect(detect('a.json', '{"Event":{"id":1}}')).toBeUndefined();
  });
});
