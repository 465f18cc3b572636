import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { osvScanner } from './manifest.ts';

const read = (content: unknown) =>
  readWith(
    osvScanner,
    memoryFile('r.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const record = (id: string, more: object = {}) => ({
  id,
  aliases: ['CVE-2021-3121'],
  summary: 'Improper validation',
  affected: [
    {
      package: {
        ecosystem: 'Go',
        name: 'github.com/gogo/protobuf',
        purl: 'pkg:golang/github.com/gogo/protobuf',
      },
      ranges: [
        { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.3.2' }] },
        { type: 'GIT', events: [{ fixed: 'b03c65ea' }] },
      ],
    },
    { package: { name: 'other' }, ranges: [{ type: 'SEMVER', events: [{ fixed: '9' }] }] },
  ],
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N' }],
  ...more,
});

const entry = (vulnerabilities: unknown, groups: unknown) => ({
  package: { name: 'github.com/gogo/protobuf', version: '1.3.1', ecosystem: 'Go' },
  vulnerabilities,
  groups,
});

const report = (...packages: unknown[]) => ({
  results: [{ source: { path: '/src/go.mod', type: 'lockfile' }, packages }],
});

describe('an OSV-Scanner report', () => {
  it('has one finding for each group, with the CVE of its aliases', async () => {
    const { outcome, observations, native, provesScope } = await read(
      report(
        entry(
          [record('GHSA-c3h9', { database_specific: { severity: 'HIGH' } }), record('GO-2021-0053')],
          [{ ids: ['GHSA-c3h9', 'GO-2021-0053'], max_severity: '8.6' }],
        ),
      ),
    );
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ packages: 1, vulnerabilities: 2, distinct_ids: 2 });
    expect(provesScope).toBe(false);
    expect(observations.resource).toMatchObject([
      { ResourceType: 'filesystem', ResourceName: '/src/go.mod', Examined: ['vulnerabilities'] },
    ]);
    expect(observations.software).toMatchObject([{ Ecosystem: 'golang', SoftwareVersion: '1.3.1' }]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.resource[0]?.Ref,
        VulnerabilityId: 'GHSA-c3h9',
        CveIds: ['CVE-2021-3121'],
        Severity: 'High',
        CvssScore: 8.6,
        CvssVector: 'CVSS:3.1/AV:N',
        FixedVersion: '1.3.2',
        Purl: 'pkg:golang/github.com/gogo/protobuf@1.3.1',
        Status: 'affected',
      },
    ]);
  });

  it('takes records of no group alone, and uncalled code for not affected', async () => {
    const { observations } = await read(
      report(
        entry(
          [record('A'), record('B'), record('A')],
          [{ ids: ['A', 'gone'], max_severity: '', experimental_analysis: { A: { called: false } } }],
        ),
      ),
    );
    expect(observations.vulnerability.map((row) => [row.VulnerabilityId, row.Status, row.Severity])).toEqual([
      ['A', 'not_affected', 'Unknown'],
      ['B', 'affected', 'Unknown'],
    ]);
  });

  it('may be empty when it says whose it is', async () => {
    const empty = await read({ results: [], experimental_config: {} });
    expect(empty).toMatchObject({
      outcome: { ok: true },
      native: { packages: 0, vulnerabilities: 0, distinct_ids: 0 },
    });
    expect((await read({ results: [] })).detection).toBeUndefined();
  });

  it('keeps what came before a cut', async () => {
    const text = JSON.stringify(report(entry([record('A')], []), entry([record('B')], [])));
    const { outcome, observations } = await read(text.slice(0, -40));
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(1);
    expect(observations.resource).toHaveLength(1);
  });

  it('survives wrong types and keys of prototypes', async () => {
    const { outcome, observations, quarantined } = await read(
      report(
        7,
        entry([null, { id: '__proto__', aliases: 'x' }, { id: 5 }], [{ ids: 'x', max_severity: '99' }]),
        {
          package: { name: '=cmd()<b>', ecosystem: '__proto__' },
        },
      ),
    );
    expect(outcome).toEqual({ ok: true });
    expect(quarantined).toHaveLength(1);
    expect(observations.vulnerability.map((row) => row.VulnerabilityId)).toEqual(['__proto__']);
    expect(observations.software[1]).toMatchObject({ SoftwareName: '=cmd()<b>', Ecosystem: '__proto__' });
  });
});
