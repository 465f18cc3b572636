import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { awsInspector2 } from './manifest.ts';

const read = (content: unknown, name = 'inspector.json') =>
  readWith(
    awsInspector2,
    memoryFile(name, typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const image = {
  id: 'arn:aws:ecr:us-east-1:012345678901:repository/shop/sha256:aa',
  type: 'AWS_ECR_CONTAINER_IMAGE',
  region: 'us-east-1',
  details: {
    awsEcrContainerImage: {
      repositoryName: 'shop',
      imageTags: ['2.3.0'],
      imageHash: 'sha256:aa',
      platform: 'DEBIAN_10',
    },
  },
};

const instance = {
  id: 'i-0ABC',
  type: 'AWS_EC2_INSTANCE',
  tags: { Name: 'web-1', env: 'prod' },
  details: {
    awsEc2Instance: { ipV4Addresses: ['10.0.0.5', '3.3.3.3'], platform: 'UBUNTU_22_04', vpcId: 'vpc-1' },
  },
};

const finding = (more: object = {}) => ({
  awsAccountId: '012345678901',
  findingArn: 'arn:aws:inspector2:us-east-1:012345678901:finding/1',
  type: 'PACKAGE_VULNERABILITY',
  status: 'ACTIVE',
  severity: 'MEDIUM',
  title: 'CVE-2021-3744 - linux',
  inspectorScore: 5.5,
  exploitAvailable: 'YES',
  epss: { score: 0.00075 },
  firstObservedAt: '2024-02-02T16:30:33.045000+01:00',
  lastObservedAt: 1718330633.5,
  updatedAt: '2024-06-14T04:03:53.051000+02:00',
  remediation: { recommendation: { text: 'None Provided' } },
  packageVulnerabilityDetails: {
    vulnerabilityId: 'CVE-2021-3744',
    relatedVulnerabilities: [],
    cvss: [
      { baseScore: 2.1, version: '2.0', source: 'NVD', scoringVector: 'v2' },
      { baseScore: 5.5, version: '3.1', source: 'NVD', scoringVector: 'v3' },
    ],
    vulnerablePackages: [
      {
        name: 'linux',
        epoch: 0,
        version: '4.19.118',
        release: '2',
        fixedInVersion: '0:4.19.232-1',
        remediation: 'apt-get upgrade',
      },
      { name: 'linux-headers', epoch: 1, version: '4', fixedInVersion: 'NotAvailable' },
    ],
  },
  resources: [image],
  ...more,
});

const reachability = (componentType: string, status = 'ACTIVE') =>
  finding({
    type: 'NETWORK_REACHABILITY',
    status,
    title: 'Port 22 is reachable',
    packageVulnerabilityDetails: undefined,
    networkReachabilityDetails: {
      openPortRange: { begin: 22, end: 22 },
      protocol: 'TCP',
      networkPath: { steps: [{ componentId: 'x', componentType }] },
    },
    resources: [instance],
  });

describe('findings', () => {
  it('of packages become one row for each package', async () => {
    const { outcome, observations, native, provesScope, scope } = await read({ findings: [finding()] });
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ findings: 1 });
    expect({ provesScope, ...scope }).toEqual({ provesScope: false, complete: true });
    expect(observations.resource).toMatchObject([
      {
        ResourceType: 'image',
        ResourceName: 'shop:2.3.0',
        ResourceIds: [image.id, 'sha256:aa'],
        Examined: ['vulnerabilities'],
        Properties: { accountId: '012345678901', region: 'us-east-1' },
      },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.resource[0]?.Ref,
        CveIds: ['CVE-2021-3744'],
        Severity: 'Medium',
        CvssScore: 5.5,
        CvssVector: 'v3',
        SoftwareName: 'linux',
        SoftwareVersion: '4.19.118-2',
        FixedVersion: '4.19.232-1',
        FixText: 'apt-get upgrade',
        EpssScore: 0.00075,
        ExploitMaturity: 'poc',
        FirstSeen: Date.UTC(2024, 1, 2, 15, 30, 33, 45),
        LastSeen: 1718330633500,
      },
      { SoftwareName: 'linux-headers', SoftwareVersion: '1:4', FixedVersion: undefined },
    ]);
  });

  it('of instances lie on devices; a path over an internet gateway makes them internet-facing', async () => {
    const { observations } = await read({
      findings: [
        finding({ resources: [instance], status: 'SUPPRESSED' }),
        reachability('AWS::EC2::InternetGateway'),
      ],
      nextToken: 'more',
    });
    expect(observations.device).toMatchObject([
      {
        DeviceName: 'web-1',
        AgentIds: ['aws:i-0abc'],
        IPAddresses: ['10.0.0.5', '3.3.3.3'],
        Tags: ['env=prod'],
        IsInternetFacing: true,
        Examined: ['configuration', 'vulnerabilities'],
      },
    ]);
    expect(observations.vulnerability[0]?.Status).toBe('will_not_fix');
    expect(observations.control).toMatchObject([
      { Result: 'fail', Place: 'tcp 22', Title: 'Port 22 is reachable' },
    ]);
  });

  it('that are closed, or whose path stays inside, say so', async () => {
    const { observations, scope } = await read({
      findings: [
        finding({ status: 'CLOSED' }),
        reachability('AWS::EC2::VPCPeering'),
        reachability('AWS::EC2::InternetGateway', 'CLOSED'),
      ],
      nextToken: 'more',
    });
    expect(scope).toEqual({ complete: false });
    expect(observations.vulnerability[0]?.Status).toBe('fixed');
    expect(observations.control.map((row) => row.Result)).toEqual(['fail', 'pass']);
    expect(observations.device[0]?.IsInternetFacing).toBeUndefined();
  });

  it('may be none, and then only the name tells whose', async () => {
    expect(await read('{"findings": []}')).toMatchObject({ outcome: { ok: true }, native: { findings: 0 } });
    expect((await read('{"findings": []}', 'x.json')).detection).toBeUndefined();
    expect((await read({ findings: [{ id: 1, component: {} }] })).detection).toBeUndefined();
  });

  it('survive wrong types', async () => {
    const { outcome, observations, quarantined } = await read({
      findings: [
        finding({ title: '=1<b>\u0000', epss: { score: 7 }, inspectorScore: 'x', severity: 'UNTRIAGED' }),
        7,
        finding({ resources: [] }),
        finding({ packageVulnerabilityDetails: [] }),
        finding({ resources: [{ id: '__proto__', type: 5, tags: [] }] }),
      ],
    });
    expect(outcome).toEqual({ ok: true });
    expect(quarantined).toHaveLength(3);
    expect(observations.vulnerability[0]).toMatchObject({
      Title: '=1<b>\u0000',
      EpssScore: undefined,
      Severity: 'Unknown',
    });
    expect(observations.resource.map((row) => row.ResourceName)).toEqual(['shop:2.3.0', '__proto__']);
  });

  it('keep what came before a cut', async () => {
    const { outcome, observations } = await read(
      JSON.stringify({ findings: [finding(), finding()] }).slice(0, -40),
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(2);
    expect(observations.resource).toHaveLength(1);
  });
});
