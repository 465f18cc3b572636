import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { ggshield } from './manifest.ts';

const read = (report: unknown) =>
  readWith(
    ggshield,
    memoryFile('scan.json', typeof report === 'string' ? report : JSON.stringify(report), 61),
  );

const entity = (occurrence: object, incident: object = {}) => ({
  filename: 'a/settings.py',
  incidents: [
    {
      type: 'Django Secret Key',
      validity: 'valid',
      ignore_sha: 'aa',
      occurrences: [occurrence],
      ...incident,
    },
  ],
});
const scan = (scans: unknown, more: object = {}) => ({
  id: 'x',
  type: 'commit-range',
  scans,
  ...more,
  total_incidents: 0,
  total_occurrences: 0,
});
const commit = (...entities: object[]) => ({
  id: 'c1',
  type: 'commit',
  entities_with_incidents: entities,
  extra_info: { date: 'Mon Jul 5 12:54:43 2021 +0530' },
});

describe('a ggshield scan', () => {
  it('becomes secrets with place, commit and fingerprint, and nothing of the value', async () => {
    const reading = await read(
      scan([
        commit(
          entity({ match: 'hunter2-hunter2', line_start: 3 }),
          entity({ match: 'hun*****r2', line_start: null }),
        ),
      ]),
    );
    expect(reading.outcome).toEqual({ ok: true });
    expect(reading.native).toEqual({ incidents: 2 });
    expect(reading.observations.resource).toMatchObject([
      { ResourceType: 'repository', ResourceName: 'scan.json', Examined: ['secrets'] },
    ]);
    expect(reading.observations.secret).toMatchObject([
      {
        RuleId: 'Django Secret Key',
        Place: 'a/settings.py',
        Line: 3,
        Commit: 'c1',
        IsVerified: true,
        FoundAt: Date.UTC(2021, 6, 5, 7, 24, 43),
        Fingerprint: 'hash-of-15-characters',
      },
      { Line: undefined, Fingerprint: `hash-of-${'ggshield\naa\n'.length}-characters` },
    ]);
    expect(JSON.stringify(reading)).not.toContain('hunter2');
    expect(reading.provesScope).toBe(false);
  });

  it('reads scans within scans, and of an image without scans', async () => {
    expect(
      (await read(scan([{ id: 'g', type: 'x', scans: [commit(entity({}))] }]))).observations.secret,
    ).toHaveLength(1);
    const image = {
      id: 'shop:1',
      type: 'scan_docker_archive',
      entities_with_incidents: [entity({ line_start: 1 })],
      total_incidents: 1,
      total_occurrences: 1,
    };
    const { observations } = await read(image);
    expect(observations.resource).toMatchObject([{ ResourceType: 'image', ResourceName: 'shop:1' }]);
    expect(observations.secret).toHaveLength(1);
  });

  it('states a clean scan, bears wrong types, and says where a cut file ends', async () => {
    expect((await read(scan([]))).observations.resource).toHaveLength(1);
    const odd = await read(
      '{"id":"x","type":"y","total_incidents":1,"total_occurrences":1,"scans":[7,{"entities_with_incidents":[{"incidents":[{"type":8},{"type":"=x()","occurrences":"y"}]}]}],"__proto__":{"type":"docker"}}',
    );
    expect(odd.quarantined.map((entry) => entry.locator)).toEqual([
      '$.scans[0]',
      '$.scans[1].entities_with_incidents[0].incidents[0]',
    ]);
    expect(odd.observations.secret).toMatchObject([{ RuleId: '=x()' }]);
    const cut = JSON.stringify(scan([commit(entity({}))])).slice(0, -40);
    expect((await read(cut)).outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
  });
});
