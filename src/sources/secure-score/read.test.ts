import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { secureScore } from './manifest.ts';

const read = (content: unknown): Promise<Reading> =>
  readWith(
    secureScore,
    memoryFile('s.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const control = (controlName: unknown, more: object = {}) => ({
  controlCategory: 'Identity',
  controlName,
  description: '<p>Use  MFA.</p>',
  score: 0,
  implementationStatus: 'off',
  scoreInPercentage: 0,
  ...more,
});
const score = (controlScores: unknown, more: object = {}) => ({
  id: 'x',
  azureTenantId: 'AA',
  createdDateTime: '2024-05-02T00:00:00Z',
  currentScore: 5,
  maxScore: 10,
  controlScores,
  ...more,
});
const profile = (id: string, more: object = {}) => ({
  id,
  azureTenantId: 'AA',
  controlCategory: 'Identity',
  maxScore: 9,
  tier: 'Core',
  title: `Title ${id}`,
  remediation: '<p>Do it</p>',
  ...more,
});

it('becomes controls of the tenant, of its newest day', async () => {
  const { outcome, observations, native, observedAt, ...more } = await read({
    value: [
      score([control('a')], { createdDateTime: '2024-05-01T00:00:00Z' }),
      score([
        control('a', { scoreInPercentage: 100 }),
        control('b', { scoreInPercentage: 50.5 }),
        control('c', { scoreInPercentage: null, score: null }),
      ]),
    ],
  });
  expect(outcome).toEqual({ ok: true });
  expect(observations.resource).toMatchObject([
    { ResourceIds: ['tenant:aa'], Examined: ['configuration'], Properties: { currentScore: 5 } },
  ]);
  expect(observations.control.map((c) => [c.Title, c.Severity, c.Result, c.Reason])).toEqual([
    ['Use MFA.', 'Unknown', 'pass', 'off'],
    ['Use MFA.', 'Unknown', 'fail', '50 % done: off'],
    ['Use MFA.', 'Unknown', 'unknown', 'the score tells no share: off'],
  ]);
  expect(native).toEqual({ scores: 2, control_scores: 4, profiles: 0 });
  expect(observedAt).toBe(Date.UTC(2024, 4, 2));
  expect(more).toMatchObject({ provesScope: false });
});

it('joins profiles of the same file', async () => {
  const { observations } = await read({
    secureScore: {
      value: [score([control('a'), control('b'), control('c', { scoreInPercentage: undefined, score: 12 })])],
    },
    profiles: {
      value: [profile('a'), profile('b', { controlStateUpdates: [{ state: 'Ignored' }] }), profile('c')],
    },
  });
  expect(observations.control.map((c) => [c.Title, c.Severity, c.Result, c.FixText])).toEqual([
    ['Title a', 'High', 'fail', 'Do it'],
    ['Title b', 'High', 'unknown', 'Do it'],
    ['Title c', 'High', 'pass', 'Do it'],
  ]);
});

it('refuses profiles alone, sets aside what has no shape, and says that a file is cut', async () => {
  expect((await read({ value: [profile('a')] })).detection).toMatchObject({
    kind: 'refuse',
    fault: { code: 'wrong-content' },
  });
  const odd = await read({ value: [score([control(5), control('__proto__')]), { controlScores: [] }, 3] });
  expect(odd.quarantined).toHaveLength(3);
  expect(odd.observations.control).toHaveLength(1);
  const text = JSON.stringify({ value: [score([control('a')]), score([])] });
  const cut = await read(text.slice(0, -20));
  expect(cut.outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(cut.observations.control).toHaveLength(1);
});
