import { noCounts } from '../../ingest/index.ts';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Assessment, CumulativePoint, FileReport, RankedAction } from '../../app/index.ts';
import type { Terminal } from '../terminal.ts';
import { assessmentCsv } from './assessment-csv.ts';
import { assessmentJson } from './assessment-json.ts';
import { assessmentText } from './assessment-text.ts';
import { explainText, findAction } from './explain-text.ts';
import { width } from './wrap.ts';

const exactly = (value: number): { value: number; interval: [number, number] } => ({
  value,
  interval: [value, value],
});

function terminal(columns: number, isInteractive = false, hasColour = false): Terminal {
  const nothing = (): void => undefined;
  return { columns, isInteractive, hasColour, write: nothing, progress: nothing, endProgress: nothing };
}

function action(id: string, more: Partial<RankedAction> = {}): RankedAction {
  return {
    rank: 1,
    id,
    title: `Update ${id} on 3 devices`,
    kind: 'update',
    riskRemoved: { alone: exactly(2), inPlan: { value: 4, interval: [3.5, 4.5] } },
    decisive: 0.25,
    effort: { level: 'Low', hours: 3, source: 'table' },
    userImpact: { level: 'Low', people: 12, source: 'logons' },
    affected: {
      devices: ['pc1.corp.example', 'pc2.corp.example', 'pc3.corp.example'],
      identities: [],
      resources: [],
      cves: 4,
      knownExploitedCves: 1,
      findings: 9,
    },
    evidence: [{ file: 'scan.nessus', locator: 'line 7' }],
    fix: 'Install it.',
    paths: [],
    bundle: [],
    ...more,
  };
}

const point = (rank: number, actions: readonly string[], share: number): CumulativePoint => ({
  rank,
  actions,
  hours: rank * 3,
  riskAfter: exactly(1),
  share,
});

const file = (name: string, more: Partial<FileReport> = {}): FileReport => ({
  file: name,
  sizeBytes: 2048,
  source: 'nessus',
  format: 'nessus v2',
  status: 'ok',
  scope: {},
  provesScope: false,
  checks: '',
  counts: { ...noCounts, devices: 1 },
  quarantined: [],
  quarantinedCount: 0,
  native: {},
  ...more,
});

function assessment(more: Partial<Assessment> = {}): Assessment {
  return {
    files: [file('scan.nessus')],
    asOf: { time: Date.UTC(2026, 1, 3), basis: 'newest observation' },
    seed: 1,
    worlds: 2048,
    intelligence: [{ id: 'kev', entries: 10, origin: 'shipped', date: Date.UTC(2026, 0, 20) }],
    totals: {
      devices: 3,
      deviceRecords: 5,
      mergedDevices: 1,
      identities: 0,
      relations: 0,
      derivedRelations: 0,
      software: 0,
      products: 0,
      services: 0,
      vulnerabilities: 9,
      cves: 4,
      knownExploitedCves: 1,
      controls: { pass: 0, fail: 0, notApplicable: 0, unknown: 0 },
      secrets: 0,
      resources: 0,
      criticalAssets: 1,
      nodes: 7,
      edges: 9,
    },
    risk: {
      total: { value: 10, interval: [9, 11] },
      most: 100,
      exposure: { value: 0.1, interval: [0.09, 0.11] },
      withEverythingDone: exactly(1),
      reachable: 1,
    },
    devices: [],
    criticalAssets: [
      { name: 'dc1', className: 'Domain Controller', level: 'Very high', value: 100, p: exactly(0.1) },
    ],
    chokePoints: [],
    actions: [action('firefox')],
    cumulative: [point(1, ['firefox'], 0.9)],
    stopLine: { after: 0, actions: 1, hours: 3, share: 0.9, reason: 'share' },
    notSeen: [{ what: 'Cloud identities', meaning: 'paths end at on-premises accounts', remedy: '' }],
    ...more,
  };
}

const options = {
  top: 15,
  now: Date.UTC(2026, 1, 3, 6),
  tookMs: 1234,
  command: 'fixfirst assess .',
  listedFiles: 2,
};
const textOf = (found: Assessment, columns = 110, more: Partial<typeof options> = {}): string =>
  assessmentText(found, terminal(columns), { ...options, ...more });
const linesOf = (found: Assessment, columns?: number, more?: Partial<typeof options>): readonly string[] =>
  textOf(found, columns, more).split('\n');

const bundle = ['a', 'b', 'c'];
const bundled = assessment({
  actions: [
    action('a', { bundle }),
    action('b', { bundle, riskRemoved: { alone: exactly(0), inPlan: exactly(0) } }),
    action('c', { bundle, riskRemoved: { alone: exactly(0), inPlan: exactly(0) } }),
    action('d', { rank: 2 }),
    action('e', { rank: 3 }),
  ],
  cumulative: [point(1, bundle, 0.85), point(2, ['d'], 1)],
  stopLine: { after: 0, actions: 3, hours: 9, share: 0.85, reason: 'share' },
});

describe('the answer as text', () => {
  it('begins with version, age of the intelligence, time and seed', () => {
    expect(linesOf(assessment())[0]).toMatch(
      /^fixfirst \S+ · intelligence: kev 2026-01-20 \(14 days old\) · as of 2026-02-03 \(newest observation\) · seed 1$/,
    );
    expect(linesOf(assessment({ intelligence: [], asOf: { time: 0, basis: 'none' } }))[0]).toMatch(
      /no intelligence · no time stated in the input/,
    );
  });

  it('lists an action with risk, share, effort, people and devices', () => {
    const line = linesOf(assessment()).find((text) => text.includes('Update firefox'));
    expect(line).toMatch(/^ 1 {2}Update firefox on 3 devices +−4\.0 {2}90 % +Low 3\.0 h +Low 12 +3 devices$/);
  });

  it.each([80, 120])('fits into %i columns', (columns) => {
    const hop = {
      from: 'attacker',
      to: 'a device with a rather long name.corp.example',
      kind: 'InternetExploit',
      meaning: 'm',
      p: 0.5,
      factors: [],
      evidence: [],
      brokenBy: [],
    };
    const wide = assessment({
      ...bundled,
      risk: { ...bundled.risk, likeliestPath: { target: 'dc1', p: 0.1, hops: [hop, hop, hop] } },
      files: [
        file('scan.nessus'),
        ...[
          'nmap',
          'trivy',
          'grype',
          'gitleaks',
          'trufflehog',
          'sharphound',
          'defender',
          'osquery',
          'openscap',
          'cyclonedx',
        ].map((source) => file(`${source}.out`, { source })),
        file('broken.xml', {
          status: 'partial',
          fault: {
            code: 'truncated',
            message: `the file ends early ${'x'.repeat(90)}`,
            place: 'line 3',
            remedy: 'export it again',
          },
          quarantinedCount: 3,
        }),
        file('other.bin', { status: 'rejected', fault: { code: 'not-recognised', message: 'not known' } }),
      ],
      totals: {
        ...bundled.totals,
        identities: 12345,
        secrets: 3,
        resources: 2,
        controls: { pass: 1, fail: 2, notApplicable: 0, unknown: 3 },
      },
      notSeen: [
        {
          what: 'Identities: no directory data',
          meaning: 'm '.repeat(80),
          remedy: 'collect with SharpHound',
        },
      ],
    });
    const beyond = linesOf(wide, columns).filter((line) => width(line) > columns);
    expect(beyond).toEqual([]);
    const nothing = assessment({
      actions: [action('x', { title: 'Update '.repeat(30) })],
      cumulative: [],
      stopLine: undefined,
    });
    expect(linesOf(nothing, columns).filter((line) => width(line) > columns)).toEqual([]);
  });

  it('shows bars and colours only to a person at a terminal', () => {
    expect(textOf(assessment())).not.toMatch(/█|\u001b/);
    expect(assessmentText(assessment(), terminal(120, true, true), options)).toMatch(/█.*/);
    expect(assessmentText(assessment(), terminal(120, true, true), options)).toContain('\u001b[32m✓');
    expect(assessmentText(assessment(), terminal(120, true, false), options)).not.toContain('\u001b');
  });

  it('holds the actions of a bundle together with brackets and gives their sum once', () => {
    const lines = linesOf(bundled).filter((line) => /Update [abcd] |only together|^ {3}│/.test(line));
    expect(lines[0]).toMatch(/^ 1 ┐Update a .*−4\.0 {2}85 %/);
    expect(lines[1]).toMatch(/^ {3}│ +\(3\.5–4\.5\) +1 exploited CVE$/);
    expect(lines[2]).toMatch(/^ 1 │Update b /);
    expect(lines[2]).not.toContain('−');
    expect(lines[3]).toMatch(/^ {3}│ +only together +1 exploited CVE$/);
    expect(lines[4]).toMatch(/^ 1 ┘Update c /);
    expect(lines[5]).toMatch(/^ +only together +1 exploited CVE$/);
    expect(lines[6]).toMatch(/^ 2 {2}Update d /);
  });

  it('draws the stop line after the last action above it', () => {
    const lines = linesOf(bundled);
    const at = lines.findIndex((line) =>
      line.includes('stop line: 3 actions, 9.0 h, 85 % of what can be removed'),
    );
    expect(lines[at]).toMatch(/^─+ stop line/);
    expect(lines.findIndex((line) => line.includes('Update c'))).toBeLessThan(at);
    expect(lines.findIndex((line) => line.includes('Update d'))).toBeGreaterThan(at);
    expect(textOf({ ...bundled, stopLine: undefined })).not.toContain('stop line');
    expect(textOf({ ...bundled, stopLine: { ...bundled.stopLine!, reason: 'budget' } })).toContain(
      'budget: 3 actions',
    );
  });

  it('does not break a bundle at the end of the list, and says what is left out', () => {
    const text = textOf(bundled, 110, { top: 1 });
    expect(text).toContain('Update c ');
    expect(text).not.toContain('Update d ');
    expect(text).toContain('… 1 more action that removes risk (--top 4)');
    expect(text).toContain('… 1 further action removes risk alone, but is not needed once the above is done');
  });

  it('lists files by fate, some by name, and counts the rest', () => {
    const refused = ['a', 'b', 'c', 'd'].map((name) =>
      file(name, { status: 'rejected', fault: { code: 'empty', message: 'the file is empty' } }),
    );
    const text = textOf(assessment({ files: [file('x'), ...refused] }));
    expect(text).toContain('✓ 1 read    nessus 1');
    expect(text).toContain('✗ 4 refused');
    expect(text).toContain('        b: the file is empty');
    expect(text).not.toContain('c: the file is empty');
    expect(text).toContain('… and 2 more (--json names each)');
  });

  it('says so when nothing can be measured or removed', () => {
    const empty = assessment({
      risk: {
        total: exactly(0),
        most: 0,
        exposure: exactly(0),
        withEverythingDone: exactly(0),
        reachable: 0,
      },
      actions: [],
      cumulative: [],
      criticalAssets: [],
      stopLine: undefined,
      notSeen: [],
    });
    const text = textOf(empty);
    expect(text).toContain('Risk   unknown: nothing in the input');
    expect(text).toContain('Nothing in the input removes measurable risk.');
    expect(text).not.toContain('--explain');
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('stops after the files when none of them could be read', () => {
    const fault = { code: 'empty', message: 'the file is empty' } as const;
    const text = textOf(assessment({ files: [file('a', { status: 'rejected', fault })] }));
    expect(text).toContain('a: the file is empty');
    expect(text).toContain('fixfirst sources');
    expect(text).not.toMatch(/What to fix first|Risk/);
  });

  it('names findings that are on no path when nothing else can be listed', () => {
    const text = textOf(assessment({ cumulative: [], stopLine: undefined }));
    expect(text).toContain('  · Update firefox on 3 devices');
  });

  it('prints hostile names as visible escapes', () => {
    const hostile = 'x\u001b]0;owned\u0007\n\u202egnp.exe';
    const text = textOf(
      assessment({
        files: [
          file('ok'),
          file(hostile, { status: 'rejected', fault: { code: 'empty', message: `of ${hostile}` } }),
        ],
        actions: [
          action('firefox', {
            title: hostile,
            affected: { ...action('x').affected, devices: [hostile], knownExploitedCves: 0 },
          }),
          action('2', { title: hostile }),
        ],
        notSeen: [{ what: hostile, meaning: hostile, remedy: hostile }],
        risk: {
          ...assessment().risk,
          likeliestPath: {
            target: hostile,
            p: 1,
            hops: [
              {
                from: hostile,
                to: hostile,
                kind: 'k',
                meaning: '',
                p: 1,
                factors: [],
                evidence: [],
                brokenBy: [],
              },
            ],
          },
        },
      }),
    );
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    expect(text).toContain('\\u001b]0;owned\\u0007');
  });
});

describe('the explanation of an action', () => {
  const explained = action('firefox', {
    bundle: ['firefox', 'other'],
    paths: [
      {
        target: 'dc1',
        p: 0.05,
        hops: [
          {
            from: 'attacker',
            to: 'pc1',
            kind: 'ClientExploit',
            meaning: 'Sends a file',
            p: 0.5,
            factors: ['cve:CVE-2024-0001'],
            technique: 'T1203',
            note: 'why so',
            evidence: [{ file: 'scan.nessus', locator: 'line 7' }],
            brokenBy: ['firefox'],
          },
        ],
      },
    ],
  });

  it('says what it removes, which paths it breaks, what it costs and what it rests on', () => {
    const text = explainText(assessment(), explained, terminal(120));
    for (const part of [
      'now 10 (99 % between 9.0 and 11)',
      'removes 2.0 (2.0–2.0)',
      'it alone saves a critical asset in 25 % of 2 048 simulated campaigns',
      'works only together with: other',
      'to dc1, probability 5 %',
      'cve:CVE-2024-0001',
      '(T1203)',
      'seen in scan.nessus line 7',
      'Install it.',
      '4 CVEs (1 known exploited)',
    ])
      expect(text).toContain(part);
  });

  it.each([80, 120])('fits into %i columns', (columns) => {
    const long = { ...explained, title: 'word '.repeat(60), fix: 'x'.repeat(300) };
    const lines = explainText(assessment(), long, terminal(columns)).split('\n');
    expect(lines.filter((line) => width(line) > columns)).toEqual([]);
  });

  it('prints hostile names as visible escapes', () => {
    const hostile = '\u001b[2J\u202e';
    const text = explainText(
      assessment(),
      { ...explained, title: hostile, fix: hostile, evidence: [{ file: hostile, locator: hostile }] },
      terminal(100),
    );
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it('is found by rank or by id', () => {
    const found = assessment({ actions: [action('a'), action('b', { rank: 2 }), action('c', { rank: 2 })] });
    expect(findAction(found, '2')?.id).toBe('b');
    expect(findAction(found, 'c')?.id).toBe('c');
    expect(findAction(found, '9')).toBeUndefined();
    expect(findAction(found, '')).toBeUndefined();
  });
});

describe('the answer as CSV', () => {
  it('has one row for each action, also beyond the plan', () => {
    const rows: readonly Readonly<Record<string, string>>[] = parse(assessmentCsv(bundled), {
      columns: true,
    });
    expect(rows.map((row) => row['id'])).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(rows[0]).toMatchObject({
      rank: '1',
      riskRemovedInPlan: '4',
      bundle: 'a + b + c',
      hours: '3',
      devices: '3',
    });
  });

  it('does not let a spreadsheet run a cell', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r']) {
      const formula = `${start}HYPERLINK("http://x.example","a")`;
      const csv = assessmentCsv(assessment({ actions: [action('x', { title: formula, fix: formula })] }));
      const [row] = parse<Readonly<Record<string, string>>>(csv, { columns: true });
      expect(row?.['title']).toBe(`'${formula}`);
      expect(row?.['fix']).toBe(`'${formula}`);
    }
  });

  it('of nothing is empty or a header alone', () => {
    expect(parse(assessmentCsv(assessment({ actions: [] })), { columns: true })).toEqual([]);
  });
});

describe('the answer as JSON', () => {
  it('is one document with the fields that readers count on', () => {
    const document = JSON.parse(assessmentJson(bundled)) as Record<string, unknown>;
    expect(document).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'fixfirst' },
      asOf: { time: '2026-02-03T00:00:00.000Z', basis: 'newest observation' },
      intelligence: [{ id: 'kev', date: '2026-01-20T00:00:00.000Z' }],
      files: [{ file: 'scan.nessus', status: 'ok', code: null, message: null }],
      risk: { total: 10, interval: [9, 11], likeliestPath: null },
      stopLine: { after: 0 },
    });
    for (const name of ['totals', 'actions', 'cumulative', 'notSeen', 'criticalAssets', 'chokePoints'])
      expect(document[name], name).toBeDefined();
  });

  it('says null where nothing is known', () => {
    const found = assessment({
      asOf: { time: 0, basis: 'none' },
      intelligence: [{ id: 'kev', entries: 1, origin: 'user' }],
      stopLine: undefined,
    });
    expect(JSON.parse(assessmentJson(found))).toMatchObject({
      asOf: { time: null, basis: 'none' },
      intelligence: [{ date: null }],
      stopLine: null,
    });
  });

  it('carries the fault of a file with its code and remedy', () => {
    const fault = {
      code: 'truncated',
      message: 'it ends early',
      place: 'line 3',
      remedy: 'export it again',
    } as const;
    const document = JSON.parse(
      assessmentJson(assessment({ files: [file('a', { status: 'partial', fault })] })),
    ) as object;
    expect(document).toMatchObject({
      files: [{ code: 'truncated', message: 'it ends early (line 3); export it again' }],
    });
  });
});
