import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { Assessment, AttackPathView, Measured, RankedAction } from '../app/index.ts';
import { reportHtml } from './index.ts';

const about = { version: '1.2.3' };

describe('reportHtml', () => {
  it('is one well-formed page without script, links to elsewhere or loaded parts', () => {
    const seen = parse(reportHtml(sample(), about));
    expect(seen.elements).not.toContain('script');
    for (const loading of ['img', 'link', 'iframe', 'object', 'use', 'image', 'base'])
      expect(seen.elements).not.toContain(loading);
    for (const [name, value] of seen.attributes) {
      expect(name).not.toMatch(/^on|^src$/);
      if (name === 'href') expect(value).toMatch(/^#/);
    }
    expect(seen.attributes).toContainEqual([
      'content',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    ]);
  });

  it('leads every link on the page to an element, and gives no id twice', () => {
    const { attributes } = parse(reportHtml(sample(), about));
    const ids = attributes.flatMap(([name, value]) => (name === 'id' ? [value] : []));
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, value] of attributes) {
      if (name === 'href') expect(ids).toContain(value.slice(1));
      if (name === 'aria-labelledby' || name === 'aria-describedby') expect(ids).toContain(value);
    }
  });

  it('shows hostile text as text, with control and direction characters made visible', () => {
    const hostile = `"><script>alert('1')</script>&amp;\u202egnp.exe\u0000\u001b[2J</style></title>`;
    const html = reportHtml(withTexts(sample(), hostile), about);
    const seen = parse(html);
    expect(seen.elements).not.toContain('script');
    expect(seen.elements.filter((name) => name === 'style')).toHaveLength(1);
    expect(html).not.toMatch(/[\u0000\u001b\u202e]/);
    expect(seen.text).toContain(
      `"><script>alert('1')</script>&amp;\\u202egnp.exe\\u0000\\u001b[2J</style></title>`,
    );
    // Drawings break long names into more lines of text; nothing else may differ.
    const others = (elements: readonly string[]): readonly string[] =>
      elements.filter((name) => name !== 'text');
    expect(others(seen.elements)).toEqual(
      others(parse(reportHtml(withTexts(sample(), ' harmless'), about)).elements),
    );
  });

  it('gives the same text for the same assessment', () => {
    expect(reportHtml(sample(), about)).toBe(reportHtml(sample(), about));
  });

  it('names version, time in UTC, seed, dates of the intelligence and the risk with its interval', () => {
    const { text } = parse(reportHtml(sample(), about));
    expect(text).toContain('fixfirst 1.2.3');
    expect(text).toContain('2026-08-22 06:00 UTC');
    expect(text).toContain('seed 7');
    expect(text).toContain('kev of 2026-08-21');
    expect(text).toContain('100 of 400 points');
    expect(text).toContain('99 % interval 90 to 110');
  });

  it('puts the stop line after its line of the list and into the curve', () => {
    const html = reportHtml(sample(), about);
    expect(html.indexOf('Stop line: 3 actions')).toBeLessThan(html.indexOf('class="stop"'));
    expect(html.indexOf('class="stop"')).toBeGreaterThan(html.indexOf('"what">Third action<'));
    expect(html.indexOf('class="stop"')).toBeLessThan(html.indexOf('"what">Fourth action<'));
    const curve = /<svg class="curve"[\s\S]*?<\/svg>/.exec(html)?.[0] ?? '';
    expect(curve).toContain('stop line: 3 actions');
    expect(curve).toContain('role="img"');
    expect(curve).toMatch(/<desc id="curve-text">Risk is 100 points now, 30 after 8/);
  });

  it('brackets a bundle and states once what it removes', () => {
    const html = reportHtml(sample(), about);
    const bundle = /<tbody class="bundle">[\s\S]*?<\/tbody>/.exec(html)?.[0] ?? '';
    expect(bundle).toContain('Second action');
    expect(bundle).toContain('Third action');
    expect(bundle).toContain('rowspan="4"');
    expect(bundle).toContain('2 actions, only together');
    expect(bundle.match(/−40/g)).toHaveLength(1);
    expect(html.match(/<tbody class="bundle">/g)).toHaveLength(1);
  });

  it('draws a path that two actions break once, with every hop in the list beside it', () => {
    const html = reportHtml(sample(), about);
    expect(html.match(/<svg class="path"/g)).toHaveLength(1);
    const { text } = parse(html);
    expect(text).toContain('1: First action; 2: Second action');
    expect(text).toContain('Lifts credentials');
    expect(text).toContain('Taken away or weakened by 1: First action; 3: Fourth action');
    expect(html).toContain('>cut by 1<');
    expect(text).toContain('ATT&CK T1003.001');
    expect(text).toContain('Seen in hosts.json line 12');
    expect(text).toContain('Assumed: follows from the way estates are built');
  });

  it('lists actions beyond the plan apart, and says how many are left out', () => {
    const extra = Array.from({ length: 150 }, (_, i) => action(`x${i}`, `Further ${i}`, 5, 0));
    const { text } = parse(reportHtml({ ...sample(), actions: [...sample().actions, ...extra] }, about));
    expect(text).toContain('Further 95');
    expect(text).not.toContain('Further 96');
    expect(text).toContain('The first 96 of 150 further actions are listed here; the other 54');
  });

  it('lists files with trouble first, at most 200', () => {
    const files = Array.from({ length: 250 }, (_, i) => file(`ok-${i}.json`, 'ok'));
    const { text } = parse(
      reportHtml({ ...sample(), files: [...files, file('bad.bin', 'rejected')] }, about),
    );
    expect(text).toContain('refusedbad.bin');
    expect(text).toContain('not a format we know (offset 0); export it again');
    expect(text).toContain('The first 200 of 251 files');
  });

  it('says what is missing when there is nothing to show', () => {
    const { text } = parse(reportHtml(nothing(), about));
    expect(text).toContain('Here would stand the expected loss. It is unknown');
    expect(text).toContain('Here would stand what to fix first, but no action removes risk');
    expect(text).toContain('Here would stand the risk left over the hours');
    expect(text).toContain('no path to a critical asset can be seen');
    expect(text).toContain('Here would stand what was read');
  });

  it('says so when not one line of the plan fits into the budget', () => {
    const stopLine = { after: -1, actions: 0, hours: 0, share: 0, reason: 'budget' } as const;
    const html = reportHtml({ ...sample(), stopLine }, about);
    expect(html).toContain('Budget: no line of the plan fits into it');
    expect(html.indexOf('class="stop"')).toBeLessThan(html.indexOf('"what">First action<'));
  });
});

interface Seen {
  readonly elements: string[];
  readonly attributes: [name: string, value: string][];
  /** Text content without the style. */
  text: string;
}

/** Parses the page as XML; a fault in it throws. */
function parse(html: string): Seen {
  const seen: Seen = { elements: [], attributes: [], text: '' };
  const parser = new SaxesParser();
  let inStyle = false;
  parser.on('opentag', (tag) => {
    seen.elements.push(tag.name);
    for (const [name, value] of Object.entries(tag.attributes)) seen.attributes.push([name, value]);
    inStyle = tag.name === 'style';
  });
  parser.on('closetag', () => {
    inStyle = false;
  });
  parser.on('text', (text) => {
    if (!inStyle) seen.text += text.replaceAll('\u00a0', ' ');
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(html).close();
  return seen;
}

/** The value with every text in it followed by another, but for words of a fixed choice. */
function withTexts<T>(value: T, text: string): T {
  const fixed = new Set(['status', 'basis', 'reason', 'id', 'actions', 'bundle', 'brokenBy']);
  const change = (part: unknown, key: string): unknown => {
    if (typeof part === 'string') return fixed.has(key) ? part : part + text;
    if (Array.isArray(part)) return part.map((item) => change(item, key));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, item]) => [name, change(item, name)]));
  };
  // The shape stays; only texts differ.
  return change(value, '') as T;
}

function around(value: number): Measured {
  return { value, interval: [value * 0.9, value * 1.1] };
}

function action(id: string, title: string, rank: number, removes: number): RankedAction {
  return {
    rank,
    id,
    title,
    kind: 'update',
    riskRemoved: { alone: around(removes), inPlan: around(removes) },
    decisive: 0.1,
    effort: { level: 'Low', hours: 2, source: 'table of hours' },
    userImpact: { level: 'Low', people: 3, source: 'sessions' },
    affected: {
      devices: ['host-1'],
      identities: ['person-1'],
      resources: ['image-1'],
      cves: 2,
      knownExploitedCves: 1,
      findings: 2,
    },
    evidence: [{ file: 'hosts.json', locator: 'line 12' }],
    fix: 'Do this.\nThen look again.',
    paths: [],
    bundle: [],
  };
}

const path: AttackPathView = {
  target: 'target-1',
  p: 0.25,
  hops: [
    {
      from: 'attacker',
      to: 'host-1',
      kind: 'Phishable',
      meaning: 'Deceives a person',
      p: 0.5,
      factors: [],
      evidence: [],
      brokenBy: [],
    },
    {
      from: 'host-1',
      to: 'target-1',
      kind: 'HasSession',
      meaning: 'Lifts credentials',
      p: 0.5,
      factors: ['credential-dump'],
      technique: 'T1003.001',
      note: 'Ages fast',
      evidence: [{ file: 'hosts.json', locator: 'line 12' }],
      brokenBy: ['d', 'a'],
    },
  ],
};

function file(name: string, status: 'ok' | 'partial' | 'rejected'): Assessment['files'][number] {
  return {
    file: name,
    sizeBytes: 2048,
    status,
    format: 'Nessus v2',
    scope: {},
    provesScope: false,
    checks: '',
    counts: {
      devices: 1,
      endpoints: 0,
      software: 0,
      vulnerabilities: 2,
      cves: 2,
      controls: { pass: 0, fail: 0, notApplicable: 0, unknown: 0 },
      identities: 0,
      relations: { MemberOf: 1 },
      secrets: 0,
      resources: 0,
      events: 0,
    },
    quarantined: [],
    quarantinedCount: 0,
    native: {},
    ...(status === 'ok'
      ? {}
      : {
          fault: {
            code: 'not-recognised' as const,
            message: 'not a format we know',
            place: 'offset 0',
            remedy: 'export it again',
          },
        }),
  };
}

function sample(): Assessment {
  return {
    files: [file('hosts.json', 'ok'), file('half.xml', 'partial')],
    devices: [],
    asOf: { time: Date.UTC(2026, 7, 22, 6), basis: 'newest observation' },
    seed: 7,
    worlds: 2048,
    intelligence: [{ id: 'kev', date: Date.UTC(2026, 7, 21), entries: 1400, origin: 'shipped' }],
    totals: {
      devices: 12,
      deviceRecords: 14,
      mergedDevices: 2,
      identities: 5,
      relations: 6,
      derivedRelations: 0,
      software: 3,
      products: 2,
      services: 1,
      vulnerabilities: 9,
      cves: 8,
      knownExploitedCves: 1,
      controls: { pass: 1, fail: 2, notApplicable: 0, unknown: 1 },
      secrets: 1,
      resources: 1,
      criticalAssets: 1,
      nodes: 20,
      edges: 30,
    },
    risk: {
      total: around(100),
      most: 400,
      exposure: around(0.25),
      withEverythingDone: around(10),
      reachable: 1,
      likeliestPath: path,
    },
    criticalAssets: [{ name: 'target-1', className: 'database', level: 'High', value: 400, p: around(0.25) }],
    chokePoints: [{ name: 'host-1', kind: 'device', risk: around(50) }],
    actions: [
      { ...action('a', 'First action', 1, 30), paths: [path] },
      { ...action('b', 'Second action', 2, 40), bundle: ['b', 'c'], paths: [path] },
      { ...action('c', 'Third action', 2, 0), bundle: ['b', 'c'] },
      action('d', 'Fourth action', 3, 10),
    ],
    cumulative: [
      { rank: 1, actions: ['a'], hours: 2, riskAfter: around(70), share: 0.33 },
      { rank: 2, actions: ['b', 'c'], hours: 8, riskAfter: around(30), share: 0.8 },
      { rank: 3, actions: ['d'], hours: 10, riskAfter: around(20), share: 0.9 },
    ],
    stopLine: { after: 1, actions: 3, hours: 8, share: 0.8, reason: 'share' },
    notSeen: [{ what: 'Cloud identities', meaning: 'paths end on premises', remedy: 'add an export' }],
  };
}

function nothing(): Assessment {
  const none: Measured = { value: 0, interval: [0, 0] };
  return {
    ...sample(),
    files: [],
    asOf: { time: 0, basis: 'none' },
    intelligence: [],
    risk: { total: none, most: 0, exposure: none, withEverythingDone: none, reachable: 0 },
    criticalAssets: [],
    chokePoints: [],
    actions: [],
    cumulative: [],
    stopLine: undefined,
    notSeen: [],
  };
}
