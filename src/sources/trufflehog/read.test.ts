import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { trufflehog } from './manifest.ts';

const read = (report: string, name = 'report.json') => readWith(trufflehog, memoryFile(name, report, 61));

const finding = (source: string, data: object, more: object = {}) => ({
  SourceMetadata: { Data: { [source]: data } },
  DetectorName: 'AWS',
  DecoderName: 'PLAIN',
  Verified: true,
  Raw: 'hunter2-hunter2',
  RawV2: 'hunter2-hunter2:other',
  Redacted: 'hunter2',
  ...more,
});

const git = {
  commit: 'abc',
  file: 'keys',
  email: 'A <a@example.org>',
  repository: 'https://git.example.org/shop',
  timestamp: '2022-06-16 10:17:40 -0700 -0700',
  line: 4,
};

const lines = (...records: object[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

describe('TruffleHog 3', () => {
  it('gives kind, place, fingerprint and verification and nothing of the value', async () => {
    const reading = await read(
      lines(
        finding('Git', git, {
          ExtraData: { account: '595918472158', arn: 'arn:aws:iam::595918472158:user/x' },
        }),
        finding('Git', git, { Verified: false }),
        finding('Git', git, { Verified: false, VerificationError: 'no such host' }),
      ),
    );
    expect(reading.observations.secret[0]).toEqual({
      Ref: 'local:repository:https://git.example.org/shop',
      RuleId: 'AWS',
      Title: 'AWS credential',
      Severity: 'Unknown',
      Place: 'keys',
      Line: 4,
      Commit: 'abc',
      Fingerprint: 'hash-of-15-characters',
      IsVerified: true,
      FoundAt: Date.UTC(2022, 5, 16, 17, 17, 40),
      Account: 'arn:aws:iam::595918472158:user/x',
      at: 'line 1',
    });
    expect(reading.observations.secret.map((row) => row.IsVerified)).toEqual([true, false, undefined]);
    expect(reading.observations.resource).toHaveLength(1);
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  it('finds image, bucket and file system by the kind of source', async () => {
    const { observations } = await read(
      JSON.stringify([
        finding('Docker', { image: 'golang', tag: '1.12', layer: 'sha256:aa', file: '/x' }),
        finding('S3', { bucket: 'backups', file: 'a.sql', link: 'https://s3/x?sig=hunter2' }),
        finding('Filesystem', { file: '/etc/x', line: 3 }),
        finding('Slack', { channel_name: 'general', link: 'https://chat/x?token=hunter2' }),
        finding('Git', { ...git, repository: 'https://bot:hunter2@git.example.org/shop' }),
      ]),
    );
    expect(observations.resource.map((row) => [row.ResourceType, row.ResourceName])).toEqual([
      ['image', 'golang:1.12'],
      ['cloud', 'backups'],
      ['filesystem', 'report.json'],
      ['application', 'general'],
      ['repository', 'https://git.example.org/shop'],
    ]);
    expect(observations.secret.map((row) => row.Place)).toEqual([
      '/x',
      'a.sql',
      '/etc/x',
      'https://chat/x',
      'keys',
    ]);
    expect(JSON.stringify(observations)).not.toContain('hunter2');
  });

  it('decodes the base64 of old versions, so that a value keeps its fingerprint', async () => {
    const old = {
      ...finding('Git', git),
      Raw: Buffer.from('hunter2-hunter2').toString('base64'),
      DecoderName: undefined,
    };
    const { observations } = await read(lines(old, finding('Git', git)));
    const [a, b] = observations.secret;
    expect(a?.Fingerprint).toBe(b?.Fingerprint);
  });

  it('names no account that is part of the value', async () => {
    const { observations } = await read(lines(finding('Git', git, { ExtraData: { username: 'hunter2' } })));
    expect(observations.secret[0]?.Account).toBeUndefined();
  });

  it('passes over log lines and sets records of another kind aside', async () => {
    const { native, quarantined, observations } = await read(
      lines(finding('Git', git), { level: 'info-0', msg: 'finished scanning' }, { other: 1 }),
    );
    expect(native).toEqual({ findings: 2 });
    expect(quarantined.map((entry) => entry.locator)).toEqual(['line 3']);
    expect(observations.secret).toHaveLength(1);
  });

  it('proves nothing: lines have no end mark, and name only what was found', async () => {
    const { outcome, provesScope, checks } = await read(lines(finding('Git', git)));
    expect(outcome).toEqual({ ok: true });
    expect([provesScope, checks]).toEqual([false, '']);
  });

  it('reads a single finding', async () => {
    expect((await read(JSON.stringify(finding('Git', git)))).native).toEqual({ findings: 1 });
    expect((await read(JSON.stringify(finding('Git', git), undefined, 2))).native).toEqual({ findings: 1 });
  });
});

describe('TruffleHog 2', () => {
  const old = {
    branch: 'main',
    commit: 'add hunter2',
    commitHash: 'abc',
    date: '2021-01-30 19:50:09',
    diff: '+ hunter2',
    path: 'a.py',
    printDiff: 'hunter2',
    reason: 'High Entropy',
    stringsFound: ['hunter2-a', 'hunter2-b', 'hunter2-a'],
  };

  it('gives one secret for each distinct value of a change', async () => {
    const reading = await read(lines(old, { ...old, stringsFound: ['hunter2-a'] }));
    expect(reading.native).toEqual({ findings: 2 });
    expect(reading.observations.secret.map((row) => [row.RuleId, row.Place, row.Commit, row.at])).toEqual([
      ['High Entropy', 'a.py', 'abc', 'line 1, string 1'],
      ['High Entropy', 'a.py', 'abc', 'line 1, string 2'],
      ['High Entropy', 'a.py', 'abc', 'line 2'],
    ]);
    expect(JSON.stringify(reading)).not.toContain('hunter2');
  });

  it('says how far a cut file goes', async () => {
    const { outcome } = await read(lines(old, old).slice(0, -20));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated', place: 'line 2' } });
  });
});
