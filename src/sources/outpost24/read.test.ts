import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { outpost24 } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(outpost24, memoryFile('report.xml', text, 61));
const port =
  '<portinfo><portnumber>443</portnumber><protocol>TCP</protocol><service>https</service></portinfo>';
const report = (details: string, isComplete = true): string =>
  `<main><report>x</report><reportinfo><reportdate>2019-10-04 19:00</reportdate><timezone>GMT+2:00</timezone></reportinfo>
<hostlist><host><ip>10.0.0.5</ip><name>web</name><end>2019-10-01 19:11</end><template>Normal</template><completescan>${isComplete}</completescan></host></hostlist>
<portlist><portlist-host><ip>10.0.0.5</ip>${port}</portlist-host></portlist><detaillist>${details}</detaillist></main>`;
const detail = (more = ''): string =>
  `<detail><ip>10.0.0.5</ip><id>1377090</id><name>Flaw</name>${port}<cvss_score>5.1</cvss_score><cvss_v3_score>7.5</cvss_v3_score>
<cvss_v3_vector>CVSS:3.0/AV:N</cvss_v3_vector><risk>2</risk><product>Shop</product><solution>Update</solution><cve><id>CVE-2019-9315</id></cve>
<history><firstseen>2019-09-10 19:01</firstseen></history>${more}</detail>`;

it('without findings speaks for its hosts', async () => {
  const { outcome, observations, native, provesScope, checks, observedAt } = await read(report(''));
  expect(outcome).toEqual({ ok: true });
  expect(native).toEqual({ hosts: 1, ports: 1, findings: 0 });
  expect(observedAt).toBe(Date.UTC(2019, 9, 4, 17));
  expect(observations.device).toMatchObject([{ HostNames: ['web'], LastSeen: Date.UTC(2019, 9, 1, 17, 11) }]);
  expect(observations.endpoint).toMatchObject([{ Port: 443, Protocol: 'tcp', Service: 'https' }]);
  expect({ provesScope, checks }).toEqual({ provesScope: true, checks: 'Normal' });
});

it('gives findings with the newest CVSS, and their state', async () => {
  const { observations } = await read(report(detail() + detail('<falsepositive>1</falsepositive>')));
  expect(observations.vulnerability).toMatchObject([
    {
      VulnerabilityId: '1377090',
      CveIds: ['CVE-2019-9315'],
      Severity: 'High',
      CvssScore: 7.5,
      CvssVector: 'CVSS:3.0/AV:N',
      Port: 443,
      FirstSeen: Date.UTC(2019, 8, 10, 17, 1),
    },
    { Status: 'false_positive' },
  ]);
});

it('proves nothing when a scan was not complete or the file is cut', async () => {
  expect((await read(report('', false))).provesScope).toBe(false);
  const { outcome, observations, provesScope } = await read(report(detail()).slice(0, -9));
  expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
  expect(observations.vulnerability).toHaveLength(1);
  expect(provesScope).toBe(false);
});

it('sets findings without host aside and keeps bad values out', async () => {
  const bad = detail()
    .replaceAll(/7\.5|5\.1/g, '99')
    .replace('>443<', '>general<')
    .replace('CVE-2019', 'CVE-YYYY')
    .replace('2019-09-10', '1990-1sdf');
  const { observations, quarantined } = await read(report(bad + detail().replace('<ip>10.0.0.5</ip>', '')));
  expect(quarantined).toHaveLength(1);
  expect(observations.vulnerability).toMatchObject([
    { CveIds: [], Severity: 'Medium', FirstSeen: undefined },
  ]);
  expect((await read('<main><x/></main>')).detection).toBeUndefined();
});
