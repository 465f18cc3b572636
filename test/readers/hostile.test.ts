import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HostileReport } from './hostile-process.ts';
import { hostile } from './hostile.ts';

/** Memory of the process that reads them all, MB. */
const mostMemory = 512;
/** Seconds without a word after which it is ended: a file that never ends. */
const patience = 60;

const reports = new Map<string, HostileReport>();
let complaint = '';

/** Reads all in one process of its own, with little memory for objects: what gathers without bound ends it. */
beforeAll(async () => {
  const script = fileURLToPath(new URL('hostile-process.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=300', '--import', 'tsx', script, ...Object.keys(hostile)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stderr.on('data', (data: Buffer) => (complaint = `${complaint}${data.toString()}`.slice(0, 1000)));
  let timer = setTimeout(() => undefined, 0);
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => child.kill('SIGKILL'), patience * 1000);
  };
  wait();
  for await (const text of createInterface({ input: child.stdout })) {
    const report = JSON.parse(text) as HostileReport;
    reports.set(report.name, report);
    wait();
  }
  await ended;
  clearTimeout(timer);
}, 300_000);

describe('a hostile file', () => {
  test.each(Object.keys(hostile))('%s', (name) => {
    const report = reports.get(name);
    if (report === undefined) throw new Error(`it was not read to an end: ${complaint}`);
    expect(report.outcome).toMatch(hostile[name]!.outcome);
    expect(report).toMatchObject({ connections: 0, written: [], isLeaked: false, isPolluted: false });
  });
});

test('all of them are read within bounds of memory', () => {
  const peak = Math.max(...[...reports.values()].map((report) => report.peak));
  const slowest = [...reports.values()].reduce((a, b) => (a.seconds > b.seconds ? a : b));
  process.stdout.write(
    `peak ${Math.round(peak)} MB; slowest ${slowest.name}: ${slowest.seconds.toFixed(1)} s\n`,
  );
  expect(peak).toBeLessThan(mostMemory);
});
