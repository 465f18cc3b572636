import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { trivy } from './manifest.ts';

const read = (report: unknown, name = 'report.json') =>
  readWith(trivy, memoryFile(name, typeof report === 'string' ? report : JSON.stringify(report), 61));

const image = (results: unknown, more: object = {}) => ({
  SchemaVersion: 2,
  CreatedAt: '2024-05-01T10:00:00Z',
  ArtifactName: 'shop:1.2',
  ArtifactType: 'container_image',
  Metadata: {
    OS: { Family: 'alpine', Name: '3.10.2', EOSL: true },
    ImageID: 'sha256:aa',
    RepoTags: ['shop:1.2'],
  },
  Results: results,
  ...more,
});

const vulnerability = {
  VulnerabilityID: 'CVE-2021-0001',
  PkgName: 'openssl',
  PkgIdentifier: { PURL: 'pkg:apk/alpine/openssl@1.1-r0' },
  InstalledVersion: '1.1-r0',
  FixedVersion: '1.1-r1',
  Status: 'fixed',
  SeveritySource: 'alpine',
  Severity: 'HIGH',
  CVSS: {
    redhat: { V3Score: 5, V3Vector: 'CVSS:3.1/red' },
    nvd: { V2Score: 4, V3Score: 7.5, V3Vector: 'CVSS:3.1/nvd' },
  },
};

describe('an image of schema 2', () => {
  it('becomes a resource with its operating system and findings on it', async () => {
    const { outcome, observations, observedAt, native } = await read(
      image([
        {
          Target: 'shop (alpine 3.10.2)',
          Class: 'os-pkgs',
          Type: 'alpine',
          Vulnerabilities: [vulnerability],
        },
      ]),
    );
    expect(outcome).toEqual({ ok: true });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
    expect(observations.resource).toMatchObject([
      {
        ResourceType: 'image',
        ResourceName: 'shop:1.2',
        ResourceIds: ['sha256:aa', 'shop:1.2'],
        OSPlatform: 'alpine',
        OSVersion: '3.10.2',
        IsEndOfSupport: true,
        Examined: ['vulnerabilities'],
      },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.resource[0]?.Ref,
        VulnerabilityId: 'CVE-2021-0001',
        CveIds: ['CVE-2021-0001'],
        Severity: 'High',
        CvssScore: 7.5,
        CvssVector: 'CVSS:3.1/nvd',
        FixedVersion: '1.1-r1',
        // A fix exists; it is not installed.
        Status: 'affected',
        at: '$.Results[0].Vulnerabilities[0]',
      },
    ]);
    expect(native).toMatchObject({
      schema: 2,
      vulnerabilities: 1,
      distinct_vuln_ids: 1,
      severity: { HIGH: 1 },
      packages: 0,
    });
  });

  it('counts zeros when nothing was found and the lists are missing', async () => {
    const { native, observations, outcome } = await read(image(undefined));
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({
      schema: 2,
      vulnerabilities: 0,
      distinct_vuln_ids: 0,
      severity: {},
      misconfigurations: 0,
      secrets: 0,
      packages: 0,
    });
    expect(observations.resource).toHaveLength(1);
  });

  it.each([
    ['affected', 'affected'],
    ['fixed', 'affected'],
    ['fix_deferred', 'affected'],
    ['unknown', 'affected'],
    ['will_not_fix', 'will_not_fix'],
    ['end_of_life', 'end_of_life'],
    ['under_investigation', 'under_investigation'],
    ['not_affected', 'not_affected'],
  ])('has the status %s as %s', async (status, expected) => {
    const { observations } = await read(
      image([{ Target: 't', Class: 'os-pkgs', Vulnerabilities: [{ ...vulnerability, Status: status }] }]),
    );
    expect(observations.vulnerability[0]?.Status).toBe(expected);
  });

  it('keeps ids that are no CVE as ids and takes CVEs from the vendor ids', async () => {
    const { observations } = await read(
      image([
        {
          Target: 't',
          Class: 'os-pkgs',
          Vulnerabilities: [
            { VulnerabilityID: 'TEMP-0841856-B18BAF', PkgName: 'bash' },
            {
              VulnerabilityID: 'GHSA-jfh8-c2jp-5v3q',
              VendorIDs: ['cve-2021-44228', 'DLA-1'],
              PkgName: 'log4j',
            },
          ],
        },
      ]),
    );
    expect(observations.vulnerability.map((row) => [row.VulnerabilityId, row.CveIds])).toEqual([
      ['TEMP-0841856-B18BAF', []],
      ['GHSA-jfh8-c2jp-5v3q', ['CVE-2021-44228']],
    ]);
  });

  it('lists packages with their full version and says that software was looked at', async () => {
    const { observations } = await read(
      image([
        {
          Target: 't',
          Class: 'os-pkgs',
          Type: 'redhat',
          Packages: [
            { Name: 'bash', Version: '5.1', Release: '2.el9', Epoch: 1 },
            {
              Name: 'left-pad',
              Identifier: { PURL: 'pkg:npm/left-pad@1.0.0' },
              Version: '1.0.0',
              FilePath: 'a/package.json',
            },
            { Version: '1' },
          ],
        },
      ]),
    );
    expect(observations.software).toMatchObject([
      { SoftwareName: 'bash', SoftwareVersion: '1:5.1-2.el9', Ecosystem: 'rpm' },
      { SoftwareName: 'left-pad', Ecosystem: 'npm', InstallPath: 'a/package.json' },
    ]);
    expect(observations.resource[0]?.Examined).toEqual(['software']);
  });

  it('takes what VEX documents took out as not affected, and ignores what a person ignored', async () => {
    const finding = (status: string) => ({
      Type: 'vulnerability',
      Status: status,
      Statement: 'no path',
      Finding: vulnerability,
    });
    const { observations } = await read(
      image([
        {
          Target: 't',
          Class: 'os-pkgs',
          ExperimentalModifiedFindings: [finding('not_affected'), finding('ignored')],
        },
      ]),
    );
    expect(observations.vulnerability).toMatchObject([{ Status: 'not_affected', Reason: 'no path' }]);
  });
});

describe('checks and secrets', () => {
  const results = [
    {
      Target: 'Dockerfile',
      Class: 'config',
      Type: 'dockerfile',
      MisconfSummary: { Successes: 20, Failures: 1, Exceptions: 0 },
      Misconfigurations: [
        {
          ID: 'DS002',
          AVDID: 'AVD-DS-0002',
          Title: 'root',
          Severity: 'HIGH',
          Status: 'FAIL',
          Message: 'no USER',
          Resolution: 'add USER',
          CauseMetadata: { StartLine: 3, Code: { Lines: [{ Content: 'ENV KEY=abcdefgh' }] } },
        },
        { ID: 'DS003', Status: 'PASS', Severity: 'LOW' },
        { ID: 'DS004', Status: 'EXCEPTION', Severity: 'LOW' },
      ],
    },
    {
      Target: 'src/.env',
      Class: 'secret',
      Secrets: [
        {
          RuleID: 'github-pat',
          Category: 'GitHub',
          Severity: 'CRITICAL',
          Title: 'PAT',
          StartLine: 7,
          Match: 'TOKEN=ghp_topsecret',
        },
      ],
    },
  ];

  it('become controls with verdicts and secrets without any value', async () => {
    const reading = await read(image(results, { ArtifactType: 'filesystem' }));
    expect(reading.observations.control).toMatchObject([
      {
        ControlId: 'DS002',
        Result: 'fail',
        Reason: 'no USER',
        FixText: 'add USER',
        Place: 'Dockerfile, line 3',
        Severity: 'High',
      },
      { ControlId: 'DS003', Result: 'pass' },
      { ControlId: 'DS004', Result: 'notApplicable' },
    ]);
    expect(reading.observations.secret).toMatchObject([
      { RuleId: 'github-pat', Place: 'src/.env', Line: 7, Severity: 'Critical' },
    ]);
    expect(reading.observations.resource[0]).toMatchObject({
      ResourceType: 'filesystem',
      Examined: ['configuration', 'secrets'],
      Properties: { checksPassed: 20, checksFailed: 1 },
    });
    expect(JSON.stringify(reading)).not.toMatch(/topsecret|abcdefgh/);
  });

  it('wait for their target when another tool sorted the keys', async () => {
    const sorted = `{"ArtifactName":"x","Results":[{"Class":"secret","Secrets":[{"RuleID":"r"}],"Target":"late.txt"}],"SchemaVersion":2}`;
    expect((await read(sorted)).observations.secret[0]?.Place).toBe('late.txt');
  });
});

describe('other forms', () => {
  it('reads schema 1, a top-level array', async () => {
    const { native, observations } = await read([
      { Target: 'debian (debian 10.8)', Type: 'debian', Vulnerabilities: [vulnerability] },
      { Target: 'app/Gemfile.lock', Vulnerabilities: null },
    ]);
    expect(native).toMatchObject({ schema: 1, vulnerabilities: 1 });
    expect(observations.resource).toMatchObject([
      { ResourceType: 'image', ResourceName: 'debian', OSPlatform: 'debian', OSVersion: '10.8' },
    ]);
  });

  it('takes null for schema 1 without findings only when the name says Trivy', async () => {
    expect((await read('null\n', 'trivy/report.json')).native).toMatchObject({
      schema: 1,
      vulnerabilities: 0,
    });
    expect((await read('null\n')).detection).toBeUndefined();
  });

  it('reads a cluster with all resources, also those without findings', async () => {
    const { native, observations } = await read({
      ClusterName: 'c1',
      Resources: [
        {
          Namespace: 'default',
          Kind: 'Deployment',
          Name: 'web',
          Results: [{ Target: 'nginx:1 (debian 12)', Class: 'os-pkgs', Vulnerabilities: [vulnerability] }],
        },
        { Namespace: 'default', Kind: 'Service', Name: 'web' },
        {
          Kind: 'Node',
          Name: 'n1',
          Results: [
            { Target: 'Node/n1', Class: 'config', Misconfigurations: [{ ID: 'K1', Status: 'FAIL' }] },
          ],
        },
      ],
    });
    expect(native['schema']).toBeUndefined();
    expect(observations.resource.map((row) => [row.ResourceName, row.ResourceIds, row.Examined])).toEqual([
      ['default/Deployment/web', ['nginx:1', 'c1/default/Deployment/web'], ['vulnerabilities']],
      ['default/Service/web', ['c1/default/Service/web'], []],
      ['Node/n1', ['c1//Node/n1'], ['configuration']],
    ]);
    expect(observations.vulnerability[0]?.Ref).toBe(observations.resource[0]?.Ref);
  });

  it('joins the two lists of the older summary', async () => {
    const resource = { Namespace: 'd', Kind: 'Deployment', Name: 'web' };
    const { observations } = await read({
      ClusterName: 'c1',
      Vulnerabilities: [
        { ...resource, Results: [{ Target: 't', Class: 'os-pkgs', Vulnerabilities: [vulnerability] }] },
      ],
      Misconfigurations: [
        { ...resource, Results: [{ Target: 't', Class: 'config', Misconfigurations: [{ ID: 'K1' }] }] },
      ],
    });
    expect(observations.resource).toHaveLength(1);
    expect(observations.resource[0]?.Examined).toEqual(['configuration', 'vulnerabilities']);
  });

  it('refuses a schema of the future', async () => {
    expect((await read({ SchemaVersion: 9, ArtifactName: 'x', Results: [] })).detection).toMatchObject({
      kind: 'refuse',
      fault: { code: 'wrong-version' },
    });
  });
});

describe('what a report proves', () => {
  const results = [{ Target: 't', Class: 'os-pkgs', Vulnerabilities: [vulnerability] }];

  it('is its artefact or cluster, when its object closes and names it', async () => {
    expect(await read(image(results))).toMatchObject({ provesScope: true });
    expect(await read({ ClusterName: 'prod', Resources: [] })).toMatchObject({ provesScope: true });
    expect(await read(image(results, { ArtifactName: undefined }))).toMatchObject({ provesScope: false });
  });

  it('is nothing for a bare array and for a report that broke off', async () => {
    expect(await read(results)).toMatchObject({ provesScope: false });
    expect(await read(JSON.stringify(image(results)).slice(0, -2))).toMatchObject({ provesScope: false });
  });
});

describe('damage', () => {
  it('keeps what came before the cut and says so', async () => {
    const text = JSON.stringify(
      image([{ Target: 't', Class: 'os-pkgs', Vulnerabilities: [vulnerability, vulnerability] }]),
    );
    const { outcome, observations } = await read(text.slice(0, -60));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(1);
    expect(observations.resource).toHaveLength(1);
  });

  it('sets a vulnerability without an id aside', async () => {
    const { quarantined, native } = await read(
      image([{ Target: 't', Class: 'os-pkgs', Vulnerabilities: [{ PkgName: 'x' }, 7] }]),
    );
    expect(quarantined).toHaveLength(2);
    expect(native['vulnerabilities']).toBe(2);
  });
});
