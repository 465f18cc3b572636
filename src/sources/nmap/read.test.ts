import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { nmap } from './manifest.ts';

const finished =
  '<runstats><finished time="1700000600" exit="success"/><hosts up="1" down="0" total="1"/></runstats>';

function scan(hosts: string, args = 'nmap -sV', end = `${finished}</nmaprun>`): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<?xml-stylesheet href="file:///usr/share/nmap/nmap.xsl" type="text/xsl"?>
<nmaprun scanner="nmap" args="${args}" start="1700000000" version="7.94" xmloutputversion="1.05">
<scaninfo type="syn" protocol="tcp" numservices="1000" services="1-1000"/>
${hosts}${end}`;
}

function host(content: string, status = '<status state="up" reason="syn-ack"/>'): string {
  return `<host endtime="1700000500">${status}<address addr="10.0.0.5" addrtype="ipv4"/>${content}</host>\n`;
}

function read(text: string): Promise<Reading> {
  return readWith(nmap, memoryFile('scan.xml', text, 61));
}

async function deviceOf(content: string): Promise<Reading['observations']['device'][number]> {
  const [device] = (await read(scan(host(content)))).observations.device;
  if (device === undefined) throw new Error('no device');
  return device;
}

describe('hosts', () => {
  it('that are up become devices with all their addresses and names', async () => {
    const device = await deviceOf(
      '<address addr="fe80::1" addrtype="ipv6"/><address addr="00:11:22:33:44:55" addrtype="mac" vendor="Acme"/>' +
        '<hostnames><hostname name="web" type="user"/><hostname name="web.example.org" type="PTR"/></hostnames>',
    );
    expect(device).toMatchObject({
      Ref: 'local:10.0.0.5',
      DeviceName: 'web.example.org',
      HostNames: ['web', 'web.example.org'],
      IPAddresses: ['10.0.0.5', 'fe80::1'],
      MacAddresses: ['00:11:22:33:44:55'],
      Vendor: 'Acme',
      Examined: ['ports'],
      LastSeen: 1700000500000,
    });
  });

  it('that are down are counted only', async () => {
    const { observations, native } = await read(
      scan(
        '<host><status state="down" reason="no-response"/><address addr="10.0.0.6" addrtype="ipv4"/></host>',
      ),
    );
    expect(observations.device).toEqual([]);
    expect(native).toMatchObject({ hosts: 1, host_states: { down: 1 } });
  });

  it('that -Pn only presumes to be up count when something answered', async () => {
    const presumed = '<status state="up" reason="user-set"/>';
    const silent = host('<ports><extraports state="filtered" count="1000"/></ports>', presumed);
    const closed = host('<ports><extraports state="closed" count="1000"/></ports>', presumed);
    expect((await read(scan(silent))).observations.device).toHaveLength(0);
    expect((await read(scan(closed))).observations.device).toHaveLength(1);
  });

  it('are not taken from hints', async () => {
    const hint = `<hosthint><status state="up"/><address addr="10.0.0.9" addrtype="ipv4"/>
      <address addr="00:11:22:33:44:55" addrtype="mac"/></hosthint>`;
    const { observations, native } = await read(scan(hint + host('')));
    expect(observations.device).toHaveLength(1);
    expect(native).toMatchObject({ hosts: 1, macs: 0 });
  });

  it('that were scanned under two names keep a ref each', async () => {
    const { observations } = await read(scan(host('') + host('')));
    expect(observations.device.map(({ Ref }) => Ref)).toEqual(['local:10.0.0.5', 'local:10.0.0.5#2']);
  });
});

describe('ports', () => {
  const ports = `<ports>
<extraports state="closed" count="990"/>
<port protocol="tcp" portid="22"><state state="open"/><service name="ssh" product="OpenSSH" version="9.2p1 Debian 2" method="probed" conf="10"><cpe>cpe:/a:openbsd:openssh:9.2p1</cpe><cpe>cpe:/o:linux:linux_kernel</cpe></service></port>
<port protocol="tcp" portid="80"><state state="closed"/><service name="http" method="table"/></port>
<port protocol="tcp" portid="443"><state state="open"/><service name="http" tunnel="ssl" product="nginx" version="1.25.3" method="probed"><cpe>cpe:/a:igor_sysoev:nginx:1.25.3</cpe></service></port>
<port protocol="tcp" portid="445"><state state="open"/><service name="netbios-ssn" product="Samba smbd" version="3.X - 4.X" method="probed"/></port>
<port protocol="udp" portid="161"><state state="open|filtered"/><service name="snmp" method="table"/></port>
<port protocol="ip" portid="1"><state state="open"/></port>
</ports>`;

  it('that are open or may be open are endpoints', async () => {
    const { observations, native } = await read(scan(host(ports)));
    expect(
      observations.endpoint.map((e) => [e.Protocol, e.Port, e.State, e.Service, e.ServiceBasis, e.Cpe]),
    ).toEqual([
      ['tcp', 22, 'open', 'ssh', 'probed', 'cpe:/a:openbsd:openssh:9.2p1'],
      ['tcp', 443, 'open', 'https', 'probed', 'cpe:/a:igor_sysoev:nginx:1.25.3'],
      ['tcp', 445, 'open', 'netbios-ssn', 'probed', undefined],
      ['udp', 161, 'filtered', 'snmp', 'assumed', undefined],
    ]);
    expect(native).toMatchObject({ open_ports: 4, ports_listed: 6 });
  });

  it('give software where the service told one version', async () => {
    const { software } = (await read(scan(host(ports)))).observations;
    expect(software.map((s) => [s.SoftwareVendor, s.SoftwareName, s.SoftwareVersion, s.at])).toEqual([
      ['openbsd', 'OpenSSH', '9.2p1', 'line 8'],
      ['igor_sysoev', 'nginx', '1.25.3', 'line 10'],
    ]);
  });
});

describe('operating systems', () => {
  const match = (name: string, accuracy: number, classes: string): string =>
    `<os><osmatch name="${name}" accuracy="${accuracy}">${classes}</osmatch></os>`;

  it('are taken when the guess is sure', async () => {
    const linux = '<osclass type="general purpose" osfamily="Linux" osgen="5.X" accuracy="98"/>';
    expect(await deviceOf(match('Linux 5.4', 98, linux))).toMatchObject({
      OSPlatform: 'Linux',
      OSVersion: '5.4',
    });
    expect(await deviceOf(match('Linux 5.0 - 5.4', 98, linux))).not.toHaveProperty(
      'OSVersion',
      expect.anything(),
    );
    const windows = '<osclass type="general purpose" osfamily="Windows" osgen="10" accuracy="95"/>';
    expect(await deviceOf(match('Microsoft Windows 10 1903', 95, windows))).toMatchObject({
      OSPlatform: 'Windows 10',
    });
  });

  it('are left open when the guess is unsure or families differ', async () => {
    const linux = '<osclass type="general purpose" osfamily="Linux" accuracy="85"/>';
    const unsure = await deviceOf(match('Linux 5.4', 85, linux));
    expect(unsure.OSPlatform).toBeUndefined();
    expect(unsure.Properties).toMatchObject({ OsGuess: 'Linux 5.4', OsAccuracy: 85 });
    const both = '<osclass osfamily="Linux" accuracy="96"/><osclass osfamily="FreeBSD" accuracy="96"/>';
    expect((await deviceOf(match('Linux or FreeBSD', 96, both))).OSPlatform).toBeUndefined();
  });

  it('of nmap up to 5 stand beside their classes', async () => {
    const os = `<os><osclass type="router" osfamily="IOS" osgen="12.X" accuracy="100"/>
      <osmatch name="Cisco IOS 12.4" accuracy="100"/></os>`;
    expect(await deviceOf(os)).toMatchObject({ OSPlatform: 'IOS', OSVersion: '12.4', DeviceType: 'router' });
  });

  it('that the host itself names over SMB or RDP come first', async () => {
    const smb = `<hostscript><script id="smb-os-discovery" output="&#xa;  OS: Windows Server 2016 Standard 14393 (Windows Server 2016 Standard 6.3)&#xa;  FQDN: dc1.corp.example&#xa;">
      <elem key="os">Windows Server 2016 Standard 14393</elem><elem key="server">DC1\\x00</elem>
      <elem key="fqdn">dc1.corp.example</elem><elem key="domain_dns">corp.example</elem></script></hostscript>`;
    expect(await deviceOf(smb)).toMatchObject({
      OSPlatform: 'Windows Server 2016 Standard',
      OSVersion: '14393',
      DeviceName: 'dc1.corp.example',
      Domain: 'corp.example',
      HostNames: ['dc1.corp.example', 'DC1'],
    });
    const rdp = `<ports><port protocol="tcp" portid="3389"><state state="open"/><script id="rdp-ntlm-info" output="">
      <elem key="DNS_Computer_Name">pc7.corp.example</elem><elem key="Product_Version">10.0.19041</elem></script></port></ports>`;
    expect(await deviceOf(rdp)).toMatchObject({
      OSPlatform: 'Windows',
      OSVersion: '10.0.19041',
      DeviceName: 'pc7.corp.example',
    });
  });

  it('are not those that Samba imitates', async () => {
    const smb = `<hostscript><script id="smb-os-discovery" output="&#xa;  OS: Windows 6.1 (Samba 4.17)&#xa;">
      <elem key="os">Windows 6.1</elem><elem key="lanmanager">Samba 4.17</elem></script></hostscript>`;
    expect((await deviceOf(smb)).OSPlatform).toBeUndefined();
  });
});

it('takes names, MAC and user of nbstat, names of certificates and SSH keys', async () => {
  const device = await deviceOf(`<ports>
<port protocol="tcp" portid="22"><state state="open"/><script id="ssh-hostkey" output=""><table><elem key="type">ssh-ed25519</elem><elem key="fingerprint">aabb</elem></table></script></port>
<port protocol="tcp" portid="443"><state state="open"/><script id="ssl-cert" output="Subject: commonName=shop.example.org&#xa;Subject Alternative Name: DNS:shop.example.org, DNS:*.example.org"><table key="subject"><elem key="commonName">shop.example.org</elem></table></script></port></ports>
<hostscript><script id="nbstat" output="NetBIOS name: PC7, NetBIOS user: ALICE, NetBIOS MAC: 00:11:22:33:44:66 (Acme)&#xa;"/></hostscript>`);
  expect(device).toMatchObject({
    HostNames: ['PC7', 'shop.example.org'],
    MacAddresses: ['00:11:22:33:44:66'],
    LoggedOnUsers: ['ALICE'],
    Properties: { SshHostKeys: 'ssh-ed25519 aabb' },
  });
});

describe('weaknesses', () => {
  const vulners = `<script id="vulners" output="x"><table key="cpe:/a:openbsd:openssh:7.4">
<table><elem key="id">CVE-2018-15919</elem><elem key="cvss">5.0</elem><elem key="type">cve</elem><elem key="is_exploit">false</elem></table>
<table><elem key="id">EDB-ID:45210</elem><elem key="cvss">0.0</elem><elem key="type">exploitdb</elem><elem key="is_exploit">true</elem></table>
<table><elem key="id">CVE-2018-15919</elem><elem key="cvss">5.0</elem><elem key="type">cve</elem></table>
</table></script>`;
  const ssh = (script: string): string =>
    host(
      `<ports><port protocol="tcp" portid="22"><state state="open"/><service name="ssh" product="OpenSSH" version="7.4" method="probed"/>${script}</port></ports>`,
    );

  it('of vulners are looked up by version, so they are unsure', async () => {
    const { observations } = await read(scan(ssh(vulners)));
    expect(observations.vulnerability).toMatchObject([
      {
        VulnerabilityId: 'CVE-2018-15919',
        CveIds: ['CVE-2018-15919'],
        Severity: 'Medium',
        CvssScore: 5,
        SoftwareName: 'OpenSSH',
        SoftwareVersion: '7.4',
        Port: 22,
        Protocol: 'tcp',
        Confidence: 30,
        Status: 'affected',
      },
    ]);
    expect(observations.device[0]?.Examined).toEqual(['ports', 'vulnerabilities']);
  });

  it('of old vulners are read from the text', async () => {
    const old =
      '<script id="vulners" output="&#xa;  cpe:/a:openbsd:openssh:7.4: &#xa;    &#x9;CVE-2018-15919&#x9;5.0&#x9;https://example.org/"/>';
    expect((await read(scan(ssh(old)))).observations.vulnerability).toMatchObject([
      { VulnerabilityId: 'CVE-2018-15919', CvssScore: 5, Cpe: 'cpe:/a:openbsd:openssh:7.4' },
    ]);
  });

  it('of checks are found when their state says so', async () => {
    const check = (
      key: string,
      state: string,
    ): string => `<table key="${key}"><elem key="title">Flaw ${key}</elem>
      <elem key="state">${state}</elem><table key="ids"><elem>CVE:${key}</elem></table></table>`;
    const { vulnerability } = (
      await read(
        scan(
          host(`<hostscript><script id="smb-vuln-x" output="&#xa;  Flaw CVE-2017-0143&#xa;    State: VULNERABLE&#xa;    Risk factor: HIGH&#xa;">
${check('CVE-2017-0143', 'VULNERABLE')}${check('CVE-2017-0144', 'LIKELY VULNERABLE')}${check('CVE-2017-0145', 'NOT VULNERABLE')}</script></hostscript>`),
        ),
      )
    ).observations;
    expect(vulnerability.map((v) => [v.VulnerabilityId, v.Severity, v.Confidence])).toEqual([
      ['CVE-2017-0143', 'High', 90],
      ['CVE-2017-0144', 'Unknown', 50],
    ]);
    expect(new Set(vulnerability.map(({ at }) => at)).size).toBe(2);
  });

  it('count as looked for when the command line asked for them', async () => {
    const { observations, scope } = await read(scan(host(''), 'nmap --script=vuln 10.0.0.5'));
    expect(observations.device[0]?.Examined).toEqual(['ports', 'vulnerabilities']);
    expect(scope).toMatchObject({ checks: ['ports', 'vulnerabilities'], ports: { tcp: '1-1000' } });
  });
});

describe('scans that are not whole', () => {
  it('give the hosts before the end of the file', async () => {
    const { outcome, observations, native } = await read(
      scan(host(''), 'nmap', '<host><status state="up"/>'),
    );
    expect(outcome).toMatchObject({
      ok: false,
      fault: { code: 'truncated', message: expect.stringContaining('1 hosts, 1 of them up') as string },
    });
    expect(observations.device).toHaveLength(1);
    expect(native).toMatchObject({ finished: false });
  });

  it('say that nmap gave up', async () => {
    const end =
      '<runstats><finished time="1700000600" exit="error" errormsg="no route"/></runstats></nmaprun>';
    expect((await read(scan(host(''), 'nmap', end))).outcome).toMatchObject({
      fault: { code: 'truncated', message: expect.stringContaining('no route') as string },
    });
  });

  it('are told apart from a second scan in the same file', async () => {
    const { outcome, observations } = await read(scan(host('')) + scan(host('')));
    expect(outcome).toMatchObject({
      fault: { message: expect.stringContaining('--append-output') as string },
    });
    expect(observations.device).toHaveLength(1);
  });

  it('are refused when they declare entities', async () => {
    const text = scan(host('')).replace(
      '<!DOCTYPE nmaprun>',
      '<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file:///x">]>',
    );
    const { outcome, observations } = await read(text);
    expect(outcome).toMatchObject({ fault: { code: 'external-entity' } });
    expect(observations.device).toEqual([]);
  });
});

it('reads masscan, which writes a host for each port', async () => {
  const line = (
    port: number,
  ): string => `<host endtime="1700000001"><address addr="10.0.0.5" addrtype="ipv4"/>
<ports><port protocol="tcp" portid="${port}"><state state="open" reason="syn-ack"/></port></ports></host>`;
  const { observations, tool } = await read(
    `<?xml version="1.0"?><nmaprun scanner="masscan" start="1700000000" version="1.3.2" xmloutputversion="1.03">
${line(80)}${line(443)}${line(80)}<runstats><finished time="1700000002"/></runstats></nmaprun>`,
  );
  expect(tool).toEqual({ name: 'masscan', version: '1.3.2' });
  expect(observations.device).toHaveLength(1);
  expect(observations.endpoint.map((e) => [e.Ref, e.Port])).toEqual([
    ['local:10.0.0.5', 80],
    ['local:10.0.0.5', 443],
  ]);
});

it('reads a scan without hosts', async () => {
  const { outcome, native, observedAt } = await read(scan(''));
  expect(outcome).toEqual({ ok: true });
  expect(native).toMatchObject({
    hosts: 0,
    host_states: {},
    open_ports: 0,
    finished: true,
    nmap_version: '7.94',
  });
  expect(observedAt).toBe(1700000600000);
});

it('leaves other XML alone', () => {
  expect(nmap.detect(memoryFile('nmap.xml', '<foo/>').head)).toBeUndefined();
  expect(nmap.detect(memoryFile('nmap.xml', 'nmaprun').head)).toBeUndefined();
});

describe('what a report proves', () => {
  it('is its hosts, for the kind of scan, the scripts and the ports', async () => {
    expect(await read(scan(host(''), 'nmap -sC -sV --script vulners,http-title x'))).toMatchObject({
      provesScope: true,
      checks: 'syn/tcp | scripts default,http-title,vulners | tcp 1-1000',
    });
    expect(await read(scan(host('')))).toMatchObject({ provesScope: true, checks: 'syn/tcp | tcp 1-1000' });
  });

  it('is nothing without an end, without ports, or when a host was given up', async () => {
    const ping = scan(host('')).replace(/<scaninfo[^>]*>/, '');
    const givenUp = scan(host('').replace('<host ', '<host timedout="true" '));
    for (const text of [scan(host(''), 'nmap', '</nmaprun>'), scan(host(''), 'nmap', ''), ping, givenUp]) {
      expect((await read(text)).provesScope).toBe(false);
    }
  });
});
