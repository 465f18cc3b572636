import { expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { adalanche } from './manifest.ts';

const host = 'S-1-5-21-1-2-3-1105';
const machine = {
  Machine: {
    Name: 'ws1',
    LocalSID: 'S-1-5-21-9-9-9',
    Domain: 'CORP',
    ComputerDomainSID: host,
    IsDomainJoined: true,
    Architecture: 'x86_64',
    ProductName: 'Windows 10 Pro',
    ProductType: 'WinNT',
    BuildNumber: '22631',
    ReleaseID: '23H2',
  },
  Network: {
    NetworkInterfaces: [{ MACAddress: '08:00:27:9e:44:d3', Addresses: ['fe80::1/64', '10.0.0.7/24'] }, {}],
  },
  LoginPopularity: {
    Day: [
      { Name: 'CORP\\ann', SID: 'S-1-5-21-1-2-3-1113' },
      { Name: 'NT AUTHORITY\\SYSTEM', SID: 'S-1-5-18' },
    ],
  },
  Users: [
    {
      Name: 'Administrator',
      SID: 'S-1-5-21-9-9-9-500',
      IsEnabled: true,
      PasswordLastSet: '1970-01-01T00:00:00Z',
    },
  ],
  Groups: [
    {
      Name: 'Administrators',
      SID: 'S-1-5-32-544',
      Members: [{ Name: 'CORP\\ann', SID: 'S-1-5-21-1-2-3-1113' }],
    },
  ],
  Software: [{ displayName: '7-Zip', displayVersion: '23.01', publisher: 'Igor Pavlov' }, {}],
  Privileges: [
    { Name: 'SeRemoteInteractiveLogonRight', AssignedSIDs: ['S-1-5-32-544'] },
    { Name: 'SeTimeZonePrivilege', AssignedSIDs: ['S-1-5-19'] },
  ],
  Collected: '2024-01-05T11:57:01.2142023-08:00',
};
const read = (value: unknown) =>
  readWith(
    adalanche,
    memoryFile('ws1.localmachine.json', typeof value === 'string' ? value : JSON.stringify(value), 61),
  );

it('reads a machine with its software, local accounts and rights', async () => {
  const reading = await read(machine);
  expect(reading.outcome).toEqual({ ok: true });
  expect(reading.provesScope).toBe(true);
  expect(reading.native).toMatchObject({ users: 1, groups: 1, software: 2, services: 0 });
  expect(reading.observations.device).toMatchObject([
    {
      Ref: `directory:${host}`,
      OSPlatform: 'Windows 11 Pro',
      DeviceType: 'Workstation',
      IPAddresses: ['10.0.0.7'],
      LoggedOnUsers: ['CORP\\ann'],
      LastSeen: Date.UTC(2024, 0, 5, 19, 57, 1, 214),
    },
  ]);
  expect(reading.observations.software).toMatchObject([{ SoftwareName: '7-Zip', SoftwareVersion: '23.01' }]);
  expect(reading.observations.identity[0]).toMatchObject({ IdentityType: 'LocalUser', IsEnabled: true });
  expect(reading.observations.identity[0]?.PasswordLastSet).toBeUndefined();
  expect(
    reading.observations.relation.map(({ Relation, FromRef, ToRef }) => `${FromRef} ${Relation} ${ToRef}`),
  ).toEqual([
    `directory:${host}-544 LocalToComputer directory:${host}`,
    `directory:S-1-5-21-1-2-3-1113 MemberOfLocalGroup directory:${host}-544`,
    `directory:${host}-544 RemoteInteractiveLogonRight directory:${host}`,
  ]);
  expect(reading.quarantined).toHaveLength(1);
});

it('reads a machine of no domain, a cut file, and hostile values', async () => {
  const alone = await read({
    Machine: { Name: 'kiosk', LocalSID: 'S-1-5-21-9' },
    Groups: [{ SID: 'S-1-5-32-544' }],
  });
  expect(alone.observations.device).toMatchObject([{ Ref: 'local:kiosk', DirectoryIds: [] }]);
  expect(alone.observations.relation).toMatchObject([{ FromRef: 'local:group 544', ToRef: 'local:kiosk' }]);
  expect(alone.provesScope).toBe(false);
  const cut = await read(JSON.stringify(machine).slice(0, -200));
  expect(cut.outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
  expect(cut.observations.device).toHaveLength(1);
  const hostile = await read(
    '{"Machine":{"Name":"=cmd","LocalSID":7,"__proto__":{"x":1}},"Users":[7,{"SID":"S-1"}]}',
  );
  expect(hostile.quarantined).toHaveLength(1);
  expect(adalanche.detect(memoryFile('x.json', '{"Machine":{"Name":"a"}}').head)).toBeUndefined();
});

it('takes a right with the name of what all objects have for no right that it knows', async () => {
  const rights = [{ Name: 'constructor', AssignedSIDs: ['S-1-5-32-544'] }];
  const reading = await read({ ...machine, Privileges: rights });
  expect(reading.outcome).toEqual({ ok: true });
  expect(reading.observations.relation.map(({ Relation }) => Relation)).not.toContain(undefined);
});
