import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { sshAudit } from './manifest.ts';

const read = (audit: unknown): Promise<Reading> =>
  readWith(
    sshAudit,
    memoryFile('audit.json', typeof audit === 'string' ? audit : JSON.stringify(audit, undefined, 1), 61),
  );
const audit = {
  banner: { software: 'OpenSSH_7.9p1', raw: 'SSH-2.0-OpenSSH_7.9p1' },
  compression: ['none'],
  cves: [{ name: 'CVE-2021-41617', cvssv2: 7, description: 'Escalation' }],
  enc: [{ algorithm: 'aes128-ctr', notes: { info: ['since 3.7'] } }],
  kex: [{ algorithm: 'sha1', notes: { fail: ['broken'], warn: ['weak'] } }],
  key: [{ algorithm: 'ssh-rsa', keysize: 2048, notes: { warn: ['small'] } }],
  mac: [{ algorithm: 'umac' }],
  target: 'web.example.org:2222',
};

it('gives the server, its algorithms as controls, and CVEs of its version', async () => {
  const { outcome, observations, native, provesScope, checks } = await read(audit);
  expect(outcome).toEqual({ ok: true });
  expect(native).toEqual({ targets: 1, algorithms: 3, cves: 1 });
  expect(observations.device).toMatchObject([{ DeviceName: 'web.example.org' }]);
  expect(observations.endpoint).toMatchObject([
    { Port: 2222, Service: 'ssh', Product: 'OpenSSH', Version: '7.9p1' },
  ]);
  expect(observations.software).toMatchObject([{ SoftwareName: 'OpenSSH', SoftwareVersion: '7.9p1' }]);
  expect(observations.control.map((c) => [c.ControlId, c.Result, c.Severity, c.Place])).toEqual([
    ['kex:sha1', 'fail', 'High', 'tcp/2222'],
    ['key:ssh-rsa', 'fail', 'Medium', 'tcp/2222'],
    ['enc:aes128-ctr', 'pass', 'Unknown', 'tcp/2222'],
  ]);
  expect(observations.vulnerability).toMatchObject([
    { CveIds: ['CVE-2021-41617'], Severity: 'High', Confidence: 30 },
  ]);
  expect({ provesScope, checks }).toEqual({ provesScope: true, checks: 'ports 2222' });
});

it('reads a list of targets, which proves nothing, and one without findings', async () => {
  const clean = { ...audit, cves: [], kex: [], key: [], enc: [], mac: [], target: '10.0.0.6' };
  const { observations, provesScope } = await read([audit, clean]);
  expect(observations.device).toHaveLength(2);
  expect(provesScope).toBe(false);
});

it('sets an audit without target aside, and keeps bad values out', async () => {
  const bad = {
    ...audit,
    banner: 7,
    cves: [{ name: 'CVE-YYYY-1', cvssv2: 99 }, { name: {} }],
    kex: [{ algorithm: '__proto__', notes: { fail: 7 } }, 'x'],
  };
  const { observations, quarantined } = await read([bad, { ...audit, target: '<b>' }]);
  expect(quarantined).toHaveLength(1);
  expect(observations.vulnerability).toMatchObject([
    { CveIds: [], Severity: 'Unknown', CvssScore: undefined },
  ]);
});

it('says when it is cut, and leaves other files alone', async () => {
  expect((await read(JSON.stringify(audit).slice(0, -5))).outcome).toMatchObject({ ok: false });
  expect((await read({ banner: {}, target: 'x' })).detection).toBeUndefined();
});
