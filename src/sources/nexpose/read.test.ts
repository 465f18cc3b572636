import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { nexpose } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(nexpose, memoryFile('report.xml', text, 61));

const definition = `<vulnerability id="tls-old" title="PHP 5.x &lt; 5.2 Multiple Vulnerabilities" severity="8" cvssScore="7.5" cvssVector="(AV:N/AC:L)">
<exploits><exploit type="metasploit"/></exploits><references><reference source="CVE">CVE-2010-2861</reference><reference source="URL">x</reference></references>
<solution><Paragraph>Update <b>now</b>.</Paragraph></solution></vulnerability>`;
const node = (
  content: string,
  attributes = 'address="10.0.0.5" hardware-address="001122334455" device-id="7"',
): string => `<node status="alive" scan-template="Full audit" ${attributes}>${content}</node>`;
const report = (nodes: string, state = 'finished'): string =>
  `<NexposeReport version="2.0"><scans><scan id="1" endTime="20210228T225429678" status="${state}"/></scans>
<nodes>${nodes}</nodes><VulnerabilityDefinitions>${definition}</VulnerabilityDefinitions></NexposeReport>`;
const test = (status: string, id = 'TLS-old'): string =>
  `<test id="${id}" status="${status}" vulnerable-since="20210211T164506081"><Paragraph>x</Paragraph></test>`;

describe('a full report', () => {
  it('without nodes is read', async () => {
    const { outcome, native } = await read(report(''));
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ nodes: 0, devices: 0, tests: 0, endpoints: 0, vulnerability_definitions: 1 });
  });

  it('joins findings to their definitions, which come after the nodes', async () => {
    const { observations, native, provesScope, checks } = await read(
      report(
        node(`<names><name>web.example.org</name><name>localhost:5000</name></names>
<fingerprints><os certainty="0.5" vendor="Linux" product="Linux"/><os certainty="1.00" vendor="Ubuntu" product="Linux" version="20.04"/></fingerprints>
<software><fingerprint vendor="Sun" product="Java" version="8"/></software><tests>${test('vulnerable-version')}${test('not-vulnerable')}</tests>
<endpoints><endpoint protocol="TCP" port="443" status="open"><services><service name="HTTPS"><fingerprints><fingerprint certainty="0.9" product="nginx" version="1.2"/></fingerprints>
<tests>${test('vulnerable-exploited')}${test('vulnerable-potential', 'other')}${test('exception-vulnerable-version')}</tests></service></services></endpoint></endpoints>`) +
          node('', 'address="10.0.0.6"'),
      ),
    );
    expect(native).toMatchObject({ nodes: 2, tests: 5, endpoints: 1 });
    expect(observations.device).toMatchObject([
      {
        DeviceName: 'web.example.org',
        HostNames: ['web.example.org'],
        AgentIds: ['nexpose:7'],
        MacAddresses: ['001122334455'],
        OSPlatform: 'Ubuntu Linux',
        OSVersion: '20.04',
        Examined: ['ports', 'vulnerabilities', 'software'],
      },
      { DeviceName: '10.0.0.6', Examined: ['ports', 'vulnerabilities'] },
    ]);
    expect(observations.software).toMatchObject([{ SoftwareName: 'Java', SoftwareVersion: '8' }]);
    expect(observations.endpoint).toMatchObject([
      { Port: 443, Protocol: 'tcp', Service: 'https', Product: 'nginx' },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        VulnerabilityId: 'TLS-old',
        CveIds: ['CVE-2010-2861'],
        Severity: 'High',
        CvssScore: 7.5,
        CvssVector: 'AV:N/AC:L',
        SoftwareName: 'PHP',
        FixText: 'Update now.',
        ExploitMaturity: 'weaponised',
        Confidence: 80,
        FirstSeen: Date.UTC(2021, 1, 11, 16, 45, 6, 81),
        LastSeen: Date.UTC(2021, 1, 28, 22, 54, 29, 678),
      },
      { Port: 443, Confidence: 95 },
      { VulnerabilityId: 'other', Severity: 'Unknown', CveIds: [], Confidence: 40 },
      { Status: 'will_not_fix' },
    ]);
    expect({ provesScope, checks }).toEqual({ provesScope: true, checks: 'Full audit' });
  });

  it('of a stopped scan, or with a node without address, proves nothing', async () => {
    expect((await read(report(node(''), 'stopped'))).provesScope).toBe(false);
    const { provesScope, quarantined } = await read(report(node('', 'address=""')));
    expect({ provesScope, quarantined: quarantined.length }).toEqual({ provesScope: false, quarantined: 1 });
  });

  it('that is cut gives what stands before the cut', async () => {
    const { outcome, observations } = await read(
      report(node(`<tests>${test('vulnerable-version')}</tests>`)).slice(0, -120),
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(1);
  });

  it('takes hostile values for nothing but texts', async () => {
    const { observations } = await read(
      report(
        node(
          `<tests>${test('vulnerable-version', '__proto__')}</tests><endpoints><endpoint protocol="tcp" port="99999" status="open"/></endpoints>`,
          'address="=cmd()" device-id=""',
        ),
      ).replace('severity="8" cvssScore="7.5"', 'severity="-3" cvssScore="75"'),
    );
    expect(observations.endpoint).toEqual([]);
    expect(observations.vulnerability).toMatchObject([{ VulnerabilityId: '__proto__', Severity: 'Unknown' }]);
    expect(observations.device).toMatchObject([{ AgentIds: undefined }]);
  });
});

it('reads the simple report, whose findings name their CVEs', async () => {
  const { observations, native, provesScope } = await read(
    `<NeXposeSimpleXML version="1.0"><generated>20111128T142609232</generated><devices><device address="10.0.0.5">
<fingerprint certainty="0.8"><vendor>Linux</vendor><product>Linux</product><version>0.0.0</version></fingerprint><vulnerabilities/>
<services><service name="NTP" port="123" protocol="udp"><vulnerabilities><vulnerability id="ntpd-crypto" resultCode="VV"><id type="cve">CVE-2009-1252</id></vulnerability>
<vulnerability id="none" resultCode="NV"/></vulnerabilities></service></services></device></devices></NeXposeSimpleXML>`,
  );
  expect(native).toMatchObject({ devices: 1, vulnerability_definitions: 2 });
  expect(observations.device).toMatchObject([{ OSPlatform: 'Linux', OSVersion: undefined }]);
  expect(observations.vulnerability).toMatchObject([
    { CveIds: ['CVE-2009-1252'], Port: 123, Protocol: 'udp' },
  ]);
  expect(provesScope).toBe(false);
});
