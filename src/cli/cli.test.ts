import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openHunting, type Ports } from '../app/index.ts';
import { factTables } from '../schema/index.ts';
import { openStateStore } from '../state/sqlite/index.ts';
import { openLastingStore, openTemporaryStore } from '../store/duckdb/index.ts';
import { openFactsProcess } from '../store/process/index.ts';
import { complain } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import { runCli } from './index.ts';
import { interruptible } from './interruptible.ts';

let folder: string;
let out: string;
let err: string;
let codeBefore: typeof process.exitCode;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fixfirst-cli-'));
  await mkdir(join(folder, 'intel'));
  const kev = { catalogVersion: '2026.01.01', vulnerabilities: [{ cveID: 'CVE-2024-0001' }] };
  await writeFile(join(folder, 'intel/kev.json'), JSON.stringify(kev));
  out = '';
  err = '';
  codeBefore = process.exitCode;
  const into = (take: (text: string) => void) => (chunk: string | Uint8Array) => {
    take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(into((text) => (out += text)));
  vi.spyOn(process.stderr, 'write').mockImplementation(into((text) => (err += text)));
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = codeBefore;
  await rm(folder, { recursive: true, force: true });
});

const ports = (progress: (text: string) => void): Ports => ({
  progress,
  shippedIntelligence: join(folder, 'intel'),
  openStore: (path) => openStore(path),
  openHuntingStore: (path, more) => openTemporaryStore(path, [...factTables.values(), ...more]),
  openFactsProcess: (file) => openFactsProcess(file),
  async temporaryFolder() {
    const path = await mkdtemp(join(folder, 'run-'));
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  },
});

async function openStore(path: string): ReturnType<Ports['openStore']> {
  const opened = await openLastingStore(join(path, 'facts.duckdb'), join(path, 'spill'));
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

/** Runs a command line and gives its exit code. */
async function run(...argv: readonly string[]): Promise<typeof process.exitCode> {
  process.exitCode = undefined;
  await runCli(argv, {
    ports,
    dataDirectory: () => join(folder, 'data'),
    questions: join(folder, 'questions'),
    kept: (_, progress) => ({
      ...ports(progress),
      folder: join(folder, 'data'),
      now: () => Date.UTC(2026, 0, 1),
      async open() {
        await mkdir(join(folder, 'data'), { recursive: true });
        return openLastingStore(join(folder, 'data', 'facts.duckdb'), join(folder, 'spill'));
      },
      openState: () => openStateStore(join(folder, 'data')),
      user: 'anna',
    }),
    upkeep: () => {
      throw new Error('not asked for');
    },
    state: {
      openState: () => openStateStore(join(folder, 'data')),
      openHunting: (options) =>
        openHunting(
          options,
          ports(() => undefined),
        ),
      user: 'anna',
      now: () => Date.UTC(2026, 0, 1),
    },
  });
  return process.exitCode;
}

async function put(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const nmap =
  '<?xml version="1.0"?><nmaprun scanner="nmap" start="1700000000" version="7.94" xmloutputversion="1.05">' +
  '<host><status state="up" reason="echo-reply"/><address addr="203.0.113.5" addrtype="ipv4"/><ports>' +
  '<port protocol="tcp" portid="3389"><state state="open" reason="syn-ack"/></port></ports></host>' +
  '<runstats><finished time="1700000100"/><hosts up="1" down="0" total="1"/></runstats></nmaprun>';

describe('help', () => {
  it.each([
    ['assess'],
    ['demo'],
    ['inspect'],
    ['sources'],
    ['graph', 'evaluate'],
    ['hunt'],
    ['queries'],
    ['functions'],
    ['detect'],
  ])('of %s %s has examples and is an answer', async (...command) => {
    expect(await run(...command.filter((word) => word !== ''), '--help')).toBe(exitCodes.ok);
    expect(out).toContain(`Usage: fixfirst ${command.join(' ')}`);
    expect(out).toContain('Examples:');
    expect(err).toBe('');
  });

  it('of the program names every command and the first steps', async () => {
    expect(await run('--help')).toBe(exitCodes.ok);
    for (const text of ['assess', 'demo', 'inspect', 'sources', 'graph', 'First steps:'])
      expect(out).toContain(text);
  });

  it('names the exit codes where commands can fail', async () => {
    await run('assess', '--help');
    expect(out).toMatch(
      /0 done, 2 wrong command line, 3 no file could be read, 4 above --fail-above, 130 stopped/,
    );
  });

  it('is accompanied by a version', async () => {
    expect(await run('--version')).toBe(exitCodes.ok);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a wrong command line', () => {
  it.each([
    ['unknown command', ['asses', 'x']],
    ['unknown option', ['assess', 'x', '--nonsense']],
    ['no path', ['assess']],
    ['no number of hours', ['assess', 'x', '--budget', 'many']],
    ['no hours at all', ['assess', 'x', '--budget', '0']],
    ['a negative risk', ['assess', 'x', '--fail-above', '-1']],
    ['half a seed', ['assess', 'x', '--seed', '1.5']],
    ['no time', ['assess', 'x', '--as-of', 'yesterday']],
    ['a day that does not exist', ['assess', 'x', '--as-of', '2026-02-30']],
    ['too few devices', ['demo', '--devices', '0']],
    ['unknown source', ['sources', 'nonsense']],
    ['an assets file that is missing', ['assess', 'x', '--assets', '/nonexistent/assets.yaml']],
  ])('ends with code 2: %s', async (_, argv) => {
    expect(await run(...argv)).toBe(exitCodes.usage);
    expect(err).not.toBe('');
    expect(err).not.toMatch(/\n\s+at /);
    expect(out).toBe('');
  });

  it('says which entry of the assets file is wrong', async () => {
    const assets = await put('assets.yaml', 'critical:\n  - device: a\n    level: huge\n');
    expect(await run('assess', 'x', '--assets', assets)).toBe(exitCodes.usage);
    expect(err).toContain('critical.0.level');
  });
});

describe('assess', () => {
  it('prints the list and ends with code 0, also with a refused file beside a good one', async () => {
    const scan = await put('scan.xml', nmap);
    const other = await put('other.txt', 'hello');
    expect(await run('assess', scan, other, '--quiet')).toBe(exitCodes.ok);
    expect(out).toContain('What to fix first');
    expect(out).toContain('Close RDP to the internet on 1 device');
    expect(out).toContain('✗ 1 refused');
    expect(err).toBe('');
  });

  it('ends with code 3 when nothing could be read', async () => {
    expect(await run('assess', join(folder, 'missing'))).toBe(exitCodes.rejected);
    expect(out).toContain('there is no such file or folder');
    expect(await run('assess', await put('other.txt', 'hello'))).toBe(exitCodes.rejected);
  });

  it('ends with code 4 when the risk is above the limit, else with 0', async () => {
    const scan = await put('scan.xml', nmap);
    expect(await run('assess', scan, '--fail-above', '0', '--json')).toBe(exitCodes.aboveLimit);
    expect(await run('assess', scan, '--fail-above', '1000')).toBe(exitCodes.ok);
  });

  it('prints JSON, CSV or one explanation on demand', async () => {
    const scan = await put('scan.xml', nmap);
    expect(await run('assess', scan, '--json')).toBe(exitCodes.ok);
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, files: [{ status: 'ok' }] });
    out = '';
    expect(await run('assess', scan, '--csv')).toBe(exitCodes.ok);
    expect(out).toMatch(/^rank,title,kind,/);
    out = '';
    expect(await run('assess', scan, '--explain', '1')).toBe(exitCodes.ok);
    expect(out).toContain('Attack paths it breaks');
    out = '';
    expect(await run('assess', scan, '--explain', '1', '--json')).toBe(exitCodes.ok);
    expect(JSON.parse(out)).toMatchObject({ rank: 1 });
    expect(await run('assess', scan, '--explain', 'nothing')).toBe(exitCodes.usage);
    expect(err).toContain('there is no action "nothing"');
  });

  it('writes the page where it is told, and says so when it cannot', async () => {
    const scan = await put('scan.xml', nmap);
    const page = join(folder, 'report.html');
    expect(await run('assess', scan, '--html', page)).toBe(exitCodes.ok);
    expect(await readFile(page, 'utf8')).toMatch(/^<!doctype html>/i);
    expect(err).toContain(`wrote ${page}`);
    expect(await run('assess', scan, '--html', join(folder, 'no/such/report.html'))).toBe(exitCodes.usage);
    expect(err).toContain('the page cannot be written');
  });

  it('leaves nothing behind', async () => {
    await run('assess', await put('scan.xml', nmap));
    await expect(readFile(join(folder, 'run-'))).rejects.toThrow();
    const { readdir } = await import('node:fs/promises');
    expect((await readdir(folder)).filter((name) => name.startsWith('run-'))).toEqual([]);
  });
});

describe('demo', () => {
  it('refuses a folder that is not empty, or that cannot be one', async () => {
    expect(await run('demo', '--devices', '60', '--out', folder)).toBe(exitCodes.usage);
    expect(err).toContain('is not empty');
    const taken = await put('taken', 'x');
    expect(await run('demo', '--devices', '60', '--out', taken)).toBe(exitCodes.usage);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('inspect', () => {
  it('says what is in each file, for people and for machines', async () => {
    const scan = await put('scan.xml', nmap);
    expect(await run('inspect', scan)).toBe(exitCodes.ok);
    expect(out).toMatch(/scan\.xml: ok, nmap/);
    expect(out).toContain('1 devices');
    out = '';
    expect(await run('inspect', scan, join(folder, 'missing'), '--json')).toBe(exitCodes.ok);
    const lines = out.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { status: string }).status)).toEqual(['ok', 'rejected']);
  });

  it('ends with code 3 when every file was rejected', async () => {
    expect(await run('inspect', join(folder, 'missing'))).toBe(exitCodes.rejected);
  });

  it('prints what a hostile file says of itself as visible escapes', async () => {
    const catalogue = {
      catalogVersion: '\u001b]0;owned\u0007',
      vulnerabilities: [{ cveID: 'CVE-2024-0001' }],
    };
    const xml = nmap.replace('version="7.94"', 'version="&#x9;&#x202e;7"');
    await run('inspect', await put('kev.json', JSON.stringify(catalogue)), await put('scan.xml', xml));
    expect(out).toContain('\\u001b]0;owned\\u0007');
    expect(out).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});

describe('sources', () => {
  it('lists all, shows one, and prints JSON', async () => {
    expect(await run('sources')).toBeUndefined();
    expect(out).toContain('nessus: ');
    expect(out).toContain('Intelligence files: ');
    out = '';
    await run('sources', 'nmap', '--json');
    expect(JSON.parse(out)).toMatchObject({ id: 'nmap' });
    out = '';
    await run('sources', '--json');
    expect(Object.keys(JSON.parse(out) as object)).toEqual(['sources', 'intelligence']);
  });
});

describe('graph evaluate', () => {
  const graph = {
    attacker: 'a',
    nodes: [{ id: 'a' }, { id: 'b' }],
    edges: [{ id: 'e', from: 'a', to: 'b', p: 0.5 }],
    targets: [{ node: 'b', value: 10 }],
    actions: [{ id: 'cut\u001b[2J', effort: 'Low', userImpact: 'Low', edges: { e: 0 } }],
    budgets: [1],
  };

  it('answers for people, safe to print, and as JSON', async () => {
    const path = await put('graph.json', JSON.stringify(graph));
    expect(await run('graph', 'evaluate', path)).toBeUndefined();
    expect(out).toBe('risk 5.0 (exact, 5.0–5.0)\nbudget 1: risk 0 at cost 1 with cut\\u001b[2J\n');
    out = '';
    await run('graph', 'evaluate', path, '--json');
    expect(JSON.parse(out)).toMatchObject({ mode: 'exact', risk: 5, plans: [{ budget: 1, risk: 0 }] });
  });

  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is no JSON', '{"attacker":'],
    ['is no graph', '{"attacker":"a\\u001b","nodes":[]}'],
  ])('ends with code 3 when the file %s', async (_, content) => {
    const path = content === undefined ? join(folder, 'missing') : await put('graph.json', content);
    expect(await run('graph', 'evaluate', path)).toBe(exitCodes.rejected);
    expect(err).toMatch(/^fixfirst: .+\n$/);
    expect(err).not.toContain('\u001b');
  });
});

describe('complaints', () => {
  it('are one line that is safe to print', () => {
    expect(complain('bad\n\u001b[2J', 3)).toBe(3);
    expect(err).toBe('fixfirst: bad\\u000a\\u001b[2J\n');
  });
});

describe('work that can be stopped', () => {
  it('gives its answer, passes on its trouble, and leaves no listener behind', async () => {
    const listeners = process.listenerCount('SIGINT');
    expect(await interruptible(() => Promise.resolve(7))).toBe(7);
    await expect(interruptible(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });

  it('is undefined when a signal stopped it', async () => {
    const stopped = interruptible(async (signal) => {
      process.emit('SIGTERM');
      await Promise.resolve();
      signal.throwIfAborted();
      return 7;
    });
    expect(await stopped).toBeUndefined();
  });
});

describe('hunt', () => {
  it('answers over the files that it is given', async () => {
    const file = await put('scan.xml', nmap);
    const code = await run('hunt', '--from', file, '--json', 'Endpoints | project Port, Protocol');
    expect(err).toBe('');
    expect(code).toBe(exitCodes.ok);
    expect(JSON.parse(out)).toMatchObject({ rows: [{ Port: 3389 }], truncated: null });
  });

  it('says where a query is wrong and what there is instead', async () => {
    const file = await put('scan.xml', nmap);
    expect(await run('hunt', '--from', file, 'DeviceInfo | where Nothing == 1')).toBe(exitCodes.usage);
    expect(err).toContain('Nothing');
    expect(err).toContain('line 1, column 20');
  });

  it('gives no answer where no file could be read', async () => {
    expect(await run('hunt', '--from', join(folder, 'nothing.xml'), '--json', 'DeviceInfo | count')).toBe(
      exitCodes.rejected,
    );
    expect(err).toContain('nothing.xml');
    expect(err).toContain('none of the files');
    expect(out).toBe('');
  });

  it('says when rows are cut', async () => {
    const file = await put('scan.xml', nmap);
    expect(await run('hunt', '--from', file, '--limit', '2', 'range x from 1 to 5 step 1')).toBe(
      exitCodes.ok,
    );
    expect(out).toContain('2 rows');
    expect(err).toContain('cut after 2 rows');
  });

  it('shows the SQL without running it', async () => {
    expect(await run('hunt', '--from', folder, '--show', 'sql', 'print x = 1')).toBe(exitCodes.ok);
    expect(out).toContain('SELECT');
  });

  it('gives each query of a batch its own fate', async () => {
    const file = await put('scan.xml', nmap);
    await mkdir(join(folder, 'batch'));
    await put('batch/a.kql', 'Endpoints | count');
    await put('batch/b.kql', 'Endpoints | where');
    await put('batch/c.kql', "externaldata(a:string)['https://example.com/x.csv']");
    expect(await run('hunt', '--from', file, '--batch', join(folder, 'batch'), '--rows')).toBe(exitCodes.ok);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { file: 'a.kql', status: 'ok', columns: [{ name: 'Count', type: 'long' }], rows: [[1]] },
      { file: 'b.kql', status: 'syntax', line: 1 },
      { file: 'c.kql', status: 'refused', line: 1 },
    ]);
  });

  it('draws what the query asks to render', async () => {
    const file = await put('scan.xml', nmap);
    expect(
      await run('hunt', '--from', file, "datatable(k:string, n:long)['a', 1, 'b', 2] | render barchart"),
    ).toBe(exitCodes.ok);
    expect(out).toMatch(/b +█+ 2/);
  });
});
