import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { trivyOperator } from './manifest.ts';

const read = (content: unknown) =>
  readWith(
    trivyOperator,
    memoryFile('r.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const object = (kind: string, report: object, more: object = {}) => ({
  apiVersion: 'aquasecurity.github.io/v1alpha1',
  kind,
  metadata: {
    name: 'replicaset-shop-1-nginx',
    namespace: 'default',
    labels: {
      'trivy-operator.container.name': 'nginx',
      'trivy-operator.resource.kind': 'ReplicaSet',
      'trivy-operator.resource.name': 'shop-1',
      'trivy-operator.resource.namespace': 'default',
    },
  },
  report: {
    scanner: { name: 'Trivy', version: '0.38.2' },
    updateTimestamp: '2023-03-23T16:22:54Z',
    artifact: { repository: 'library/nginx', tag: 'alpine' },
    registry: { server: 'index.docker.io' },
    ...report,
  },
  ...more,
});

const list = (...items: unknown[]) => ({ apiVersion: 'v1', items, kind: 'List' });

const vulnerability = {
  vulnerabilityID: 'CVE-2023-23914',
  resource: 'curl',
  installedVersion: '7.87.0-r1',
  fixedVersion: '7.87.0-r2',
  severity: 'CRITICAL',
  score: 4.2,
  title: 'curl: HSTS ignored',
};

const check = {
  checkID: 'KSV014',
  severity: 'LOW',
  success: false,
  title: 'Root file system',
  messages: ['should be read-only'],
};

describe('a single object', () => {
  it('becomes findings on its workload', async () => {
    const { outcome, observations, native, tool, observedAt, provesScope } = await read(
      object('VulnerabilityReport', { vulnerabilities: [vulnerability] }),
    );
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ objects: 1, kinds: { VulnerabilityReport: 1 }, items: { vulnerability: 1 } });
    expect(tool).toEqual({ name: 'Trivy Operator', version: '0.38.2' });
    expect(observedAt).toBe(Date.UTC(2023, 2, 23, 16, 22, 54));
    expect(provesScope).toBe(false);
    expect(observations.resource).toMatchObject([
      {
        ResourceType: 'kubernetes',
        ResourceName: 'default/ReplicaSet/shop-1',
        Examined: ['vulnerabilities'],
        Properties: {
          images: 'index.docker.io/library/nginx:alpine',
          kind: 'ReplicaSet',
          namespace: 'default',
        },
      },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.resource[0]?.Ref,
        CveIds: ['CVE-2023-23914'],
        Severity: 'Critical',
        CvssScore: 4.2,
        SoftwareName: 'curl',
        FixedVersion: '7.87.0-r2',
      },
    ]);
  });

  it('without findings says what was looked at', async () => {
    const { outcome, observations } = await read(object('VulnerabilityReport', { vulnerabilities: [] }));
    expect(outcome).toEqual({ ok: true });
    expect(observations.resource[0]?.Examined).toEqual(['vulnerabilities']);
    expect(observations.vulnerability).toEqual([]);
  });

  it('of secrets keeps no match', async () => {
    const secret = {
      ruleID: 'github-pat',
      severity: 'CRITICAL',
      target: 'root/s.txt',
      title: 'PAT',
      match: 'ghp_x',
    };
    const { observations } = await read(object('ExposedSecretReport', { secrets: [secret] }));
    expect(observations.secret).toMatchObject([
      { RuleId: 'github-pat', Place: 'root/s.txt', Severity: 'Critical' },
    ]);
    expect(JSON.stringify(observations)).not.toContain('ghp_x');
  });

  it('of an SBOM lists the components', async () => {
    const components = [{ name: 'curl', version: '7', purl: 'pkg:apk/alpine/curl@7' }];
    const { observations } = await read(
      object('SbomReport', { components: { bomFormat: 'CycloneDX', components } }),
    );
    expect(observations.software).toMatchObject([{ SoftwareName: 'curl', Ecosystem: 'apk' }]);
  });
});

describe('a list', () => {
  it('joins the reports of one workload and proves it', async () => {
    const { observations, native, provesScope, checks } = await read(
      list(
        object('VulnerabilityReport', { vulnerabilities: [vulnerability] }),
        object('VulnerabilityReport', {
          vulnerabilities: [],
          artifact: { repository: 'proxy', digest: 'sha256:a' },
        }),
        object('ConfigAuditReport', {
          checks: [check, { ...check, success: true }, { ...check, success: 'x' }],
        }),
      ),
    );
    expect(native).toMatchObject({ objects: 3 });
    expect({ provesScope, checks }).toEqual({
      provesScope: true,
      checks: 'ConfigAuditReport, VulnerabilityReport',
    });
    expect(observations.resource).toMatchObject([{ Examined: ['configuration', 'vulnerabilities'] }]);
    expect(observations.control.map((row) => [row.Result, row.Reason])).toEqual([
      ['fail', 'should be read-only'],
      ['pass', 'should be read-only'],
      ['unknown', 'the report does not say whether the check passed'],
    ]);
  });

  it('keeps what came before a cut, and proves nothing', async () => {
    const item = object('VulnerabilityReport', { vulnerabilities: [vulnerability] });
    const { outcome, observations, provesScope } = await read(JSON.stringify(list(item, item)).slice(0, -60));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(1);
    expect(provesScope).toBe(false);
  });

  it('survives wrong types, and takes the owner where labels are missing', async () => {
    const owner = object(
      'ClusterRbacAssessmentReport',
      { checks: [7, {}] },
      {
        metadata: { name: 'clusterrole-x', ownerReferences: [{ kind: 'ClusterRole', name: '=cmd()<b>' }] },
      },
    );
    const { outcome, observations, quarantined } = await read(list(owner, 'x', { ...owner, metadata: 5 }));
    expect(outcome).toEqual({ ok: true });
    expect(observations.resource).toMatchObject([{ ResourceName: 'ClusterRole/=cmd()<b>' }]);
    expect(quarantined).toHaveLength(4);
  });
});

describe('compliance', () => {
  const compliance = (status: object) => ({
    apiVersion: 'aquasecurity.github.io/v1alpha1',
    kind: 'ClusterComplianceReport',
    metadata: { name: 'cis' },
    status: { updateTimestamp: '2024-03-13T12:01:32Z', ...status },
  });

  it('has a verdict for each control of the cluster', async () => {
    const { observations } = await read(
      compliance({
        detailReport: {
          title: 'CIS Kubernetes',
          results: [
            { id: '1.1.1', name: 'a', severity: 'HIGH', checks: [{ checkID: '', success: true }] },
            {
              id: '5.1.1',
              name: 'b',
              checks: [
                { success: false, target: 'r1' },
                { success: false, target: 'r2' },
              ],
            },
            { id: '5.1.2', name: 'c', checks: [] },
          ],
        },
      }),
    );
    expect(observations.control.map((row) => [row.ControlId, row.Benchmark, row.Result, row.Reason])).toEqual(
      [
        ['1.1.1', 'CIS Kubernetes', 'pass', undefined],
        ['5.1.1', 'CIS Kubernetes', 'fail', '2 checks failed: r1, r2'],
        ['5.1.2', 'CIS Kubernetes', 'unknown', 'no check of the operator stands behind this control'],
      ],
    );
  });

  it('may be a summary', async () => {
    const { observations } = await read(
      compliance({
        summaryReport: {
          title: 'NSA',
          controlCheck: [{ id: '1', totalFail: 3 }, { id: '2', totalFail: 0 }, { id: '3' }],
        },
      }),
    );
    expect(observations.control.map((row) => [row.Result, row.Reason])).toEqual([
      ['fail', '3 checks failed'],
      ['pass', undefined],
      ['unknown', 'no check of the operator stands behind this control'],
    ]);
  });

  it('of other groups is not ours', async () => {
    expect((await read({ apiVersion: 'apps/v1', kind: 'Deployment' })).detection).toBeUndefined();
  });
});
