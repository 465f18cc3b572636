import { parse } from 'csv-parse/sync';
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'src/main.ts');
const tsx = import.meta.resolve('tsx');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line from its sources, as a user would. */
function fixfirst(...argv: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const options = {
      cwd: folder,
      maxBuffer: 1024 ** 3,
      env: { ...process.env, NO_COLOR: '1', TMPDIR: temporary() },
    };
    execFile(process.execPath, ['--import', tsx, main, ...argv], options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, out, err });
    });
  });
}

let folder: string;
/** Where the runs put what they need while they last. */
const temporary = (): string => join(folder, 'tmp');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-e2e-'));
  await mkdir(temporary());
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Measured {
  readonly value: number;
  readonly interval: readonly [number, number];
}

interface Answer {
  readonly schemaVersion: number;
  readonly files: readonly { readonly file: string; readonly status: string }[];
  readonly totals: { readonly devices: number };
  readonly risk: { readonly total: number; readonly interval: readonly number[]; readonly exposure: number };
  readonly actions: readonly {
    readonly rank: number;
    readonly id: string;
    readonly title: string;
    readonly kind: string;
    readonly riskRemoved: { readonly alone: Measured; readonly inPlan: Measured };
    readonly effort: { readonly level: string; readonly hours: number; readonly source: string };
    readonly userImpact: { readonly level: string; readonly people?: number; readonly source: string };
    readonly affected: { readonly devices: readonly string[] };
    readonly evidence: readonly { readonly file: string; readonly locator: string }[];
    readonly paths: readonly unknown[];
    readonly bundle: readonly string[];
  }[];
  readonly cumulative: readonly { readonly hours: number; readonly share: number }[];
  readonly notSeen: readonly { readonly what: string }[];
}

function expectMeasured({ value, interval: [low, high] }: Measured): void {
  expect(low).toBeLessThanOrEqual(value);
  expect(high).toBeGreaterThanOrEqual(value);
}

describe('demo', () => {
  it('prints a list to start with, and leaves nothing behind', async () => {
    const { code, out, err } = await fixfirst('demo', '--devices', '60');
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining('sample estate of 60 devices') as string,
    });
    expect(out).toContain('What to fix first');
    expect(out).toMatch(/^ 1 .+−/m);
    expect((await readdir(temporary())).filter((name) => name.startsWith('fixfirst-'))).toEqual([]);
  });
});

describe('assess on the sample estate', () => {
  const estate = (): string => join(folder, 'estate');
  let json: string;
  let answer: Answer;

  beforeAll(async () => {
    const made = await fixfirst('demo', '--devices', '60', '--out', estate());
    expect(made.code).toBe(0);
    const first = await fixfirst('assess', estate(), '--json');
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    json = first.out;
    answer = JSON.parse(json) as Answer;
  });

  it('gives the same bytes a second time', async () => {
    expect((await fixfirst('assess', estate(), '--json')).out).toBe(json);
  });

  it('gives the same list whatever the order in which the files are read', async () => {
    await cp(join(folder, 'estate'), join(folder, 'renamed'), { recursive: true });
    await rename(join(folder, 'renamed/nessus'), join(folder, 'renamed/a-nessus'));
    const other = JSON.parse((await fixfirst('assess', 'renamed', '--json')).out) as Answer;
    const lines = ({ actions }: Answer): unknown =>
      actions.map(({ id, rank, riskRemoved }) => ({ id, rank, removed: riskRemoved.inPlan.value }));
    expect([other.risk.total, other.risk.interval]).toEqual([answer.risk.total, answer.risk.interval]);
    expect(lines(other)).toEqual(lines(answer));
  });

  it('reads every file of the estate', () => {
    expect(answer.schemaVersion).toBe(1);
    expect(answer.files.length).toBeGreaterThan(5);
    expect(answer.files.filter((file) => file.status !== 'ok')).toEqual([]);
    expect(answer.totals.devices).toBeGreaterThan(30);
  });

  it('measures the risk with an interval', () => {
    const { total, interval, exposure } = answer.risk;
    expectMeasured({ value: total, interval: [interval[0] ?? Number.NaN, interval[1] ?? Number.NaN] });
    expect(total).toBeGreaterThan(0);
    expect(exposure).toBeGreaterThan(0);
    expect(exposure).toBeLessThanOrEqual(1);
  });

  it('ranks actions, each with risk removed, effort, user impact, evidence and bundle', () => {
    expect(answer.actions.length).toBeGreaterThan(10);
    const ids = answer.actions.map((action) => action.id);
    expect(ids).toEqual([...new Set(ids)]);
    for (const action of answer.actions) {
      expect(action.rank).toBeGreaterThan(0);
      expect(action.title).not.toBe('');
      expect(action.kind).not.toBe('');
      expectMeasured(action.riskRemoved.alone);
      expectMeasured(action.riskRemoved.inPlan);
      expect(['Low', 'Medium', 'High']).toContain(action.effort.level);
      expect(action.effort.hours).toBeGreaterThan(0);
      expect(action.effort.source).not.toBe('');
      expect(['Low', 'Medium', 'High']).toContain(action.userImpact.level);
      expect(action.userImpact.source).not.toBe('');
      for (const { file, locator } of action.evidence) expect(file === '' || locator === '').toBe(false);
      for (const id of action.bundle) expect(ids).toContain(id);
    }
    const ranks = answer.actions.map((action) => action.rank);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(answer.actions[0]?.paths.length).toBeGreaterThan(0);
    expect(answer.actions[0]?.riskRemoved.inPlan.value).toBeGreaterThan(0);
  });

  it('adds up hours and shares along the plan', () => {
    const { cumulative } = answer;
    expect(cumulative.length).toBeGreaterThan(0);
    const hours = cumulative.map((point) => point.hours);
    expect(hours).toEqual([...hours].sort((a, b) => a - b));
    for (const { share } of cumulative) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  });

  it('says what it could not see', () => {
    expect(answer.notSeen.length).toBeGreaterThan(0);
    for (const { what } of answer.notSeen) expect(what).not.toBe('');
  });

  it('prints the same actions as CSV', async () => {
    const { code, out } = await fixfirst('assess', estate(), '--csv');
    expect(code).toBe(0);
    const rows = parse<Readonly<Record<string, string>>>(out, { columns: true });
    expect(rows.map((row) => row['id'])).toEqual(answer.actions.map((action) => action.id));
  });

  it('explains the first action', async () => {
    const { code, out } = await fixfirst('assess', estate(), '--explain', '1');
    expect(code).toBe(0);
    expect(out).toContain('Attack paths it breaks');
    expect(out).toContain('What to do');
  });

  it('writes a page without scripts', async () => {
    const page = join(folder, 'report.html');
    const { code } = await fixfirst('assess', estate(), '--html', page, '--quiet');
    expect(code).toBe(0);
    const html = await readFile(page, 'utf8');
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).not.toMatch(/<script/i);
  });

  it('ends with code 4 above the limit', async () => {
    expect((await fixfirst('assess', estate(), '--fail-above', '0.0001')).code).toBe(4);
  });

  it('stays within a budget', async () => {
    const { code, out } = await fixfirst('assess', estate(), '--budget', '10', '--json');
    expect(code).toBe(0);
    const { cumulative } = JSON.parse(out) as Answer;
    expect(cumulative.length).toBeGreaterThan(0);
    expect(cumulative.at(-1)?.hours).toBeLessThanOrEqual(10);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const child = spawn(process.execPath, ['--import', tsx, main, 'assess', estate(), '--json'], {
      cwd: folder,
    });
    let err = '';
    child.stderr.on('data', (part: Buffer) => (err += part.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    await new Promise((resolve) => child.on('close', resolve));
    expect(err).not.toMatch(/\n\s+at |EPIPE/);
  });
});

describe('trouble', () => {
  it('with the command line ends with code 2', async () => {
    const { code, out, err } = await fixfirst('assess', '.', '--nonsense');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain("unknown option '--nonsense'");
  });

  it('with a missing path ends with code 3', async () => {
    const { code, out } = await fixfirst('assess', join(folder, 'missing'));
    expect(code).toBe(3);
    expect(out).toContain('there is no such file or folder');
  });

  it.each([
    [
      'entities',
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><NessusClientData_v2>&e;',
    ],
    ['depth without end', '<NessusClientData_v2>' + '<a>'.repeat(200_000)],
    ['no end', '<?xml version="1.0"?><nmaprun scanner="nmap"><host><status'],
    ['a control sequence for a root', '<x\u001b]0;owned\u0007/>'],
  ])('with hostile XML is one sentence and code 3: %s', async (name, xml) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.xml`);
    await writeFile(path, xml);
    const { code, out, err } = await fixfirst('inspect', path);
    expect(code).toBe(3);
    expect(out).toContain(': rejected');
    expect(out + err).not.toMatch(/\n\s+at |root:x:|\u001b/);
  });
});

describe('graph evaluate', () => {
  it('answers a small graph exactly', async () => {
    const path = join(folder, 'graph.json');
    // Two ways to the one asset: 1 − (1 − 0.5)(1 − 0.2) = 0.6 of 10 points; cutting the likelier leaves 0.2.
    const graph = {
      attacker: 'a',
      nodes: [{ id: 'a' }, { id: 'b' }],
      edges: [
        { id: 'e1', from: 'a', to: 'b', p: 0.5 },
        { id: 'e2', from: 'a', to: 'b', p: 0.2 },
      ],
      targets: [{ node: 'b', value: 10 }],
      actions: [{ id: 'cut', effort: 'Low', userImpact: 'Low', edges: { e1: 0 } }],
      budgets: [1],
    };
    await writeFile(path, JSON.stringify(graph));
    const { code, out } = await fixfirst('graph', 'evaluate', path, '--json');
    expect(code).toBe(0);
    const found = JSON.parse(out) as { risk: number; plans: readonly { risk: number; best: unknown }[] };
    expect(found).toMatchObject({ mode: 'exact' });
    expect(found.risk).toBeCloseTo(6, 9);
    expect(found.plans[0]?.risk).toBeCloseTo(2, 9);
    expect(found.plans[0]?.best).toEqual([['cut']]);
  });

  it('ends with code 3 for a file that is none', async () => {
    const path = join(folder, 'no-graph.json');
    await writeFile(path, '{"nodes":[]}');
    const { code, out, err } = await fixfirst('graph', 'evaluate', path);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(/^fixfirst: .+\n$/);
  });
});
