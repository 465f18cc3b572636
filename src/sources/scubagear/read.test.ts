import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { scubagear } from './manifest.ts';

const read = (content: unknown): Promise<Reading> =>
  readWith(
    scubagear,
    memoryFile('ScubaResults.x', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const control = (Result: unknown, more: object = {}) => ({
  'Control ID': 'MS.AAD.1.1v1',
  Requirement:
    "Legacy authentication <b>SHALL</b> be blocked.<div class='policy-indicators'><a>BOD</a></div>",
  Result,
  Criticality: 'Shall',
  Details: '1 policy<br/>found',
  ...more,
});
const results = (...Controls: unknown[]) => ({
  MetaData: {
    TenantId: 'AA-1',
    DisplayName: 'Shop',
    DomainName: 'shop.example',
    ToolVersion: '1.8.0',
    Tool: 'ScubaGear',
    TimestampZulu: '2024-05-01T10:00:00Z',
  },
  Results: { AAD: [{ GroupName: 'g', Controls }] },
});

it('becomes controls of the tenant', async () => {
  const { outcome, observations, native, tool, observedAt, ...more } = await read(
    results(
      control('Pass'),
      control('Fail'),
      control('Warning', { Criticality: 'Should' }),
      control('N/A', { Criticality: 'Should/Not-Implemented' }),
      control('Omit'),
      control('Error'),
    ),
  );
  expect(outcome).toEqual({ ok: true });
  expect(tool).toEqual({ name: 'ScubaGear', version: '1.8.0' });
  expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
  expect(observations.resource).toMatchObject([
    { ResourceName: 'shop.example', ResourceIds: ['tenant:aa-1'], Examined: ['configuration'] },
  ]);
  expect(observations.control[0]).toMatchObject({
    ControlId: 'MS.AAD.1.1v1',
    Benchmark: 'SCuBA AAD',
    Title: 'Legacy authentication SHALL be blocked.',
    Reason: '1 policy found',
  });
  expect(observations.control.map((c) => [c.Severity, c.Result])).toEqual([
    ['High', 'pass'],
    ['High', 'fail'],
    ['Medium', 'fail'],
    ['Medium', 'unknown'],
    ['High', 'unknown'],
    ['High', 'unknown'],
  ]);
  expect(native).toMatchObject({ policies: 6, result: { Pass: 1, Fail: 1 } });
  expect(more).toMatchObject({ provesScope: true, checks: 'SCuBA AAD' });
});

it('reads the CSV, the report of a product and the tests, which prove nothing', async () => {
  const csv = await read(
    '\ufeff"Control ID","Requirement","Result","Criticality","Details"\n"MS.EXO.1.1v1","=cmd()","Fail","Shall","a\nb"\n"x","","","",""\n',
  );
  expect(csv.observations.control).toMatchObject([
    { ControlId: 'MS.EXO.1.1v1', Title: '=cmd()', Result: 'fail' },
  ]);
  expect(csv.quarantined).toHaveLength(1);
  expect(csv).toMatchObject({ provesScope: false });
  const report = await read([
    {
      ReportSummary: { Manual: 0 },
      Results: [{ Controls: [control('Pass')] }],
      MetaData: { 'Tenant Display Name': 'Shop' },
    },
  ]);
  expect(report.observations.resource).toMatchObject([{ ResourceName: 'Shop' }]);
  expect(report.observations.control).toHaveLength(1);
  const tests = await read([
    { PolicyId: 'MS.AAD.7.3v1', RequirementMet: true, Criticality: 'Shall' },
    { PolicyId: 'MS.AAD.7.4v1', RequirementMet: false, Criticality: 'Shall/Not-Implemented' },
    null,
  ]);
  expect(tests.observations.control.map((c) => c.Result)).toEqual(['pass', 'unknown']);
  expect(tests.quarantined).toHaveLength(1);
});

it('keeps what came before a cut', async () => {
  const text = JSON.stringify({
    ...results(),
    Results: { AAD: [{ Controls: [control('Pass')] }, { Controls: [control('Fail')] }] },
  });
  const { outcome, observations, ...more } = await read(text.slice(0, -20));
  expect(outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(observations.control).toHaveLength(1);
  expect(more).toMatchObject({ provesScope: false });
});
