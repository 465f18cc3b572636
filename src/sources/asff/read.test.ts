import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { asff } from './manifest.ts';

const read = (content: unknown): Promise<Reading> =>
  readWith(asff, memoryFile('f.json', typeof content === 'string' ? content : JSON.stringify(content), 61));

const finding = (more: object = {}) => ({
  SchemaVersion: '2018-10-08',
  ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/securityhub',
  GeneratorId: 'aws-foundational-security-best-practices/v/1.0.0/IAM.5',
  AwsAccountId: '012345678912',
  Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
  UpdatedAt: '2024-05-01T10:00:00Z',
  Severity: { Label: 'HIGH' },
  Title: 'IAM.5 MFA',
  Resources: [{ Type: 'AwsAccount', Id: 'AWS::::Account:012345678912' }],
  Compliance: { Status: 'FAILED' },
  RecordState: 'ACTIVE',
  ...more,
});
const instance = {
  Type: 'AwsEc2Instance',
  Id: 'arn:aws:ec2:us-east-1:1:instance/i-0abc',
  Tags: { Name: 'web' },
  Details: { AwsEc2Instance: { IpV4Addresses: ['10.0.0.5', 'x'] } },
};
const vulnerability = {
  Id: 'CVE-2022-3643',
  VulnerablePackages: [
    {
      Name: 'kernel',
      Version: '4.14',
      Epoch: '0',
      Release: '2.amzn2',
      FixedInVersion: '0:5.10',
      Remediation: 'yum update kernel',
    },
  ],
  Cvss: [
    { Version: '2.0', BaseScore: 5 },
    { Version: '3.1', BaseScore: 10, BaseVector: 'V' },
  ],
};

it('becomes controls on the account', async () => {
  const { outcome, observations, native, observedAt } = await read({
    Findings: [
      finding({ Resources: [{ Id: 'arn:a' }, { Id: 'arn:b' }] }),
      finding({ Compliance: { Status: 'PASSED' } }),
      finding({
        Compliance: { Status: 'PASSED', StatusReasons: [{ ReasonCode: 'CONFIG_EVALUATIONS_EMPTY' }] },
      }),
      finding({ Compliance: { Status: 'WARNING' } }),
      finding({ Compliance: { Status: 'NOT_AVAILABLE' } }),
      finding({ Workflow: { Status: 'SUPPRESSED' } }),
      finding({ RecordState: 'ARCHIVED' }),
      finding({ Types: ['TTPs/Discovery'], Compliance: undefined }),
    ],
  });
  expect(outcome).toEqual({ ok: true });
  expect(observations.resource).toMatchObject([
    { ResourceType: 'cloud', ResourceIds: ['aws:012345678912'], Examined: ['configuration'] },
  ]);
  expect(observations.control[0]).toMatchObject({
    ControlId: 'IAM.5',
    Benchmark: 'aws-foundational-security-best-practices/v/1.0.0',
    Severity: 'High',
    Place: 'arn:a',
  });
  expect(observations.control.map((c) => c.Result)).toEqual([
    'fail',
    'fail',
    'pass',
    'notApplicable',
    'unknown',
    'unknown',
    'fail',
  ]);
  expect(observations.control[6]?.Reason).toBe('suppressed in Security Hub');
  expect(native).toEqual({ findings: 8, archived: 1, alerts: 1 });
  expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
});

it('becomes vulnerabilities of the instance', async () => {
  const { observations } = await read([
    finding({
      Compliance: undefined,
      Types: ['Software and Configuration Checks/Vulnerabilities/CVE'],
      Vulnerabilities: [vulnerability],
      Resources: [instance],
    }),
  ]);
  expect(observations.device).toMatchObject([
    { DeviceName: 'web', AgentIds: ['aws:i-0abc'], IPAddresses: ['10.0.0.5'], Examined: ['vulnerabilities'] },
  ]);
  expect(observations.vulnerability).toMatchObject([
    {
      CveIds: ['CVE-2022-3643'],
      CvssScore: 10,
      CvssVector: 'V',
      SoftwareName: 'kernel',
      SoftwareVersion: '4.14-2.amzn2',
      FixedVersion: '5.10',
      Status: 'affected',
    },
  ]);
});

it('reads findings of images and single findings', async () => {
  const image = {
    Type: 'AwsEcrContainerImage',
    Id: 'arn:img',
    Details: { AwsEcrContainerImage: { RepositoryName: 'shop', ImageTags: ['1'], ImageDigest: 'sha256:aa' } },
  };
  const { observations } = await read(finding({ Vulnerabilities: [vulnerability], Resources: [image] }));
  expect(observations.resource).toMatchObject([
    { ResourceType: 'image', ResourceName: 'shop:1', ResourceIds: ['arn:img', 'sha256:aa', 'shop:1'] },
  ]);
});

it('sets aside what has no shape, and keeps what came before a cut', async () => {
  const odd = await read({
    Findings: [
      finding(),
      5,
      finding({ GeneratorId: null, Resources: 'x', Compliance: { Status: 'FAILED' } }),
      finding({ Vulnerabilities: [{}], Resources: [instance] }),
      finding({ Severity: { Label: 7, Normalized: 'x' }, UpdatedAt: '<b>' }),
    ],
  });
  expect(odd.quarantined).toHaveLength(3);
  expect(odd.observations.control.map((c) => c.Severity)).toEqual(['High', 'Unknown']);
  const cut = await read(JSON.stringify({ Findings: [finding(), finding()] }).slice(0, -30));
  expect(cut.outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(cut.observations.control).toHaveLength(1);
  expect((await read({ Findings: [] })).detection).toBeUndefined();
});
