import { describe, expect, it } from 'vitest';
import { memoryFile, readWith } from '../conformance/harness.ts';
import { mapping } from './manifest.ts';
import { mappedSource } from './mapped-source.ts';
import { parseMapping } from './mapping.ts';

const scanner = {
  fixfirstMapping: 1,
  name: 'our-scanner',
  tool: 'Our Scanner',
  recognise: { csv: ['Host', 'Finding'] },
  rows: [
    {
      kind: 'device',
      ref: 'Host',
      columns: {
        HostNames: { from: 'Host' },
        IPAddresses: { from: 'IPs', split: ' ' },
        Examined: { value: 'vulnerabilities' },
        Properties: { owner: 'Owner' },
      },
    },
    {
      kind: 'vulnerability',
      ref: 'Host',
      when: { from: 'Finding' },
      columns: {
        VulnerabilityId: 'Finding',
        CveIds: { from: 'CVE', split: ',' },
        Severity: { from: 'Risk', words: { P1: 'Critical' } },
        CvssScore: 'Score',
        Port: 'Port',
        LastSeen: 'Seen',
        IsKnownExploited: 'Exploited',
      },
    },
  ],
};

function readBy(document: object, name: string, text: string) {
  const parsed = parseMapping(JSON.parse(JSON.stringify(document)) as never);
  if (!parsed.ok) throw new Error(`${parsed.fault.place ?? ''} ${parsed.fault.message}`);
  return readWith(mappedSource(parsed.value), memoryFile(name, text, 31));
}

describe('a mapping', () => {
  it('reads a CSV by its columns', async () => {
    const { outcome, observations, native, tool, checks } = await readBy(
      scanner,
      'x.csv',
      'Host;Finding;CVE;Risk;Score;Port;Seen;IPs;Owner;Exploited\nweb01;F-1;CVE-2024-0001, nonsense;P1;9,8;443;2024-05-01;10.0.0.1 10.0.0.2;=cmd();yes\nweb02;;;;;;;;;\n;F-2;;;;;;;;\n',
    );
    expect(outcome).toMatchObject({ ok: true });
    expect([native, tool, checks]).toEqual([{ records: 3 }, { name: 'Our Scanner' }, 'our-scanner']);
    expect(observations.device).toMatchObject([
      { Ref: 'local:web01', IPAddresses: ['10.0.0.1', '10.0.0.2'], Properties: { owner: '=cmd()' } },
      { Ref: 'local:web02', IPAddresses: [] },
    ]);
    expect(observations.vulnerability).toHaveLength(1);
    expect(observations.vulnerability[0]).toMatchObject({
      Ref: 'local:web01',
      CveIds: ['CVE-2024-0001'],
      Severity: 'Critical',
      Status: 'affected',
      Port: 443,
      LastSeen: Date.UTC(2024, 4, 1),
      IsKnownExploited: true,
      at: 'line 2',
    });
    // A number that cannot be read is unknown.
    expect(observations.vulnerability[0]).not.toHaveProperty('CvssScore');
  });

  it('reads JSON by its paths, as document, list and lines', async () => {
    const rows = [
      { kind: 'software', ref: 'host.name', columns: { SoftwareName: 'pkg', SoftwareVersion: 'tags.*.v' } },
    ];
    const record = { host: { name: 'a' }, pkg: 'nginx', tags: [{ v: 1.2 }, { v: 3 }], __proto__: null };
    const of = (recognise: object) => ({ fixfirstMapping: 1, name: 'x', recognise, rows });
    const forms = [
      [of({ json: ['items.*.pkg'], records: 'items.*' }), JSON.stringify({ items: [record] })],
      [of({ json: ['*.pkg'], records: '*' }), JSON.stringify([record])],
      [of({ json: ['pkg'], records: 'lines' }), `${JSON.stringify(record)}\n${JSON.stringify({ pkg: 1 })}\n`],
    ] as const;
    for (const [document, text] of forms) {
      const { observations, outcome } = await readBy(document, 'x.json', text);
      expect(outcome).toMatchObject({ ok: true });
      expect(observations.software).toMatchObject([
        { Ref: 'local:a', SoftwareName: 'nginx', SoftwareVersion: '1.2' },
      ]);
    }
    expect(
      (await readBy(forms[0][0], 'x.json', '{"items":[{"pkg":"a","host":{"name":"b"}},')).outcome,
    ).toMatchObject({
      ok: false,
      fault: { code: 'truncated' },
    });
    expect((await readBy(scanner, 'x.csv', 'Host,Other\na,b\n')).detection).toBeUndefined();
  });

  it('states relations between directory objects', async () => {
    const { observations, quarantined } = await readBy(
      {
        fixfirstMapping: 1,
        name: 'pam',
        recognise: { csv: ['account', 'server'] },
        rows: [
          { kind: 'relation', ref: 'account', to: 'server', columns: { Relation: { value: 'AdminTo' } } },
        ],
      },
      'x.csv',
      'account,server\nS-1-5-21-1-2-3-1105,directory:s-1-5-21-1-2-3-1200\nx,\n',
    );
    expect(observations.relation).toMatchObject([
      {
        Relation: 'AdminTo',
        FromRef: 'directory:S-1-5-21-1-2-3-1105',
        ToRef: 'directory:S-1-5-21-1-2-3-1200',
      },
    ]);
    expect(quarantined).toMatchObject([{ reason: 'the record names no asset for its relation' }]);
  });
});

describe('a mapping file', () => {
  const check = (document: unknown, name = 'a.fixfirst-mapping.json') =>
    readWith(mapping, memoryFile(name, JSON.stringify(document)));

  it('is checked and counted', async () => {
    expect(await check(scanner)).toMatchObject({
      outcome: { ok: true },
      native: { mapping: 'our-scanner', rows: 2 },
    });
    expect(await check(scanner, 'a.json')).toMatchObject({ outcome: { fault: { code: 'not-supported' } } });
  });

  it.each([
    [{ fixfirstMapping: 2 }, '$.fixfirstMapping', 'version'],
    [{ name: 'Our Scanner' }, '$.name', 'small letters'],
    [{ recognize: {} }, '$.recognize', 'no such setting'],
    [{ recognise: {} }, '$.recognise', 'column names'],
    [{ recognise: { json: ['a'] } }, '$.recognise.records', 'path of the records'],
    [{ rows: [] }, '$.rows', 'at least one'],
    [{ rows: [{ kind: 'host' }] }, '$.rows[0].kind', 'device, resource'],
    [
      { rows: [{ kind: 'device', ref: 'a', columns: { Hostname: 'a' } }] },
      '$.rows[0].columns.Hostname',
      'HostNames',
    ],
    [{ rows: [{ kind: 'software', ref: 'a', columns: {} }] }, '$.rows[0].columns', 'needs SoftwareName'],
    [{ rows: [{ kind: 'device', columns: {} }] }, '$.rows[0].ref', 'object is needed'],
    [{ rows: [{ kind: 'relation', ref: 'a', columns: { Relation: 'b' } }] }, '$.rows[0].to', 'where it ends'],
  ])('says what is wrong: %j', async (change, place, message) => {
    const { outcome } = await check({ ...scanner, ...change });
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'wrong-content', place } });
    expect(outcome?.ok === false && outcome.fault.message).toContain(message);
  });
});
