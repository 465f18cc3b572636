import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { nessus } from './manifest.ts';

function report(hosts: string, end = '</Report></NessusClientData_v2>'): string {
  return `<?xml version="1.0" ?>
<NessusClientData_v2><Policy><policyName>secret policy</policyName></Policy>
<Report name="weekly" xmlns:cm="http://www.nessus.org/cm">
${hosts}${end}`;
}

function host(tags: Readonly<Record<string, string>>, items = '', name = '10.0.0.5'): string {
  const properties = Object.entries(tags).map(([key, value]) => `<tag name="${key}">${value}</tag>`);
  return `<ReportHost name="${name}"><HostProperties>${properties.join('\n')}</HostProperties>\n${items}</ReportHost>\n`;
}

interface Item {
  readonly plugin?: string;
  readonly name?: string;
  readonly severity?: number;
  readonly port?: number;
  readonly protocol?: string;
  readonly service?: string;
}

function item(
  content: string,
  { plugin = '100', name = 'Flaw', severity = 3, port = 0, protocol = 'tcp', service = 'general' }: Item = {},
): string {
  return `<ReportItem port="${port}" svc_name="${service}" protocol="${protocol}" severity="${severity}" pluginID="${plugin}" pluginName="${name}" pluginFamily="Any"><plugin_type>remote</plugin_type>${content}</ReportItem>\n`;
}

function read(text: string, name = 'scan.nessus'): Promise<Reading> {
  return readWith(nessus, memoryFile(name, text, 61));
}

async function findingOf(
  content: string,
  attributes?: Item,
): Promise<Reading['observations']['vulnerability'][number]> {
  const [finding] = (await read(report(host({}, item(content, attributes))))).observations.vulnerability;
  if (finding === undefined) throw new Error('no finding');
  return finding;
}

async function deviceOf(
  tags: Readonly<Record<string, string>>,
  items = '',
  name?: string,
): Promise<Reading['observations']['device'][number]> {
  const [device] = (await read(report(host(tags, items, name)))).observations.device;
  if (device === undefined) throw new Error('no device');
  return device;
}

describe('hosts', () => {
  it('are known by all their tags', async () => {
    const device = await deviceOf({
      'host-ip': '10.0.0.5',
      'host-fqdn': 'web.example.org',
      'host-rdns': 'p5.provider.example',
      'netbios-name': 'CORP\\WEB01',
      'mac-address': '00:11:22:33:44:55\n00:11:22:33:44:66',
      'operating-system': 'Linux Kernel 5.10.0-8-amd64 on Debian 11.2',
      'system-type': 'general-purpose',
      'bios-uuid': '11111111-2222-3333-4444-555555555555',
      'host-uuid': 'abc',
      'aws-instance-instanceId': 'i-0abc',
      HOST_START: 'Wed Mar 23 14:31:51 2022',
      HOST_END_TIMESTAMP: '1648044472',
      HOST_END: 'Wed Mar 23 15:07:52 2022',
      'wmi-domain': 'corp.example',
    });
    expect(device).toMatchObject({
      Ref: 'local:10.0.0.5',
      DeviceName: 'web.example.org',
      HostNames: ['web.example.org', 'WEB01', 'p5.provider.example'],
      IPAddresses: ['10.0.0.5'],
      MacAddresses: ['00:11:22:33:44:55', '00:11:22:33:44:66'],
      OSPlatform: 'Debian',
      OSVersion: '11.2',
      HardwareIds: ['uuid:11111111-2222-3333-4444-555555555555'],
      AgentIds: ['nessus:abc', 'aws:i-0abc'],
      Domain: 'corp.example',
      Examined: ['ports', 'vulnerabilities'],
      LastSeen: 1648044472000,
    });
    expect(device.DeviceType).toBeUndefined();
  });

  it.each([
    ['Microsoft Windows Server 2019 Standard Build 17763', 'Microsoft Windows Server 2019 Standard', '17763'],
    ['Microsoft Windows 10\nMicrosoft Windows 11', 'Microsoft Windows', undefined],
    ['Linux Kernel 3.10.0 on CentOS Linux release 7.6.1810 (Core)', 'CentOS Linux', '7.6.1810'],
    ['VMware ESXi 6.7.0 build-1234', 'VMware ESXi', '6.7.0'],
    ['NetBSD 3.0', 'NetBSD', '3.0'],
    ['AIX\nHP-UX', undefined, undefined],
  ])('with operating system %j', async (text, platform, version) => {
    const { OSPlatform, OSVersion } = await deviceOf({ 'operating-system': text });
    expect([OSPlatform, OSVersion]).toEqual([platform, version]);
  });

  it('take the text time as it stands when there is no number', async () => {
    expect((await deviceOf({ HOST_END: 'Fri Dec 11 03:25:29 2009' })).LastSeen).toBe(
      Date.UTC(2009, 11, 11, 3, 25, 29),
    );
  });

  it('of one name keep a ref each', async () => {
    const { observations } = await read(report(host({}) + host({})));
    expect(observations.device.map(({ Ref }) => Ref)).toEqual(['local:10.0.0.5', 'local:10.0.0.5#2']);
  });

  it('that are only logged as dead are no devices', async () => {
    const dead =
      '<plugin_output>The remote host (10.0.0.9) is considered as dead - not scanning</plugin_output>';
    const { observations, native } = await read(
      report(host({}, item(dead, { plugin: '10180', severity: 0 }), '10.0.0.9')),
    );
    expect(observations.device).toEqual([]);
    expect(native).toMatchObject({ hosts: 1 });
  });

  it('were looked into when the scan had credentials', async () => {
    expect((await deviceOf({ Credentialed_Scan: 'true' })).Examined).toContain('software');
    const said = item(
      '<plugin_output>Nessus version : 10.6.1\nCredentialed checks : yes, as root via ssh\n</plugin_output>',
      { plugin: '19506', severity: 0 },
    );
    const reading = await read(report(host({}, said)));
    expect(reading.observations.device[0]?.Examined).toContain('software');
    expect(reading.tool).toEqual({ name: 'Nessus', version: '10.6.1' });
    expect(reading.scope).toMatchObject({ credentialedHosts: 1 });
  });
});

describe('ports', () => {
  it('of all items are endpoints, each once, with the best name', async () => {
    const items =
      item('', { port: 80, service: 'www?', severity: 0 }) +
      item('', { port: 80, service: 'www', severity: 0 }) +
      item('', { port: 161, protocol: 'udp', service: 'unknown', severity: 2 });
    const { endpoint } = (await read(report(host({ 'host-ip': '10.0.0.5' }, items)))).observations;
    expect(endpoint.map((e) => [e.Protocol, e.Port, e.State, e.Service, e.ServiceBasis])).toEqual([
      ['tcp', 80, 'open', 'www', 'probed'],
      ['udp', 161, 'open', undefined, undefined],
    ]);
  });

  it('that only the host itself lists are listening', async () => {
    const items =
      item('', { port: 5432, plugin: '14272', severity: 0 }) +
      item('', { port: 22, service: 'ssh', severity: 0 });
    const tags = { 'netstat-listen-tcp4-0': '127.0.0.1:3306', 'netstat-listen-tcp4-1': '0.0.0.0:22' };
    const { endpoint } = (await read(report(host(tags, items)))).observations;
    expect(endpoint.map((e) => [e.Port, e.State, e.IPAddress])).toEqual([
      [3306, 'listening', '127.0.0.1'],
      [22, 'open', '10.0.0.5'],
      [5432, 'listening', '10.0.0.5'],
    ]);
  });
});

describe('findings', () => {
  it('stand for all their CVEs in one row', async () => {
    const finding = await findingOf(
      `<cve>CVE-2021-44228</cve><cve>CVE-2021-45046</cve><cpe>cpe:/a:apache:log4j</cpe>
<cvss_base_score>9.3</cvss_base_score><cvss_vector>CVSS2#AV:N/AC:M/Au:N/C:C/I:C/A:C</cvss_vector>
<cvss3_base_score>10.0</cvss3_base_score><cvss3_vector>CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H</cvss3_vector>
<epss_score>0.975</epss_score><exploit_available>true</exploit_available><exploitability_ease>Exploits are available</exploitability_ease>
<exploit_framework_metasploit>true</exploit_framework_metasploit><cisa-known-exploited>2021/12/24</cisa-known-exploited>
<solution>Upgrade to Apache Log4j version 2.15.0 or later.</solution>
<plugin_output>
  Path              : /opt/app/log4j-core-2.14.1.jar
  Installed version : 2.14.1
  Fixed version     : 2.15.0
</plugin_output>`,
      {
        severity: 4,
        plugin: '156183',
        name: 'Apache Log4j &lt; 2.15.0 Remote Code Execution',
        port: 8080,
        service: 'www',
      },
    );
    expect(finding).toMatchObject({
      VulnerabilityId: '156183',
      CveIds: ['CVE-2021-44228', 'CVE-2021-45046'],
      Title: 'Apache Log4j < 2.15.0 Remote Code Execution',
      Severity: 'Critical',
      CvssScore: 10,
      CvssVector: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
      SoftwareVendor: 'apache',
      SoftwareName: 'log4j',
      SoftwareVersion: '2.14.1',
      FixedVersion: '2.15.0',
      FixText: 'Upgrade to Apache Log4j version 2.15.0 or later.',
      Port: 8080,
      Protocol: 'tcp',
      ExploitMaturity: 'weaponised',
      IsKnownExploited: true,
      EpssScore: 0.975,
      Status: 'affected',
    });
  });

  it('of severity 0 are information', async () => {
    const { observations, native } = await read(report(host({}, item('', { severity: 0 }))));
    expect(observations.vulnerability).toEqual([]);
    expect(native).toMatchObject({
      report_items: 1,
      severity: { '0': 1 },
      distinct_plugins: 1,
      distinct_cves: 0,
    });
  });

  it('that Nessus 4 wrote with severity 1 and without risk are information, raised plugins of newer versions are not', async () => {
    const old = item('<risk_factor>None</risk_factor>', { severity: 1 }).replace(
      '<plugin_type>remote</plugin_type>',
      '',
    );
    expect((await read(report(host({}, old)))).observations.vulnerability).toHaveLength(0);
    const raised = item('<risk_factor>None</risk_factor>', { severity: 1 });
    expect((await read(report(host({}, raised)))).observations.vulnerability).toHaveLength(1);
  });

  it.each([
    ['<exploitability_ease>No known exploits are available</exploitability_ease>', 'none'],
    ['<exploit_available>true</exploit_available>', 'poc'],
    [
      '<exploit_code_maturity>Functional</exploit_code_maturity><exploit_available>true</exploit_available>',
      'functional',
    ],
    ['<cvss3_temporal_vector>CVSS:3.0/E:U/RL:O/RC:C</cvss3_temporal_vector>', 'none'],
    ['<exploited_by_malware>true</exploited_by_malware>', 'weaponised'],
    ['', undefined],
  ])('with %s have exploits: %s', async (content, maturity) => {
    expect((await findingOf(content)).ExploitMaturity).toBe(maturity);
  });

  it('of packages name the package and the version that is missing', async () => {
    const rpm = await findingOf(
      `<cpe>p-cpe:/a:centos:centos:openssl-libs\np-cpe:/a:centos:centos:openssl\ncpe:/o:centos:centos:7</cpe>
<plugin_output>\nRemote package installed : openssl-1.0.2k-16.el7\nShould be                : openssl-1.0.2k-19.el7\n</plugin_output>`,
    );
    expect([rpm.SoftwareName, rpm.SoftwareVersion, rpm.FixedVersion]).toEqual([
      'openssl',
      '1.0.2k-16.el7',
      '1.0.2k-19.el7',
    ]);
    const deb = await findingOf(
      '<plugin_output>  - Installed package : openssl_1.1.1-1ubuntu2\n  - Fixed package     : openssl_1.1.1-1ubuntu2.1\n</plugin_output>',
    );
    expect([deb.SoftwareName, deb.SoftwareVersion, deb.FixedVersion]).toEqual([
      'openssl',
      '1.1.1-1ubuntu2',
      '1.1.1-1ubuntu2.1',
    ]);
    const silent = await findingOf(
      '<cpe>p-cpe:/a:centos:centos:openssl-libs\np-cpe:/a:centos:centos:openssl</cpe>',
    );
    expect(silent.SoftwareName).toBe('openssl');
  });

  it('of Windows name the update that is missing', async () => {
    const missing = await findingOf(
      '<cpe>cpe:/o:microsoft:windows</cpe><mskb>5005565</mskb><mskb>5005566</mskb><plugin_output>  - KB : 5005565\n</plugin_output>',
    );
    expect([missing.SoftwareName, missing.FixedVersion]).toEqual(['windows', 'KB5005565']);
    expect((await findingOf('<mskb>4012598</mskb>')).FixedVersion).toBe('KB4012598');
  });

  it('have no fixed version when the output says there is none', async () => {
    const output =
      '<plugin_output>  Installed version : 7.4\n  Fixed version : This version is no longer supported.\n</plugin_output>';
    expect(await findingOf(output)).not.toHaveProperty('FixedVersion', expect.anything());
  });

  it('of products without support say so on the software', async () => {
    const content =
      '<cpe>cpe:/a:apache:tomcat</cpe><plugin_output>  Installed version : 8.5.1\n</plugin_output>';
    const { software } = (await read(report(host({}, item(content, { name: 'Apache Tomcat SEoL (8.5.x)' })))))
      .observations;
    expect(software).toMatchObject([
      { SoftwareName: 'tomcat', SoftwareVersion: '8.5.1', EndOfSupportStatus: 'end of support' },
    ]);
  });
});

describe('software', () => {
  const listed = async (plugin: string, output: string): Promise<unknown[]> => {
    const text = report(host({}, item(`<plugin_output>${output}</plugin_output>`, { plugin, severity: 0 })));
    return (await read(text)).observations.software.map((s) => [
      s.Ecosystem,
      s.SoftwareName,
      s.SoftwareVersion,
    ]);
  };

  it('of Debian, Red Hat and Alpine is listed by 22869', async () => {
    expect(
      await listed(
        '22869',
        '\nHere is the list of packages installed on the remote Debian Linux system : \n\n  ii  libc6:amd64  2.31-13  amd64  GNU C Library\n  rc  old  1.0  all  removed\n',
      ),
    ).toEqual([['deb', 'libc6', '2.31-13']]);
    expect(
      await listed(
        '22869',
        '\nHere is the list of packages installed on the remote CentOS Linux system : \n\n  bash-4.2.46-31.el7|(none)  Mon 01 Jan 2018\n  bind-libs-9.11.4-9.el7.x86_64|32\n',
      ),
    ).toEqual([
      ['rpm', 'bash', '4.2.46-31.el7'],
      ['rpm', 'bind-libs', '32:9.11.4-9.el7'],
    ]);
    expect(
      await listed(
        '22869',
        '\nHere is the list of packages installed on the remote Alpine Linux system : \n\n  musl-1.2.2-r7\n',
      ),
    ).toEqual([['apk', 'musl', '1.2.2-r7']]);
  });

  it('of Windows is listed by 20811, without its updates', async () => {
    const output =
      '\nThe following software are installed on the remote host :\n\n7-Zip 19.00 (x64)  [version 19.00]  [installed on 2020/01/01]\nTool\n\nThe following updates are installed :\n\nOffice :\n  KB123  [version 1]\n';
    expect(await listed('20811', output)).toEqual([
      ['windows', '7-Zip 19.00 (x64)', '19.00'],
      ['windows', 'Tool', undefined],
    ]);
  });

  it('is named by CPEs of tags and of 45590, applications with a version only', async () => {
    expect(
      await listed(
        '45590',
        '\n  cpe:/o:debian:debian_linux:11 -&gt; Debian\n\n  cpe:/a:openbsd:openssh:8.4 -&gt; OpenBSD OpenSSH\n  cpe:/a:php:php\n',
      ),
    ).toEqual([[undefined, 'openssh', '8.4']]);
    const { software } = (await read(report(host({ 'cpe-1': 'cpe:/a:php:php:5.6.40 -&gt; PHP PHP' }))))
      .observations;
    expect(software).toMatchObject([
      { SoftwareName: 'php', SoftwareVersion: '5.6.40', SoftwareVendor: 'php' },
    ]);
  });
});

describe('compliance checks', () => {
  const check = (result: string, more = '', id = 'abc'): string =>
    item(
      `<compliance>true</compliance><cm:compliance-check-name>1.1.1 Ensure cramfs is disabled</cm:compliance-check-name>
<cm:compliance-check-id>${id}</cm:compliance-check-id><cm:compliance-audit-file>cis.audit</cm:compliance-audit-file>
<cm:compliance-result>${result}</cm:compliance-result><cm:compliance-solution>Disable it.</cm:compliance-solution>
<cm:compliance-reference>800-53|CM-6,CAT|II</cm:compliance-reference>${more}`,
      { plugin: '21157' },
    );

  it.each([
    ['PASSED', 'pass', undefined],
    ['FAILED', 'fail', undefined],
    ['WARNING', 'unknown', 'a person has to look at it (WARNING)'],
    ['ERROR', 'unknown', 'the check ended with an error'],
    ['', 'unknown', 'no result is given'],
  ])('%s', async (word, result, reason) => {
    const { observations, native } = await read(report(host({}, check(word))));
    expect(observations.vulnerability).toEqual([]);
    expect(observations.control).toMatchObject([
      {
        ControlId: 'abc',
        Benchmark: 'cis.audit',
        Title: '1.1.1 Ensure cramfs is disabled',
        Severity: 'Medium',
        Result: result,
        FixText: 'Disable it.',
        References: ['800-53|CM-6', 'CAT|II'],
      },
    ]);
    expect(observations.control[0]?.Reason).toBe(reason);
    expect(observations.device[0]?.Examined).toContain('configuration');
    expect(native).toMatchObject({ compliance_items: 1 });
  });

  it('that run several times keep the worst result', async () => {
    const { control } = (
      await read(
        report(host({}, check('PASSED') + check('FAILED') + check('PASSED') + check('PASSED', '', 'b'))),
      )
    ).observations;
    expect(control.map((c) => [c.ControlId, c.Result])).toEqual([
      ['abc', 'fail'],
      ['b', 'pass'],
    ]);
  });

  it('keep no password hash they found', async () => {
    const value = '<cm:compliance-actual-value>root:$6$salt$abcdef:19000</cm:compliance-actual-value>';
    const { control } = (await read(report(host({}, check('FAILED', value))))).observations;
    expect(control[0]?.Reason).toBe('root:…:19000');
  });
});

it('says how far a cut file was read', async () => {
  const whole = host({ 'host-ip': '10.0.0.1' }, item(''), 'a');
  const { outcome, observations } = await read(
    report(`${whole}<ReportHost name="b"><HostProperties></HostProperties>${item('')}<ReportItem `, ''),
  );
  expect(outcome).toMatchObject({
    ok: false,
    fault: {
      code: 'truncated',
      message: expect.stringContaining('2 items of 2 hosts, the last one (b) only in part') as string,
    },
  });
  expect(observations.device.map(({ Ref }) => Ref)).toEqual(['local:a', 'local:b']);
  expect(observations.vulnerability).toHaveLength(2);
});

it('keeps findings apart that stand on one line', async () => {
  const { vulnerability } = (await read(report(host({}, item('') + item(''))).replaceAll('\n', ' ')))
    .observations;
  expect(new Set(vulnerability.map(({ at }) => at)).size).toBe(2);
});

describe('detection', () => {
  const detect = (text: string): unknown => {
    const detection = nessus.detect(memoryFile('x', text).head);
    return detection?.kind === 'refuse' ? detection.fault.code : detection?.format;
  };

  it('knows v2 whatever the name, and refuses other versions with a way out', () => {
    expect(detect(report(''))).toBe('nessus v2');
    expect(detect('<NessusClientData><Report/></NessusClientData>')).toBe('wrong-version');
    expect(detect('<NessusClientData_v3/>')).toBe('wrong-version');
    expect(detect('<Report/>')).toBeUndefined();
  });

  it.each([
    'Plugin ID,CVE,CVSS v2.0 Base Score,Risk,Host,Protocol,Port,Name,Synopsis\n1,,,None,h,tcp,0,n,s',
    '"Plugin","Plugin Name","Family","Severity","IP Address"\n',
    'asset.name,definition.id,definition.name,severity\n',
  ])('knows the CSV %j', (text) => {
    expect(detect(text)).toBe('nessus csv');
  });

  it('refuses a summary that names no host', () => {
    expect(detect('Plugin,Plugin Name,Family,Severity,VPR,Total,Host Total\n')).toBe('not-supported');
  });

  it('leaves other CSV alone', () => {
    expect(detect('Host,Port,Severity\n')).toBeUndefined();
  });
});

describe('what a report proves', () => {
  const ended = { 'host-ip': '10.0.0.5', HOST_END: 'Fri Dec 11 03:25:29 2009' };

  it('is its hosts, for the checks of its policy', async () => {
    expect(await read(report(host(ended)))).toMatchObject({ provesScope: true, checks: 'secret policy' });
  });

  it('is nothing when a host was not scanned to its end, when there is none, or when the file is cut', async () => {
    for (const text of [
      report(host(ended) + host({}, '', '10.0.0.6')),
      report(''),
      report(host(ended), '</Report>'),
    ]) {
      expect((await read(text)).provesScope).toBe(false);
    }
  });
});
