import { daysBefore, type Company } from '../company.ts';
import { servers, type Server } from '../devices.ts';
import type { EstateSink } from '../sink.ts';
import { xml } from './text.ts';

/** Rules of the SCAP Security Guide: id, severity, title, how many of a hundred servers pass. */
const rules: readonly (readonly [string, 'low' | 'medium' | 'high', string, number])[] = [
  ['sshd_disable_root_login', 'medium', 'Disable SSH Root Login', 60],
  ['sshd_disable_empty_passwords', 'high', 'Disable SSH Access via Empty Passwords', 100],
  ['sshd_set_idle_timeout', 'medium', 'Set SSH Client Alive Interval', 30],
  ['package_auditd_installed', 'medium', 'Ensure the audit Subsystem is Installed', 50],
  ['service_auditd_enabled', 'medium', 'Enable auditd Service', 50],
  ['package_rsyslog_installed', 'medium', 'Ensure rsyslog is Installed', 100],
  ['service_rsyslog_enabled', 'medium', 'Enable rsyslog Service', 95],
  ['package_telnetd_removed', 'high', 'Uninstall the telnet server', 100],
  ['package_nis_removed', 'low', 'Uninstall the nis package', 100],
  ['file_permissions_etc_shadow', 'medium', 'Verify Permissions on shadow File', 97],
  ['file_owner_etc_shadow', 'medium', 'Verify User Who Owns shadow File', 100],
  ['file_permissions_etc_passwd', 'medium', 'Verify Permissions on passwd File', 100],
  ['accounts_password_minlen_login_defs', 'medium', 'Set Password Minimum Length in login.defs', 25],
  ['accounts_maximum_age_login_defs', 'medium', 'Set Password Maximum Age', 20],
  ['sysctl_kernel_randomize_va_space', 'medium', 'Enable Randomized Layout of Virtual Address Space', 100],
  ['sysctl_fs_protected_symlinks', 'medium', 'Enable Kernel Parameter to Enforce DAC on Symlinks', 100],
  ['sysctl_net_ipv4_conf_all_accept_redirects', 'medium', 'Disable Accepting ICMP Redirects', 40],
  ['partition_for_tmp', 'low', 'Ensure /tmp Located On Separate Partition', 35],
  ['partition_for_var_log', 'low', 'Ensure /var/log Located On Separate Partition', 30],
  [
    'sudo_remove_nopasswd',
    'medium',
    'Ensure Users Re-Authenticate for Privilege Escalation - sudo NOPASSWD',
    70,
  ],
];

const prefix = 'xccdf_org.ssgproject.content_';
const profile = `${prefix}profile_standard`;
/** One of so many Linux servers is checked, and no more than this many. */
const everyNth = 4;
const mostFiles = 40;

/** Writes results of the standard profile for some of the Linux servers, one file each. */
export async function writeOpenScap(company: Company, sink: EstateSink): Promise<void> {
  let seen = 0;
  let written = 0;
  for (const device of servers(company)) {
    if (device.os !== 'debian12' || written >= mostFiles) continue;
    if (seen++ % everyNth !== 0) continue;
    written++;
    await sink.write(`openscap/${device.host}.xml`, [benchmark(company, device)]);
  }
}

function benchmark(company: Company, device: Server): string {
  const selected = rules.map(([id]) => `<select idref="${prefix}rule_${id}" selected="true"/>`);
  const described = rules.map(
    ([id, severity, title]) =>
      `<Rule id="${prefix}rule_${id}" selected="false" role="full" severity="${severity}"><title xml:lang="en-US">${xml(title)}</title><description xml:lang="en-US">${xml(title)}.</description></Rule>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="${prefix}benchmark_DEBIAN-12" resolved="1" xml:lang="en-US" style="SCAP_1.2">
<status date="2024-08-09">draft</status>
<title xml:lang="en-US">Guide to the Secure Configuration of Debian 12</title>
<version>0.1.74</version>
<Profile id="${profile}"><title xml:lang="en-US">Standard System Security Profile for Debian 12</title>
${selected.join('\n')}
</Profile>
<Group id="${prefix}group_system"><title xml:lang="en-US">System Settings</title>
${described.join('\n')}
</Group>
${testResult(company, device)}
</Benchmark>
`;
}

function testResult(company: Company, device: Server): string {
  const start = daysBefore(company, 4);
  const time = (at: number): string =>
    new Date(at)
      .toISOString()
      .replace('.000Z', '+00:00')
      .replace(/\.\d+Z/, '+00:00');
  const outcomes = rules.map(
    ([id, severity, , share]) =>
      [id, severity, company.dice.below(100, 'rule', id, device.ordinal) < share ? 'pass' : 'fail'] as const,
  );
  const results = outcomes.map(
    ([id, severity, result]) =>
      `<rule-result idref="${prefix}rule_${id}" role="full" time="${time(start)}" severity="${severity}" weight="1.000000"><result>${result}</result><check system="http://oval.mitre.org/XMLSchema/oval-definitions-5"><check-content-ref name="oval:ssg-${id}:def:1" href="ssg-debian12-oval.xml"/></check></rule-result>`,
  );
  const fact = (name: string, value: string): string =>
    `<fact name="urn:xccdf:fact:${name}" type="string">${value}</fact>`;
  const passed = outcomes.filter(([, , result]) => result === 'pass').length;
  return `<TestResult id="xccdf_org.open-scap_testresult_${profile}" start-time="${time(start)}" end-time="${time(start + 45_000)}" version="0.1.74" test-system="cpe:/a:redhat:openscap:1.3.7">
<benchmark href="ssg-debian12-ds.xml" id="${prefix}benchmark_DEBIAN-12"/>
<title>OSCAP Scan Result</title>
<identity authenticated="false" privileged="false">root</identity>
<profile idref="${profile}"/>
<target>${device.host}</target>
<target-address>127.0.0.1</target-address>
<target-address>${device.address}</target-address>
<target-facts>
${fact('scanner:name', 'OpenSCAP')}
${fact('scanner:version', '1.3.7')}
${fact('asset:identifier:fqdn', device.fqdn)}
${fact('asset:identifier:host_name', device.host)}
${fact('ethernet:MAC', device.mac.toUpperCase())}
${fact('asset:identifier:mac', device.mac.toUpperCase())}
${fact('asset:identifier:ipv4', '127.0.0.1')}
${fact('asset:identifier:ipv4', device.address)}
</target-facts>
${results.join('\n')}
<score system="urn:xccdf:scoring:default" maximum="100.000000">${((100 * passed) / rules.length).toFixed(6)}</score>
</TestResult>`;
}
