import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { detectSecrets } from './manifest.ts';

const read = (report: unknown) =>
  readWith(
    detectSecrets,
    memoryFile('.secrets.baseline', typeof report === 'string' ? report : JSON.stringify(report), 61),
  );

const entry = (more: object = {}) => ({
  type: 'Secret Keyword',
  filename: 'a.b\\c.py',
  hashed_secret: '5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8',
  is_verified: false,
  line_number: 7,
  ...more,
});
const baseline = (results: object) => ({
  version: '1.4.0',
  plugins_used: [{ name: 'KeywordDetector' }, { name: 'AWSKeyDetector' }],
  filters_used: [{ path: 'x' }],
  results,
  generated_at: '2024-05-01T10:00:00Z',
});

describe('a baseline of detect-secrets', () => {
  it('becomes secrets by the hash that it holds', async () => {
    const { observations, native, tool, observedAt, checks, provesScope } = await read(
      baseline({
        'a.b\\c.py': [
          entry(),
          entry({ is_secret: false }),
          entry({ is_verified: true, filename: undefined }),
        ],
      }),
    );
    expect(native).toEqual({ secrets: 3, audited_as_none: 1 });
    expect(tool).toEqual({ name: 'detect-secrets', version: '1.4.0' });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
    expect([checks, provesScope]).toEqual(['AWSKeyDetector, KeywordDetector', false]);
    expect(observations.secret).toMatchObject([
      { RuleId: 'Secret Keyword', Place: 'a.b/c.py', Line: 7, IsVerified: undefined },
      { Place: 'a.b/c.py', IsVerified: true },
    ]);
    expect(JSON.stringify(observations)).not.toContain('5baa61');
  });

  it('states a clean one, bears wrong types, and says where a cut file ends', async () => {
    expect((await read(baseline({}))).observations.resource).toHaveLength(1);
    const odd = await read(
      '{"version":"1.0","plugins_used":[7],"results":{"__proto__":[{"type":"T","line_number":"x"}],"b":[1,{"type":2}],"c":3}}',
    );
    expect(odd.observations.secret).toMatchObject([{ Place: '__proto__', Line: undefined }]);
    expect(odd.quarantined).toHaveLength(2);
    expect((await read(JSON.stringify(baseline({ a: [entry()] })).slice(0, -60))).outcome).toMatchObject({
      fault: { code: 'truncated' },
    });
    expect((await read({ version: '1', results: {} })).detection).toBeUndefined();
  });
});
