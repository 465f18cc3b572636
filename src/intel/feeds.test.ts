import { describe, expect, it } from 'vitest';
import { memoryFile } from '../sources/conformance/harness.ts';
import { cveId } from './feed.ts';
import { feeds, IntelligenceBuilder, type Intelligence } from './index.ts';

interface Read {
  readonly format: string | undefined;
  readonly entries: number;
  readonly code: string | undefined;
  readonly intelligence: Intelligence;
}

async function read(id: string, content: string, into = new IntelligenceBuilder()): Promise<Read> {
  const feed = feeds.find((item) => item.id === id);
  if (feed === undefined) throw new Error(`there is no feed ${id}`);
  const file = memoryFile('file', content);
  const { entries, fault } = await feed.read(file, into);
  return { format: feed.detect(file.head), entries, code: fault?.code, intelligence: into.build() };
}

const detected = (content: string): readonly (string | undefined)[] =>
  feeds.map((feed) => feed.detect(memoryFile('file', content).head));

describe('a CVE id', () => {
  it('is written in one way', () => {
    expect(cveId(' cve-2024-12345 ')).toBe('CVE-2024-12345');
    for (const text of [undefined, '', 'CVE-2024-123', 'CVE-24-1234', 'GHSA-1', 'CVE-2024-1234 or so'])
      expect(cveId(text)).toBeUndefined();
  });
});

describe('kev: the catalogue of known exploited vulnerabilities', () => {
  const catalogue = (...vulnerabilities: readonly object[]): string =>
    JSON.stringify({
      title: 'catalogue',
      catalogVersion: '2026.02.03',
      dateReleased: '2026-02-03T17:00:00.0000Z',
      count: vulnerabilities.length,
      vulnerabilities,
    });
  const entry = {
    cveID: 'CVE-2024-0001',
    vulnerabilityName: 'Example flaw',
    dateAdded: '2024-05-06',
    dueDate: '2024-05-27',
    knownRansomwareCampaignUse: 'Known',
  };

  it('gives dates, name and use by ransomware', async () => {
    const { format, entries, code, intelligence } = await read(
      'kev',
      catalogue(entry, { cveID: 'cve-2024-0002', knownRansomwareCampaignUse: 'Unknown' }),
    );
    expect({ format, entries, code }).toEqual({ format: 'kev 2026.02.03', entries: 2, code: undefined });
    expect(intelligence.kev.get('CVE-2024-0001')).toEqual({
      dateAdded: Date.UTC(2024, 4, 6),
      dueDate: Date.UTC(2024, 4, 27),
      name: 'Example flaw',
      isRansomwareUse: true,
    });
    expect(intelligence.kev.get('CVE-2024-0002')).toEqual({ isRansomwareUse: false });
    expect(intelligence.feeds).toEqual([
      { id: 'kev', entries: 2, date: Date.UTC(2026, 1, 3, 17), origin: 'shipped' },
    ]);
  });

  it('leaves out rows that name no CVE and dates that are none', async () => {
    const { entries, intelligence } = await read(
      'kev',
      catalogue({ ...entry, dateAdded: '2024-02-31' }, { cveID: 'x' }, { cveID: 7 }, {}),
    );
    expect(entries).toBe(1);
    expect(intelligence.kev.get('CVE-2024-0001')?.dateAdded).toBeUndefined();
  });

  it('is of the day of its version when it states no release', async () => {
    const { intelligence } = await read(
      'kev',
      JSON.stringify({ catalogVersion: '2026.02.03', vulnerabilities: [entry] }),
    );
    expect(intelligence.feeds[0]?.date).toBe(Date.UTC(2026, 1, 3));
  });

  it('that is cut gives what stands before the cut, with a fault', async () => {
    const text = catalogue(entry, { ...entry, cveID: 'CVE-2024-0002' });
    const { entries, code } = await read('kev', text.slice(0, -80));
    expect(entries).toBe(1);
    expect(code).toBe('truncated');
  });
});

describe('epss: daily scores', () => {
  const head = '#model_version:v2025.03.14,score_date:2026-02-03T12:55:00+0000\n';

  it('gives probabilities and the day of the scores', async () => {
    const { format, entries, code, intelligence } = await read(
      'epss',
      `${head}cve,epss,percentile\nCVE-2024-0001,0.5,0.9\nCVE-2024-0002,0.00042,0.1\n`,
    );
    expect({ format, entries, code }).toEqual({ format: 'epss v2025.03.14', entries: 2, code: undefined });
    expect([...intelligence.epss]).toEqual([
      ['CVE-2024-0001', 0.5],
      ['CVE-2024-0002', 0.00042],
    ]);
    expect(intelligence.feeds[0]?.date).toBe(Date.UTC(2026, 1, 3, 12, 55));
  });

  it('is read without the comment, with quotes and with lines of Windows', async () => {
    const { format, entries } = await read(
      'epss',
      '"cve","epss","percentile"\r\n"CVE-2024-0001","0.5","0.9"\r\n',
    );
    expect({ format, entries }).toEqual({ format: 'epss', entries: 1 });
  });

  it('leaves out rows whose score is none, instead of taking it as zero', async () => {
    const rows = [
      'CVE-2024-0001,,',
      'CVE-2024-0002,1.5,1',
      'CVE-2024-0003,-1,1',
      'CVE-2024-0004',
      'x,0.5,0.5',
    ];
    const { entries, intelligence } = await read(
      'epss',
      `${head}cve,epss,percentile\n${rows.join('\n')}\nCVE-2024-0005,0,0\n`,
    );
    expect(entries).toBe(1);
    expect([...intelligence.epss]).toEqual([['CVE-2024-0005', 0]]);
  });

  it('without any score is a fault', async () => {
    expect(await read('epss', `${head}cve,epss,percentile\n`)).toMatchObject({
      entries: 0,
      code: 'wrong-content',
    });
  });

  it('with a quotation mark that never closes stops there', async () => {
    const text = `${head}cve,epss,percentile\nCVE-2024-0001,0.5,0.9\n"CVE${'x'.repeat(5000)}`;
    const { entries, code } = await read('epss', text);
    expect(entries).toBe(1);
    expect([undefined, 'wrong-content']).toContain(code);
  });
});

describe('cve5: CVE records', () => {
  const record = (metadata: object, cna: object, ...adp: readonly object[]): object => ({
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: {
      cveId: 'CVE-2024-0001',
      state: 'PUBLISHED',
      dateUpdated: '2026-02-03T01:02:03.000Z',
      ...metadata,
    },
    containers: { cna, adp },
  });
  const v31 = { cvssV3_1: { baseScore: 9.8, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } };
  const ssvc = {
    other: {
      type: 'ssvc',
      content: {
        options: [{ Exploitation: 'active' }, { Automatable: 'yes' }, { 'Technical Impact': 'total' }],
      },
    },
  };

  it('give title, score, vector and the decision points of the coordinator', async () => {
    const { format, entries, intelligence } = await read(
      'cve',
      JSON.stringify(
        record(
          { datePublished: '2024-01-02T03:04:05.000Z' },
          { title: 'Example', metrics: [v31] },
          { metrics: [ssvc] },
        ),
      ),
    );
    expect({ format, entries }).toEqual({ format: 'cve 5.1', entries: 1 });
    expect(intelligence.cves.get('CVE-2024-0001')).toEqual({
      isRejected: false,
      published: Date.UTC(2024, 0, 2, 3, 4, 5),
      title: 'Example',
      cvssScore: 9.8,
      cvssVector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      ssvc: { exploitation: 'active', isAutomatable: true, technicalImpact: 'total' },
    });
    expect(intelligence.feeds[0]?.date).toBe(Date.UTC(2026, 1, 3, 1, 2, 3));
  });

  it('give the newest version of CVSS, the own one of the publisher before an enricher of the same version', async () => {
    const v40 = { cvssV4_0: { baseScore: 9.3, vectorString: 'CVSS:4.0/AV:N' } };
    const other = { cvssV3_1: { baseScore: 5 } };
    const { intelligence } = await read(
      'cve',
      [
        record({ cveId: 'CVE-2024-0001' }, { metrics: [v31] }, { metrics: [other, v40] }),
        record({ cveId: 'CVE-2024-0002' }, { metrics: [v31] }, { metrics: [other] }),
        record({ cveId: 'CVE-2024-0003' }, { metrics: [{ cvssV3_1: { baseScore: 77 } }] }),
      ]
        .map((item) => JSON.stringify(item))
        .join('\n'),
    );
    const scores = [...intelligence.cves.values()].map((item) => item.cvssScore);
    expect(scores).toEqual([9.3, 9.8, undefined]);
  });

  it('come one to a file, one to a line or as an array', async () => {
    const two = [record({ cveId: 'CVE-2024-0001' }, {}), record({ cveId: 'CVE-2024-0002' }, {})];
    const lines = two.map((item) => JSON.stringify(item)).join('\n');
    expect(await read('cve', lines)).toMatchObject({ entries: 2, format: 'cve 5.1', code: undefined });
    expect(await read('cve', JSON.stringify(two))).toMatchObject({ entries: 2, format: 'cve 5.1' });
    expect(await read('cve', JSON.stringify(two[0], null, 2))).toMatchObject({
      entries: 1,
      format: 'cve 5.1',
    });
  });

  it('say when an id was withdrawn, and leave out what has no id', async () => {
    const rejected = await read('cve', JSON.stringify(record({ state: 'REJECTED' }, {})));
    expect(rejected.intelligence.cves.get('CVE-2024-0001')).toEqual({ isRejected: true });
    expect(await read('cve', JSON.stringify(record({ cveId: 'x' }, {})))).toMatchObject({ entries: 0 });
  });

  it('that are cut have a fault', async () => {
    const text = JSON.stringify([record({}, {}), record({ cveId: 'CVE-2024-0002' }, {})]);
    expect(await read('cve', text.slice(0, -20))).toMatchObject({ entries: 1, code: 'truncated' });
  });
});

describe('a feed', () => {
  it.each([
    ['text', 'hello'],
    ['another CSV', 'cve,score\nCVE-2024-0001,1\n'],
    ['another JSON', '{"vulnerabilities":[{"id":"x"}]}'],
    ['a list', '[{"cveID":"CVE-2024-0001"}]'],
    ['XML', '<?xml version="1.0"?><cve/>'],
    ['nothing', ''],
  ])('does not take %s for its own', (_, content) => {
    expect(detected(content)).toEqual(feeds.map(() => undefined));
  });
});

describe('intelligence of several files', () => {
  it("is the user's where the user's files speak, and the shipped one elsewhere", () => {
    const builder = new IntelligenceBuilder();
    builder.addEpss('CVE-2024-0001', 0.1);
    builder.addEpss('CVE-2024-0002', 0.2);
    builder.loaded('epss', 2, Date.UTC(2026, 0, 1));
    builder.origin = 'user';
    builder.addEpss('CVE-2024-0001', 0.9);
    builder.loaded('epss', 1, Date.UTC(2026, 1, 1));
    const { epss, feeds: loaded } = builder.build();
    expect([...epss]).toEqual([
      ['CVE-2024-0001', 0.9],
      ['CVE-2024-0002', 0.2],
    ]);
    expect(loaded).toEqual([
      { id: 'epss', entries: 2, date: Date.UTC(2026, 0, 1), origin: 'shipped' },
      { id: 'epss', entries: 1, date: Date.UTC(2026, 1, 1), origin: 'user' },
    ]);
  });

  it('counts the files of one origin together and keeps the newest date', () => {
    const builder = new IntelligenceBuilder();
    builder.loaded('cve', 2, Date.UTC(2026, 1, 1));
    builder.loaded('cve', 3, Date.UTC(2026, 0, 1));
    builder.loaded('cve', 1, undefined);
    builder.loaded('a', 1, undefined);
    expect(builder.build().feeds).toEqual([
      { id: 'a', entries: 1, origin: 'shipped' },
      { id: 'cve', entries: 6, date: Date.UTC(2026, 1, 1), origin: 'shipped' },
    ]);
  });

  it("stays the shipped one when the user's file holds nothing usable", () => {
    const builder = new IntelligenceBuilder();
    builder.loaded('kev', 1000, Date.UTC(2026, 0, 1));
    builder.origin = 'user';
    builder.loaded('kev', 0, Date.UTC(2026, 1, 1));
    expect(builder.build().feeds).toMatchObject([{ entries: 1000, origin: 'shipped' }]);
  });
});
