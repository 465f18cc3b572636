import { describe, expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { testssl } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(testssl, memoryFile('result', text, 61));
const header = '"id","fqdn/ip","port","severity","finding","cve","cwe"';

describe('a CSV', () => {
  it('without lines is read', async () => {
    expect((await read(`${header}\n`)).outcome).toEqual({ ok: true });
  });

  it('gives controls for settings and vulnerabilities for CVEs', async () => {
    const { observations, native, provesScope } = await read(
      [
        header,
        '"SSLv2","web.example.org/10.0.0.5","443","OK","not offered","",""',
        '"cipherlist_LOW","web.example.org/10.0.0.5","443","HIGH","offered","","CWE-327"',
        '"heartbleed","web.example.org/10.0.0.5","443","CRITICAL","VULNERABLE","CVE-2014-0160 CVE-YYYY-1","CWE-119"',
        '"ccs","web.example.org/10.0.0.5","443","OK","not vulnerable","CVE-2014-0224",""',
        '"service","web.example.org/10.0.0.5","443","INFO","HTTP","",""',
        '"scanProblem","down/10.0.0.6","443","FATAL","no","",""',
      ].join('\n'),
    );
    expect(native).toMatchObject({ lines: 6 });
    expect(observations.device).toMatchObject([{ DeviceName: 'web.example.org', IPAddresses: ['10.0.0.5'] }]);
    expect(observations.endpoint).toMatchObject([{ Port: 443 }]);
    expect(
      observations.control.map((control) => [control.ControlId, control.Result, control.Severity]),
    ).toEqual([
      ['SSLv2', 'pass', 'Unknown'],
      ['cipherlist_LOW', 'fail', 'High'],
    ]);
    expect(observations.vulnerability).toMatchObject([
      { VulnerabilityId: 'heartbleed', CveIds: ['CVE-2014-0160'], Severity: 'Critical', Port: 443 },
    ]);
    expect(provesScope).toBe(false);
  });

  it('sets lines without target aside', async () => {
    const { observations, quarantined } = await read(
      `${header}\n"SSLv2","","443","HIGH","x","",""\n"__proto__","=cmd()","99999","HUGE","<b>","",""\n`,
    );
    expect(quarantined).toHaveLength(1);
    expect(observations.control).toEqual([]);
  });
});

const line = { id: 'SSLv3', severity: 'HIGH', finding: 'offered' };
const pretty = (results: readonly object[], more: object = { scanTime: 5 }): string =>
  JSON.stringify({
    Invocation: 'testssl.sh x',
    version: '3.2 abc',
    startTime: '1700000000',
    scanResult: results,
    ...more,
  });
const target = {
  targetHost: 'web',
  ip: '10.0.0.5',
  port: '443',
  rDNS: '',
  protocols: [line, line],
  vulnerabilities: [],
};

describe('a JSON', () => {
  it('in the pretty form proves its targets when it says that it ended', async () => {
    const { observations, provesScope, checks, tool, observedAt } = await read(pretty([target]));
    expect(observations.control).toMatchObject([{ ControlId: 'SSLv3', Result: 'fail', Place: 'tcp/443' }]);
    expect({ provesScope, checks }).toEqual({ provesScope: true, checks: 'tcp/443 protocols' });
    expect(tool).toEqual({ name: 'testssl.sh', version: '3.2' });
    expect(observedAt).toBe(1_700_000_000_000);
  });

  it('that was interrupted, cut, or has targets that were not reached proves nothing', async () => {
    expect((await read(pretty([target], {}))).outcome).toMatchObject({
      ok: false,
      fault: { code: 'truncated' },
    });
    expect((await read(pretty([target]).slice(0, -9))).outcome).toMatchObject({ ok: false });
    const failed = { id: 'scanProblem', severity: 'FATAL', finding: 'no', targetHost: 'x', ip: '10.0.0.6' };
    expect((await read(pretty([target, failed]))).provesScope).toBe(false);
  });

  it('in the flat form is read', async () => {
    const { observations } = await read(
      JSON.stringify([
        { ...line, ip: 'web/10.0.0.5', port: '8443' },
        { ...line, ip: 7, port: {} },
      ]),
    );
    expect(observations.control).toMatchObject([{ Place: 'tcp/8443' }]);
  });
});
