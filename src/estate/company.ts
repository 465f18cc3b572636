import type { EpochMs } from '../base/time.ts';
import { Dice } from './dice.ts';

export interface EstateOptions {
  /** Devices of all kinds together, at least `smallestEstate`. */
  readonly devices: number;
  readonly seed: number;
  /** The day on which the tools are taken to have run; everything dated lies before it. */
  readonly asOf: EpochMs;
}

/** Below this the company has no room for the servers that every part of the story needs. */
export const smallestEstate = 50;

/** An invented company: how many things of which kind it has. Each thing itself is made when it is asked for. */
export interface Company {
  readonly name: string;
  /** DNS name of the one domain. */
  readonly dns: string;
  readonly netbios: string;
  readonly domainSid: string;
  readonly departments: readonly Department[];
  readonly counts: Counts;
  readonly asOf: EpochMs;
  readonly dice: Dice;
}

export interface Department {
  readonly name: string;
  /** Short name in group and unit names. */
  readonly code: string;
  /** Share of the staff, in percent. */
  readonly share: number;
}

interface Counts {
  readonly workstations: number;
  readonly servers: number;
  /** Firewalls, gateways and switches. */
  readonly network: number;
  /** Printers and cameras, which only the network sweep sees. */
  readonly unmanaged: number;
  /** Ordinary accounts of people. */
  readonly staff: number;
  readonly domainAdmins: number;
  readonly serverAdmins: number;
  readonly helpdesk: number;
}

const departments: readonly Department[] = [
  { name: 'Production', code: 'PRD', share: 30 },
  { name: 'Sales', code: 'SAL', share: 20 },
  { name: 'Logistics', code: 'LOG', share: 15 },
  { name: 'Service', code: 'SVC', share: 13 },
  { name: 'Development', code: 'DEV', share: 10 },
  { name: 'Finance', code: 'FIN', share: 6 },
  { name: 'Personnel', code: 'PER', share: 3 },
  { name: 'Information Technology', code: 'INF', share: 3 },
];

/** Servers that every estate has, see `server-roles.ts`. */
const fewestServers = 16;

/** Throws a RangeError for fewer devices than `smallestEstate` or a number that is not whole. */
export function foundCompany(options: EstateOptions): Company {
  const { devices, seed, asOf } = options;
  if (!Number.isSafeInteger(devices) || devices < smallestEstate)
    throw new RangeError(`an estate has at least ${smallestEstate} devices`);
  const dice = new Dice(seed);
  const unmanaged = Math.max(2, Math.round(devices * 0.02));
  const network = Math.max(2, Math.round(devices * 0.01));
  const servers = Math.max(fewestServers, Math.round(devices * 0.12));
  const workstations = devices - unmanaged - network - servers;
  return {
    name: 'Corp Example Works',
    dns: 'corp.example',
    netbios: 'CORP',
    domainSid: `S-1-5-21-${dice.bits('sid', 1)}-${dice.bits('sid', 2)}-${dice.bits('sid', 3)}`,
    departments,
    counts: {
      workstations,
      servers,
      network,
      unmanaged,
      staff: Math.round(workstations * 1.1),
      domainAdmins: Math.max(2, Math.min(40, Math.round(devices / 400))),
      serverAdmins: Math.max(2, Math.min(200, Math.round(devices / 300))),
      helpdesk: Math.max(2, Math.min(300, Math.round(devices / 250))),
    },
    asOf,
    dice,
  };
}

/** Department of a member of the staff, and of the workstation with the same number. */
export function departmentOf(company: Company, ordinal: number): Department {
  let ticket = company.dice.below(100, 'department', ordinal);
  for (const department of company.departments) {
    if (ticket < department.share) return department;
    ticket -= department.share;
  }
  throw new RangeError('shares of the departments do not add up to 100');
}

const dayMs = 86_400_000;

/** A moment some days (with a fraction) before the estate's day. */
export function daysBefore(company: Company, days: number): EpochMs {
  return company.asOf - Math.round(days * dayMs);
}

/** Seconds since 1970 of a moment, for formats that write whole seconds. */
export function seconds(time: EpochMs): number {
  return Math.floor(time / 1000);
}
