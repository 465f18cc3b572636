import { beforeEach, describe, expect, it } from 'vitest';
import { memoryFile } from '../sources/conformance/harness.ts';
import { directory, local } from '../sources/source.ts';
import { maxListedQuarantine } from './file-report.ts';
import { ReportOutput, type Sink } from './report-output.ts';

let taken: { kind: string; row: object }[];
let quarantined: object[];
let out: ReportOutput;

const sink: Sink = {
  add: (kind, row) => taken.push({ kind, row }),
  quarantine: (row) => quarantined.push(row),
  pressure: () => undefined,
};

beforeEach(() => {
  taken = [];
  quarantined = [];
  out = new ReportOutput(7, 'report.json', sink, 'key');
});

const finding = { Ref: local('a'), VulnerabilityId: 'p1', Severity: 'High', Status: 'affected' } as const;

describe('what a source adds', () => {
  it('gets its import, file and place, and a ref that no other import has', () => {
    out.add('device', { Ref: local('10.0.0.5'), HostNames: ['a'] }, 'line 3');
    expect(taken).toEqual([
      {
        kind: 'device',
        row: { Ref: '7:10.0.0.5', HostNames: ['a'], ImportId: 7, File: 'report.json', Locator: 'line 3' },
      },
    ]);
  });

  it('keeps the refs of directory objects, which are the same in every report', () => {
    const relation = { Relation: 'MemberOf', FromRef: directory('s-1-5-21-1'), ToRef: local('x') };
    out.add('relation', relation, '$.data[0]');
    expect(taken[0]?.row).toMatchObject({ FromRef: 'directory:S-1-5-21-1', ToRef: '7:x' });
  });

  it('names the member of the archive it came from', () => {
    out.add('device', { Ref: local('a') }, '$', memoryFile('report.zip!/a.json', '{}'));
    expect(taken[0]?.row).toMatchObject({ File: 'report.zip!/a.json' });
  });

  it('is counted: devices by ref, CVEs once, findings only while open', () => {
    out.add('device', { Ref: local('a') }, '1');
    out.add('device', { Ref: local('a') }, '2');
    out.add('device', { Ref: local('b') }, '3');
    out.add('vulnerability', { ...finding, CveIds: ['CVE-2024-0001', 'CVE-2024-0002'] }, '4');
    out.add('vulnerability', { ...finding, CveIds: ['CVE-2024-0001'], Status: 'will_not_fix' }, '5');
    out.add('vulnerability', { ...finding, CveIds: ['CVE-2024-0003'], Status: 'fixed' }, '6');
    out.add('vulnerability', { ...finding, CveIds: [], Status: 'not_affected' }, '7');
    const control = { Ref: local('a'), ControlId: 'c', Severity: 'Low' } as const;
    out.add('control', { ...control, Result: 'pass' }, '8');
    out.add('control', { ...control, Result: 'fail' }, '9');
    out.add('control', { ...control, Result: 'unknown' }, '10');
    out.add('relation', { Relation: 'MemberOf', FromRef: local('a'), ToRef: local('b') }, '11');
    out.add('relation', { Relation: 'AdminTo', FromRef: local('a'), ToRef: local('b') }, '12');
    out.add('relation', { Relation: 'MemberOf', FromRef: local('b'), ToRef: local('c') }, '13');
    expect(out.counts()).toEqual({
      devices: 2,
      endpoints: 0,
      software: 0,
      vulnerabilities: 2,
      cves: 2,
      controls: { pass: 1, fail: 1, notApplicable: 0, unknown: 1 },
      identities: 0,
      relations: { AdminTo: 1, MemberOf: 2 },
      secrets: 0,
      resources: 0,
      events: 0,
    });
    expect(Object.keys(out.counts().relations)).toEqual(['AdminTo', 'MemberOf']);
    expect(out.added).toBe(13);
  });
});

describe('a row that is wrong', () => {
  it('is set aside with its reason and counted nowhere', () => {
    out.add('endpoint', { Ref: local('a'), Port: 0.5, Protocol: 'tcp', State: 'open' }, 'line 9');
    expect(taken).toEqual([]);
    expect(out.added).toBe(0);
    expect(out.counts().endpoints).toBe(0);
    expect(out.quarantined).toEqual([{ locator: 'line 9', reason: 'Port is no 32-bit integer' }]);
    expect(quarantined).toEqual([
      { ImportId: 7, File: 'report.json', Locator: 'line 9', Reason: 'Port is no 32-bit integer' },
    ]);
  });

  it('names the member it stood in', () => {
    out.quarantine('$[0]', 'no id', memoryFile('report.zip!/a.json', '{}'));
    expect(out.quarantined).toEqual([{ locator: 'report.zip!/a.json $[0]', reason: 'no id' }]);
    expect(quarantined).toMatchObject([{ File: 'report.zip!/a.json', Locator: '$[0]' }]);
  });

  it('is listed up to a limit, counted beyond it, and its reason is safe to print', () => {
    for (let i = 0; i < maxListedQuarantine + 5; i++) out.quarantine(`line ${i}`, 'bad \u001b[31mname');
    expect(out.quarantined).toHaveLength(maxListedQuarantine);
    expect(out.quarantinedCount).toBe(maxListedQuarantine + 5);
    expect(quarantined).toHaveLength(maxListedQuarantine + 5);
    expect(out.quarantined[0]?.reason).toBe('bad \\u001b[31mname');
  });
});

describe("a file's own units", () => {
  it('are counted by name and by kind, also when a kind has the name of a built-in property', () => {
    out.native('hosts');
    out.native('hosts', 4);
    for (const kind of ['High', 'constructor', '__proto__', 'High', 'toString'])
      out.nativeOf('severity', kind);
    out.nativeValue('schema', 'v2');
    expect(JSON.parse(JSON.stringify(out.natives))).toEqual(
      JSON.parse(
        '{"hosts":5,"severity":{"High":2,"constructor":1,"__proto__":1,"toString":1},"schema":"v2"}',
      ),
    );
  });
});

describe('what a report says of itself', () => {
  it('is the newest time it states, and all its scopes together', () => {
    out.observedAt(undefined);
    expect(out.observed).toBeUndefined();
    out.observedAt(2000);
    out.observedAt(1000);
    out.scope({ hosts: 1 });
    out.scope({ domains: ['x'] });
    expect(out.observed).toBe(2000);
    expect(out.scopes).toEqual({ hosts: 1, domains: ['x'] });
  });
});

describe('the fingerprint of a secret', () => {
  it('is equal for equal values, differs by key, and does not show the value', () => {
    const other = new ReportOutput(8, 'b.json', sink, 'other key');
    expect(out.fingerprint('hunter2')).toBe(out.fingerprint('hunter2'));
    expect(out.fingerprint('hunter2')).not.toBe(out.fingerprint('hunter3'));
    expect(out.fingerprint('hunter2')).not.toBe(other.fingerprint('hunter2'));
    expect(out.fingerprint('hunter2')).toMatch(/^[0-9a-f]{32}$/);
  });
});
