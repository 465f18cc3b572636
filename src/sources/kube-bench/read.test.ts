import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { kubeBench } from './manifest.ts';

const read = (content: unknown): Promise<Reading> =>
  readWith(
    kubeBench,
    memoryFile('in/node-1.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const test = (status: unknown, more: object = {}) => ({
  test_number: '1.1.1',
  test_desc: 'T',
  remediation: 'R',
  status,
  scored: true,
  ...more,
});
const group = (...results: unknown[]) => ({
  id: '1',
  version: '1.6',
  text: 'Master',
  node_type: 'master',
  tests: [{ section: '1.1', results }],
});

it('becomes controls of the cluster', async () => {
  const { outcome, observations, native, ...more } = await read({
    Controls: [
      group(
        test('PASS'),
        test('FAIL', { actual_value: 'permissions=777\n' }),
        test('WARN', { type: 'manual', scored: false }),
        test('WARN', { scored: false, reason: 'failed to run' }),
        test('INFO'),
        test('ODD'),
      ),
    ],
    Totals: { total_pass: 1 },
  });
  expect(outcome).toEqual({ ok: true });
  expect(observations.resource).toMatchObject([
    { ResourceType: 'kubernetes', ResourceName: 'node-1', Examined: ['configuration'] },
  ]);
  expect(observations.control[0]).toMatchObject({
    ControlId: 'CIS Kubernetes 1.6: 1.1.1',
    Title: 'T',
    FixText: 'R',
    Place: 'master',
  });
  expect(observations.control.map((c) => [c.Result, c.Reason])).toEqual([
    ['pass', undefined],
    ['fail', 'found: permissions=777'],
    ['unknown', 'manual: a person must check it'],
    ['unknown', 'not scored: a person must judge it: failed to run'],
    ['unknown', 'skipped or informational'],
    ['unknown', 'kube-bench says ODD'],
  ]);
  expect(native).toEqual({ status: { PASS: 1, FAIL: 1, WARN: 2, INFO: 1, ODD: 1 } });
  expect(more).toMatchObject({ provesScope: false, checks: 'CIS Kubernetes 1.6' });
});

it('reads the list of groups and a single group', async () => {
  expect((await read([group(test('PASS')), group(test('FAIL'))])).observations.control).toHaveLength(2);
  expect((await read(group(test('PASS')))).observations.control).toHaveLength(1);
});

it('sets aside what is no test and does not crash', async () => {
  const { quarantined, observations } = await read([
    group(test(5), { status: 'PASS' }, null, '<b>'),
    { ...group(), tests: {} },
    7,
  ]);
  expect(quarantined).toHaveLength(3);
  expect(observations.control).toEqual([]);
});

it('keeps what came before a cut', async () => {
  const text = JSON.stringify([group(test('PASS')), group(test('FAIL'))]);
  const { outcome, observations } = await read(text.slice(0, -20));
  expect(outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(observations.control).toHaveLength(1);
});
