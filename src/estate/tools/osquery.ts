import { daysBefore, seconds, type Company } from '../company.ts';
import { servers, type Server } from '../devices.ts';
import { insidePorts } from '../ports.ts';
import { versionOf } from '../products.ts';
import type { EstateSink } from '../sink.ts';
import { serverSoftware } from '../software.ts';
import { ctime } from './text.ts';

/** Packages that every Debian 12 server has besides those of its role, with versions of Debian 12. */
const basePackages: readonly (readonly [string, string])[] = [
  ['adduser', '3.134'],
  ['apt', '2.6.1'],
  ['base-files', '12.4+deb12u7'],
  ['bash', '5.2.15-2+b7'],
  ['ca-certificates', '20230311'],
  ['coreutils', '9.1-1'],
  ['cron', '3.0pl1-162'],
  ['dash', '0.5.12-2'],
  ['dpkg', '1.21.22'],
  ['gpg', '2.2.40-1.1'],
  ['grep', '3.8-5'],
  ['iproute2', '6.1.0-3'],
  ['less', '590-2.1~deb12u2'],
  ['logrotate', '3.21.0-1'],
  ['openssl-provider-legacy', '3.0.15-1~deb12u1'],
  ['perl-base', '5.36.0-7+deb12u1'],
  ['python3.11', '3.11.2-6+deb12u4'],
  ['rsyslog', '8.2302.0-1'],
  ['sed', '4.9-1'],
  ['sudo', '1.9.13p3-1+deb12u1'],
  ['systemd', '252.31-1~deb12u1'],
  ['tar', '1.34+dfsg-1.2+deb12u1'],
  ['tzdata', '2024b-0+deb12u1'],
  ['vim-tiny', '2:9.0.1378-2'],
  ['zlib1g', '1:1.2.13.dfsg-1'],
];

/** Writes the two log files of osqueryd on the Linux servers, as a log collector brings them together. */
export async function writeOsquery(company: Company, sink: EstateSink): Promise<void> {
  await sink.write('osquery/osqueryd.results.log', results(company));
  await sink.write('osquery/osqueryd.snapshots.log', snapshots(company));
}

function* linuxServers(company: Company): Generator<Server> {
  for (const device of servers(company)) if (device.os === 'debian12') yield device;
}

/** The first run of each query: every row is added. */
function* results(company: Company): Generator<string> {
  for (const device of linuxServers(company)) {
    const lines: string[] = [];
    const add = (name: string, columns: Readonly<Record<string, string>>): number =>
      lines.push(
        `${JSON.stringify({ name, ...envelope(company, device), decorations: { hostname: device.host }, columns, action: 'added' })}\n`,
      );
    add('os_version', {
      arch: 'x86_64',
      build: '',
      codename: 'bookworm',
      major: '12',
      minor: '0',
      name: 'Debian GNU/Linux',
      patch: '0',
      platform: 'debian',
      platform_like: '',
      version: '12 (bookworm)',
    });
    for (const [name, version] of packages(company, device))
      add('deb_packages', {
        arch: 'amd64',
        name,
        revision: version.includes('-') ? version.slice(version.lastIndexOf('-') + 1) : '',
        source: '',
        status: 'install ok installed',
        version,
      });
    for (const { port } of insidePorts(company, device))
      add('listening_ports', { address: '0.0.0.0', family: '2', port: String(port), protocol: '6' });
    for (const [uid, username] of [
      ['0', 'root'],
      ['1000', 'deploy'],
      ['1001', 'backup-agent'],
    ] as const)
      add('users', {
        description: username,
        directory: uid === '0' ? '/root' : `/home/${username}`,
        gid: uid,
        shell: '/bin/bash',
        uid,
        username,
      });
    yield lines.join('');
  }
}

function packages(company: Company, device: Server): (readonly [string, string])[] {
  const own = serverSoftware(company, device)
    .filter(({ product }) => product.key === 'kernel' || product.key.endsWith('_deb'))
    .map((one) => [one.product.name, versionOf(one)] as const);
  return [...basePackages, ...own];
}

function* snapshots(company: Company): Generator<string> {
  for (const device of linuxServers(company)) {
    const take = (name: string, rows: readonly Readonly<Record<string, string>>[]): string =>
      `${JSON.stringify({ snapshot: rows, action: 'snapshot', name, ...envelope(company, device), decorations: { hostname: device.host } })}\n`;
    yield take('system_info', [
      {
        computer_name: device.host,
        cpu_brand: 'x86-64',
        hardware_model: 'PowerEdge',
        hardware_serial: company.dice.hex(7, 'serial', device.ordinal).toUpperCase(),
        hardware_vendor: 'Dell Inc.',
        hostname: device.fqdn,
        physical_memory: '17179869184',
        uuid: device.uuid,
      },
    ]);
    yield take('interface_addresses', [
      { address: '127.0.0.1', interface: 'lo', mask: '255.0.0.0', type: 'unknown' },
      { address: device.address, interface: 'eth0', mask: '255.255.255.0', type: 'unknown' },
    ]);
    yield take('interface_details', [
      { interface: 'lo', mac: '00:00:00:00:00:00', mtu: '65536', type: '4' },
      { interface: 'eth0', mac: device.mac, mtu: '1500', type: '1' },
    ]);
  }
}

function envelope(company: Company, device: Server): object {
  const time = daysBefore(company, 0.4);
  return {
    // The agent is told to name itself by the hardware, as fleets of physical servers do.
    hostIdentifier: device.uuid,
    calendarTime: `${ctime(time)} UTC`,
    unixTime: seconds(time),
    epoch: 0,
    counter: 0,
    numerics: false,
  };
}
