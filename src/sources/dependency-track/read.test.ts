import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { dependencyTrack } from './manifest.ts';

const read = (content: unknown) =>
  readWith(
    dependencyTrack,
    memoryFile('f.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const finding = (vulnerability: object = {}, analysis: object = { isSuppressed: false }) => ({
  component: {
    project: 'uuid-1',
    group: 'com.fasterxml.jackson.core',
    name: 'jackson-databind',
    version: '2.13.3',
    purl: 'pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.13.3',
  },
  attribution: { attributedOn: '2023-02-07 21:51:37.814' },
  vulnerability: {
    vulnId: 'GHSA-rgv9-q543-rqg4',
    aliases: [{ cveId: 'CVE-2022-42004', ghsaId: 'GHSA-rgv9-q543-rqg4' }],
    severity: 'HIGH',
    cvssV2BaseScore: 4,
    cvssV3BaseScore: 7.5,
    epssScore: 0.01,
    title: 'Uncontrolled consumption',
    ...vulnerability,
  },
  analysis,
  matrix: 'a:b:c',
});

const report = (findings: unknown) => ({
  version: '1.2',
  meta: { application: 'Dependency-Track', version: '4.10.1', timestamp: '2024-02-03T09:59:36Z' },
  project: { uuid: 'uuid-1', name: 'shop', version: '1.0' },
  findings,
});

describe('a Dependency-Track report', () => {
  it('becomes findings on the project', async () => {
    const { outcome, observations, native, tool, observedAt, provesScope } = await read(report([finding()]));
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ findings: 1 });
    expect(tool).toEqual({ name: 'Dependency-Track', version: '4.10.1' });
    expect(observedAt).toBe(Date.UTC(2024, 1, 3, 9, 59, 36));
    expect(provesScope).toBe(true);
    expect(observations.resource).toMatchObject([
      { ResourceName: 'shop 1.0', ResourceIds: ['dependency-track:uuid-1'], Examined: ['vulnerabilities'] },
    ]);
    expect(observations.vulnerability).toMatchObject([
      {
        Ref: observations.resource[0]?.Ref,
        CveIds: ['CVE-2022-42004'],
        Severity: 'High',
        CvssScore: 7.5,
        EpssScore: 0.01,
        SoftwareName: 'com.fasterxml.jackson.core:jackson-databind',
        SoftwareVersion: '2.13.3',
        Status: 'affected',
        FirstSeen: Date.UTC(2023, 1, 7, 21, 51, 37, 814),
      },
    ]);
  });

  it('takes the state that a person gave', async () => {
    const states = ['NOT_AFFECTED', 'FALSE_POSITIVE', 'RESOLVED', 'IN_TRIAGE', 'EXPLOITABLE', 'NOT_SET'];
    const { observations } = await read(
      report([...states.map((state) => finding({}, { state })), finding({}, { isSuppressed: true })]),
    );
    expect(observations.vulnerability.map((row) => row.Status)).toEqual([
      'not_affected',
      'false_positive',
      'fixed',
      'under_investigation',
      'affected',
      'affected',
      'will_not_fix',
    ]);
  });

  it('may have null for no findings, and is a list too', async () => {
    expect(await read(report(null))).toMatchObject({ outcome: { ok: true }, native: { findings: 0 } });
    const list = await read([finding({ severity: 'UNASSIGNED' })]);
    expect(list).toMatchObject({ outcome: { ok: true }, provesScope: false });
    expect(list.observations.vulnerability[0]?.Severity).toBe('High');
    expect(list.observations.resource).toMatchObject([{ ResourceName: 'uuid-1' }]);
  });

  it('survives wrong types', async () => {
    const { outcome, observations, quarantined } = await read(
      report([
        7,
        finding({ vulnId: 5 }),
        finding({
          cvssV3BaseScore: 99,
          cvssV2BaseScore: 'x',
          epssScore: 4,
          severity: 1,
          title: '=1<b>\u0000',
        }),
      ]),
    );
    expect(outcome).toEqual({ ok: true });
    expect(quarantined).toHaveLength(2);
    expect(observations.vulnerability).toMatchObject([
      { CvssScore: undefined, EpssScore: undefined, Severity: 'Unknown', Title: '=1<b>\u0000' },
    ]);
  });

  it('keeps what came before a cut, and proves nothing', async () => {
    const { outcome, observations, provesScope } = await read(
      JSON.stringify(report([finding(), finding()])).slice(0, -40),
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(observations.vulnerability).toHaveLength(1);
    expect(observations.resource).toHaveLength(1);
    expect(provesScope).toBe(false);
  });

  it('is told from other lists of findings', async () => {
    expect((await read({ findings: [{ id: 1 }] })).detection).toBeUndefined();
  });
});
