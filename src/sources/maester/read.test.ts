import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { maester } from './manifest.ts';

const read = (content: unknown): Promise<Reading> =>
  readWith(
    maester,
    memoryFile('t.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );
const test = (Result: unknown, more: object = {}) => ({
  Id: 'MT.1001',
  Title: 'MT.1001: MFA',
  Name: 'MT.1001: MFA',
  Severity: 'High',
  Tag: ['CA', 'MT.1001'],
  Result,
  Block: 'Maester/Entra',
  ErrorRecord: [],
  ResultDetail: null,
  ...more,
});
const report = (Tests: unknown, more: object = {}) => ({
  Result: 'Failed',
  PassedCount: 1,
  ExecutedAt: '2024-05-01T10:00:00.7433467+00:00',
  TenantId: 'AA',
  TenantName: 'Shop',
  CurrentVersion: '1.0',
  Tests,
  EndOfJson: 'EndOfJson',
  ...more,
});

it('becomes controls of the tenant', async () => {
  const { outcome, observations, native, observedAt, ...more } = await read(
    report([
      test('Passed'),
      test('Failed', { ErrorRecord: [{ Exception: { Message: 'Expected\n $true' } }] }),
      test('Skipped', { ResultDetail: { SkippedReason: 'no licence' } }),
      test('NotRun'),
      test('Investigate'),
      test('Error'),
    ]),
  );
  expect(outcome).toEqual({ ok: true });
  expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10, 0, 0, 743));
  expect(observations.resource).toMatchObject([
    { ResourceName: 'Shop', ResourceIds: ['tenant:aa'], Examined: ['configuration'] },
  ]);
  expect(observations.control[0]).toMatchObject({
    ControlId: 'MT.1001',
    Title: 'MFA',
    Severity: 'High',
    Benchmark: 'Maester/Entra',
    References: ['CA'],
  });
  expect(observations.control.map((c) => [c.Result, c.Reason])).toEqual([
    ['pass', undefined],
    ['fail', 'Expected $true'],
    ['unknown', 'skipped: no licence'],
    ['unknown', 'not run'],
    ['unknown', 'manual: a person must look into it'],
    ['unknown', 'the test ended with an error'],
  ]);
  expect(native).toMatchObject({ tests: 6, result: { Passed: 1, Failed: 1 } });
  expect(more).toMatchObject({ provesScope: true, checks: 'Maester/Entra' });
});

it('without Graph names no tenant and proves nothing', async () => {
  const { observations, quarantined, ...more } = await read(
    report([test('Passed'), 5, test(7), test('<b>')], {
      TenantId: 'TenantId (not connected to Graph)',
      TenantName: 'TenantName (not connected to Graph)',
    }),
  );
  expect(observations.resource).toMatchObject([{ ResourceName: 't.json', ResourceIds: [] }]);
  expect(quarantined).toHaveLength(2);
  expect(more).toMatchObject({ provesScope: false });
});

it('keeps what came before a cut', async () => {
  const cut = await read(JSON.stringify(report([test('Passed'), test('Failed')])).slice(0, -60));
  expect(cut.outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(cut.observations.control).toHaveLength(1);
});
