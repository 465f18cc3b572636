import { Command } from 'commander';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failed, ok } from '../../base/fault.ts';
import { ticksFromEpochMs, type KqlValue } from '../../kql/index.ts';
import { openStateStore } from '../../state/sqlite/index.ts';
import type { StatePorts } from '../with-state.ts';
import { detectCommand } from './detect.ts';
import { functionsCommand } from './functions.ts';
import { queriesCommand } from './queries.ts';

const now = Date.UTC(2026, 5, 1);

let folder: string;
let out: string;
let err: string;
let codeBefore: typeof process.exitCode;
/** Texts that the engine was given. */
let asked: string[];
let closed: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fixfirst-commands-'));
  out = err = '';
  asked = [];
  closed = 0;
  codeBefore = process.exitCode;
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    err += String(chunk);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = codeBefore;
  rmSync(folder, { recursive: true, force: true });
});

const columns = [
  { name: 'Timestamp', type: 'datetime' },
  { name: 'ReportId', type: 'long' },
  { name: 'DeviceId', type: 'string' },
] as const;

/** An engine that knows one table with one row; a text with `broken` in it does not compile. */
const ports: StatePorts = {
  user: 'ada',
  now: () => now,
  openState: (data) => openStateStore(data ?? folder),
  openHunting: ({ functions }) =>
    Promise.resolve(
      ok({
        compile: (kql) => {
          asked.push(kql);
          return Promise.resolve(
            kql.includes('broken')
              ? failed({ code: 'wrong-content', message: 'no such table' })
              : ok({ columns, tables: ['DeviceEvents'], operators: [], hasComments: kql.includes('//') }),
          );
        },
        check: (kql, linesBefore) => {
          asked.push(kql);
          const line = kql.split('\n').findIndex((text) => text.includes('broken')) + 1;
          return Promise.resolve(
            line === 0
              ? ok(undefined)
              : failed({
                  code: 'wrong-content',
                  message: 'no such table',
                  place: `line ${line - linesBefore}`,
                }),
          );
        },
        run: (kql) => {
          asked.push(kql);
          const row: readonly KqlValue[] = [ticksFromEpochMs(now - 1000), 7n, functions[0]?.body ?? 'd1'];
          return Promise.resolve(ok({ columns, rows: [row], isTruncated: false }));
        },
        close: () => {
          closed++;
          return Promise.resolve();
        },
      }),
    ),
};

async function run(...argv: readonly string[]): Promise<typeof process.exitCode> {
  process.exitCode = 0;
  out = err = '';
  const program = new Command().exitOverride();
  for (const make of [queriesCommand, functionsCommand, detectCommand]) program.addCommand(make(ports));
  await program.parseAsync(argv, { from: 'user' });
  return process.exitCode;
}

function put(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

it('keeps a query, runs it with a value that stays a text, and deletes it', async () => {
  const file = put('q.kql', 'DeviceEvents | where DeviceId == id');
  const bad = put('bad.kql', '\nbroken');
  expect(await run('queries', 'save', 'One device', bad, '--param', 'id:string')).toBe(3);
  expect(err).toContain('no such table (line 2)');
  expect(await run('queries', 'save', 'One device', file, '--shared', '--param', 'id:string')).toBe(0);
  expect(asked.at(-1)).toBe('let id = "";\nDeviceEvents | where DeviceId == id');
  asked = [];
  expect(await run('queries', 'save', 'One device', file, '--shared')).toBe(2);
  expect(err).toContain('--replace');
  expect(await run('queries', 'list')).toBe(0);
  expect(out).toContain('id:string');
  expect(await run('queries', 'run', 'One device', '--param', 'id=" or 1==1 //', '--json')).toBe(0);
  expect(asked).toEqual(['let id = "\\u0022 or 1==1 //";\nDeviceEvents | where DeviceId == id']);
  expect(JSON.parse(out)).toMatchObject({ rows: [{ ReportId: 7, DeviceId: 'd1' }], isTruncated: false });
  expect(await run('queries', 'run', 'One device')).toBe(2);
  expect(closed).toBe(5);
  expect(await run('queries', 'delete', 'One device')).toBe(2);
  expect(await run('queries', 'delete', 'One device', '--shared')).toBe(0);
  expect(await run('queries', 'show', 'One device')).toBe(2);
});

it('keeps a function that compiles, and hands it to queries', async () => {
  expect(await run('functions', 'save', 'F', put('bad.kql', 'print 1\n| broken'))).toBe(3);
  expect(err).toContain('no such table (line 2)');
  expect(await run('functions', 'save', 'F', put('f.kql', 'body'), '--params', '(days:long=7)')).toBe(0);
  expect(asked.at(-1)).toBe('let F = (days:long=7) {\nbody\n};\nprint 1');
  expect(await run('functions', 'list')).toBe(0);
  expect(out).toContain('F(days:long=7)');
  await run('queries', 'save', 'q', put('q.kql', 'F()'));
  await run('queries', 'run', 'q');
  expect(out).toContain('body');
  expect(await run('functions', 'delete', 'F')).toBe(0);
});

const rule = (more: string) =>
  `name: R\nfrequency: continuous\nquery: DeviceEvents${more}\nentities: {device: DeviceId}\n` +
  `alert: {title: "On {{DeviceId}}", severity: High, category: Malware}\n`;

it('refuses a rule with the reasons, keeps a good one and alerts once', async () => {
  expect(await run('detect', 'check', put('bad.yaml', rule('//why')), '--json')).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ name: 'R', refusals: [{ code: 'continuous-comment' }] });
  expect(await run('detect', 'add', put('bad.yaml', rule('//why')))).toBe(3);
  expect(await run('detect', 'show', 'R')).toBe(2);
  expect(await run('detect', 'add', put('good.yaml', rule('')))).toBe(0);
  expect(await run('detect', 'run')).toBe(0);
  expect(out).toBe('R: 1 new alert of 1 rows\n');
  expect(await run('detect', 'run', '--due')).toBe(0);
  expect(out).toBe('No rule to run.\n');
  expect(await run('detect', 'run', 'R', '--json')).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ rule: 'R', status: 'ok', alerts: 0, known: 1 });
  expect(await run('detect', 'alerts', '--json')).toBe(0);
  expect(JSON.parse(out)).toMatchObject([
    { rule: 'R', title: 'On d1', severity: 'High', row: { ReportId: 7 } },
  ]);
  expect(await run('detect', 'show', 'R')).toBe(0);
  expect(out).toContain('1 known before');
});

it('switches rules off and on, and says so when one cannot run', async () => {
  await run('detect', 'add', put('good.yaml', rule('')));
  expect(await run('detect', 'disable', 'R', 'S')).toBe(2);
  expect(await run('detect', 'disable', 'R')).toBe(0);
  expect(await run('detect', 'list')).toBe(0);
  expect(out).toMatch(/R\s+off\s+continuous\s+High\s+never/);
  expect(await run('detect', 'enable', 'R')).toBe(0);
  const store = openStateStore(folder);
  if (store.ok) {
    store.value.saveRule({ ...store.value.rule('R')!, kql: 'broken' }, now);
    store.value.close();
  }
  expect(await run('detect', 'run', '--as-of', '2026-05-01')).toBe(3);
  expect(out).toBe('R: failed: no such table\n');
  expect(await run('detect', 'delete', 'R')).toBe(0);
});
