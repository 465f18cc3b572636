import type { Company } from './company.ts';
import type { NetworkDevice, Server, Workstation } from './devices.ts';
import { installed, type Installed } from './products.ts';

/** What most workstations have, and how many of a hundred have it. */
const onWorkstations: readonly (readonly [string, number])[] = [
  ['office', 95],
  ['edge', 100],
  ['chrome', 80],
  ['firefox', 25],
  ['acrobat_reader', 60],
  ['teams', 95],
  ['onedrive', 95],
  ['vcredist', 90],
  ['dotnet', 70],
  ['7zip', 55],
  ['notepadpp', 20],
  ['java', 10],
  ['vlc', 8],
  ['winrar', 8],
  ['foxit', 6],
  ['keepass', 8],
  ['libreoffice', 4],
  ['greenshot', 6],
  ['gimp', 3],
  ['inkscape', 2],
  ['sumatra', 2],
  ['paintnet', 2],
  ['audacity', 1],
  ['thunderbird', 2],
  ['drawio', 4],
  ['openvpn', 10],
  ['filezilla', 3],
];

/** Tools of people who build or run things. */
const forBuilders: readonly string[] = [
  'git',
  'vscode',
  'nodejs',
  'python',
  'docker_desktop',
  'postman',
  'putty',
  'winscp',
  'wireshark',
  'powershell',
];

const onServers: Partial<Record<Server['role'], readonly string[]>> = {
  backup: ['veeam', 'dotnet'],
  exchange: ['exchange', 'iis', 'dotnet'],
  sql: ['sqlserver', 'ssms'],
  web: ['iis', 'dotnet'],
  app: ['dotnet', 'java', 'vcredist'],
  'linux-web': ['kernel', 'glibc_deb', 'openssl_deb', 'openssh_deb', 'curl_deb', 'apache_deb'],
  'linux-db': ['kernel', 'glibc_deb', 'openssl_deb', 'openssh_deb', 'curl_deb', 'postgresql_deb'],
  'linux-app': ['kernel', 'glibc_deb', 'openssl_deb', 'openssh_deb', 'curl_deb'],
};

/** The operating system first. */
export function workstationSoftware(company: Company, device: Workstation): Installed[] {
  const { dice } = company;
  const found = [installed(device.os, lag(company, 'wks', device.ordinal, device.os))];
  for (const [key, share] of onWorkstations)
    if (dice.below(100, 'has', key, device.ordinal) < share)
      found.push(installed(key, lag(company, 'wks', device.ordinal, key)));
  if (dice.chance(0.12, 'builder', device.ordinal))
    for (const key of forBuilders)
      if (dice.chance(0.6, 'tool', key, device.ordinal))
        found.push(installed(key, lag(company, 'wks', device.ordinal, key)));
  return found;
}

/** The operating system first (Linux: the kernel). What the story plants is old whatever the dice say. */
export function serverSoftware(company: Company, device: Server): Installed[] {
  const { dice } = company;
  const found: Installed[] = [];
  const add = (key: string): number =>
    found.push(installed(key, plantedLag(device, key) ?? lag(company, 'srv', device.ordinal, key)));
  if (device.os !== 'debian12') {
    add(device.os);
    add('edge');
    add('7zip');
  }
  for (const key of onServers[device.role] ?? []) add(key);
  if (device.role === 'web') {
    if (device.number === 1) add('php');
    else if (device.number === 2) add('confluence');
    else if (dice.chance(0.3, 'web', device.ordinal))
      add(dice.pick(['php', 'sharepoint'], 'web kind', device.ordinal));
  }
  if ((device.role === 'app' || device.role === 'linux-app') && dice.chance(0.3, 'app', device.ordinal))
    add(dice.pick(['tomcat', 'activemq', 'jenkins'], 'app kind', device.ordinal));
  return found;
}

/**
 * Doors of the story: the two web servers and the backup server run releases with exploited weaknesses; the mail server and
 * the domain controllers are looked after well.
 */
function plantedLag(device: Server, key: string): number | undefined {
  if (key === 'php' && device.number === 1) return 2;
  if (key === 'confluence') return 3;
  if (key === 'veeam') return 1;
  if (device.role === 'exchange' || device.role === 'dc') return 0;
  // Only the story decides what is open to the internet.
  if (device.publicAddress !== undefined) return 0;
  return undefined;
}

export function networkSoftware(company: Company, device: NetworkDevice): Installed[] {
  switch (device.role) {
    case 'firewall':
      // 7.2.5: the first firewall still has the SSL VPN weakness that 7.2.7 fixes.
      return [installed('fortios', device.ordinal === 0 ? 3 : 0)];
    case 'gateway':
      return [installed('netscaler', 0)];
    case 'switch':
      return [installed('iosxe', lag(company, 'net', device.ordinal, 'iosxe'))];
  }
}

/**
 * How many releases a product on a device is behind. Devices differ (most are cared for, a few forgotten), and products on
 * one device differ a little.
 */
function lag(company: Company, kind: string, ordinal: number, key: string): number {
  const { dice } = company;
  const care = dice.below(100, 'care', kind, ordinal);
  const noise = dice.below(100, 'lag', kind, ordinal, key);
  if (care < 40) return noise < 82 ? 0 : 1;
  if (care < 72) return noise < 30 ? 0 : 1 + (noise % 3);
  if (care < 93) return 1 + (noise % 6);
  return 4 + (noise % 12);
}
