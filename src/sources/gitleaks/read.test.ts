import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { gitleaks } from './manifest.ts';

const read = (report: unknown, name = 'report.json') =>
  readWith(gitleaks, memoryFile(name, typeof report === 'string' ? report : JSON.stringify(report), 61));

const finding8 = {
  Description: 'AWS key',
  StartLine: 12,
  Match: 'key = hunter2-hunter2',
  Secret: 'hunter2-hunter2',
  File: 'conf/aws.tf',
  Commit: 'abc',
  Author: 'A',
  Email: 'a@example.org',
  Date: '2021-10-14T17:05:15Z',
  Message: 'add hunter2-hunter2',
  RuleID: 'aws-access-token',
  Fingerprint: 'abc:conf/aws.tf:aws-access-token:12',
};

const finding7 = {
  line: 'key = hunter2-hunter2',
  lineNumber: 13,
  offender: 'hunter2-hunter2',
  commit: 'abc',
  repo: 'shop',
  repoURL: 'https://user:hunter2-hunter2@git.example.org/shop.git',
  rule: 'AWS Access Key',
  file: 'a.json',
  date: '2021-07-15T22:00:32+07:00',
};

describe('Gitleaks', () => {
  it('gives kind, place and fingerprint of a version 8 finding and nothing of its value', async () => {
    const reading = await read([finding8]);
    expect(reading.observations.secret).toEqual([
      {
        Ref: 'local:repository:report.json',
        RuleId: 'aws-access-token',
        Title: 'AWS key',
        Severity: 'Unknown',
        Place: 'conf/aws.tf',
        Line: 12,
        Commit: 'abc',
        Fingerprint: 'hash-of-15-characters',
        FoundAt: Date.UTC(2021, 9, 14, 17, 5, 15),
        at: '$[0]',
      },
    ]);
    expect(reading.observations.resource).toMatchObject([
      { ResourceType: 'repository', Examined: ['secrets'] },
    ]);
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  it('names the repository of version 7 without the login of its address', async () => {
    const reading = await read([
      finding7,
      { ...finding7, repoURL: '', repo: '.', date: '0001-01-01T00:00:00Z' },
    ]);
    expect(reading.detection).toMatchObject({ format: 'Gitleaks 7' });
    expect(reading.observations.resource.map((row) => row.ResourceName)).toEqual([
      'https://git.example.org/shop.git',
      'report.json',
    ]);
    expect(reading.observations.secret.map((row) => [row.Line, row.FoundAt])).toEqual([
      [13, Date.UTC(2021, 6, 15, 15, 0, 32)],
      [13, undefined],
    ]);
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  it('does not give all redacted values one fingerprint', async () => {
    const { observations } = await read([
      { ...finding8, Secret: 'REDACTED' },
      { ...finding8, Secret: 'REDACTED', File: 'a-longer-name.tf' },
    ]);
    const [a, b] = observations.secret;
    expect(a?.Fingerprint).not.toBe(b?.Fingerprint);
  });

  it('takes null and [] for a clean repository only when the name says Gitleaks', async () => {
    for (const text of ['null\n', '[]']) {
      const { native, observations, outcome } = await read(text, 'gitleaks-report.json');
      expect(outcome).toEqual({ ok: true });
      expect(native).toEqual({ findings: 0 });
      expect(observations.resource).toHaveLength(1);
      expect((await read(text)).detection).toBeUndefined();
    }
  });

  it('proves nothing: a bare array has no field of the run, and names only what was found', async () => {
    const { outcome, provesScope, checks } = await read([finding8]);
    expect(outcome).toEqual({ ok: true });
    expect([provesScope, checks]).toEqual([false, '']);
  });

  it('sets a finding without a rule aside', async () => {
    const { quarantined, native } = await read([finding8, { ...finding8, RuleID: '' }, 'x']);
    expect(native).toEqual({ findings: 3 });
    expect(quarantined.map((entry) => entry.locator)).toEqual(['$[1]', '$[2]']);
    expect(JSON.stringify(quarantined)).not.toContain('hunter2');
  });

  it('says how far a cut file goes', async () => {
    const { outcome, observations } = await read(JSON.stringify([finding8, finding8]).slice(0, -30));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.secret).toHaveLength(1);
  });
});
