import { departmentOf, type Company } from '../company.ts';
import { servers } from '../devices.ts';
import { domainAdmin, helpdesk, serverAdmin, serviceAccount, staff, staffSid } from './accounts.ts';

export interface Member {
  readonly sid: string;
  readonly type: 'User' | 'Group' | 'Computer';
}

export interface Group {
  readonly sid: string;
  readonly name: string;
  readonly unit: 'GROUPS' | 'USERS' | 'BUILTIN';
  readonly description?: string;
  readonly isProtected?: boolean;
  readonly members: () => Iterable<Member>;
}

/** Groups that rights are given to, by relative id. */
const rids = {
  'DOMAIN ADMINS': 512,
  'DOMAIN USERS': 513,
  'DOMAIN COMPUTERS': 515,
  'DOMAIN CONTROLLERS': 516,
  'SCHEMA ADMINS': 518,
  'ENTERPRISE ADMINS': 519,
  'GG-HELPDESK': 1103,
  'GG-SERVER-ADMINS': 1104,
  'GG-WORKSTATION-ADMINS': 1105,
  'GG-CLIENT-ENGINEERING': 1106,
  'GG-WEB-PUBLISHERS': 1107,
  'GG-SQL-ADMINS': 1108,
  'GG-VPN-USERS': 1109,
  'GG-ALL-STAFF': 1110,
} as const;

export type GroupName = keyof typeof rids;

export function groupSid(company: Company, name: GroupName): string {
  return `${company.domainSid}-${rids[name]}`;
}

/** Relative ids of well-known groups that every machine has; in a domain they carry its name in front. */
const wellKnown = {
  Administrators: 'S-1-5-32-544',
  Users: 'S-1-5-32-545',
  'Account Operators': 'S-1-5-32-548',
  'Server Operators': 'S-1-5-32-549',
  'Print Operators': 'S-1-5-32-550',
  'Backup Operators': 'S-1-5-32-551',
  'Remote Desktop Users': 'S-1-5-32-555',
  'Authenticated Users': 'S-1-5-11',
  'Enterprise Domain Controllers': 'S-1-5-9',
  Everyone: 'S-1-1-0',
} as const;

export function wellKnownSid(company: Company, name: keyof typeof wellKnown): string {
  return `${company.dns.toUpperCase()}-${wellKnown[name]}`;
}

const firstDepartmentRid = 1120;
const firstProjectRid = 5000;
/** Members of the staff for each project group: groups that matter to nobody's risk. */
const staffPerProject = 40;

export function* groups(company: Company): Generator<Group> {
  const { counts } = company;
  const group = (
    name: GroupName,
    members: () => Iterable<Member>,
    extra: Pick<Group, 'description' | 'isProtected'> = {},
  ): Group => ({
    sid: groupSid(company, name),
    name,
    unit: name.startsWith('GG-') ? 'GROUPS' : 'USERS',
    members,
    ...extra,
  });
  const guarded = { isProtected: true };
  const users = (count: number, make: (company: Company, i: number) => { sid: string }) =>
    function* (): Generator<Member> {
      for (let i = 0; i < count; i++) yield { sid: make(company, i).sid, type: 'User' };
    };
  const nested = (...names: GroupName[]): Member[] =>
    names.map((name) => ({ sid: groupSid(company, name), type: 'Group' }));
  const service = (name: Parameters<typeof serviceAccount>[1]): Member => ({
    sid: serviceAccount(company, name).sid,
    type: 'User',
  });

  yield group(
    'DOMAIN ADMINS',
    function* () {
      yield { sid: `${company.domainSid}-500`, type: 'User' };
      yield* users(counts.domainAdmins, domainAdmin)();
      yield service('svc-backup');
    },
    guarded,
  );
  // Membership by primary group is not listed here, as in the directory.
  yield group('DOMAIN USERS', () => []);
  yield group('DOMAIN COMPUTERS', () => []);
  yield group('DOMAIN CONTROLLERS', () => [], guarded);
  const builtinAdministrator: Member = { sid: `${company.domainSid}-500`, type: 'User' };
  yield group('SCHEMA ADMINS', () => [builtinAdministrator], guarded);
  yield group('ENTERPRISE ADMINS', () => [builtinAdministrator], guarded);

  yield group('GG-HELPDESK', users(counts.helpdesk, helpdesk), { description: 'First level support' });
  yield group('GG-SERVER-ADMINS', users(counts.serverAdmins, serverAdmin), {
    description: 'Local administrators of all member servers',
  });
  yield group('GG-WORKSTATION-ADMINS', () => nested('GG-HELPDESK', 'GG-CLIENT-ENGINEERING'), {
    description: 'Local administrators of all workstations',
  });
  yield group(
    'GG-CLIENT-ENGINEERING',
    () => [service('svc-scan'), { sid: staffSid(company, 1), type: 'User' }],
    {
      description: 'Images and policies of the workstations',
    },
  );
  yield group('GG-WEB-PUBLISHERS', () => [service('svc-web'), { sid: staffSid(company, 2), type: 'User' }], {
    description: 'May request certificates for web servers',
  });
  yield group('GG-SQL-ADMINS', function* () {
    yield service('svc-sql');
    yield { sid: serverAdmin(company, 0).sid, type: 'User' };
  });
  yield group('GG-VPN-USERS', () => nested('GG-ALL-STAFF'));
  yield group('GG-ALL-STAFF', () =>
    company.departments.map((_, at) => ({ sid: departmentGroupSid(company, at), type: 'Group' })),
  );
  for (const [at, department] of company.departments.entries())
    yield {
      sid: departmentGroupSid(company, at),
      name: `GG-DEPT-${department.code}`,
      unit: 'GROUPS',
      description: department.name,
      *members() {
        for (let i = 0; i < counts.staff; i++)
          if (departmentOf(company, i) === department) yield { sid: staffSid(company, i), type: 'User' };
      },
    };
  for (let project = 0; project < Math.floor(counts.staff / staffPerProject); project++)
    yield {
      sid: `${company.domainSid}-${firstProjectRid + project}`,
      name: `GG-PROJECT-${String(project + 1).padStart(4, '0')}`,
      unit: 'GROUPS',
      *members() {
        const seen = new Set<number>();
        for (let i = 0; i < 12; i++) seen.add(company.dice.below(counts.staff, 'project', project, i));
        for (const i of seen) yield { sid: staff(company, i).sid, type: 'User' };
      },
    };
  yield* builtins(company, nested);
}

function* builtins(company: Company, nested: (...names: GroupName[]) => Member[]): Generator<Group> {
  const members: Partial<Record<keyof typeof wellKnown, () => Iterable<Member>>> = {
    Administrators: () => [
      ...nested('DOMAIN ADMINS', 'ENTERPRISE ADMINS'),
      { sid: `${company.domainSid}-500`, type: 'User' },
    ],
    Users: () => [
      ...nested('DOMAIN USERS'),
      { sid: wellKnownSid(company, 'Authenticated Users'), type: 'Group' },
    ],
    'Enterprise Domain Controllers': function* () {
      for (const one of servers(company))
        if (one.role === 'dc' && one.sid !== undefined) yield { sid: one.sid, type: 'Computer' };
    },
  };
  for (const name of Object.keys(wellKnown) as (keyof typeof wellKnown)[])
    yield {
      sid: wellKnownSid(company, name),
      name: name.toUpperCase(),
      unit: 'BUILTIN',
      ...(name.endsWith('Operators') || name === 'Administrators' ? { isProtected: true } : {}),
      members: members[name] ?? (() => []),
    };
}

function departmentGroupSid(company: Company, at: number): string {
  return `${company.domainSid}-${firstDepartmentRid + at}`;
}
