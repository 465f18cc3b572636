import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { scoutsuite } from './manifest.ts';

const read = (text: string): Promise<Reading> =>
  readWith(scoutsuite, memoryFile('scoutsuite_results_x.js', text, 7));
const report = (findings: object, more: object = {}): string =>
  `scoutsuite_results =\n${JSON.stringify({
    account_id: '9164',
    last_run: { ruleset_name: 'default', time: '2021-02-19 19:16:10+0000', version: '5.10.2' },
    provider_code: 'aws',
    services: { s3: { findings } },
    ...more,
  })}`;
const rule = (checked_items: unknown, flagged_items: unknown, more: object = {}) => ({
  checked_items,
  flagged_items,
  description: 'D',
  level: 'danger',
  items: [],
  ...more,
});

it('becomes controls of the account, one for each flagged item', async () => {
  const { outcome, observations, native, tool, observedAt, ...more } = await read(
    report({
      a: rule(3, 2, { items: ['s3.x', 's3.y'] }),
      b: rule(3, 0),
      c: rule(0, 0, { level: 'warning' }),
      d: rule(null, 'x'),
      e: 5,
    }),
  );
  expect(outcome).toEqual({ ok: true });
  expect(tool).toEqual({ name: 'ScoutSuite', version: '5.10.2' });
  expect(observedAt).toBe(Date.UTC(2021, 1, 19, 19, 16, 10));
  expect(observations.resource).toMatchObject([
    { ResourceName: '9164', ResourceIds: ['aws:9164'], Examined: ['configuration'] },
  ]);
  expect(observations.control.map((c) => [c.ControlId, c.Severity, c.Result, c.Place])).toEqual([
    ['a', 'High', 'fail', 's3.x'],
    ['a', 'High', 'fail', 's3.y'],
    ['b', 'High', 'pass', undefined],
    ['c', 'Medium', 'notApplicable', undefined],
    ['d', 'High', 'unknown', undefined],
  ]);
  expect(native).toEqual({ findings: 4, flagged_findings: 1, flagged_items: 2 });
  expect(more.quarantined).toHaveLength(1);
  expect(more).toMatchObject({ provesScope: true, checks: 'default; s3' });
});

it('that is cut or empty proves nothing', async () => {
  const cut = await read(report({ a: rule(3, 0), b: rule(3, 0) }).slice(0, -30));
  expect(cut.outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(cut.observations.control).toHaveLength(1);
  expect(cut).toMatchObject({ provesScope: false });
  expect((await read('scoutsuite_results =\n')).outcome).toMatchObject({ fault: { code: 'empty' } });
});
