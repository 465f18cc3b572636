import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { inspec } from './manifest.ts';

const read = (content: unknown): Promise<Reading> =>
  readWith(
    inspec,
    memoryFile('web01.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const result = (status: string, more: object = {}) => ({
  status,
  code_desc: 'File /x should exist',
  start_time: '2024-05-01T10:00:00+00:00',
  ...more,
});
const control = (id: string, results: unknown, more: object = {}) => ({
  id,
  title: `Title of ${id}`,
  impact: 0.7,
  tags: { nist: ['CM-6'], fix: 'Do it.' },
  results,
  ...more,
});
const report = (controls: unknown, more: object = {}) => ({
  platform: { name: 'redhat', release: '8.5', target_id: 'web01.example.org' },
  profiles: [{ name: 'base', title: 'Base', version: '1.0', supports: [], controls }],
  statistics: { duration: 1 },
  version: '4.18.104',
  ...more,
});

it('becomes a device with controls', async () => {
  const { outcome, observations, native, tool, observedAt, ...more } = await read(
    report([
      control('a', [result('passed')]),
      control('b', [result('passed'), result('failed', { message: 'it is\n not' })]),
    ]),
  );
  expect(outcome).toEqual({ ok: true });
  expect(tool).toEqual({ name: 'InSpec', version: '4.18.104' });
  expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
  expect(observations.device).toMatchObject([
    { HostNames: ['web01.example.org'], OSPlatform: 'redhat', OSVersion: '8.5', Examined: ['configuration'] },
  ]);
  expect(observations.control).toMatchObject([
    {
      ControlId: 'a',
      Benchmark: 'Base 1.0',
      Severity: 'High',
      Result: 'pass',
      FixText: 'Do it.',
      References: ['CM-6'],
    },
    { ControlId: 'b', Result: 'fail', Reason: 'it is not' },
  ]);
  expect(native).toEqual({ controls: 2, results: { passed: 2, failed: 1 } });
  expect(more).toMatchObject({ provesScope: true, checks: 'Base 1.0' });
});

it.each([
  ['skipped', [result('skipped', { skip_message: 'no docker' })], 0.5, 'unknown', 'skipped: no docker'],
  [
    'skipped in part',
    [result('passed'), result('skipped', { skip_message: 'x' })],
    0.5,
    'unknown',
    'skipped in part (1 of 2 tests): x',
  ],
  ['not applicable', [result('skipped', { skip_message: 'no docker' })], 0, 'notApplicable', 'no docker'],
  [
    'an exception',
    [result('failed', { exception: 'RuntimeError' })],
    0.5,
    'unknown',
    'the check ended with an error: RuntimeError',
  ],
  ['without results', [], 0.5, 'unknown', 'not checked: the control has no results'],
  ['of an unknown word', [result('odd')], 0.5, 'unknown', 'a test has a result that InSpec does not define'],
])('%s is no pass and no fail', async (_, results, impact, verdict, reason) => {
  const { observations } = await read(report([control('a', results, { impact })]));
  expect(observations.control.map((c) => [c.Result, c.Reason])).toEqual([[verdict, reason]]);
});

it('says that a failure is waived', async () => {
  const { observations } = await read(
    report([control('a', [result('failed')], { waiver_data: { justification: 'until June', run: true } })]),
  );
  expect(observations.control[0]).toMatchObject({
    Result: 'fail',
    Reason: 'waived: until June: File /x should exist',
  });
});

it('joins an overlay and its base', async () => {
  const { observations } = await read(
    report([], {
      profiles: [
        { name: 'overlay', supports: [], controls: [control('a', [], { impact: 0.3, title: null })] },
        {
          name: 'base',
          parent_profile: 'overlay',
          supports: [],
          controls: [control('a', [result('failed')])],
        },
      ],
    }),
  );
  expect(observations.control).toMatchObject([
    { ControlId: 'a', Severity: 'Low', Title: 'Title of a', Result: 'fail', Benchmark: 'overlay' },
  ]);
});

it('reads json-min and does not close anything without a target', async () => {
  const { observations, ...more } = await read({
    version: '4.0',
    controls: [
      { id: 'a', profile_id: 'base', status: 'passed', code_desc: 'x' },
      { id: 'a', profile_id: 'base', status: 'failed', code_desc: 'y' },
    ],
    statistics: {},
  });
  expect(observations.control).toMatchObject([
    { ControlId: 'a', Result: 'fail', Reason: 'y', Benchmark: 'base' },
  ]);
  expect(observations.device).toMatchObject([{ DeviceName: 'web01.json' }]);
  expect(more).toMatchObject({ provesScope: false });
});

it('reads one control a line', async () => {
  const line = (target: string): string =>
    JSON.stringify({
      ...control('a', [result('passed')]),
      profile: { name: 'cis', version: '1' },
      platform: { name: 'redhat', target_id: target },
    });
  const { observations, native } = await read(`${line('a.example.org')}\n${line('b.example.org')}\n`);
  expect(observations.device.map((d) => d.DeviceName)).toEqual(['a.example.org', 'b.example.org']);
  expect(native).toEqual({ controls: 0, results: { passed: 2 } });
});

describe('odd files', () => {
  it('with wrong types do not crash', async () => {
    const { outcome, quarantined, observations } = await read(
      report(
        [
          5,
          { title: 'no id' },
          control('<b>\u0001', 'no list', { impact: 'high', tags: [], descriptions: 7 }),
        ],
        { platform: [] },
      ),
    );
    expect(outcome).toEqual({ ok: true });
    expect(quarantined).toHaveLength(2);
    expect(observations.control).toMatchObject([{ Severity: 'Unknown', Result: 'unknown' }]);
  });

  it('that are cut give what came before', async () => {
    const text = JSON.stringify(report([control('a', [result('failed')]), control('b', [])]));
    const { outcome, observations } = await read(text.slice(0, text.indexOf('"b"')));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.control).toHaveLength(1);
  });

  it('that are profiles are refused', async () => {
    const { detection } = await read({
      name: 'p',
      supports: [],
      controls: [{ id: 'a', code: 'x', source_location: {} }],
      generator: { name: 'inspec' },
    });
    expect(detection).toMatchObject({ kind: 'refuse', fault: { code: 'wrong-content' } });
  });
});
