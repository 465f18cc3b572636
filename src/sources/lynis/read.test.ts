import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { lynis } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(lynis, memoryFile('lynis-report.dat', text, 61));

const report = (more: string, end = 'finish=true\n'): string => `# Lynis Report
report_version_major=1
report_datetime_start=2026-11-23 13:24:53
lynis_version=3.0.8
os=Linux
os_name=Debian
os_version=12
hostname=vm
hostid=c949a87ea26fcee46fac7c2d963c9c8c110507fe
network_mac_address[]=02:fc:00:00:00:01
network_mac_address[]=00:00:00:00:00:00
network_ipv4_address[]=192.0.2.2
network_ipv4_address[]=127.0.0.1
${more}hardening_index=56
tests_executed=KRNL-5788|SSH-7408|BOOT-5104|
tests_skipped=PHP-2211|
${end}`;

it('becomes a device with controls, software and ports', async () => {
  const { outcome, observations, native, tool, ...more } = await read(
    report(`warning[]=KRNL-5788|No kernel|-|text:Install one|
suggestion[]=SSH-7408|Harden SSH|AllowTcpForwarding (set YES to NO)|-|
suggestion[]=SSH-7408|Harden SSH|Port|-|
installed_packages=2
package_manager[]=dpkg
installed_packages_array=|adduser,3.134|broken|
vulnerable_package[]=apt
network_listen[]=raw,ss,v1|tcp|0.0.0.0:22|sshd|
network_listen[]=nonsense
`),
  );
  expect(outcome).toEqual({ ok: true });
  expect(tool).toEqual({ name: 'Lynis', version: '3.0.8' });
  expect(observations.device).toMatchObject([
    {
      DeviceName: 'vm',
      AgentIds: ['lynis:c949a87ea26fcee46fac7c2d963c9c8c110507fe'],
      MacAddresses: ['02:fc:00:00:00:01'],
      IPAddresses: ['192.0.2.2'],
      OSPlatform: 'Debian',
      Examined: ['configuration', 'software'],
    },
  ]);
  expect(observations.control.map((c) => [c.ControlId, c.Severity, c.Result, c.Place])).toEqual([
    ['KRNL-5788', 'Medium', 'fail', undefined],
    ['SSH-7408', 'Low', 'fail', 'AllowTcpForwarding (set YES to NO)'],
    ['SSH-7408', 'Low', 'fail', 'Port'],
    ['BOOT-5104', 'Unknown', 'pass', undefined],
    ['PHP-2211', 'Unknown', 'unknown', undefined],
  ]);
  expect(observations.control[0]?.FixText).toBe('Install one');
  expect(observations.software.map((s) => [s.SoftwareName, s.SoftwareVersion])).toEqual([
    ['adduser', '3.134'],
    ['broken', undefined],
  ]);
  expect(observations.endpoint).toMatchObject([
    { Port: 22, Protocol: 'tcp', State: 'listening', Process: 'sshd' },
  ]);
  expect(observations.vulnerability).toMatchObject([{ SoftwareName: 'apt', CveIds: [] }]);
  expect(native).toEqual({
    warnings: 1,
    suggestions: 2,
    hardening_index: '56',
    installed_packages: '2',
    hostname: 'vm',
  });
  expect(more).toMatchObject({ provesScope: true, checks: 'Lynis tests: all, all' });
});

it('without its last line is cut and proves nothing', async () => {
  const { outcome, observations, ...more } = await read(report('warning[]=<b>|\n', ''));
  expect(outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(observations.device).toHaveLength(1);
  expect(more.quarantined).toHaveLength(1);
  expect(more).toMatchObject({ provesScope: false });
});
