import { departmentOf, type Company } from '../company.ts';
import type { WindowsServer, Workstation } from '../devices.ts';
import type { Account } from './accounts.ts';
import type { Group } from './groups.ts';

/** An organisational unit or container. */
export interface Unit {
  readonly kind: 'OU' | 'Container';
  readonly name: string;
  readonly distinguishedName: string;
  readonly guid: string;
  readonly parent: Place;
  /** Names of the policies linked to it. */
  readonly policies: readonly string[];
}

/** What an object lies in. */
export interface Place {
  readonly ObjectIdentifier: string;
  readonly ObjectType: 'OU' | 'Container' | 'Domain';
}

/** GUID of a directory object that has no SID, upper case as SharpHound writes it. */
export function guidOf(company: Company, kind: string, name: string): string {
  return company.dice.uuid('directory', kind, name).toUpperCase();
}

/** Distinguished name of the domain, upper case. */
export function domainName(company: Company): string {
  return company.dns
    .toUpperCase()
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',');
}

export function* units(company: Company): Generator<Unit> {
  for (const path of unitPaths(company)) yield unit(company, path);
}

/** Path of a unit below the domain: its distinguished name without the domain's part. */
type Path = string;

export function pathOfAccount(account: Account): Path {
  if (account.unit === 'USERS') return 'CN=USERS';
  if (account.department !== undefined) return `OU=${account.department.code},OU=STAFF,OU=CORP`;
  return `OU=${account.unit},OU=CORP`;
}

export function pathOfGroup(group: Group): Path {
  return group.unit === 'GROUPS' ? 'OU=GROUPS,OU=CORP' : `CN=${group.unit}`;
}

export function pathOfComputer(company: Company, device: Workstation | WindowsServer): Path {
  if (device.kind === 'workstation')
    return `OU=${departmentOf(company, device.ordinal).code},OU=WORKSTATIONS,OU=CORP`;
  return device.role === 'dc' ? 'OU=DOMAIN CONTROLLERS' : 'OU=SERVERS,OU=CORP';
}

export const policiesPath: Path = 'CN=POLICIES,CN=SYSTEM';
export const publicKeyServicesPath: Path = 'CN=PUBLIC KEY SERVICES,CN=SERVICES,CN=CONFIGURATION';

const certificateContainers = [
  'CERTIFICATE TEMPLATES',
  'ENROLLMENT SERVICES',
  'CERTIFICATION AUTHORITIES',
  'AIA',
] as const;

/** Path of the container for one kind of object of certificate services. */
export function certificatesPath(kind: (typeof certificateContainers)[number]): Path {
  return `CN=${kind},${publicKeyServicesPath}`;
}

/** Distinguished name of something in a unit. */
export function nameIn(company: Company, name: string, path: Path): string {
  return `CN=${name.toUpperCase()},${path},${domainName(company)}`;
}

/** The unit with this path, as other objects refer to it. */
export function place(company: Company, path: Path): Place {
  return {
    ObjectIdentifier: guidOf(company, 'unit', path),
    ObjectType: path.startsWith('OU=') ? 'OU' : 'Container',
  };
}

function unitPaths(company: Company): Path[] {
  return [
    'CN=USERS',
    'CN=BUILTIN',
    'CN=SYSTEM',
    policiesPath,
    'CN=CONFIGURATION',
    'CN=SERVICES,CN=CONFIGURATION',
    publicKeyServicesPath,
    ...certificateContainers.map(certificatesPath),
    'OU=DOMAIN CONTROLLERS',
    'OU=CORP',
    ...['WORKSTATIONS', 'SERVERS', 'STAFF', 'SERVICE ACCOUNTS', 'ADMINS', 'GROUPS'].map(
      (name) => `OU=${name},OU=CORP`,
    ),
    ...company.departments.flatMap(({ code }) => [
      `OU=${code},OU=WORKSTATIONS,OU=CORP`,
      `OU=${code},OU=STAFF,OU=CORP`,
    ]),
  ];
}

const policiesOf: Readonly<Record<string, readonly string[]>> = {
  'OU=DOMAIN CONTROLLERS': ['DEFAULT DOMAIN CONTROLLERS POLICY'],
  'OU=WORKSTATIONS,OU=CORP': ['CLIENT BASELINE'],
  'OU=SERVERS,OU=CORP': ['SERVER BASELINE'],
};

function unit(company: Company, path: string): Unit {
  const [own = '', ...above] = path.split(',');
  return {
    kind: own.startsWith('OU=') ? 'OU' : 'Container',
    name: own.slice(3),
    distinguishedName: `${path},${domainName(company)}`,
    guid: guidOf(company, 'unit', path),
    parent:
      above.length === 0
        ? { ObjectIdentifier: company.domainSid, ObjectType: 'Domain' }
        : place(company, above.join(',')),
    policies: policiesOf[path] ?? [],
  };
}
