import { departmentOf, type Company, type Department } from '../company.ts';

/** An account of the domain. Names tell the role, never a person. */
export interface Account {
  readonly sid: string;
  /** Logon name without domain. */
  readonly name: string;
  readonly unit: 'STAFF' | 'ADMINS' | 'SERVICE ACCOUNTS' | 'USERS';
  readonly department?: Department;
  readonly isEnabled: boolean;
  readonly passwordAgeDays: number;
  /** Days since the last logon; absent: never. */
  readonly lastLogonDays?: number;
  readonly servicePrincipalNames?: readonly string[];
  readonly needsNoPreauthentication?: boolean;
  readonly passwordNeverExpires?: boolean;
  /** Protected by AdminSDHolder. */
  readonly isProtected?: boolean;
  readonly description?: string;
}

/** Relative ids: groups lie between 1103 and 1149, service accounts behind them. */
const firstRid = {
  service: 1150,
  domainAdmin: 1200,
  serverAdmin: 1300,
  helpdesk: 1600,
  staff: 300_000,
} as const;

export type ServiceName =
  'svc-backup' | 'svc-sql' | 'svc-web' | 'svc-app' | 'svc-scan' | 'svc-ldap' | 'svc-monitor' | 'svc-adsync';

const serviceNames: readonly ServiceName[] = [
  'svc-backup',
  'svc-sql',
  'svc-web',
  'svc-app',
  'svc-scan',
  'svc-ldap',
  'svc-monitor',
  'svc-adsync',
];

export function* accounts(company: Company): Generator<Account> {
  yield builtin(company, 500, 'Administrator', true, 900);
  yield builtin(company, 501, 'Guest', false, 3000);
  yield builtin(company, 502, 'krbtgt', false, 2000);
  for (const name of serviceNames) yield serviceAccount(company, name);
  for (let i = 0; i < company.counts.domainAdmins; i++) yield domainAdmin(company, i);
  for (let i = 0; i < company.counts.serverAdmins; i++) yield serverAdmin(company, i);
  for (let i = 0; i < company.counts.helpdesk; i++) yield helpdesk(company, i);
  for (let i = 0; i < company.counts.staff; i++) yield staff(company, i);
}

/** Number of accounts. */
export function accountCount(company: Company): number {
  const { domainAdmins, serverAdmins, helpdesk: desk, staff: people } = company.counts;
  return 3 + serviceNames.length + domainAdmins + serverAdmins + desk + people;
}

export function staff(company: Company, ordinal: number): Account {
  const { dice } = company;
  return {
    sid: staffSid(company, ordinal),
    name: `u${String(ordinal + 1).padStart(5, '0')}`,
    unit: 'STAFF',
    department: departmentOf(company, ordinal),
    isEnabled: !dice.chance(0.04, 'left', ordinal),
    passwordAgeDays: 1 + dice.below(dice.chance(0.05, 'old', ordinal) ? 1500 : 180, 'password', ordinal),
    lastLogonDays: dice.below(20, 'logon', ordinal),
  };
}

export function staffSid(company: Company, ordinal: number): string {
  return `${company.domainSid}-${firstRid.staff + ordinal}`;
}

export function domainAdmin(company: Company, ordinal: number): Account {
  return admin(company, firstRid.domainAdmin + ordinal, `adm${String(ordinal + 1).padStart(3, '0')}`, true);
}

export function serverAdmin(company: Company, ordinal: number): Account {
  return admin(company, firstRid.serverAdmin + ordinal, `srv${String(ordinal + 1).padStart(3, '0')}`, false);
}

export function helpdesk(company: Company, ordinal: number): Account {
  return admin(company, firstRid.helpdesk + ordinal, `hlp${String(ordinal + 1).padStart(3, '0')}`, false);
}

export function serviceAccount(company: Company, name: ServiceName): Account {
  return {
    sid: `${company.domainSid}-${firstRid.service + serviceNames.indexOf(name)}`,
    name,
    unit: 'SERVICE ACCOUNTS',
    isEnabled: true,
    passwordNeverExpires: true,
    lastLogonDays: 0,
    ...services[name](company),
  };
}

type Service = Omit<Account, 'sid' | 'name' | 'unit' | 'isEnabled'>;

const services: Record<ServiceName, (company: Company) => Service> = {
  'svc-backup': ({ dns }) => ({
    passwordAgeDays: 2290,
    servicePrincipalNames: [`VeeamBackupSvc/srv-bkp01.${dns}`],
    isProtected: true,
    description: 'Backup of all servers',
  }),
  'svc-sql': ({ dns }) => ({
    passwordAgeDays: 1480,
    servicePrincipalNames: [`MSSQLSvc/srv-sql01.${dns}:1433`],
    description: 'Database engine',
  }),
  'svc-web': () => ({ passwordAgeDays: 710, description: 'Web applications' }),
  'svc-app': () => ({ passwordAgeDays: 820, description: 'Order interface' }),
  'svc-scan': () => ({
    passwordAgeDays: 1950,
    needsNoPreauthentication: true,
    description: 'Scan to folder',
  }),
  'svc-ldap': () => ({ passwordAgeDays: 95, description: 'Directory lookups of the VPN' }),
  'svc-monitor': ({ dns }) => ({
    passwordAgeDays: 21,
    servicePrincipalNames: [`HTTP/monitor.${dns}`],
    description: 'Monitoring',
  }),
  'svc-adsync': () => ({ passwordAgeDays: 640, description: 'Synchronises the directory with the cloud' }),
};

function admin(company: Company, rid: number, name: string, isProtected: boolean): Account {
  return {
    sid: `${company.domainSid}-${rid}`,
    name,
    unit: 'ADMINS',
    isEnabled: true,
    isProtected,
    passwordAgeDays: 5 + company.dice.below(300, 'admin password', rid),
    lastLogonDays: company.dice.below(5, 'admin logon', rid),
  };
}

function builtin(
  company: Company,
  rid: number,
  name: string,
  isEnabled: boolean,
  passwordAgeDays: number,
): Account {
  return {
    sid: `${company.domainSid}-${rid}`,
    name,
    unit: 'USERS',
    isEnabled,
    passwordAgeDays,
    ...(rid === 501 ? {} : { isProtected: true }),
  };
}
