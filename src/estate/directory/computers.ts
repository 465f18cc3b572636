import type { Company } from '../company.ts';
import type { Workstation, WindowsServer } from '../devices.ts';
import { domainAdmin, helpdesk, serverAdmin, serviceAccount, staffSid } from './accounts.ts';
import { groupSid, type Member } from './groups.ts';

/** Who is logged on to a computer and who administers it. */
export interface ComputerAccess {
  /** The collector reached the computer; else sessions and local groups are unknown. */
  readonly isReached: boolean;
  readonly sessions: readonly string[];
  readonly administrators: readonly Member[];
  readonly remoteDesktopUsers: readonly Member[];
}

/**
 * Workstations where the story lets a domain administrator stay logged on while everybody is local administrator, as
 * ordinals: a few, spread over the company.
 */
export function carelessWorkstations(company: Company): number[] {
  const { workstations } = company.counts;
  const count = Math.max(2, Math.min(60, Math.round(workstations / 150)));
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * workstations) / count));
}

/** Access to workstations; made once for a company since the careless ones are looked up in it. */
export function workstationAccess(company: Company): (device: Workstation) => ComputerAccess {
  const careless = new Set(carelessWorkstations(company));
  const { dice } = company;
  const everybody: Member = { sid: groupSid(company, 'DOMAIN USERS'), type: 'Group' };
  return ({ ordinal }) => {
    const owner = staffSid(company, ordinal);
    const isCareless = careless.has(ordinal);
    const sessions = dice.chance(0.95, 'session', ordinal) ? [owner] : [];
    if (dice.chance(0.03, 'help', ordinal))
      sessions.push(helpdesk(company, dice.below(company.counts.helpdesk, 'who helps', ordinal)).sid);
    if (isCareless) sessions.push(domainAdmin(company, 0).sid);
    const administrators = [...administratorsOf(company, 'GG-WORKSTATION-ADMINS')];
    if (dice.chance(0.06, 'own administrator', ordinal)) administrators.push({ sid: owner, type: 'User' });
    if (isCareless || dice.chance(0.04, 'all administrators', ordinal)) administrators.push(everybody);
    return {
      isReached: isCareless || !dice.chance(0.08, 'unreached', ordinal),
      sessions,
      administrators,
      remoteDesktopUsers: [{ sid: groupSid(company, 'GG-HELPDESK'), type: 'Group' }],
    };
  };
}

export function serverAccess(company: Company, device: WindowsServer): ComputerAccess {
  const { dice } = company;
  const service = (name: Parameters<typeof serviceAccount>[1]): string => serviceAccount(company, name).sid;
  const sessions: string[] = [];
  const administrators = [...administratorsOf(company, 'GG-SERVER-ADMINS')];
  const remoteDesktopUsers: Member[] = [];
  const isBackedUpNow =
    ['file', 'sql', 'app'].includes(device.role) && dice.chance(0.7, 'backup', device.ordinal);
  if (device.role === 'backup' || isBackedUpNow) sessions.push(service('svc-backup'));
  if (dice.chance(0.2, 'server admin', device.ordinal) && device.role !== 'dc')
    sessions.push(serverAdmin(company, dice.below(company.counts.serverAdmins, 'which', device.ordinal)).sid);
  switch (device.role) {
    case 'dc':
      sessions.push(domainAdmin(company, company.counts.domainAdmins - 1).sid);
      break;
    case 'entra':
      sessions.push(service('svc-adsync'));
      break;
    case 'sql':
      sessions.push(service('svc-sql'));
      administrators.push({ sid: groupSid(company, 'GG-SQL-ADMINS'), type: 'Group' });
      // The next hop from both web servers.
      if (device.number === 1) administrators.push({ sid: service('svc-web'), type: 'User' });
      break;
    case 'web':
      if (device.number <= 2) sessions.push(service('svc-web'));
      break;
    case 'app':
      if (device.number === 1) {
        sessions.push(service('svc-app'));
        remoteDesktopUsers.push({ sid: groupSid(company, 'DOMAIN USERS'), type: 'Group' });
      }
      administrators.push({ sid: service('svc-app'), type: 'User' });
      break;
    case 'file':
      administrators.push({ sid: service('svc-app'), type: 'User' });
      break;
    case 'backup':
    case 'adcs':
    case 'exchange':
    case 'hyperv':
    case 'linux-web':
    case 'linux-db':
    case 'linux-app':
      break;
  }
  return { isReached: true, sessions, administrators, remoteDesktopUsers };
}

function administratorsOf(company: Company, group: 'GG-WORKSTATION-ADMINS' | 'GG-SERVER-ADMINS'): Member[] {
  return [
    { sid: groupSid(company, 'DOMAIN ADMINS'), type: 'Group' },
    { sid: groupSid(company, group), type: 'Group' },
  ];
}
