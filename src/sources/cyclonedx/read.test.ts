import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { cyclonedx } from './manifest.ts';

const readJson = (bom: object) =>
  readWith(
    cyclonedx,
    memoryFile('bom.json', JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', ...bom }), 61),
  );
const readXml = (text: string) => readWith(cyclonedx, memoryFile('bom.xml', text, 61));

const core = {
  type: 'library',
  'bom-ref': 'core',
  group: 'org.apache.logging.log4j',
  name: 'log4j-core',
  version: '2.14.0',
  purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0',
};

const log4shell = {
  id: 'CVE-2021-44228',
  ratings: [{ method: 'CVSSv31', score: 10, severity: 'critical', vector: 'v' }],
  affects: [{ ref: 'core' }],
};

describe('a JSON BOM', () => {
  it('becomes a resource with its components as software', async () => {
    const { outcome, observations, native, tool, observedAt } = await readJson({
      serialNumber: 'urn:uuid:AA',
      metadata: {
        timestamp: '2024-05-01T10:00:00Z',
        tools: { components: [{ name: 'syft', version: '1.11.0' }] },
        component: { type: 'container', name: 'shop', version: 'sha256:bb', 'bom-ref': 'root' },
      },
      components: [
        core,
        { type: 'operating-system', name: 'debian', version: '12' },
        { type: 'file', name: '/etc/x' },
      ],
      dependencies: [{ ref: 'root', dependsOn: ['core'] }],
    });
    expect(outcome).toEqual({ ok: true });
    expect(tool).toEqual({ name: 'syft', version: '1.11.0' });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
    expect(observations.resource).toMatchObject([
      {
        ResourceType: 'image',
        ResourceName: 'shop',
        ResourceIds: ['sha256:bb', 'urn:uuid:aa'],
        OSPlatform: 'debian',
        OSVersion: '12',
        Examined: ['software'],
      },
    ]);
    expect(observations.software).toMatchObject([
      { SoftwareName: 'org.apache.logging.log4j:log4j-core', SoftwareVersion: '2.14.0', Ecosystem: 'maven' },
      { SoftwareName: 'debian', SoftwareVersion: '12' },
    ]);
    expect(native).toEqual({ spec: '1.5', components: 3, vulnerabilities: 0, dependencies: 1, services: 0 });
  });

  it('lists nested components too, and counts what stands at the top', async () => {
    const { observations, native } = await readJson({
      components: [{ ...core, components: [{ name: 'inner' }] }],
    });
    expect(observations.software.map((row) => [row.SoftwareName, row.at])).toEqual([
      ['org.apache.logging.log4j:log4j-core', '$.components[0]'],
      ['inner', '$.components[0].components[0]'],
    ]);
    expect(native['components']).toBe(1);
  });

  it('keeps a component whose package URL is none, and says so', async () => {
    const { observations, quarantined } = await readJson({ components: [{ ...core, purl: 'log4j core' }] });
    expect(observations.software).toMatchObject([{ SoftwareName: 'log4j-core', Purl: undefined }]);
    expect(quarantined).toMatchObject([{ locator: '$.components[0]' }]);
  });

  it('binds a vulnerability to its component, wherever in the file that stands', async () => {
    for (const bom of [
      { components: [core], vulnerabilities: [log4shell] },
      { vulnerabilities: [log4shell], components: [core] },
    ]) {
      const { observations } = await readJson(bom);
      expect(observations.vulnerability).toMatchObject([
        {
          VulnerabilityId: 'CVE-2021-44228',
          SoftwareVersion: '2.14.0',
          Purl: core.purl,
          Severity: 'Critical',
          CvssScore: 10,
          Status: 'affected',
        },
      ]);
    }
  });

  it('makes one finding for each affected component, the first of doubled bom-refs', async () => {
    const { observations } = await readJson({
      components: [core, { ...core, version: '9' }, { ...core, 'bom-ref': 'api', name: 'log4j-api' }],
      vulnerabilities: [{ ...log4shell, affects: [{ ref: 'core' }, { ref: 'api' }] }],
    });
    expect(observations.vulnerability.map((row) => [row.SoftwareName, row.SoftwareVersion, row.at])).toEqual([
      ['org.apache.logging.log4j:log4j-core', '2.14.0', '$.vulnerabilities[0].affects[0]'],
      ['org.apache.logging.log4j:log4j-api', '2.14.0', '$.vulnerabilities[0].affects[1]'],
    ]);
  });

  it.each([
    [{ state: 'exploitable' }, 'affected'],
    [{ state: 'exploitable', response: ['will_not_fix'] }, 'will_not_fix'],
    [{ state: 'exploitable', response: ['will_not_fix', 'update'] }, 'affected'],
    [{ state: 'in_triage' }, 'under_investigation'],
    [{ state: 'false_positive' }, 'false_positive'],
    [{ state: 'not_affected', justification: 'code_not_reachable', detail: 'no' }, 'not_affected'],
    [{ state: 'resolved' }, 'fixed'],
    [{ state: 'resolved_with_pedigree' }, 'fixed'],
    [undefined, 'affected'],
  ])('has the analysis %j as %s', async (analysis, status) => {
    const { observations } = await readJson({
      components: [core],
      vulnerabilities: [{ ...log4shell, analysis }],
    });
    expect(observations.vulnerability[0]?.Status).toBe(status);
    if (status === 'not_affected')
      expect(observations.vulnerability[0]?.Reason).toBe('code_not_reachable: no');
  });

  it('takes a version listed as unaffected for not affected', async () => {
    const affects = [{ ref: 'core', versions: [{ version: '2.14.0', status: 'unaffected' }] }];
    const { observations } = await readJson({
      components: [core],
      vulnerabilities: [{ ...log4shell, affects }],
    });
    expect(observations.vulnerability[0]?.Status).toBe('not_affected');
  });

  it('prefers the rating of the vulnerability’s own source, then the newest CVSS; a bare score has its band', async () => {
    const rated = (source: string | undefined, ...ratings: object[]) => ({
      ...log4shell,
      ...(source === undefined ? {} : { source: { name: source } }),
      ratings,
    });
    const { observations } = await readJson({
      components: [core],
      vulnerabilities: [
        rated(
          'ubuntu',
          { source: { name: 'nvd' }, method: 'CVSSv31', score: 9.8, severity: 'critical' },
          { source: { name: 'ubuntu' }, severity: 'low' },
        ),
        rated(
          undefined,
          { method: 'OWASP', severity: 'low' },
          { method: 'CVSSv3', score: 9.8, severity: 'critical' },
        ),
        rated(undefined, { method: 'CVSSv3', score: 7.5 }),
        rated(undefined, { method: 'other', severity: 'medium' }),
        rated(undefined),
      ],
    });
    expect(observations.vulnerability.map((row) => [row.Severity, row.CvssScore])).toEqual([
      ['Low', 9.8],
      ['Critical', 9.8],
      ['High', 7.5],
      ['Medium', undefined],
      ['Unknown', undefined],
    ]);
  });

  it('takes the CVE of an advisory from its references', async () => {
    const { observations } = await readJson({
      components: [core],
      vulnerabilities: [{ ...log4shell, id: 'SNYK-1', references: [{ id: 'CVE-2021-44228' }] }],
    });
    expect(observations.vulnerability[0]).toMatchObject({
      VulnerabilityId: 'SNYK-1',
      CveIds: ['CVE-2021-44228'],
    });
  });

  it('lists services as resources and binds vulnerabilities to them', async () => {
    const { observations, native } = await readJson({
      services: [
        {
          'bom-ref': 'gw',
          name: 'gateway',
          endpoints: ['https://gw.example.org'],
          services: [{ 'bom-ref': 'in', name: 'inner' }],
        },
      ],
      vulnerabilities: [{ ...log4shell, affects: [{ ref: 'in' }] }],
    });
    expect(native['services']).toBe(2);
    const inner = observations.resource.find((row) => row.ResourceName === 'inner');
    expect(observations.vulnerability[0]?.Ref).toBe(inner?.Ref);
  });

  it('puts a VEX document’s findings on the BOMs it links to', async () => {
    const { observations } = await readJson({
      vulnerabilities: [
        { ...log4shell, affects: [{ ref: `urn:cdx:11/1#${core.purl}` }, { ref: 'urn:cdx:22/1#product' }] },
      ],
    });
    expect(observations.resource.map((row) => row.ResourceName)).toEqual(['urn:cdx:11/1', 'urn:cdx:22/1']);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.resource[0]?.Ref,
        SoftwareName: 'org.apache.logging.log4j:log4j-core',
        SoftwareVersion: '2.14.0',
      },
      { Ref: observations.resource[1]?.Ref },
    ]);
  });

  it('knows a link to itself', async () => {
    const { observations } = await readJson({
      serialNumber: 'urn:uuid:11',
      components: [core],
      vulnerabilities: [{ ...log4shell, affects: [{ ref: 'urn:cdx:11/1#core' }] }],
    });
    expect(observations.resource).toHaveLength(1);
    expect(observations.vulnerability[0]?.SoftwareVersion).toBe('2.14.0');
  });

  it('puts a finding on an unknown component on the artefact', async () => {
    const { observations } = await readJson({
      vulnerabilities: [{ ...log4shell, affects: [{ ref: 'nowhere' }] }],
    });
    expect(observations.vulnerability).toMatchObject([{ Ref: observations.resource[0]?.Ref }]);
    expect(observations.vulnerability[0]?.SoftwareName).toBeUndefined();
  });

  it('sets items without name or id aside', async () => {
    const { quarantined, native } = await readJson({
      components: [{ type: 'library' }, 7],
      vulnerabilities: [{}],
    });
    expect(quarantined.map((entry) => entry.locator)).toEqual([
      '$.components[0]',
      '$.components[1]',
      '$.vulnerabilities[0]',
    ]);
    expect(native).toMatchObject({ components: 2, vulnerabilities: 1 });
  });

  it('proves the artefact that it names, for its tool, unless it says that it is incomplete', async () => {
    const metadata = { tools: [{ name: 'syft' }], component: { name: 'shop' } };
    expect(await readJson({ metadata, components: [core] })).toMatchObject({
      provesScope: true,
      checks: 'syft',
    });
    expect(await readJson({ components: [core] })).toMatchObject({ provesScope: false });
    expect(
      await readJson({
        metadata,
        components: [core],
        compositions: [{ aggregate: 'incomplete_first_party_only' }],
      }),
    ).toMatchObject({ provesScope: false });
  });

  it('proves as VEX document only what its own earlier versions said', async () => {
    const vex = { metadata: { component: { name: 'shop' } }, vulnerabilities: [log4shell] };
    expect(await readJson({ ...vex, serialNumber: 'urn:uuid:AA' })).toMatchObject({
      provesScope: true,
      checks: 'vex aa',
    });
    expect(await readJson(vex)).toMatchObject({ provesScope: false });
  });

  it('is refused in a version of the future', async () => {
    expect((await readJson({ specVersion: '3.0' })).detection).toMatchObject({
      kind: 'refuse',
      fault: { code: 'wrong-version' },
    });
  });
});

describe('an XML BOM', () => {
  const component = `<component type="library" bom-ref="core"><group>org.apache</group><name><![CDATA[core]]></name>
    <version>1</version><purl>pkg:maven/org.apache/core@1</purl></component>`;

  it('reads 1.4 and counts elements of a name wherever they stand', async () => {
    const { outcome, observations, native } = await readXml(`<?xml version="1.0"?>
      <bom xmlns="http://cyclonedx.org/schema/bom/1.4" serialNumber="urn:uuid:aa" version="1">
      <metadata><tools><tool><name>t</name><version>2</version></tool></tools>
        <component type="container"><name>shop</name></component></metadata>
      <components>${component}</components>
      <dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies>
      <vulnerabilities><vulnerability><id>CVE-2021-44228</id><ratings><rating><score>9.8</score>
        <severity>critical</severity><method>CVSSv3</method></rating></ratings>
        <recommendation>Upgrade</recommendation>
        <analysis><state>not_affected</state><justification>code_not_present</justification></analysis>
        <affects><target><ref>core</ref></target></affects></vulnerability></vulnerabilities></bom>`);
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ spec: '1.4', components: 2, vulnerabilities: 1, dependencies: 2, services: 0 });
    expect(observations.resource).toMatchObject([{ ResourceType: 'image', ResourceName: 'shop' }]);
    expect(observations.software).toMatchObject([{ SoftwareName: 'org.apache:core', SoftwareVersion: '1' }]);
    expect(observations.vulnerability).toMatchObject([
      {
        SoftwareName: 'org.apache:core',
        Severity: 'Critical',
        CvssScore: 9.8,
        FixText: 'Upgrade',
        Status: 'not_affected',
        Reason: 'code_not_present',
      },
    ]);
  });

  it('reads the vulnerability extension of the versions before, beside and inside components', async () => {
    const vulnerability = (ref: string) => `<v:vulnerability ref="${ref}"><v:id>CVE-2018-7489</v:id>
      <v:source name="NVD"/><v:ratings><v:rating><v:severity>Low</v:severity><v:method>OWASP Risk</v:method></v:rating>
      <v:rating><v:score><v:base>9.8</v:base></v:score><v:severity>Critical</v:severity><v:method>CVSSv3</v:method>
      </v:rating></v:ratings><v:recommendations><v:recommendation>Upgrade</v:recommendation></v:recommendations>
      </v:vulnerability>`;
    const { observations, native } = await readXml(`<bom xmlns="http://cyclonedx.org/schema/bom/1.2"
      xmlns:v="http://cyclonedx.org/schema/ext/vulnerability/1.0" version="1"><components>${component}
      <component type="library"><name>bash</name><version>5</version><v:vulnerabilities>${vulnerability('urn:uuid:x')}
      </v:vulnerabilities></component></components><v:vulnerabilities>${vulnerability('core')}</v:vulnerabilities></bom>`);
    expect(native).toMatchObject({ spec: '1.2', components: 2, vulnerabilities: 2 });
    expect(
      observations.vulnerability.map((row) => [row.SoftwareName, row.Severity, row.CvssScore, row.FixText]),
    ).toEqual([
      ['bash', 'Critical', 9.8, 'Upgrade'],
      ['org.apache:core', 'Critical', 9.8, 'Upgrade'],
    ]);
  });

  it('keeps what came before a cut', async () => {
    const { outcome, observations } = await readXml(
      `<bom xmlns="http://cyclonedx.org/schema/bom/1.2"><components>${component}<component><name>b`,
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.software).toHaveLength(1);
    expect(observations.resource).toHaveLength(1);
  });

  it('is no BOM in another namespace', async () => {
    expect((await readXml('<bom xmlns="urn:parts"><components/></bom>')).detection).toBeUndefined();
  });
});
