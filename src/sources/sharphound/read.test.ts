import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { sharphound } from './manifest.ts';

const domain = 'S-1-5-21-1-2-3';
const admins = `${domain}-512`;

/** A data file with the given objects. */
function file(type: string, data: readonly unknown[], meta: object = {}, name = `${type}.json`) {
  return memoryFile(
    name,
    JSON.stringify({ data, meta: { methods: 0, type, count: data.length, version: 6, ...meta } }),
  );
}

function relations(reading: Reading): string[] {
  const id = (ref: string): string => ref.replace('directory:', '').replace(`${domain}-`, '');
  return reading.observations.relation.map(
    ({ Relation, FromRef, ToRef }) => `${id(FromRef)} ${Relation} ${id(ToRef)}`,
  );
}

function ace(principal: string, right: string, more: object = {}) {
  return {
    PrincipalSID: `${domain}-${principal}`,
    PrincipalType: 'Group',
    RightName: right,
    IsInherited: false,
    ...more,
  };
}

describe('detection', () => {
  it('takes files whose meta comes before or after the data, with or without a version', () => {
    const detect = (text: string) => sharphound.detect(memoryFile('x.json', text).head);
    expect(detect('{"meta":{"type":"users","version":5},"data":[]}')).toEqual({
      kind: 'read',
      format: 'sharphound v5',
    });
    expect(detect('{"data":[],"meta":{"type":"users","count":0}}')).toEqual({
      kind: 'read',
      format: 'sharphound',
    });
    expect(detect(`{"data":[{"Aces":[{"PrincipalSID":"S-1","RightName":"Owns"}`)).toMatchObject({
      kind: 'read',
    });
  });

  it('refuses old versions with a remedy, and leaves graphs and Azure collections to their own sources', () => {
    const refusal = (text: string) => sharphound.detect(memoryFile('x.json', text).head);
    expect(
      refusal('{"computers":[{"Name":"A","Aces":[]}],"meta":{"type":"computers","version":3,"count":1}}'),
    ).toMatchObject({
      kind: 'refuse',
      format: 'sharphound v3',
      fault: { code: 'wrong-version' },
    });
    expect(refusal('{"data":[],"meta":{"type":"computers","version":3}}')).toMatchObject({ kind: 'refuse' });
    expect(refusal('{"graph":{"nodes":[{"id":"1","kinds":["User"]}],"edges":[]}}')).toBeUndefined();
    expect(refusal('{"data":[{"kind":"AZUser","data":{}}],"meta":{"type":"azure"}}')).toBeUndefined();
  });

  it('leaves other JSON alone', () => {
    const detect = (text: string) => sharphound.detect(memoryFile('users.json', text).head);
    expect(detect('{"title":"schema","$defs":{},"properties":{"id":{}}}')).toBeUndefined();
    expect(detect('{"data":[{"id":1}],"meta":{"type":"articles"}}')).toBeUndefined();
    expect(detect('{"users":[{"name":"a"}]}')).toBeUndefined();
    expect(detect('{"graph":{"nodes":{"a":{}},"edges":[{"source":"a"}]}}')).toBeUndefined();
    expect(detect('[]')).toBeUndefined();
  });

  it('takes an archive as one collection unless it holds data of another format', () => {
    const data = file('users', []).head;
    const junk = memoryFile('__MACOSX/._users.json', 'rubbish').head;
    const notes = memoryFile('notes.txt', 'collected on Monday').head;
    expect(sharphound.detectArchive?.([data, junk, notes])).toEqual({
      kind: 'read',
      format: 'sharphound v6',
    });
    expect(sharphound.detectArchive?.([data, memoryFile('x.json', '{"Results":[]}').head])).toBeUndefined();
    expect(sharphound.detectArchive?.([junk, notes])).toBeUndefined();
  });
});

describe('a user', () => {
  const user = {
    ObjectIdentifier: `${domain}-1105`,
    PrimaryGroupSID: `${domain}-513`,
    AllowedToDelegate: [{ ObjectIdentifier: `${domain}-1200`, ObjectType: 'Computer' }],
    HasSIDHistory: [{ ObjectIdentifier: 'S-1-5-21-9-9-9-500', ObjectType: 'User' }],
    SPNTargets: [{ ComputerSID: `${domain}-1200`, Port: 1433, Service: 'SQLAdmin' }],
    Properties: {
      name: 'ANNA@CORP.LOCAL',
      domain: 'CORP.LOCAL',
      domainsid: domain,
      enabled: true,
      unconstraineddelegation: true,
      lastlogon: -1,
      lastlogontimestamp: 1637005123,
      pwdlastset: 0,
      userpassword: 'Winter2021!',
      email: null,
    },
    Aces: [],
  };

  it('is told with its relations', async () => {
    const reading = await readWith(sharphound, file('users', [user]));
    expect(reading.outcome).toEqual({ ok: true });
    expect(relations(reading).sort()).toEqual([
      '1105 AllowedToDelegate 1200',
      '1105 CoerceToTGT S-1-5-21-1-2-3',
      '1105 HasSIDHistory S-1-5-21-9-9-9-500',
      '1105 MemberOf 513',
      '1105 SQLAdmin 1200',
    ]);
    const [identity] = reading.observations.identity;
    expect(identity).toMatchObject({
      Ref: `directory:${domain}-1105`,
      IdentityType: 'User',
      IdentityName: 'ANNA@CORP.LOCAL',
      IsEnabled: true,
      LastLogon: 1637005123000,
      PasswordLastSet: undefined,
      IsDescribed: true,
      at: '$.data[0]',
    });
    expect(reading.scope).toEqual({ domains: [domain], methods: [] });
  });

  it('never has the value of a password attribute', async () => {
    const reading = await readWith(sharphound, file('users', [user]));
    expect(JSON.stringify(reading)).not.toContain('Winter2021!');
    expect(reading.observations.identity[0]?.Properties).toMatchObject({
      passwordattributes: ['userpassword'],
    });
  });

  it('brings the objects it names, with the type it names them by', async () => {
    const reading = await readWith(sharphound, file('users', [user]));
    const named = reading.observations.identity.filter((identity) => !identity.IsDescribed);
    expect(named.map((identity) => [identity.ObjectId, identity.IdentityType]).sort()).toEqual([
      ['S-1-5-21-1-2-3', 'Domain'],
      [`${domain}-1200`, 'Computer'],
      [`${domain}-513`, 'Group'],
      ['S-1-5-21-9-9-9-500', 'User'],
    ]);
  });

  it('keeps hostile keys as keys and drops nested values', async () => {
    const text = `{"data":[{"ObjectIdentifier":"${domain}-1","Properties":{"__proto__":"x","constructor":1,"nested":{"a":1},"name":"A"}}],"meta":{"type":"users","version":6}}`;
    const reading = await readWith(sharphound, memoryFile('users.json', text));
    const properties = reading.observations.identity[0]?.Properties as Record<string, unknown>;
    expect(Object.keys(properties).sort()).toEqual(['__proto__', 'constructor', 'name']);
  });
});

describe('a computer', () => {
  it('is told as a device under the same ref', async () => {
    const computer = {
      ObjectIdentifier: `${domain}-1200`,
      Properties: {
        name: 'WEB01.CORP.LOCAL',
        domain: 'CORP.LOCAL',
        domainsid: domain,
        samaccountname: 'WEB01$',
        operatingsystem: 'Windows Server 2019 Standard',
        lastlogontimestamp: 1637005123,
        enabled: false,
      },
    };
    const reading = await readWith(sharphound, file('computers', [computer]));
    expect(reading.observations.device).toEqual([
      expect.objectContaining({
        Ref: `directory:${domain}-1200`,
        DirectoryIds: [`sid:${domain}-1200`],
        HostNames: ['WEB01.CORP.LOCAL', 'WEB01'],
        OSPlatform: 'Windows Server 2019 Standard',
        DeviceType: 'Server',
        Domain: 'CORP.LOCAL',
        Examined: ['identity'],
        LastSeen: 1637005123000,
        Properties: { enabled: false },
      }),
    ]);
    expect(reading.observations.identity[0]?.IsEnabled).toBe(false);
  });

  it('is no device once it is deleted', async () => {
    const computer = { ObjectIdentifier: `${domain}-1200`, IsDeleted: true, Properties: {} };
    const reading = await readWith(sharphound, file('computers', [computer]));
    expect(reading.observations.device).toEqual([]);
    expect(reading.observations.identity[0]?.Properties).toMatchObject({ isdeleted: true });
  });

  it('has local groups by name in version 4', async () => {
    const member = { ObjectIdentifier: admins, ObjectType: 'Group' };
    const computer = {
      ObjectIdentifier: `${domain}-1200`,
      LocalAdmins: { Results: [member], Collected: true, FailureReason: null },
      RemoteDesktopUsers: { Results: [member], Collected: false },
      DcomUsers: { Results: [], Collected: true },
      Sessions: { Results: [{ UserSID: `${domain}-1105`, ComputerSID: `${domain}-1200` }], Collected: true },
      PrivilegedSessions: {
        Results: [{ UserSID: `${domain}-1105`, ComputerSID: `${domain}-1200` }],
        Collected: true,
      },
    };
    const reading = await readWith(sharphound, file('computers', [computer], { version: 4 }));
    expect(reading.detection).toEqual({ kind: 'read', format: 'sharphound v4' });
    expect(relations(reading).sort()).toEqual([
      '1200 HasSession 1105',
      '1200-544 LocalToComputer 1200',
      '512 MemberOfLocalGroup 1200-544',
    ]);
  });

  it('has local groups and user rights with their own ids from version 5 on', async () => {
    const member = { ObjectIdentifier: admins, ObjectType: 'Group' };
    const group = (rid: string, results: unknown[], more: object = {}) => ({
      ObjectIdentifier: `${domain}-1200-${rid}`,
      Name: `GROUP ${rid}@WEB01.CORP.LOCAL`,
      Results: results,
      Collected: true,
      ...more,
    });
    const computer = {
      ObjectIdentifier: `${domain}-1200`,
      LocalGroups: [
        group('544', [member], {
          LocalNames: [{ ObjectIdentifier: `${domain}-1200-500`, PrincipalName: 'ADMINISTRATOR' }],
        }),
        group('555', []),
        group('562', [member], { Collected: false }),
        group('1010', [], { Name: 'Direct Access Users@WEB01' }),
      ],
      UserRights: [
        { Privilege: 'SeRemoteInteractiveLogonRight', Results: [member], Collected: true },
        { Privilege: 'SeBackupPrivilege', Results: [], Collected: true },
        { Privilege: 'SeDebugPrivilege', Results: [member], Collected: true },
      ],
    };
    const reading = await readWith(sharphound, file('computers', [computer]));
    expect(relations(reading).sort()).toEqual([
      '1200-1010 LocalToComputer 1200',
      '1200-544 LocalToComputer 1200',
      '512 MemberOfLocalGroup 1200-544',
      '512 RemoteInteractiveLogonRight 1200',
    ]);
    const byId = new Map(reading.observations.identity.map((identity) => [identity.ObjectId, identity]));
    expect(byId.get(`${domain}-1200-544`)).toMatchObject({
      IdentityType: 'ADLocalGroup',
      IdentityName: 'GROUP 544@WEB01.CORP.LOCAL',
      IsDescribed: true,
    });
    expect(byId.get(`${domain}-1200-500`)).toMatchObject({
      IdentityName: 'ADMINISTRATOR',
      IsDescribed: false,
    });
    expect(byId.get(`${domain}-1200`)?.Properties).toMatchObject({
      collecteduserrights: ['SeRemoteInteractiveLogonRight', 'SeBackupPrivilege'],
    });
  });

  it('as a controller has no edge for unconstrained delegation, but facts of its registry and services', async () => {
    const computer = {
      ObjectIdentifier: `${domain}-1000`,
      IsDC: true,
      DomainSID: domain,
      Properties: { unconstraineddelegation: true, domainsid: domain, ldapenabled: true },
      SMBInfo: { Collected: true, Result: { SigningEnabled: false } },
      IsWebClientRunning: { Collected: true, Result: true },
      NTLMRegistryData: {
        Collected: true,
        Result: { RestrictSendingNtlmTraffic: 2, RequireSecuritySignature: 0 },
      },
      DCRegistryData: {
        CertificateMappingMethods: { Collected: true, Value: 31 },
        StrongCertificateBindingEnforcement: { Collected: false, Value: 0 },
      },
    };
    const reading = await readWith(sharphound, file('computers', [computer]));
    expect(relations(reading)).toEqual([`1000 DCFor ${domain}`]);
    expect({ ...(reading.observations.identity[0]?.Properties as object) }).toEqual({
      unconstraineddelegation: true,
      domainsid: domain,
      isdc: true,
      smbsigning: false,
      webclientrunning: true,
      restrictoutboundntlm: true,
      requiresecuritysignature: false,
      ldapavailable: true,
      certificatemappingmethodsraw: 31,
    });
  });
});

describe('permissions', () => {
  const withAces = async (aces: unknown[], properties: object = {}) =>
    readWith(
      sharphound,
      file('groups', [{ ObjectIdentifier: admins, Members: [], Aces: aces, Properties: properties }]),
    );

  it('become relations, ownership raw ones; what is set on the object itself counts before what is inherited', async () => {
    const reading = await withAces([
      ace('500', 'Owns'),
      ace('519', 'WriteOwner'),
      ace('519', 'GenericAll', { IsInherited: true, InheritanceHash: 'abc' }),
      ace('519', 'GenericAll'),
      ace('518', 'WriteDacl', { IsInherited: true }),
      ace('512', 'GenericAll'),
      ace('519', 'MakeCoffee'),
    ]);
    expect(relations(reading).sort()).toEqual([
      '500 OwnsRaw 512',
      '518 WriteDacl 512',
      '519 GenericAll 512',
      '519 WriteOwnerRaw 512',
    ]);
    expect(
      reading.observations.relation.find(({ Relation }) => Relation === 'GenericAll')?.Properties,
    ).toEqual({
      isacl: true,
      isinherited: false,
    });
    expect(reading.native).toMatchObject({ other_rights: { MakeCoffee: 1 } });
    expect(reading.observations.identity[0]?.Properties).toMatchObject({ ownersid: `${domain}-500` });
  });

  const ownerRights = (right: string, isInherited: boolean) => ({
    PrincipalSID: 'CORP.LOCAL-S-1-3-4',
    PrincipalType: 'Group',
    RightName: right,
    IsInherited: isInherited,
  });
  const ownership = [ace('500', 'Owns'), ace('519', 'WriteOwner')];

  it('of OWNER RIGHTS limit the owner, and the new owner only when they are inherited', async () => {
    const inherited = await withAces([...ownership, ownerRights('WriteDacl', true)]);
    expect(relations(inherited).sort()).toEqual([
      '500 OwnsLimitedRights 512',
      '519 WriteOwnerLimitedRights 512',
    ]);
    const direct = await withAces([...ownership, ownerRights('WriteDacl', false)]);
    expect(relations(direct).sort()).toEqual(['500 OwnsLimitedRights 512', '519 WriteOwnerRaw 512']);
  });

  it('of OWNER RIGHTS that cannot be abused take the owner everything', async () => {
    const direct = await withAces(ownership, { doesanyacegrantownerrights: true });
    expect(relations(direct)).toEqual(['519 WriteOwnerRaw 512']);
    const inherited = await withAces(ownership, {
      doesanyacegrantownerrights: true,
      doesanyinheritedacegrantownerrights: true,
    });
    expect(relations(inherited)).toEqual([]);
  });
});

describe('a domain', () => {
  const trust = (sid: string, type: string | number, direction: string | number, more: object = {}) => ({
    TargetDomainSid: sid,
    TargetDomainName: `${sid}.LOCAL`,
    TrustType: type,
    TrustDirection: direction,
    IsTransitive: true,
    SidFilteringEnabled: true,
    ...more,
  });

  it('tells its trusts within and across the forest, in words or numbers', async () => {
    const reading = await readWith(
      sharphound,
      file('domains', [
        {
          ObjectIdentifier: domain,
          Properties: { name: 'CORP.LOCAL', machineaccountquota: '10', minpwdlength: 'x' },
          Trusts: [
            trust('S-1', 'ParentChild', 'Bidirectional', { SidFilteringEnabled: false }),
            trust('S-2', 'Forest', 'Outbound', { SidFilteringEnabled: false }),
            trust('S-3', 3, 1, { TGTDelegationEnabled: true, TrustAttributes: '8' }),
            trust('S-4', 'External', 'Disabled'),
          ],
          Links: [{ GUID: 'aaaa-bb', IsEnforced: true }],
          ChildObjects: [{ ObjectIdentifier: 'cccc-dd', ObjectType: 'OU' }],
          ContainedBy: { ObjectIdentifier: 'eeee', ObjectType: 'Container' },
        },
      ]),
    );
    expect(relations(reading).sort()).toEqual([
      'AAAA-BB GPLink S-1-5-21-1-2-3',
      'S-1 SameForestTrust S-1-5-21-1-2-3',
      'S-1-5-21-1-2-3 Contains CCCC-DD',
      'S-1-5-21-1-2-3 CrossForestTrust S-2',
      'S-1-5-21-1-2-3 SameForestTrust S-1',
      'S-2 SpoofSIDHistory S-1-5-21-1-2-3',
      'S-3 AbuseTGTDelegation S-1-5-21-1-2-3',
      'S-3 CrossForestTrust S-1-5-21-1-2-3',
    ]);
    const [identity] = reading.observations.identity;
    expect({ ...(identity?.Properties as object) }).toEqual({ name: 'CORP.LOCAL', machineaccountquota: 10 });
    expect(reading.observations.identity.find(({ ObjectId }) => ObjectId === 'S-4')).toMatchObject({
      IdentityName: 'S-4.LOCAL',
      IsDescribed: false,
    });
  });

  it('spreads the local groups of its policies over the computers below it', async () => {
    const principal = (rid: string, ObjectType: string) => ({
      ObjectIdentifier: `${domain}-${rid}`,
      ObjectType,
    });
    const reading = await readWith(
      sharphound,
      file('ous', [
        {
          ObjectIdentifier: 'AAAA',
          GPOChanges: {
            LocalAdmins: [principal('600', 'Group'), principal('600', 'Group')],
            RemoteDesktopUsers: [],
            AffectedComputers: [principal('1200', 'Computer'), principal('1201', 'Computer')],
          },
        },
      ]),
    );
    expect(relations(reading)).toEqual([
      '1200-544 LocalToComputer 1200',
      '600 MemberOfLocalGroup 1200-544',
      '1201-544 LocalToComputer 1201',
      '600 MemberOfLocalGroup 1201-544',
    ]);
  });
});

describe('certificate services', () => {
  it('tell templates, host, agents and the rights that the service itself decides', async () => {
    const registry = {
      CASecurity: {
        Collected: true,
        Data: [
          ace('513', 'Enroll'),
          ace('512', 'Owns'),
          {
            PrincipalSID: `${domain}-1200-544`,
            PrincipalType: 'LocalGroup',
            RightName: 'ManageCA',
            IsInherited: false,
          },
        ],
      },
      EnrollmentAgentRestrictions: {
        Collected: true,
        Restrictions: [
          {
            AccessType: 'AccessAllowedCallback',
            Agent: { ObjectIdentifier: `${domain}-700` },
            AllTemplates: true,
          },
          {
            AccessType: 'AccessDeniedCallback',
            Agent: { ObjectIdentifier: `${domain}-701` },
            AllTemplates: true,
          },
        ],
      },
      IsUserSpecifiesSanEnabled: { Collected: true, Value: true },
      RoleSeparationEnabled: { Collected: false, Value: true },
    };
    const reading = await readWith(
      sharphound,
      file('enterprisecas', [
        {
          ObjectIdentifier: 'CA',
          HostingComputer: `${domain}-1200`,
          EnabledCertTemplates: [{ ObjectIdentifier: 'T1', ObjectType: 'CertTemplate' }],
          CARegistryData: registry,
          Aces: [ace('515', 'Enroll'), ace('1200', 'ManageCA'), ace('519', 'GenericAll')],
          HttpEnrollmentEndpoints: [
            { Collected: true, Result: { Url: 'http://ca/certsrv', ADCSWebEnrollmentHTTP: true } },
            { Collected: false, Result: {} },
          ],
        },
      ]),
    );
    expect(relations(reading).sort()).toEqual([
      '1200 HostsCAService CA',
      '1200 ManageCA CA',
      '513 Enroll CA',
      '519 GenericAll CA',
      '700 DelegatedEnrollmentAgent T1',
      'T1 PublishedTo CA',
    ]);
    expect({ ...(reading.observations.identity[0]?.Properties as object) }).toEqual({
      hasenrollmentagentrestrictions: true,
      isuserspecifiessanenabled: true,
      hasvulnerableendpoint: true,
      httpenrollmentendpoints: ['http://ca/certsrv'],
    });
  });

  it('tell roots, stores and policies', async () => {
    const reading = await readWith(
      sharphound,
      file('rootcas', [
        {
          ObjectIdentifier: 'ROOT',
          DomainSID: domain,
          ContainedBy: { ObjectIdentifier: 'C', ObjectType: 'Container' },
        },
      ]),
      file('ntauthstores', [{ ObjectIdentifier: 'NT', DomainSID: domain }]),
      file('issuancepolicies', [
        { ObjectIdentifier: 'P', GroupLink: { ObjectIdentifier: admins, ObjectType: 'Group' } },
      ]),
      file('certtemplates', [{ ObjectIdentifier: 'T', Properties: { effectiveekus: [] } }]),
      file('aiacas', [{ ObjectIdentifier: 'AIA' }]),
    );
    expect(relations(reading).sort()).toEqual([
      'C Contains ROOT',
      `NT NTAuthStoreFor ${domain}`,
      'P OIDGroupLink 512',
      `ROOT RootCAFor ${domain}`,
    ]);
    const template = reading.observations.identity.find(({ ObjectId }) => ObjectId === 'T');
    expect(template?.Properties).toMatchObject({ effectiveekus: [] });
  });
});

describe('a collection', () => {
  it('describes each object once, by the newest collection, and tells each file', async () => {
    const group = (name: string) => ({ ObjectIdentifier: admins, Members: [], Properties: { name } });
    const reading = await readWith(
      sharphound,
      file('groups', [group('OLD')], { count: 7 }, 'a/20240101000000_groups.json'),
      file(
        'groups',
        [group('NEW'), group('AGAIN')],
        { version: undefined },
        'a/20240301123000_groups_00.json',
      ),
      memoryFile('__MACOSX/a/._20240301123000_groups_00.json', 'junk'),
    );
    expect(reading.outcome).toEqual({ ok: true });
    expect(reading.observations.identity.map(({ IdentityName }) => IdentityName)).toEqual(['NEW']);
    expect(reading.observedAt).toBe(Date.UTC(2024, 2, 1, 12, 30));
    expect(reading.native['per_member']).toEqual({
      'a/20240301123000_groups_00.json': { type: 'groups', version: null, meta_count: 2, objects: 2 },
      'a/20240101000000_groups.json': { type: 'groups', version: 6, meta_count: 7, objects: 1 },
    });
  });

  it('finds the kind of a file whose meta stands after more data than the head holds', async () => {
    const groups = Array.from({ length: 2000 }, (_, i) => ({ ObjectIdentifier: `${domain}-${i}`, Aces: [] }));
    const reading = await readWith(sharphound, file('gpos', groups, { version: 5 }, 'part.json'));
    expect(reading.native).toEqual({ type: 'gpos', version: 5, meta_count: 2000, objects: 2000 });
    expect(reading.observations.identity[0]?.IdentityType).toBe('GPO');
  });

  it('reads sessions files, a byte order mark and empty files', async () => {
    const text = JSON.stringify({
      meta: { type: 'sessions', version: 5, count: 1, methods: 8 },
      data: [{ ComputerSID: `${domain}-1200`, UserSID: `${domain}-1105`, LogonType: 2 }, { UserSID: null }],
    });
    const reading = await readWith(sharphound, memoryFile('sessions.json', `\uFEFF${text}`));
    expect(reading.observations.relation).toMatchObject([
      { Relation: 'HasSession', Properties: { logontype: 2 } },
    ]);
    expect(reading.observations.relation[0]).not.toHaveProperty('LastSeen');
    expect(reading.quarantined).toEqual([
      { locator: '$.data[1]', reason: 'a session without user or computer' },
    ]);
    expect(reading.scope).toEqual({ domains: [], methods: ['Session'] });
    const empty = await readWith(sharphound, file('users', []));
    expect(empty.outcome).toEqual({ ok: true });
    expect(empty.native).toMatchObject({ objects: 0 });
  });

  it('sets records aside that are no objects and goes on', async () => {
    const reading = await readWith(
      sharphound,
      file('users', [{}, 'x', null, { ObjectIdentifier: `${domain}-7` }]),
    );
    expect(reading.quarantined.map(({ reason }) => reason)).toEqual([
      'no ObjectIdentifier',
      'not an object',
      'not an object',
    ]);
    expect(reading.observations.identity).toHaveLength(1);
    expect(reading.native).toMatchObject({ objects: 4 });
  });

  it('keeps what a cut file held, reads the other files and says where it broke', async () => {
    const whole = file('users', [{ ObjectIdentifier: `${domain}-7` }]);
    const cut = memoryFile(
      '20240101000000_groups.json',
      `{"data":[{"ObjectIdentifier":"${admins}","Members":[]},{"Obj`,
    );
    const reading = await readWith(sharphound, cut, whole);
    expect(reading.outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(reading.outcome?.ok === false && reading.outcome.fault.place).toContain(
      '20240101000000_groups.json',
    );
    expect(reading.observations.identity.map(({ IdentityType }) => IdentityType).sort()).toEqual([
      'Group',
      'User',
    ]);
  });

  it('says so when the kind of objects is not known', async () => {
    const reading = await readWith(sharphound, file('robots', [{ ObjectIdentifier: 'x' }]));
    expect(reading.outcome).toMatchObject({ ok: false, fault: { code: 'wrong-content' } });
  });
});

describe('what a collection proves', () => {
  const whole = (type: string, meta: object = {}) =>
    file(
      type,
      [{ ObjectIdentifier: `${domain}-${type.length}` }],
      { methods: 0b11, ...meta },
      `${type}.json`,
    );
  const all = ['users', 'computers', 'groups', 'domains'];

  it('is its domain for its methods, when every kind of object is there and whole', async () => {
    const reading = await readWith(sharphound, ...all.map((type) => whole(type)));
    expect(reading.provesScope).toBe(true);
    expect(reading.checks).toBe('Group+LocalAdmin');
  });

  it('is nothing for single files, missing kinds, missing objects, several collections and cut files', async () => {
    const proves = async (...files: Parameters<typeof readWith>[1][]) =>
      (await readWith(sharphound, ...files)).provesScope;
    expect(await proves(whole('computers'))).toBe(false);
    expect(await proves(whole('users'), whole('computers'))).toBe(false);
    expect(await proves(...all.map((type) => whole(type, { count: 2 })))).toBe(false);
    expect(await proves(...all.map((type) => whole(type, type === 'users' ? { methods: 1 } : {})))).toBe(
      false,
    );
    const [first, ...others] = all.map((type) => whole(type));
    expect(await proves(first!, ...others, memoryFile('ous.json', '{"data":[{"Links":[]'))).toBe(false);
  });
});
