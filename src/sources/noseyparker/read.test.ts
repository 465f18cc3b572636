import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { noseyparker } from './manifest.ts';

const read = (text: string, name = 'report.jsonl') => readWith(noseyparker, memoryFile(name, text, 61));

const match = (more: object = {}) => ({
  provenance: [
    { kind: 'file', path: './a.py' },
    {
      kind: 'git_repo',
      repo_path: '/src/shop/.git',
      first_commit: {
        commit_metadata: { commit_id: 'c1', committer_timestamp: '1685495256 +0000' },
        blob_path: 'a.py',
      },
    },
  ],
  blob_id: 'b',
  location: { source_span: { start: { line: 16 } } },
  snippet: { matching: 'hunter2' },
  ...more,
});
const finding = (...matches: object[]) => ({
  finding_id: 'f',
  rule_name: 'Generic API Key',
  rule_text_id: 'np.generic.1',
  groups: [Buffer.from('hunter2').toString('base64')],
  num_matches: matches.length,
  matches,
});

describe('Nosey Parker', () => {
  it('gives a secret for each match, and nothing of the value', async () => {
    const text = `${JSON.stringify(finding(match(), match({ status: 'reject' })))}\n${JSON.stringify(finding(match()))}\n`;
    const reading = await read(text);
    expect(reading.native).toEqual({ findings: 2, rejected: 1 });
    expect(reading.observations.resource).toMatchObject([
      { ResourceType: 'repository', ResourceName: '/src/shop' },
    ]);
    expect(reading.observations.secret[0]).toMatchObject({
      RuleId: 'np.generic.1',
      Title: 'Generic API Key',
      Place: './a.py',
      Line: 16,
      Commit: 'c1',
      FoundAt: 1_685_495_256_000,
      Fingerprint: 'hash-of-7-characters',
      at: 'line 1, match 1',
    });
    expect(reading.observations.secret).toHaveLength(2);
    expect(JSON.stringify(reading)).not.toContain('hunter2');
    expect(reading.provesScope).toBe(false);
  });

  it('reads older versions and arrays', async () => {
    const old = {
      type: 'finding',
      rule_name: 'Key',
      match_content: 'hunter2',
      num_matches: 1,
      matches: [match({ provenance: [{ kind: 'git_repo', repo_path: './.git' }] })],
    };
    const { observations } = await read(JSON.stringify([old]), 'x.json');
    expect(observations.secret).toMatchObject([{ RuleId: 'Key', Fingerprint: 'hash-of-7-characters' }]);
    expect(observations.resource).toMatchObject([{ ResourceName: 'x.json' }]);
  });

  it('knows an empty report by its name only', async () => {
    expect((await read('{}', 'noseyparker.jsonl')).observations.resource).toHaveLength(1);
    expect((await read('{}')).detection).toBeUndefined();
  });

  it('sets aside what names no rule, and says where a cut file ends', async () => {
    const line = JSON.stringify(finding(match()));
    const { quarantined, observations } = await read(
      `${line}\n{"rule_name":7,"matches":[]}\n{"__proto__":1,"rule_name":"R","matches":{"x":1}}\n`,
    );
    expect(quarantined.map((entry) => entry.locator)).toEqual(['line 2']);
    expect(observations.secret).toHaveLength(1);
    expect((await read(`${line}\n${line.slice(0, -9)}`)).outcome).toMatchObject({
      fault: { code: 'truncated' },
    });
  });
});
