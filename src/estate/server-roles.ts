export type ServerRole =
  | 'dc'
  | 'backup'
  | 'adcs'
  | 'entra'
  | 'exchange'
  | 'file'
  | 'sql'
  | 'web'
  | 'hyperv'
  | 'app'
  | 'linux-web'
  | 'linux-db'
  | 'linux-app';

/** The part of a server's name that tells its role. */
export const roleCodes: Record<ServerRole, string> = {
  dc: 'dc',
  backup: 'bkp',
  adcs: 'ca',
  entra: 'aad',
  exchange: 'ex',
  file: 'fs',
  sql: 'sql',
  web: 'web',
  hyperv: 'hv',
  app: 'app',
  'linux-web': 'lweb',
  'linux-db': 'ldb',
  'linux-app': 'lapp',
};

/** The servers of the smallest estate, in their order. */
const first: readonly ServerRole[] = [
  'dc',
  'dc',
  'backup',
  'adcs',
  'entra',
  'exchange',
  'file',
  'file',
  'sql',
  'web',
  'web',
  'hyperv',
  'app',
  'linux-web',
  'linux-db',
  'linux-app',
];

/** What larger ones have besides, again and again. */
const further: readonly ServerRole[] = [
  'app',
  'sql',
  'file',
  'linux-app',
  'web',
  'app',
  'linux-db',
  'hyperv',
  'app',
  'linux-web',
  'sql',
  'linux-app',
];

/** Role of the server with this ordinal, and its number (from 1) among those of the role. */
export function serverRole(ordinal: number): { role: ServerRole; number: number } {
  const given = first[ordinal];
  if (given !== undefined) return { role: given, number: count(first.slice(0, ordinal + 1), given) };
  const beyond = ordinal - first.length;
  const rounds = Math.floor(beyond / further.length);
  const place = beyond % further.length;
  const role = further[place];
  if (role === undefined) throw new RangeError(`no server ${ordinal}`);
  return {
    role,
    number: count(first, role) + rounds * count(further, role) + count(further.slice(0, place + 1), role),
  };
}

function count(roles: readonly ServerRole[], role: ServerRole): number {
  return roles.filter((one) => one === role).length;
}
