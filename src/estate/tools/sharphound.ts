import { daysBefore, seconds, type Company } from '../company.ts';
import { isWindows, servers, workstations, type WindowsServer, type Workstation } from '../devices.ts';
import { accounts, serviceAccount, type Account } from '../directory/accounts.ts';
import { certificateServices } from '../directory/certificates.ts';
import { serverAccess, workstationAccess, type ComputerAccess } from '../directory/computers.ts';
import { groups, groupSid, wellKnownSid, type Group, type Member } from '../directory/groups.ts';
import { defaultAces, groupAce, type Ace } from '../directory/rights.ts';
import {
  domainName,
  guidOf,
  nameIn,
  pathOfAccount,
  pathOfComputer,
  pathOfGroup,
  place,
  policiesPath,
  units,
} from '../directory/units.ts';
import { product } from '../products.ts';
import type { EstateSink } from '../sink.ts';

/** Version of the collector's output, and the bits of what it collected (`All`), as in files of SharpHound 2. */
const formatVersion = 6;
const methods = 521215;

/** Writes what SharpHound collects of the domain: one file for each kind of object. */
export async function writeSharpHound(company: Company, sink: EstateSink): Promise<void> {
  const stamp = new Date(daysBefore(company, 1)).toISOString().slice(0, 19).replaceAll(/\D/g, '');
  const write = (kind: string, objects: Iterable<object>): Promise<void> =>
    sink.write(`sharphound/${stamp}_${kind}.json`, file(kind, objects));
  await write('computers', computers(company));
  await write('users', users(company));
  await write('groups', groupObjects(company));
  await write('domains', [domain(company)]);
  await write('ous', unitObjects(company, 'OU'));
  await write('containers', unitObjects(company, 'Container'));
  await write('gpos', policies(company));
  for (const [kind, objects] of Object.entries(certificateServices(company))) await write(kind, objects);
}

function* file(kind: string, objects: Iterable<object>): Generator<string> {
  let count = 0;
  yield '{"data":[';
  for (const object of objects) {
    yield (count === 0 ? '\n' : ',\n') + JSON.stringify(object);
    count++;
  }
  yield `\n],"meta":${JSON.stringify({ methods, type: kind, count, version: formatVersion })}}\n`;
}

/** Properties that every object has. */
function properties(company: Company, name: string, distinguishedName: string): Record<string, unknown> {
  return {
    domain: company.dns.toUpperCase(),
    name,
    distinguishedname: distinguishedName,
    domainsid: company.domainSid,
    isaclprotected: false,
    description: null,
    whencreated: seconds(daysBefore(company, 1600 + company.dice.below(900, 'created', name))),
  };
}

function at(company: Company, name: string): string {
  return `${name.toUpperCase()}@${company.dns.toUpperCase()}`;
}

const unchanged = { IsDeleted: false, IsACLProtected: false };

function* computers(company: Company): Generator<object> {
  for (const one of servers(company))
    if (isWindows(one)) yield computer(company, one, serverAccess(company, one));
  const access = workstationAccess(company);
  for (const one of workstations(company)) yield computer(company, one, access(one));
}

function computer(company: Company, device: Workstation | WindowsServer, access: ComputerAccess): object {
  const path = pathOfComputer(company, device);
  const isDc = device.kind === 'server' && device.role === 'dc';
  const age = company.dice.below(28, 'computer password', device.kind, device.ordinal);
  const collected = { Collected: access.isReached, FailureReason: access.isReached ? null : 'PortNotOpen' };
  const none = { Results: [], ...collected };
  return {
    Properties: {
      ...properties(company, device.fqdn.toUpperCase(), nameIn(company, device.host, path)),
      samaccountname: `${device.host.toUpperCase()}$`,
      haslaps: device.kind === 'workstation' && company.dice.chance(0.8, 'laps', device.ordinal),
      enabled: true,
      // Domain controllers have it by design; the terminal server has it by mistake.
      unconstraineddelegation:
        isDc || (device.kind === 'server' && device.role === 'app' && device.number === 1),
      trustedtoauth: false,
      isdc: isDc,
      lastlogon: seconds(daysBefore(company, 1.2)),
      lastlogontimestamp: seconds(daysBefore(company, 1 + (age % 12))),
      pwdlastset: seconds(daysBefore(company, 1 + age)),
      serviceprincipalnames: [`HOST/${device.host.toUpperCase()}`, `HOST/${device.fqdn}`],
      email: null,
      operatingsystem: `${product(device.os).title.replace(/ \d\dH\d$/, '')} ${device.kind === 'server' ? 'Standard' : 'Enterprise'}`,
      sidhistory: [],
    },
    PrimaryGroupSID: groupSid(company, isDc ? 'DOMAIN CONTROLLERS' : 'DOMAIN COMPUTERS'),
    AllowedToDelegate: [],
    AllowedToAct: [],
    HasSIDHistory: [],
    DumpSMSAPassword: [],
    Sessions: none,
    PrivilegedSessions: {
      Results: access.isReached
        ? access.sessions.map((sid) => ({ UserSID: sid, ComputerSID: device.sid }))
        : [],
      ...collected,
    },
    RegistrySessions: none,
    LocalGroups: access.isReached ? localGroups(company, device, isDc, access) : [],
    UserRights: [],
    DCRegistryData: { CertificateMappingMethods: null, StrongCertificateBindingEnforcement: null },
    Status: access.isReached ? null : { Connectable: false, Error: 'PortNotOpen' },
    IsDC: isDc,
    DomainSID: company.domainSid,
    Aces: defaultAces(company),
    ObjectIdentifier: device.sid,
    ...unchanged,
    ContainedBy: place(company, path),
  };
}

function localGroups(
  company: Company,
  device: Workstation | WindowsServer,
  isDc: boolean,
  access: ComputerAccess,
): object[] {
  const collected = { LocalNames: [], Collected: true, FailureReason: null };
  const domain = { sid: wellKnownSid(company, 'Administrators'), name: 'IGNOREME' };
  // A domain controller's local groups are the domain's own; the collector marks them so.
  const group = (rid: number, name: string): { ObjectIdentifier: string; Name: string } =>
    isDc
      ? { ObjectIdentifier: domain.sid.replace(/544$/, String(rid)), Name: domain.name }
      : { ObjectIdentifier: `${device.sid}-${rid}`, Name: `${name}@${device.fqdn.toUpperCase()}` };
  const administrators = isDc
    ? members([
        { sid: groupSid(company, 'DOMAIN ADMINS'), type: 'Group' },
        { sid: groupSid(company, 'ENTERPRISE ADMINS'), type: 'Group' },
      ])
    : [{ ObjectIdentifier: `${device.sid}-500`, ObjectType: 'LocalUser' }, ...members(access.administrators)];
  return [
    { ...group(544, 'ADMINISTRATORS'), Results: administrators, ...collected },
    { ...group(555, 'REMOTE DESKTOP USERS'), Results: members(access.remoteDesktopUsers), ...collected },
  ];
}

function members(list: Iterable<Member>): { ObjectIdentifier: string; ObjectType: string }[] {
  return Array.from(list, ({ sid, type }) => ({ ObjectIdentifier: sid, ObjectType: type }));
}

function* users(company: Company): Generator<object> {
  // Support may reset the passwords of the staff: granted on their unit, hence inherited by each of them.
  const reset = groupAce(company, 'GG-HELPDESK', 'ForceChangePassword', true);
  for (const account of accounts(company))
    yield user(
      company,
      account,
      account.unit === 'STAFF' ? [...defaultAces(company), reset] : defaultAces(company),
    );
}

function user(company: Company, account: Account, aces: readonly Ace[]): object {
  const path = pathOfAccount(account);
  const spns = account.servicePrincipalNames ?? [];
  const logon =
    account.lastLogonDays === undefined
      ? undefined
      : seconds(daysBefore(company, account.lastLogonDays + 0.1));
  const empty = Object.fromEntries(
    [
      'displayname',
      'email',
      'title',
      'homedirectory',
      'userpassword',
      'unixpassword',
      'unicodepassword',
      'sfupassword',
      'logonscript',
    ].map((key) => [key, null]),
  );
  return {
    Properties: {
      ...properties(company, at(company, account.name), nameIn(company, account.name, path)),
      samaccountname: account.name,
      isaclprotected: account.isProtected ?? false,
      description: account.description ?? null,
      sensitive: false,
      dontreqpreauth: account.needsNoPreauthentication ?? false,
      passwordnotreqd: false,
      unconstraineddelegation: false,
      pwdneverexpires: account.passwordNeverExpires ?? false,
      enabled: account.isEnabled,
      trustedtoauth: false,
      lastlogon: logon ?? 0,
      lastlogontimestamp: logon ?? -1,
      pwdlastset: seconds(daysBefore(company, account.passwordAgeDays)),
      serviceprincipalnames: spns,
      hasspn: spns.length > 0,
      ...empty,
      admincount: account.isProtected ?? false,
      sidhistory: [],
    },
    AllowedToDelegate: [],
    PrimaryGroupSID: groupSid(company, 'DOMAIN USERS'),
    HasSIDHistory: [],
    SPNTargets: [],
    Aces: aces,
    ObjectIdentifier: account.sid,
    IsDeleted: false,
    IsACLProtected: account.isProtected ?? false,
    ContainedBy: place(company, path),
  };
}

function* groupObjects(company: Company): Generator<object> {
  for (const group of groups(company)) {
    const path = pathOfGroup(group);
    yield {
      Properties: {
        ...properties(company, at(company, group.name), nameIn(company, group.name, path)),
        samaccountname: group.name,
        isaclprotected: group.isProtected ?? false,
        description: group.description ?? null,
        admincount: group.isProtected ?? false,
      },
      Members: members(group.members()),
      Aces: groupAces(company, group),
      ObjectIdentifier: group.sid,
      IsDeleted: false,
      IsACLProtected: group.isProtected ?? false,
      ContainedBy: place(company, path),
    };
  }
}

function groupAces(company: Company, group: Group): Ace[] {
  const aces = defaultAces(company);
  // Left over from a migration: support may add itself to the administrators of all servers.
  if (group.name === 'GG-SERVER-ADMINS') aces.push(groupAce(company, 'GG-HELPDESK', 'GenericAll'));
  return aces;
}

function domain(company: Company): object {
  const administrators = wellKnownSid(company, 'Administrators');
  const controllers = groupSid(company, 'DOMAIN CONTROLLERS');
  const grant = (sid: string, type: 'User' | 'Group', ...rights: string[]): Ace[] =>
    rights.map((right) => ({ PrincipalSID: sid, PrincipalType: type, RightName: right, IsInherited: false }));
  return {
    GPOChanges: noChanges(),
    Properties: {
      ...properties(company, company.dns.toUpperCase(), domainName(company)),
      functionallevel: '2016',
      collected: true,
    },
    ChildObjects: [],
    Trusts: [],
    Links: [link(company, 'DEFAULT DOMAIN POLICY')],
    Aces: [
      ...grant(administrators, 'Group', 'Owns', 'WriteDacl', 'WriteOwner', 'AllExtendedRights'),
      ...grant(groupSid(company, 'DOMAIN ADMINS'), 'Group', 'WriteDacl', 'WriteOwner', 'AllExtendedRights'),
      ...grant(groupSid(company, 'ENTERPRISE ADMINS'), 'Group', 'GenericAll'),
      ...grant(administrators, 'Group', 'GetChanges', 'GetChangesAll'),
      ...grant(controllers, 'Group', 'GetChangesAll'),
      ...grant(wellKnownSid(company, 'Enterprise Domain Controllers'), 'Group', 'GetChanges'),
      ...grant(serviceAccount(company, 'svc-adsync').sid, 'User', 'GetChanges', 'GetChangesAll'),
    ],
    ObjectIdentifier: company.domainSid,
    ...unchanged,
    ContainedBy: null,
  };
}

function* unitObjects(company: Company, kind: 'OU' | 'Container'): Generator<object> {
  for (const unit of units(company)) {
    if (unit.kind !== kind) continue;
    const common = {
      ChildObjects: [],
      Aces: unitAces(company, unit.name),
      ObjectIdentifier: unit.guid,
      ...unchanged,
      ContainedBy: unit.parent,
    };
    const described = properties(company, at(company, unit.name), unit.distinguishedName);
    yield kind === 'OU'
      ? {
          GPOChanges: noChanges(),
          Properties: { ...described, blocksinheritance: false },
          Links: unit.policies.map((policy) => link(company, policy)),
          ...common,
        }
      : { Properties: described, ...common };
  }
}

function unitAces(company: Company, name: string): Ace[] {
  const aces = defaultAces(company);
  if (name === 'STAFF') aces.push(groupAce(company, 'GG-HELPDESK', 'WriteDacl'));
  if (name === 'SERVERS') aces.push(groupAce(company, 'GG-SERVER-ADMINS', 'GenericAll'));
  return aces;
}

const policyNames = [
  'DEFAULT DOMAIN POLICY',
  'DEFAULT DOMAIN CONTROLLERS POLICY',
  'CLIENT BASELINE',
  'SERVER BASELINE',
] as const;

function* policies(company: Company): Generator<object> {
  for (const name of policyNames) {
    const guid = guidOf(company, 'policy', name);
    const aces = defaultAces(company);
    if (name === 'CLIENT BASELINE') aces.push(groupAce(company, 'GG-CLIENT-ENGINEERING', 'GenericWrite'));
    const dns = company.dns.toUpperCase();
    yield {
      Properties: {
        ...properties(company, at(company, name), nameIn(company, `{${guid}}`, policiesPath)),
        gpcpath: `\\\\${dns}\\SYSVOL\\${dns}\\POLICIES\\{${guid}}`,
      },
      Aces: aces,
      ObjectIdentifier: guid,
      ...unchanged,
      ContainedBy: place(company, policiesPath),
    };
  }
}

function link(company: Company, policy: string): object {
  return { IsEnforced: false, GUID: guidOf(company, 'policy', policy) };
}

function noChanges(): object {
  return { LocalAdmins: [], RemoteDesktopUsers: [], DcomUsers: [], PSRemoteUsers: [], AffectedComputers: [] };
}
