import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { prowler } from './manifest.ts';

const read = (content: unknown) =>
  readWith(
    prowler,
    memoryFile('output', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const ocsf = (more: object = {}) => ({
  metadata: { event_code: 's3_public', product: { name: 'Prowler', version: '5.4.0' }, version: '1.4.0' },
  severity: 'High',
  status: 'New',
  status_code: 'FAIL',
  status_detail: 'the bucket is public',
  finding_info: { title: 'No public buckets', uid: 'u', created_time: 1714557600 },
  unmapped: { compliance: { 'CIS-3.0': ['1.20'] } },
  resources: [{ uid: 'arn:aws:s3:::b', name: 'b', region: 'eu-west-1' }],
  cloud: { account: { uid: '123456789012', name: 'shop' }, provider: 'aws', region: 'eu-west-1' },
  remediation: { desc: 'Block it.' },
  ...more,
});

describe('OCSF', () => {
  it('becomes controls on the account', async () => {
    const { outcome, observations, native, observedAt, tool } = await read([
      ocsf(),
      ocsf({ status_code: 'PASS' }),
      ocsf({ status_code: 'MANUAL' }),
      ocsf({ status: 'Suppressed' }),
    ]);
    expect(outcome).toEqual({ ok: true });
    expect(observations.resource).toMatchObject([
      {
        ResourceType: 'cloud',
        ResourceName: 'shop',
        ResourceIds: ['aws:123456789012'],
        Examined: ['configuration'],
      },
    ]);
    expect(observations.control[0]).toMatchObject({
      Ref: observations.resource[0]?.Ref,
      ControlId: 's3_public',
      Title: 'No public buckets',
      Severity: 'High',
      FixText: 'Block it.',
      References: ['CIS-3.0: 1.20'],
      Place: 'arn:aws:s3:::b (eu-west-1)',
    });
    expect(observations.control.map((c) => [c.Result, c.Reason])).toEqual([
      ['fail', 'the bucket is public'],
      ['pass', 'the bucket is public'],
      ['unknown', 'manual: a person must check it: the bucket is public'],
      ['fail', 'muted in Prowler: the bucket is public'],
    ]);
    expect(native).toEqual({ findings: 4, status: { FAIL: 2, PASS: 1, MANUAL: 1 } });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
    expect(tool).toEqual({ name: 'Prowler', version: '5.4.0' });
  });

  it('of version 3 names the check as feature', async () => {
    const { observations } = await read([
      {
        metadata: { product: { name: 'Prowler', feature: { uid: 'check_a' } } },
        severity: 'Low',
        status: 'Failure',
        finding: { title: 'A' },
        cloud: { account: { uid: '1' } },
      },
    ]);
    expect(observations.control).toMatchObject([{ ControlId: 'check_a', Result: 'fail' }]);
  });

  it('of another product is not taken', async () => {
    const other = ocsf({ metadata: { product: { name: 'Other' } } });
    expect((await read([other])).detection).toBeUndefined();
  });

  it('with wrong types is set aside and does not crash', async () => {
    const { observations, quarantined, outcome } = await read([
      ocsf(),
      ocsf({ metadata: 5, finding_info: [], cloud: null }),
      ocsf({ status_code: 7, status: null }),
      'text',
      ocsf({
        finding_info: { title: '<b>\u0001', created_time: 'soon' },
        resources: [null],
        unmapped: { compliance: [] },
      }),
    ]);
    expect(outcome).toEqual({ ok: true });
    expect(quarantined).toHaveLength(3);
    expect(observations.control).toHaveLength(2);
  });

  it('keeps what came before a cut', async () => {
    const { outcome, observations } = await read(JSON.stringify([ocsf(), ocsf()]).slice(0, -40));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.control).toHaveLength(1);
  });
});

describe('native JSON', () => {
  it('of version 3 is read', async () => {
    const { observations, detection } = await read([
      {
        AssessmentStartTime: '2023-04-25T23:49:42.744599',
        Provider: 'aws',
        CheckID: 'acm',
        CheckTitle: 'T',
        Status: 'FAIL',
        StatusExtended: 'E',
        Severity: 'informational',
        Compliance: { SOC2: ['cc_6_7'] },
        AccountId: '999999999999',
        Region: 'us-east-1',
        ResourceId: 'api',
        ResourceArn: 'arn:aws:acm:us-east-1:999999999999:certificate/x',
      },
    ]);
    expect(detection).toMatchObject({ format: 'Prowler JSON 3' });
    expect(observations.control).toMatchObject([
      {
        Severity: 'None',
        References: ['SOC2: cc_6_7'],
        Place: 'arn:aws:acm:us-east-1:999999999999:certificate/x',
      },
    ]);
  });

  it('of version 2 is one object a line', async () => {
    const line =
      '{"Account Number":"012345678912","Control":"[check114] MFA","Message":"none","Severity":"Critical","Status":"FAIL","Control ID":"1.14","Region":"eu","Resource ID":"MFA"}\n';
    const { observations, outcome } = await read(line + line.replace('FAIL', 'INFO'));
    expect(outcome).toEqual({ ok: true });
    expect(observations.control.map((c) => [c.ControlId, c.Title, c.Result, c.Place])).toEqual([
      ['check114', 'MFA', 'fail', 'MFA (eu)'],
      ['check114', 'MFA', 'unknown', 'MFA (eu)'],
    ]);
  });
});

describe('CSV', () => {
  const header =
    'AUTH_METHOD;TIMESTAMP;ACCOUNT_UID;PROVIDER;CHECK_ID;CHECK_TITLE;STATUS;STATUS_EXTENDED;MUTED;SEVERITY;RESOURCE_UID;REGION;COMPLIANCE\n';

  it('of version 4 is read by the names of its columns', async () => {
    const { observations, native } = await read(
      `${header}x;2025-02-14 14:27:03.913874;1;aws;c;"T; t";FAIL;=cmd();True;low;r;eu;CIS-1.4: 1.20 | CIS-2.0: 1.20\nx;bad;1;aws;;T;PASS;;False;low;r;eu;\n`,
    );
    expect(observations.control).toMatchObject([
      {
        ControlId: 'c',
        Title: 'T; t',
        Result: 'fail',
        Reason: 'muted in Prowler: =cmd()',
        References: ['CIS-1.4: 1.20', 'CIS-2.0: 1.20'],
      },
    ]);
    expect(native).toEqual({ findings: 2, status: { FAIL: 1, PASS: 1 } });
  });

  it('with a header only holds nothing', async () => {
    const { outcome, native } = await read(header);
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ findings: 0, status: {} });
  });

  it('of one framework is refused', async () => {
    const { detection } = await read('PROVIDER;REQUIREMENTS_ID;STATUS;STATUSEXTENDED;CHECKID\n');
    expect(detection).toMatchObject({ kind: 'refuse', fault: { code: 'not-supported' } });
  });
});
