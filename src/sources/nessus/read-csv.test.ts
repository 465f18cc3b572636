import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { nessus } from './manifest.ts';

const read = (...lines: readonly string[]): Promise<Reading> =>
  readWith(nessus, memoryFile('scan.csv', lines.join('\n'), 61));

const header =
  'Plugin ID,CVE,CVSS v2.0 Base Score,Risk,Host,Protocol,Port,Name,Description,Solution,Plugin Output,CVSS v3.0 Base Score,EPSS Score,XREF,Metasploit';
const row = (cve: string, output = '', port = '443'): string =>
  `100,${cve},5.0,High,10.0.0.5,tcp,${port},OpenSSL 1.0.x < 1.0.2 Flaw,d,Update,"${output}",9.8,0.97,CISA-KNOWN-EXPLOITED:2022/05/04;CWE:20,true`;

it('reads a header without rows as a scan without hosts', async () => {
  const { outcome, observations, provesScope } = await read(header);
  expect(outcome).toEqual({ ok: true });
  expect(observations.device).toEqual([]);
  expect(provesScope).toBe(false);
});

it('makes one finding of the rows of one plugin, port and output, which differ in the CVE', async () => {
  const output = 'Installed version : 1.0.1\nFixed version : 1.0.2';
  const { observations, native, provesScope } = await read(
    header,
    row('CVE-2020-0001', output),
    row('CVE-2020-0002', output),
    row('CVE-2020-0001', output, '8443'),
    '11936,,,None,10.0.0.5,tcp,0,OS Identification,,,,,,,',
  );
  expect(native).toEqual({ rows: 4, severity: { High: 3, None: 1 } });
  expect(observations.vulnerability).toMatchObject([
    {
      VulnerabilityId: '100',
      CveIds: ['CVE-2020-0001', 'CVE-2020-0002'],
      Severity: 'High',
      CvssScore: 9.8,
      EpssScore: 0.97,
      IsKnownExploited: true,
      ExploitMaturity: 'weaponised',
      SoftwareVersion: '1.0.1',
      FixedVersion: '1.0.2',
      Port: 443,
      at: 'line 3',
    },
    { CveIds: ['CVE-2020-0001'], Port: 8443 },
  ]);
  expect(observations.device).toMatchObject([
    { IPAddresses: ['10.0.0.5'], Examined: ['ports', 'vulnerabilities'] },
  ]);
  expect(observations.endpoint.map((e) => e.Port)).toEqual([443, 8443]);
  expect(provesScope).toBe(false);
});

it('reads the columns of Security Center, which sorts by plugin', async () => {
  const { observations } = await read(
    'Plugin,Plugin Name,Family,Severity,IP Address,Protocol,Port,MAC Address,DNS Name,NetBIOS Name,CVE,CVSS V3 Vector,CVSS V3 Base Score,First Discovered,Last Observed',
    '7,Flaw,General,Critical,10.0.0.5,TCP,443,00:50:56:00:00:01,web.example.org,WORKGROUP\\WEB,"CVE-2020-0001,CVE-2020-0002",AV:N/AC:L,9.8,"Jan 5, 2021 10:24:08 MST","Feb 9, 2024 10:48:42 UTC"',
    '7,Flaw,General,Critical,10.0.0.6,TCP,443,,,,,,N/A,,',
    '8,Note,General,Info,10.0.0.5,TCP,0,,,,,,,,',
  );
  expect(observations.device).toMatchObject([
    {
      DeviceName: 'web.example.org',
      HostNames: ['web.example.org', 'WEB'],
      MacAddresses: ['00:50:56:00:00:01'],
      LastSeen: Date.UTC(2024, 1, 9, 10, 48, 42),
    },
    { DeviceName: '10.0.0.6' },
  ]);
  expect(observations.vulnerability).toMatchObject([
    {
      CveIds: ['CVE-2020-0001', 'CVE-2020-0002'],
      Protocol: 'tcp',
      FirstSeen: Date.UTC(2021, 0, 5, 17, 24, 8),
    },
    { CveIds: [] },
  ]);
});

it('reads the columns of the new Tenable views, and what was fixed is not open', async () => {
  const { observations } = await read(
    'asset.name;asset.display_ipv4_address;definition.id;definition.name;severity;definition.cve;state;asset.id',
    'web;10.0.0.5;7;Flaw;Low;CVE-2020-0001;FIXED;0a-1',
  );
  expect(observations.device).toMatchObject([
    { AgentIds: ['nessus:0a-1'], HostNames: ['web'], Examined: ['vulnerabilities'] },
  ]);
  expect(observations.vulnerability).toMatchObject([{ Status: 'fixed', Severity: 'Low' }]);
});

it('takes results of compliance checks for controls', async () => {
  const { observations } = await read(
    header,
    '21157,,,FAILED,10.0.0.5,tcp,0,Unix Compliance Checks,"""1.1.1 Mount options"" : [FAILED]\n\nlong",,,,,,',
  );
  expect(observations.control).toMatchObject([{ Title: '1.1.1 Mount options', Result: 'fail' }]);
  expect(observations.vulnerability).toEqual([]);
});

it('sets rows without host aside, and stores no number that is out of range', async () => {
  const { observations, quarantined } = await read(
    header,
    '100,,5,High,,tcp,443,Flaw,,,,,,,',
    '=cmd|x,CVE-YYYY-1,50,High,<b>h</b>,tcp,99999,__proto__,,,,75,3833,,',
    'only one cell',
  );
  expect(quarantined.map(({ locator }) => locator)).toEqual(['line 2', 'line 4']);
  expect(observations.vulnerability).toMatchObject([
    { CveIds: [], CvssScore: undefined, EpssScore: undefined, Port: undefined },
  ]);
});

it('says when the last row is cut inside a quotation', async () => {
  const { outcome } = await read(header, row('CVE-2020-0001'), '101,,5,High,10.0.0.5,tcp,1,"cut');
  expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
});
