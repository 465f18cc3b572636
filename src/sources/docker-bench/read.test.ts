import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { dockerBench } from './manifest.ts';

const read = (content: unknown): Promise<Reading> =>
  readWith(
    dockerBench,
    memoryFile('in/node-1.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );
const report = (...results: unknown[]) => ({
  dockerbenchsecurity: '1.3.6',
  start: 1714557500,
  tests: [{ id: '1', desc: 'Host', results }],
  end: 1714557600,
});

it('becomes controls', async () => {
  const { outcome, observations, native, tool, observedAt } = await read(
    report(
      { id: '1.1', desc: 'A', result: 'PASS' },
      { id: '1.2', desc: 'B', result: 'WARN', items: ['web', 'db'], remediation: 'R' },
      { id: '1.3', desc: 'C (Manual)', result: 'NOTE' },
      { id: '1.4', desc: 'D', result: 'INFO' },
    ),
  );
  expect(outcome).toEqual({ ok: true });
  expect([tool, observedAt]).toEqual([{ name: 'Docker Bench', version: '1.3.6' }, Date.UTC(2024, 4, 1, 10)]);
  expect(observations.resource).toMatchObject([{ ResourceName: 'node-1', Examined: ['configuration'] }]);
  expect(observations.control.map((c) => [c.ControlId, c.Result, c.Reason])).toEqual([
    ['CIS Docker: 1.1', 'pass', undefined],
    ['CIS Docker: 1.2', 'fail', 'web, db'],
    ['CIS Docker: 1.3', 'unknown', 'manual: a person must check it'],
    ['CIS Docker: 1.4', 'unknown', 'informational'],
  ]);
  expect(native).toEqual({ results: 4, result: { PASS: 1, WARN: 1, NOTE: 1, INFO: 1 } });
});

it('sets aside what has no shape and keeps what came before a cut', async () => {
  const odd = await read(report({ id: {}, result: 'PASS' }, { id: '1', result: '<b>\u0001' }, 5));
  expect(odd.quarantined).toHaveLength(1);
  expect(odd.observations.control).toHaveLength(1);
  const cut = await read(JSON.stringify({ ...report({ id: '1', result: 'PASS' }) }).slice(0, -10));
  expect(cut.outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(cut.observations.control).toHaveLength(1);
});
