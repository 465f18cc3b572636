import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { openvas } from './manifest.ts';

const read = (...lines: readonly string[]): Promise<Reading> =>
  readWith(openvas, memoryFile('report.csv', lines.join('\n'), 61));

const header =
  'IP,Hostname,Port,Port Protocol,CVSS,Severity,QoD,Solution Type,NVT Name,Summary,Specific Result,NVT OID,CVEs,Task ID,Task Name,Timestamp,Result ID,Impact,Solution,Product Detection Result';
const row = (cells: Readonly<Record<string, string>>): string =>
  header
    .split(',')
    .map((name) => `"${(cells[name] ?? '').replaceAll('"', '""')}"`)
    .join(',');
const finding = {
  IP: '10.0.0.5',
  Hostname: 'web.example.org',
  Port: '443',
  'Port Protocol': 'tcp',
  CVSS: '9.8',
  Severity: 'High',
  QoD: '80',
  'NVT Name': 'Apache < 2.4.50 Flaw',
  'Specific Result': 'Installed version: 2.4.49\nFixed version:     2.4.50\n',
  'NVT OID': '1.3.6.1',
  CVEs: 'CVE-2021-41773,CVE-YYYY-1',
  Timestamp: '2024-03-18T12:46:31Z',
  Solution: 'Update',
  'Product Detection Result': 'cpe:/a:apache:http_server:2.4.49 by …',
};

it('reads a header without rows', async () => {
  const { outcome, observations, detection } = await read(header);
  expect(detection).toEqual({ kind: 'read', format: 'openvas csv' });
  expect(outcome).toEqual({ ok: true });
  expect(observations.device).toEqual([]);
});

it('makes devices, ports and findings of rows, and nothing of log messages', async () => {
  const { observations, native, observedAt, provesScope } = await read(
    header,
    row(finding),
    row({ ...finding, Severity: 'Log', CVSS: '0.0', Port: '22' }),
    row({ ...finding, IP: '10.0.0.6', Hostname: '', Port: '', Severity: 'False Positive', CVSS: '' }),
  );
  expect(native).toEqual({ rows: 3, severity: { High: 1, Log: 1, 'False Positive': 1 } });
  expect(observedAt).toBe(Date.UTC(2024, 2, 18, 12, 46, 31));
  expect(observations.device).toMatchObject([
    { DeviceName: 'web.example.org', IPAddresses: ['10.0.0.5'] },
    { DeviceName: '10.0.0.6' },
  ]);
  expect(observations.endpoint.map((endpoint) => endpoint.Port)).toEqual([443, 22]);
  expect(observations.vulnerability).toMatchObject([
    {
      VulnerabilityId: '1.3.6.1',
      CveIds: ['CVE-2021-41773'],
      Severity: 'High',
      CvssScore: 9.8,
      SoftwareName: 'http server',
      SoftwareVersion: '2.4.49',
      FixedVersion: '2.4.50',
      Confidence: 80,
      Port: 443,
      Status: 'affected',
    },
    { Status: 'false_positive', Port: undefined },
  ]);
  expect(provesScope).toBe(false);
});

it('sets rows without host aside, keeps bad values out, and reads on', async () => {
  const { observations, quarantined } = await read(
    header,
    row({ Timestamp: '2018-03-21T10:19:16+08:00' }),
    'one cell',
    row({
      ...finding,
      IP: '=cmd()',
      Hostname: '__proto__',
      CVSS: '98',
      Port: '-1',
      QoD: '1e9',
      Timestamp: '1990-1sdf',
    }),
  );
  expect(quarantined).toHaveLength(2);
  expect(observations.vulnerability).toMatchObject([
    { CvssScore: undefined, Port: undefined, Confidence: undefined, LastSeen: undefined },
  ]);
});

it('says when the last row is cut inside a quotation', async () => {
  expect((await read(header, row(finding), '"10.0.0.7","cut')).outcome).toMatchObject({
    ok: false,
    fault: { code: 'truncated' },
  });
});
