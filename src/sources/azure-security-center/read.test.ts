import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { azureSecurityCenter } from './manifest.ts';

const header =
  '\ufeff"exportedTimestamp","subscriptionId","subscriptionName","resourceName","resourceId","recommendationId","recommendationName","recommendationDisplayName","remediationSteps","severity","state","notApplicableReason","controls"\n';
const line = (state: string, id = 'S1'): string =>
  `"2021-09-28T16:01:10.373Z","${id}","Shop","vnet","/subscriptions/S1/vnet","x","f67fb","=Firewall ""on""","Do\nit","High","${state}","off","{""Restrict access"":""1""}"\n`;
const read = (text: string): Promise<Reading> => readWith(azureSecurityCenter, memoryFile('a.csv', text, 61));

it('becomes controls of the subscription', async () => {
  const { outcome, observations, native, observedAt } = await read(
    header + ['Healthy', 'Unhealthy', 'NotApplicable', ''].map((s) => line(s)).join(''),
  );
  expect(outcome).toEqual({ ok: true });
  expect(observations.resource).toMatchObject([
    { ResourceName: 'Shop', ResourceIds: ['azure:S1'], Examined: ['configuration'] },
  ]);
  expect(observations.control[0]).toMatchObject({
    ControlId: 'f67fb',
    Title: '=Firewall "on"',
    Severity: 'High',
    References: ['Restrict access'],
    Place: '/subscriptions/S1/vnet',
  });
  expect(observations.control.map((c) => [c.Result, c.Reason])).toEqual([
    ['pass', undefined],
    ['fail', undefined],
    ['notApplicable', 'off'],
    ['unknown', 'the line has no state'],
  ]);
  expect(native).toEqual({
    recommendations: 4,
    state: { Healthy: 1, Unhealthy: 1, NotApplicable: 1, null: 1 },
  });
  expect(observedAt).toBe(Date.UTC(2021, 8, 28, 16, 1, 10, 373));
});

it('reads a table without lines, sets aside a line without a subscription, and sees a cut', async () => {
  expect((await read(header)).outcome).toEqual({ ok: true });
  expect((await read(header + line('Healthy', ''))).quarantined).toHaveLength(1);
  const cut = await read((header + line('Healthy') + line('Healthy')).slice(0, -40));
  expect(cut.outcome).toMatchObject({ fault: { code: 'truncated' } });
});
