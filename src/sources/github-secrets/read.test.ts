import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { githubSecrets } from './manifest.ts';

const read = (report: unknown, name = 'alerts.json') =>
  readWith(githubSecrets, memoryFile(name, typeof report === 'string' ? report : JSON.stringify(report), 61));

const alert = (more: object = {}) => ({
  number: 2,
  created_at: '2020-11-06T18:48:51Z',
  html_url: 'https://github.com/acme/shop/security/secret-scanning/2',
  locations_url: 'https://api.github.com/repos/acme/shop/secret-scanning/alerts/2/locations',
  state: 'open',
  secret_type: 'adafruit_io_key',
  secret_type_display_name: 'Adafruit IO Key',
  secret: 'hunter2-hunter2',
  validity: 'active',
  first_location_detected: { path: '/a/b.txt', start_line: 4, commit_sha: 'c1' },
  ...more,
});

describe('GitHub secret scanning', () => {
  it('gives open alerts as secrets, and nothing of the value', async () => {
    const reading = await read([
      alert(),
      alert({ state: 'resolved' }),
      alert({
        secret: null,
        validity: 'unknown',
        repository: { full_name: 'acme/web', html_url: 'https://github.com/acme/web' },
      }),
    ]);
    expect(reading.native).toEqual({ alerts: 3, resolved: 1 });
    expect(reading.observations.resource).toMatchObject([
      { ResourceName: 'https://github.com/acme/shop', ResourceIds: ['acme/shop'] },
      { ResourceName: 'https://github.com/acme/web', ResourceIds: ['acme/web'] },
    ]);
    expect(reading.observations.secret).toMatchObject([
      {
        RuleId: 'adafruit_io_key',
        Place: 'a/b.txt',
        Line: 4,
        Commit: 'c1',
        IsVerified: true,
        Fingerprint: 'hash-of-15-characters',
      },
      { IsVerified: undefined },
    ]);
    expect(JSON.stringify(reading)).not.toContain('hunter2');
    expect(reading.provesScope).toBe(false);
  });

  it('reads a single alert and one a line', async () => {
    expect((await read(alert())).native).toEqual({ alerts: 1 });
    expect((await read(`${JSON.stringify(alert())}\n${JSON.stringify(alert())}\n`)).native).toEqual({
      alerts: 2,
    });
  });

  it('knows an empty list by its name only', async () => {
    expect((await read('[]', 'secret-scanning.json')).outcome).toEqual({ ok: true });
    expect((await read('[]')).detection).toBeUndefined();
  });

  it('sets aside what names no type, and says where a cut file ends', async () => {
    const { quarantined, observations } = await read([
      alert(),
      alert({ secret_type: 7 }),
      'x',
      alert({ created_at: 'XX', html_url: 1, first_location_detected: 'y' }),
    ]);
    expect(quarantined.map((entry) => entry.locator)).toEqual(['$[1]', '$[2]']);
    expect(observations.secret).toHaveLength(2);
    expect((await read(JSON.stringify([alert()]).slice(0, -20))).outcome).toMatchObject({
      fault: { code: 'truncated' },
    });
  });
});
