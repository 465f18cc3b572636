import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { grype } from './manifest.ts';

const read = (report: unknown) =>
  readWith(
    grype,
    memoryFile('report.json', typeof report === 'string' ? report : JSON.stringify(report), 61),
  );

const artifact = {
  name: 'log4j-core',
  version: '2.14.0',
  purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.0',
  cpes: ['cpe:2.3:a:apache:log4j:2.14.0:*:*:*:*:*:*:*'],
};

const match = (vulnerability: object = {}, more: object = {}) => ({
  vulnerability: {
    id: 'CVE-2021-44228',
    severity: 'Critical',
    fix: { versions: ['2.15.0'], state: 'fixed' },
    ...vulnerability,
  },
  relatedVulnerabilities: [],
  matchDetails: [{ type: 'exact-direct-match' }],
  artifact,
  ...more,
});

const report = (matches: unknown, more: object = {}) => ({
  matches,
  source: { type: 'image', target: { userInput: 'shop:1', imageID: 'sha256:aa', tags: ['shop:1'] } },
  distro: { name: 'debian', version: '12' },
  descriptor: { name: 'grype', version: '0.94.0', timestamp: '2024-05-01T10:00:00Z' },
  ...more,
});

describe('a Grype report', () => {
  it('becomes findings on the artefact, which comes after them', async () => {
    const { outcome, observations, native, tool, observedAt } = await read(report([match()]));
    expect(outcome).toEqual({ ok: true });
    expect(tool).toEqual({ name: 'Grype', version: '0.94.0' });
    expect(observedAt).toBe(Date.UTC(2024, 4, 1, 10));
    expect(observations.resource).toMatchObject([
      {
        ResourceType: 'image',
        ResourceName: 'shop:1',
        ResourceIds: ['sha256:aa', 'shop:1'],
        OSPlatform: 'debian',
        Examined: ['vulnerabilities'],
      },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.resource[0]?.Ref,
        CveIds: ['CVE-2021-44228'],
        Severity: 'Critical',
        SoftwareName: 'log4j-core',
        FixedVersion: '2.15.0',
        Confidence: 95,
        Status: 'affected',
      },
    ]);
    expect(native).toEqual({ matches: 1, distinct_ids: 1, severity: { Critical: 1 } });
  });

  it('takes the CVEs of an advisory from the related vulnerabilities, and their CVSS when it has none', async () => {
    const { observations } = await read(
      report([
        match(
          { id: 'GHSA-jfh8-c2jp-5v3q', cvss: [] },
          {
            relatedVulnerabilities: [
              {
                id: 'CVE-2021-44228',
                cvss: [
                  { version: '2.0', vector: 'v2', metrics: { baseScore: 9.3 } },
                  { version: '3.1', type: 'Secondary', vector: 'second', metrics: { baseScore: 9 } },
                  { version: '3.1', type: 'Primary', vector: 'first', metrics: { baseScore: 10 } },
                ],
              },
            ],
          },
        ),
      ]),
    );
    expect(observations.vulnerability[0]).toMatchObject({
      VulnerabilityId: 'GHSA-jfh8-c2jp-5v3q',
      CveIds: ['CVE-2021-44228'],
      CvssScore: 10,
      CvssVector: 'first',
    });
  });

  it('takes EPSS and KEV of newer versions', async () => {
    const { observations } = await read(
      report([
        match({ epss: [{ epss: 0.1 }, { epss: 0.9 }], knownExploited: [{ cve: 'CVE-2021-44228' }] }),
        match(),
      ]),
    );
    expect(observations.vulnerability.map((row) => [row.EpssScore, row.IsKnownExploited])).toEqual([
      [0.9, true],
      [undefined, undefined],
    ]);
  });

  it('tells how sure a match is, also in versions that name no type', async () => {
    const withDetails = (...details: object[]) => match({}, { matchDetails: details });
    const { observations } = await read(
      report([
        withDetails({ type: 'cpe-match' }),
        withDetails({ type: 'cpe-match' }, { type: 'exact-indirect-match' }),
        withDetails({ searchedBy: { cpes: ['cpe:…'] } }),
        withDetails({ searchedBy: { package: { name: 'source-of-log4j' } } }),
        withDetails(),
      ]),
    );
    expect(observations.vulnerability.map((row) => row.Confidence)).toEqual([60, 90, 60, 90, undefined]);
  });

  it('keeps an open finding open when the vendor will not fix it', async () => {
    const { observations } = await read(report([match({ fix: { versions: [], state: 'wont-fix' } })]));
    expect(observations.vulnerability[0]).toMatchObject({ Status: 'will_not_fix', FixedVersion: undefined });
  });

  it('takes no ignored match for a finding', async () => {
    const { observations, native } = await read(report([], { ignoredMatches: [match()] }));
    expect(observations.vulnerability).toEqual([]);
    expect(native).toEqual({ matches: 0, distinct_ids: 0, severity: {}, ignored_matches: 1 });
  });

  it('leaves out a package URL that is none, and counts a missing severity', async () => {
    const { observations, native } = await read(
      report([
        match({ severity: undefined }, { artifact: { ...artifact, purl: 'pkg:generic/java@17\u0000' } }),
      ]),
    );
    expect(observations.vulnerability[0]?.Purl).toBeUndefined();
    expect(observations.vulnerability[0]?.Severity).toBe('Unknown');
    expect(native['severity']).toEqual({ null: 1 });
  });

  it('reads a directory as a file system', async () => {
    const { observations } = await read(report([], { source: { type: 'directory', target: '/srv/app' } }));
    expect(observations.resource[0]).toMatchObject({ ResourceType: 'filesystem', ResourceName: '/srv/app' });
  });

  it('proves its artefact and names the filters, but not when only the matches are left of it', async () => {
    const configuration = {
      search: { scope: 'all-layers' },
      'only-fixed': true,
      ignore: [{ vulnerability: 'CVE-2020-1', package: { name: 'zlib', version: '' } }],
    };
    const filtered = await read(report([match()], { descriptor: { name: 'grype', configuration } }));
    expect(filtered).toMatchObject({
      provesScope: true,
      checks: 'scope all-layers; only fixed; ignore package=name=zlib vulnerability=CVE-2020-1',
    });
    expect(await read(report([]))).toMatchObject({ provesScope: true, checks: '' });
    expect(await read({ matches: [match()] })).toMatchObject({ provesScope: false });
    expect(await read(JSON.stringify(report([match()])).slice(0, -20))).toMatchObject({ provesScope: false });
  });

  it('keeps what came before a cut', async () => {
    const { outcome, observations, quarantined } = await read(
      JSON.stringify(report([match(), {}])).slice(0, -200),
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(1);
    expect(observations.resource).toHaveLength(1);
    expect(quarantined).toHaveLength(1);
  });
});
