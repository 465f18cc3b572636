import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { openvas } from './manifest.ts';

/** A report as Greenbone exports it: the outer one holds the inner one. */
function report(results: string, { hosts = '', head = '', max = -1 } = {}): string {
  return `<report id="outer" format_id="a994b278" extension="xml"><report id="inner"><gmp><version>22.4</version></gmp>
<filters id="0"><term>levels=hml rows=-1 min_qod=70</term></filters>${head}
<ports max="-1" start="1"><count>0</count></ports>
<results max="${max}" start="1">
${results}</results>
${hosts}<scan_end>2024-03-01T12:30:00Z</scan_end></report></report>`;
}

interface Result {
  readonly severity?: number | undefined;
  readonly threat?: string;
  readonly port?: string;
  readonly nvt?: string;
  readonly more?: string;
  readonly host?: string;
  readonly name?: string;
}

function result({
  severity = 9.8,
  threat = 'High',
  port = 'general/tcp',
  nvt = '',
  more = '',
  host = '10.0.0.5',
  name = 'Flaw',
}: Result = {}): string {
  return `<result id="r"><name>${name}</name><host>
    ${host}<asset asset_id="asset-1"/><hostname>web.example.org</hostname></host><port>${port}</port>
<nvt oid="1.3.6.1.4.1.25623.1.0.1"><type>nvt</type><name>${name}</name><family>General</family>${nvt}</nvt>
<threat>${threat}</threat><severity>${severity}</severity><qod><value>80</value><type/></qod>${more}</result>\n`;
}

function read(text: string): Promise<Reading> {
  return readWith(openvas, memoryFile('report.xml', text, 61));
}

async function findingOf(attributes: Result): Promise<Reading['observations']['vulnerability'][number]> {
  const [finding] = (await read(report(result(attributes)))).observations.vulnerability;
  if (finding === undefined) throw new Error('no finding');
  return finding;
}

describe('results', () => {
  it('are findings with CVEs, product, versions and quality of detection', async () => {
    const finding = await findingOf({
      name: 'Mozilla Firefox Security Update (mfsa_2023-32) - Windows',
      port: '443/tcp',
      nvt: `<cvss_base>7.5</cvss_base><severities score="9.8"><severity type="cvss_base_v2"><score>7.5</score><value>AV:N/AC:L/Au:N/C:P/I:P/A:P</value></severity>
<severity type="cvss_base_v3"><score>9.8</score><value>CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H</value></severity></severities>
<tags>summary=x|solution_type=VendorFix</tags><solution type="VendorFix">Upgrade to version 117.</solution>
<epss><max_severity><score>0.01</score></max_severity><max_epss><score>0.09</score></max_epss></epss>
<refs><ref type="cve" id="CVE-2023-4573"/><ref type="url" id="https://example.org"/><ref type="cve" id="CVE-2023-4574"/></refs>`,
      more: '<description>Installed version: 116.0.3\nFixed version:     117\n</description>',
    });
    expect(finding).toMatchObject({
      Ref: 'local:10.0.0.5',
      VulnerabilityId: '1.3.6.1.4.1.25623.1.0.1',
      CveIds: ['CVE-2023-4573', 'CVE-2023-4574'],
      Severity: 'High',
      CvssScore: 9.8,
      CvssVector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      SoftwareName: 'Mozilla Firefox',
      SoftwareVersion: '116.0.3',
      FixedVersion: '117',
      FixText: 'Upgrade to version 117.',
      Port: 443,
      Protocol: 'tcp',
      EpssScore: 0.09,
      Confidence: 80,
      Status: 'affected',
    });
  });

  it('of package checks name the package', async () => {
    const finding = await findingOf({
      more: '<description>\nVulnerable package:   libssl1.1\nInstalled version:    libssl1.1-1.1.1d-0+deb10u3\nFixed version:      &gt;=libssl1.1-1.1.1d-0+deb10u5\n</description>',
    });
    expect([finding.SoftwareName, finding.SoftwareVersion, finding.FixedVersion]).toEqual([
      'libssl1.1',
      '1.1.1d-0+deb10u3',
      '1.1.1d-0+deb10u5',
    ]);
  });

  it('of detected products take the product from its CPE', async () => {
    const detection = `<detection><result id="d"><details><detail><name>product</name><value>cpe:/a:apache:http_server:2.4.49</value></detail></details></result></detection>`;
    const { observations, native } = await read(report(result({ more: detection })));
    expect(observations.vulnerability).toMatchObject([
      { SoftwareName: 'http server', SoftwareVersion: '2.4.49', SoftwareVendor: 'apache' },
    ]);
    expect(native).toMatchObject({ results: 1 });
  });

  it('that only log are no findings, but their ports are known', async () => {
    const { observations, native } = await read(
      report(result({ severity: 0, threat: 'Log', port: '22/tcp' })),
    );
    expect(observations.vulnerability).toEqual([]);
    expect(observations.endpoint).toMatchObject([{ Port: 22, Protocol: 'tcp', State: 'open' }]);
    expect(native).toMatchObject({
      results: 1,
      threats: { Log: 1 },
      distinct_hosts: 1,
      distinct_nvts: 1,
      host_elements: 1,
    });
  });

  it('that a person called false keep their rating and say so', async () => {
    const override =
      '<original_threat>Medium</original_threat><overrides><override><active>1</active><text>checked by hand</text></override></overrides>';
    expect(await findingOf({ severity: -1, threat: 'False Positive', more: override })).toMatchObject({
      Status: 'false_positive',
      Reason: 'checked by hand',
      Severity: 'Medium',
    });
  });

  it('that the vendor will not fix say so', async () => {
    expect(await findingOf({ nvt: '<solution type="WillNotFix">None.</solution>' })).toMatchObject({
      Status: 'will_not_fix',
    });
    expect(await findingOf({ nvt: '<solution type="NoneAvailable"/>' })).toMatchObject({
      Status: 'affected',
      Reason: 'no fix is available',
    });
  });

  it('of versions before GMP have CVEs as text, ports in brackets and no severity', async () => {
    const { observations, outcome } =
      await read(`<report id="1"><report><results><result id="r"><subnet>10.0.0.5</subnet><host>10.0.0.5</host>
<port>https (443/tcp)</port><nvt oid="1.2"><name>Old flaw</name><cvss_base>4.3</cvss_base><risk_factor>Medium</risk_factor><cve>CVE-2003-1418, NOCVE</cve><bid>NOBID</bid>
<tags>cvss_base_vector=AV:N/AC:M/Au:N/C:P/I:N/A:N|summary=a|b|solution=Turn it off.</tags></nvt><threat>Medium</threat><description/></result></results></report></report>`);
    expect(outcome).toEqual({ ok: true });
    expect(observations.vulnerability).toMatchObject([
      {
        CveIds: ['CVE-2003-1418'],
        Severity: 'Medium',
        CvssScore: 4.3,
        CvssVector: 'AV:N/AC:M/Au:N/C:P/I:N/A:N',
        FixText: 'Turn it off.',
        Port: 443,
      },
    ]);
    expect(observations.endpoint).toMatchObject([{ Port: 443, Service: 'https', ServiceBasis: 'assumed' }]);
  });

  it('of GMP 20.8 have scores of 0 to 100', async () => {
    const nvt = (score: string): string =>
      `<cvss_base>7.5</cvss_base><severities score="75"><severity type="cvss_base_v2"><score>${score}</score><value>AV:N/AC:L/Au:N/C:P/I:P/A:P</value></severity></severities>`;
    expect((await findingOf({ nvt: nvt('75') })).CvssScore).toBe(7.5);
    expect((await findingOf({ nvt: nvt('7.5') })).CvssScore).toBe(7.5);
  });

  it('inside errors are no findings', async () => {
    const errors = `<errors><count>1</count><error><host>10.0.0.9</host><result>${result()}</result></error></errors>`;
    const { observations, native } = await read(report('', { hosts: errors }));
    expect(observations.vulnerability).toEqual([]);
    expect(native).toMatchObject({ results: 0, host_elements: 2 });
  });

  it('of audits are controls', async () => {
    const { observations } = await read(
      report(result({ severity: 0, threat: 'Log', more: '<compliance>no</compliance>' })),
    );
    expect(observations.control).toMatchObject([
      { ControlId: '1.3.6.1.4.1.25623.1.0.1', Title: 'Flaw', Result: 'fail' },
    ]);
    expect(observations.device[0]?.Examined).toContain('configuration');
  });

  it('without a host are set aside', async () => {
    const { quarantined, outcome } = await read(report(result({ host: '' })));
    expect(quarantined).toMatchObject([{ reason: 'the result names no host' }]);
    expect(outcome).toEqual({ ok: true });
  });

  it('stay apart when they stand on one line', async () => {
    const { vulnerability } = (await read(report(result() + result()).replaceAll('\n', ' '))).observations;
    expect(new Set(vulnerability.map(({ at }) => at)).size).toBe(2);
  });
});

const detail = (name: string, value: string): string =>
  `<detail><name>${name}</name><value>${value}</value><source><name>x</name></source></detail>`;

it('joins what results and the host record say of a host', async () => {
  const host = `<host><ip>10.0.0.5</ip><asset asset_id="asset-1"/><end>2024-03-01T12:00:00Z</end>
${detail('best_os_cpe', 'cpe:/o:debian:debian_linux:12')}${detail('best_os_txt', 'Debian GNU/Linux 12')}${detail('MAC', '00:11:22:33:44:55')}
${detail('hostname', 'db')}${detail('App', 'cpe:/a:openbsd:openssh:9.2')}${detail('Services', '22,tcp,ssh')}${detail('ports', '22,80')}${detail('Auth-SSH-Success', 'yes')}</host>`;
  const { observations } = await read(report(result({ port: '443/tcp' }), { hosts: host }));
  expect(observations.device).toMatchObject([
    {
      Ref: 'local:10.0.0.5',
      DeviceName: 'web.example.org',
      AgentIds: ['greenbone:asset-1'],
      HostNames: ['web.example.org', 'db'],
      IPAddresses: ['10.0.0.5'],
      MacAddresses: ['00:11:22:33:44:55'],
      OSPlatform: 'Debian GNU/Linux',
      OSVersion: '12',
      Examined: ['ports', 'vulnerabilities', 'software'],
      LastSeen: Date.UTC(2024, 2, 1, 12),
    },
  ]);
  expect(observations.software).toMatchObject([
    { SoftwareName: 'openssh', SoftwareVersion: '9.2', SoftwareVendor: 'openbsd' },
  ]);
  expect(observations.endpoint.map((e) => [e.Port, e.Service])).toEqual([
    [443, undefined],
    [22, 'ssh'],
    [80, undefined],
  ]);
});

it('keeps the hosts of two reports in one answer apart', async () => {
  const { observations, outcome } = await read(
    `<get_reports_response status="200">${report(result())}${report(result())}</get_reports_response>`,
  );
  expect(outcome).toEqual({ ok: true });
  expect(observations.device.map(({ Ref }) => Ref)).toEqual(['local:10.0.0.5', 'local:10.0.0.5#2']);
  expect(observations.vulnerability.map(({ Ref }) => Ref)).toEqual(['local:10.0.0.5', 'local:10.0.0.5#2']);
});

it('reads a single result', async () => {
  const { observations, outcome } = await read(`<?xml version="1.0"?>${result()}`);
  expect(outcome).toEqual({ ok: true });
  expect([observations.device.length, observations.vulnerability.length]).toEqual([1, 1]);
});

it('states the time, the protocol version and the filter', async () => {
  const { observedAt, tool, scope } = await read(report(result()));
  expect(observedAt).toBe(Date.UTC(2024, 2, 1, 12, 30));
  expect(tool).toEqual({ name: 'Greenbone OpenVAS', version: 'GMP 22.4' });
  expect(scope).toMatchObject({ filter: 'levels=hml rows=-1 min_qod=70' });
});

describe('reports that are not whole', () => {
  const count = (filtered: number): string =>
    `<result_count>99<full>99</full><filtered>${filtered}</filtered></result_count>`;

  it('say how many results the row limit left out', async () => {
    const cut = await read(report(result() + result(), { max: 2, hosts: count(3) }));
    expect(cut.outcome).toMatchObject({
      ok: false,
      fault: { code: 'wrong-content', message: '2 of 3 results are in the file' },
    });
    expect(cut.observations.vulnerability).toHaveLength(2);
    expect((await read(report('', { hosts: count(40) }))).outcome).toMatchObject({
      fault: { message: '0 of 40 results are in the file' },
    });
  });

  it('are not suspected for a count that is a little off or too small', async () => {
    for (const filtered of [0, 1, 2]) {
      expect((await read(report(result() + result(), { hosts: count(filtered) }))).outcome).toEqual({
        ok: true,
      });
    }
  });

  it('say that the scan was stopped', async () => {
    const { outcome } = await read(report(result(), { head: '<scan_run_status>Stopped</scan_run_status>' }));
    expect(outcome).toMatchObject({
      fault: { code: 'truncated', message: expect.stringContaining('Stopped') as string },
    });
  });

  it('give what stands before the end of the file', async () => {
    const text = report(result() + result());
    const { outcome, observations } = await read(text.slice(0, text.lastIndexOf('<result id')));
    expect(outcome).toMatchObject({
      fault: { code: 'truncated', message: expect.stringContaining('1 results') as string },
    });
    expect([observations.device.length, observations.vulnerability.length]).toEqual([1, 1]);
  });

  it('are the answer of a server that refused', async () => {
    const { outcome } = await read(
      '<get_reports_response status="404" status_text="Failed to find report"/>',
    );
    expect(outcome).toMatchObject({
      fault: { code: 'wrong-content', message: expect.stringContaining('404') as string },
    });
  });
});

describe('detection', () => {
  const detect = (text: string): unknown => {
    const detection = openvas.detect(memoryFile('x', text).head);
    return detection?.kind === 'refuse' ? detection.fault.code : detection?.format;
  };

  it('knows the forms of a report', () => {
    expect(detect(report(''))).toBe('openvas report');
    expect(detect(result())).toBe('openvas result');
    expect(detect('<get_reports_response status="200"/>')).toBe('openvas get_reports_response');
  });

  it('leaves reports of other tools alone', () => {
    expect(detect('<report name="jacoco"><package/></report>')).toBeUndefined();
    expect(detect('<result><score/></result>')).toBeUndefined();
    expect(detect('IP,Hostname\n')).toBeUndefined();
  });
});

describe('what a report proves', () => {
  const hosts = '<host><ip>10.0.0.5</ip><end>2024-03-01T12:00:00Z</end></host>';
  const done = '<task id="t"><name>weekly</name></task><scan_run_status>Done</scan_run_status>';

  it('is its hosts, for its task and filter, when the scan is done and the hosts are listed', async () => {
    expect(await read(report(result(), { hosts, head: done }))).toMatchObject({
      provesScope: true,
      checks: 'weekly | levels=hml min_qod=70',
    });
  });

  it('is nothing without the state of the scan, without host records, or when results are missing', async () => {
    for (const text of [
      report(result(), { hosts }),
      report(result(), { head: done }),
      report(result(), {
        hosts,
        head: `${done}<result_count>9<full>9</full><filtered>9</filtered></result_count>`,
      }),
    ]) {
      expect((await read(text)).provesScope).toBe(false);
    }
  });
});
