import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { qualys } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(qualys, memoryFile('report', text, 61));

const header = (status = 'FINISHED'): string =>
  `<HEADER><KEY value="USERNAME">me</KEY><KEY value="DATE">2024-01-02T03:04:05Z</KEY><KEY value="STATUS">${status}</KEY>
<OPTION_PROFILE><OPTION_PROFILE_TITLE><![CDATA[Full]]></OPTION_PROFILE_TITLE></OPTION_PROFILE></HEADER>`;
const ip = (content: string, attributes = 'value="10.0.0.5" name="web.example.org"'): string =>
  `<IP ${attributes}><OS>Linux 5</OS>${content}</IP>`;
const scan = (ips: string, head = header()): string => `<SCAN value="scan/1">${head}${ips}</SCAN>`;
const vuln = `<VULNS><CAT value="Web" port="443" protocol="tcp"><VULN number="82054" severity="4" cveid="CVE-2004-0230">
<TITLE>OpenSSL 1.0.1 Multiple Vulnerabilities</TITLE><CVSS_BASE>5</CVSS_BASE><CVSS3_BASE>-</CVSS3_BASE>
<CVE_ID_LIST><CVE_ID><ID>CVE-2004-0231</ID></CVE_ID></CVE_ID_LIST><SOLUTION><![CDATA[Use <A HREF="x">patch</A>.]]></SOLUTION></VULN></CAT></VULNS>`;

describe('a scan', () => {
  it('without addresses is read', async () => {
    const { outcome, observations, detection } = await read(scan(''));
    expect(detection).toEqual({ kind: 'read', format: 'qualys scan xml' });
    expect(outcome).toEqual({ ok: true });
    expect(observations.device).toEqual([]);
  });

  it('gives devices, ports and findings, and proves them for its option profile', async () => {
    const { observations, native, provesScope, checks } = await read(
      scan(
        ip(
          `<SERVICES><CAT value="TCP/IP"><SERVICE number="82023"><RESULT format="table">Port\tIANA\tDescription\tService Detected
22\tssh\tSSH\tunknown\n443\thttps\tWeb\thttp over ssl</RESULT></SERVICE></CAT></SERVICES>${vuln}` +
            '<PRACTICES><CAT value="x"><PRACTICE number="7" severity="2"><TITLE>Perhaps</TITLE></PRACTICE></CAT></PRACTICES>',
        ) + ip('', 'value="10.0.0.6" name="No registered hostname"'),
      ),
    );
    expect(native).toEqual({ ips: 2, infos: 0, services: 1, vulns: 1, practices: 1 });
    expect(observations.device).toMatchObject([
      { DeviceName: 'web.example.org', IPAddresses: ['10.0.0.5'], Examined: ['ports', 'vulnerabilities'] },
      { DeviceName: '10.0.0.6' },
    ]);
    expect(observations.endpoint.map((e) => [e.Port, e.Service, e.ServiceBasis])).toEqual([
      [22, 'ssh', 'assumed'],
      [443, 'http over ssl', 'probed'],
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        VulnerabilityId: '82054',
        CveIds: ['CVE-2004-0230', 'CVE-2004-0231'],
        Severity: 'High',
        CvssScore: 5,
        SoftwareName: 'OpenSSL',
        FixText: 'Use patch .',
        Port: 443,
        Confidence: 95,
      },
      { VulnerabilityId: '7', Severity: 'Low', Confidence: 40 },
    ]);
    expect({ provesScope, checks }).toEqual({ provesScope: true, checks: 'Full' });
  });

  it('that was stopped or cut proves nothing', async () => {
    for (const text of [scan(ip(vuln), header('CANCELED')), scan(ip(vuln)).slice(0, -7)]) {
      const { outcome, observations, provesScope } = await read(text);
      expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
      expect(observations.vulnerability).toHaveLength(1);
      expect(provesScope).toBe(false);
    }
  });

  it('of another tool is left alone', async () => {
    expect((await read('<SCAN><item/></SCAN>')).detection).toBeUndefined();
  });
});

const detail = `<GLOSSARY><VULN_DETAILS_LIST><VULN_DETAILS id="qid_11"><QID id="qid_11">11</QID><TITLE>Flaw</TITLE><SEVERITY>3</SEVERITY>
<CVE_ID_LIST><CVE_ID><ID>CVE-2020-0001</ID></CVE_ID></CVE_ID_LIST><CVSS3_SCORE><CVSS3_BASE>8.1</CVSS3_BASE></CVSS3_SCORE>
<CORRELATION><EXPLOITABILITY><EXPLT_SRC><SRC_NAME>Metasploit</SRC_NAME></EXPLT_SRC></EXPLOITABILITY></CORRELATION></VULN_DETAILS></VULN_DETAILS_LIST></GLOSSARY>`;
const found = `<VULN_INFO><QID id="qid_11">11</QID><TYPE>Vuln</TYPE><PORT>80</PORT><PROTOCOL>tcp</PROTOCOL>
<RESULT format="table">Package\tInstalled Version\tRequired Version\nkernel\t3.10.0\t3.10.1</RESULT>
<FIRST_FOUND>2020-12-18T13:11:56Z</FIRST_FOUND><LAST_FOUND>2021-03-19T13:05:42Z</LAST_FOUND><VULN_STATUS>Active</VULN_STATUS></VULN_INFO>`;

describe('reports by host', () => {
  it('join their glossary, which comes after the hosts', async () => {
    const { observations, provesScope } = await read(
      `<ASSET_DATA_REPORT><HEADER><TEMPLATE>T</TEMPLATE></HEADER><HOST_LIST><HOST><IP>10.0.0.5</IP><HOST_ID>9</HOST_ID><DNS>web</DNS>
<VULN_INFO_LIST>${found}${found.replace('Vuln<', 'Ig<')}${found.replace('Active', 'Fixed')}</VULN_INFO_LIST></HOST></HOST_LIST>${detail}</ASSET_DATA_REPORT>`,
    );
    expect(observations.device).toMatchObject([{ AgentIds: ['qualys:9'], HostNames: ['web'] }]);
    expect(observations.vulnerability).toMatchObject([
      {
        VulnerabilityId: '11',
        CveIds: ['CVE-2020-0001'],
        Severity: 'Medium',
        CvssScore: 8.1,
        SoftwareName: 'kernel',
        SoftwareVersion: '3.10.0',
        FixedVersion: '3.10.1',
        ExploitMaturity: 'weaponised',
        FirstSeen: Date.UTC(2020, 11, 18, 13, 11, 56),
        Status: 'affected',
      },
      { Status: 'fixed' },
    ]);
    expect(provesScope).toBe(false);
  });

  it('of the API say when there are more pages', async () => {
    const { outcome, observations } = await read(
      `<HOST_LIST_VM_DETECTION_OUTPUT><RESPONSE><DATETIME>2024-01-01T00:00:00Z</DATETIME><HOST_LIST><HOST><ID>1</ID><IP>10.0.0.5</IP>
<DETECTION_LIST><DETECTION><QID>11</QID><TYPE>Potential</TYPE><SEVERITY>5</SEVERITY><STATUS>New</STATUS><IS_IGNORED>1</IS_IGNORED></DETECTION><DETECTION/></DETECTION_LIST>
</HOST></HOST_LIST><WARNING><CODE>1980</CODE></WARNING></RESPONSE></HOST_LIST_VM_DETECTION_OUTPUT>`,
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toMatchObject([
      { Severity: 'Critical', Confidence: 40, Status: 'will_not_fix' },
    ]);
  });
});

const report =
  '"IP","DNS","NetBIOS","OS","QID","Title","Vuln Status","Type","Severity","Port","Protocol","First Detected","Last Detected","CVE ID","CVSS3 Base"';
const vmdr =
  '"Asset Vuln Datalist Report","04 Feb 2026 10:00AM GMT-0500","1"\n"C","street"\n"CVE","CVSSv3.1 Base (nvd)","QID","Title","Severity","Type Detected","Last Detected","Protocol","Port","Status","Asset Id","Asset Name","Asset IPV4","RTI"';

describe('a CSV', () => {
  it('of a report gives devices and findings', async () => {
    const { observations, native } = await read(
      `${report}\n"10.0.0.5","web.example.org","WEB","Windows","91762","Microsoft Update","Active","Vuln","5","445","tcp","05/13/2021 07:08:28","05/25/2021 07:36:58","CVE-2021-31192, CVE-2021-31188","9.9 (AV:N/AC:L)"
"10.0.0.5","web.example.org","WEB","Windows","45038","Host Scan Time","","Ig","1","","","","","",""
"10.0.0.6","","","","","","","","","","","","","",""\n`,
    );
    expect(native).toEqual({ rows: 3, severity: { 5: 1, 1: 1, null: 1 } });
    expect(observations.device.map((device) => device.DeviceName)).toEqual(['web.example.org', '10.0.0.6']);
    expect(observations.vulnerability).toMatchObject([
      {
        CveIds: ['CVE-2021-31192', 'CVE-2021-31188'],
        Severity: 'Critical',
        CvssScore: 9.9,
        CvssVector: 'AV:N/AC:L',
        FirstSeen: Date.UTC(2021, 4, 13, 7, 8, 28),
      },
    ]);
  });

  it('of VMDR has a head of its own, empty cells with a mark, and times in the zone of the account', async () => {
    const { observations, observedAt } = await read(
      `${vmdr}\n"CVE-2023-0004","7.8","8","Flaw","4","Confirmed","Feb 03, 2026 07:00 AM","'-","0","ACTIVE","3","W1","10.0.0.1,10.0.0.2","Active Attacks"\n`,
    );
    expect(observedAt).toBe(Date.UTC(2026, 1, 4, 15));
    expect(observations.device).toMatchObject([
      { AgentIds: ['qualys:3'], IPAddresses: ['10.0.0.1', '10.0.0.2'] },
    ]);
    expect(observations.vulnerability).toMatchObject([
      { CvssScore: 7.8, Port: undefined, IsKnownExploited: true, LastSeen: Date.UTC(2026, 1, 3, 12) },
    ]);
  });

  it('with nothing found is read, a row without QID or host is set aside, bad values are left out', async () => {
    expect((await read(`${report}\n\n\n`)).outcome).toEqual({ ok: true });
    const { observations, quarantined } = await read(
      `${report}\n"=cmd()","","","","x","t","","Vuln","5","","","","","",""\n"__proto__","<b>","","","7","t","","Vuln","9","-5","","1990-1sdf","13/45/2021","CVE-YYYY-1","98"\n`,
    );
    expect(quarantined).toHaveLength(1);
    expect(observations.vulnerability).toMatchObject([
      { CveIds: [], Severity: 'Unknown', CvssScore: undefined, FirstSeen: undefined, Port: undefined },
    ]);
  });
});
