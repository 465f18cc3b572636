import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { nuclei } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(nuclei, memoryFile('results.json', text, 61));
const lines = (...results: readonly object[]): string =>
  results.map((result) => JSON.stringify(result)).join('\n') + '\n';

const result = {
  'template-id': 'CVE-2021-41773',
  info: {
    name: 'Apache traversal',
    severity: 'high',
    tags: ['cve', 'kev'],
    remediation: 'Update',
    classification: {
      'cve-id': ['cve-2021-41773'],
      'cvss-score': 7.5,
      'cvss-metrics': 'CVSS:3.1/AV:N',
      'epss-score': 0.97,
      cpe: 'cpe:2.3:a:apache:http_server:*:*:*:*:*:*:*:*',
    },
  },
  type: 'http',
  host: 'web.example.org',
  port: '8443',
  'matched-at': 'https://web.example.org:8443/cgi-bin?token=secret-value',
  'extracted-results': ['secret-value'],
  request: 'GET secret-value',
  ip: '10.0.0.5',
  timestamp: '2024-11-17T11:15:12.821259Z',
  'matcher-status': true,
};

describe('results', () => {
  it('become findings on hosts, without what may be secret', async () => {
    const { outcome, observations, native, observedAt, provesScope } = await read(lines(result));
    expect(outcome).toEqual({ ok: true });
    expect(native).toEqual({ results: 1, severity: { high: 1 } });
    expect(observedAt).toBe(Date.UTC(2024, 10, 17, 11, 15, 12, 821));
    expect(observations.device).toMatchObject([{ DeviceName: 'web.example.org', IPAddresses: ['10.0.0.5'] }]);
    expect(observations.endpoint).toMatchObject([{ Port: 8443, Protocol: 'tcp', State: 'open' }]);
    expect(observations.vulnerability).toMatchObject([
      {
        VulnerabilityId: 'CVE-2021-41773',
        CveIds: ['CVE-2021-41773'],
        Severity: 'High',
        CvssScore: 7.5,
        EpssScore: 0.97,
        SoftwareName: 'http server',
        IsKnownExploited: true,
        Port: 8443,
      },
    ]);
    expect(JSON.stringify(observations)).not.toContain('secret-value');
    expect(provesScope).toBe(false);
  });

  it('of old versions and of an array are read; information and misses are counted only', async () => {
    const old = {
      templateID: 'ssh-old',
      info: { name: 'Old SSH', severity: 'low', tags: 'network,ssh' },
      matcher_name: 'v5',
      type: 'network',
      host: 'https://web.example.org',
      matched: 'web.example.org:22',
      ip: '10.0.0.5',
    };
    const information = { ...old, info: { severity: 'info' } };
    const { observations, native } = await read(
      JSON.stringify([old, information, { ...old, 'matcher-status': false }], undefined, 2),
    );
    expect(native).toEqual({ results: 3, severity: { low: 2, info: 1 } });
    expect(observations.device).toHaveLength(1);
    expect(observations.vulnerability).toMatchObject([
      { VulnerabilityId: 'ssh-old:v5', Port: 22, at: '$[0]' },
    ]);
  });

  it('of names and files are findings on resources', async () => {
    const { observations } = await read(
      lines(
        { ...result, type: 'dns', host: 'a.example.org', 'matched-at': 'a.example.org' },
        { ...result, type: 'file', host: '/srv/key' },
      ),
    );
    expect(observations.device).toEqual([]);
    expect(observations.resource).toMatchObject([
      { ResourceType: 'domain', ResourceName: 'a.example.org' },
      { ResourceType: 'filesystem', ResourceName: '/srv/key' },
    ]);
  });

  it('that are damaged or hostile are set aside or left empty', async () => {
    const { observations, quarantined, outcome } = await read(
      lines(
        result,
        { ...result, host: '<b>', 'matched-at': 7, url: undefined },
        {
          ...result,
          info: {
            severity: ['x'],
            name: 5,
            classification: { 'cve-id': 'CVE-YYYY-1', 'cvss-score': 1e99, 'epss-score': -1 },
          },
          'template-id': '__proto__',
          'matched-at': 'http://web.example.org:99999/',
          port: {},
          timestamp: '1990-1sdf',
        },
      ) + 'no json\n{"template-id":"cut',
    );
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    expect(quarantined).toHaveLength(2);
    expect(observations.vulnerability[1]).toMatchObject({
      CveIds: [],
      Severity: 'Unknown',
      CvssScore: undefined,
      EpssScore: undefined,
      LastSeen: undefined,
    });
  });

  it('of other tools are left alone', async () => {
    expect((await read(lines({ id: 'x', info: {}, host: 'h' }))).detection).toBeUndefined();
    expect((await read('[]')).detection).toBeUndefined();
  });
});
