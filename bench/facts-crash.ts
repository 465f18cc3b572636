/**
 * What the data directory withstands: kill -9, a full disk, changed bytes, a cut file, a second process.
 * `npx tsx bench/facts-crash.ts [--kills 100] [--disks 50] [--flips 200] [--cuts 50] [--findings 5000]`
 * Imports are those of the program, of a Trivy report. The full disk is a tmpfs of a size, mounted where only the process under test
 * sees it; where that is not allowed, a limit on the size of files. Each finding is printed when it is made.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLastingStore } from '../src/store/duckdb/index.ts';
import { fingerprint, importReport, open, writeReport } from './facts-state.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    disks: { type: 'string', default: '50' },
    flips: { type: 'string', default: '200' },
    cuts: { type: 'string', default: '50' },
    findings: { type: 'string', default: '5000' },
    // Of the child alone: the data directory, the report, and where it stays.
    child: { type: 'string' },
    report: { type: 'string', default: '' },
    hold: { type: 'string', default: '' },
  },
});

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const self = fileURLToPath(import.meta.url);
const folder =
  values.child ?? mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'facts-crash-'));
const [base, work, done, waiting] = ['base', 'work', 'done', 'waiting'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
  string,
];
const reports = [join(folder, 'report-1.json'), join(folder, 'report-2.json')] as const;
let wrong = 0;

function fail(what: string): void {
  wrong++;
  console.log(`WRONG: ${what}`);
}

/** Makes the data directory under test a copy of another one. */
function renew(from: string): void {
  rmSync(work, { recursive: true, force: true });
  cpSync(from, work, { recursive: true });
}

async function child(data: string): Promise<void> {
  const store = await open(data);
  process.stdout.write('open\n');
  if (values.hold === 'open') await wait(60_000);
  await importReport(store, data, values.report);
  process.stdout.write('merged\n');
  if (values.hold === 'merged') await wait(60_000);
  await store.close();
}

/** An import in a process of its own: `said` is met by a word on its output or by its end. */
function start(hold = '') {
  const args = ['--import', 'tsx', self, '--child', work, '--report', reports[1], '--hold', hold];
  const one = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  one.stdout.on('data', (data: Buffer) => (text += data.toString()));
  const ended = new Promise<void>((resolve) => one.once('close', resolve));
  return {
    ended,
    pid: one.pid,
    text: () => text,
    async said(word: string): Promise<void> {
      while (one.exitCode === null && one.signalCode === null && !text.includes(word)) await wait(2);
    },
    kill: () => {
      one.kill('SIGKILL');
      return ended;
    },
  };
}

/** The state of the data directory under test, in words; `damaged`: code and text of what was said instead. */
async function stateOf(states: Readonly<Record<string, string>>): Promise<string> {
  const opened = await openLastingStore(join(work, 'facts.duckdb'), join(work, 'spill'));
  if (!opened.ok) return `damaged on opening: ${opened.fault.code} ${opened.fault.message}`;
  try {
    const state = await fingerprint(opened.value);
    return Object.keys(states).find((name) => states[name] === state) ?? 'between';
  } catch (error) {
    return `damaged on reading: ${error instanceof Error ? `${error.name} ${error.message}` : String(error)}`;
  } finally {
    await opened.value.close();
  }
}

async function kills(count: number, states: Readonly<Record<string, string>>): Promise<void> {
  renew(base);
  const whole = start();
  await whole.said('open');
  const from = performance.now();
  await whole.ended;
  const took = performance.now() - from;
  const ends = new Map<string, number>();
  let slowest = 0;
  for (let i = 0; i < count; i++) {
    renew(base);
    const victim = start();
    await victim.said('open');
    // A random moment in each of equal parts of one and a half times the time: an import is seldom as fast as the measured one.
    const moment = (1.5 * took * (i + Math.random())) / count;
    await wait(moment);
    await victim.kill();
    const hasWal = existsSync(join(work, 'facts.duckdb.wal'));
    const opening = performance.now();
    const state = await stateOf(states);
    slowest = Math.max(slowest, performance.now() - opening);
    ends.set(state, (ends.get(state) ?? 0) + 1);
    const wasTold = victim.text().includes('merged');
    console.log(
      `kill ${i + 1}: after ${Math.round(moment)} ms${hasWal ? ', log beside the file' : ''}: ${state}`,
    );
    if (state !== 'before' && state !== 'after') fail(`kill ${i + 1}: ${state}`);
    if (wasTold && state !== 'after') fail(`kill ${i + 1}: an acknowledged import is lost`);
    if (state !== 'before') continue;
    const store = await open(work);
    await importReport(store, work, reports[1]);
    if ((await fingerprint(store)) !== states['after']) fail(`kill ${i + 1}: the import done again differs`);
    await store.close();
  }
  const told = [...ends].map(([state, times]) => `${times} ${state}`).join(', ');
  console.log(
    `kill -9: ${count} in an import of ${Math.round(took)} ms: ${told}; slowest reopening and full read ${Math.round(slowest)} ms`,
  );
}

/** Runs the program on a disk of a size; gives exit code and output, and leaves what is on the disk in the folder under test. */
function onDisk(kb: number, ...args: readonly string[]): { readonly code: number; readonly text: string } {
  const disk = join(folder, 'disk');
  const node = `"${process.execPath}" --import tsx "${program}" "$@" --data "${disk}"`;
  const mounted = `mkdir -p "${disk}" && mount -t tmpfs -o size=${kb}k tmpfs "${disk}" && cp -a "${work}/." "${disk}" || exit 99
    ${node}; code=$?; rm -rf "${work}"; cp -a "${disk}" "${work}"; exit $code`;
  // XFSZ is ignored, so that the write fails instead of the process.
  const limited = `trap '' XFSZ; ulimit -f ${kb}; mv "${work}" "${disk}"; ${node}; code=$?; mv "${disk}" "${work}"; exit $code`;
  const run = canMount ? ['unshare', ['-rm', 'bash', '-c', mounted]] : ['bash', ['-c', limited]];
  const { status, stdout, stderr } = spawnSync(run[0] as string, [...(run[1] as string[]), 'bash', ...args]);
  return { code: status ?? -1, text: `${stdout.toString()}${stderr.toString()}`.replaceAll(disk, 'DISK') };
}

const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;

async function disks(count: number, states: Readonly<Record<string, string>>): Promise<void> {
  const full = { stopped: 0, whole: 0, backupsStopped: 0, backupsWhole: 0 };
  // A limit on files holds for the largest one, a disk for all of them in whole pages.
  const held = canMount ? readdirSync(base, { recursive: true, encoding: 'utf8' }) : ['facts.duckdb'];
  const size = held.reduce((kb, name) => kb + 4 * Math.ceil(statSync(join(base, name)).size / 4096), 0);
  for (let i = 0; i < count; i++) {
    renew(base);
    // Closer together where the import just does not fit.
    const kb = Math.ceil(size + 8 + size * (i / count) ** 2);
    const { code, text } = onDisk(kb, 'import', reports[1], '--json', '--no-plan', '--quiet');
    const state = await stateOf(states);
    console.log(
      `disk of ${kb} kB: exit ${code}, ${state}${code === 0 ? '' : `: ${text.trim().slice(0, 300)}`}`,
    );
    if (code === 0) full.whole++;
    else full.stopped++;
    if (state !== (code === 0 ? 'after' : 'before')) fail(`disk of ${kb} kB: ${state} after exit ${code}`);
    if (code !== 0 && !(code === 3 && /disk is full|no space left/i.test(text)))
      fail(`disk of ${kb} kB: ${text}`);
    renew(base);
    const backup = onDisk(kb, 'backup', join(folder, 'disk', 'b.tar.gz'), '--quiet');
    const left = existsSync(join(work, 'b.tar.gz'));
    if (backup.code === 0) full.backupsWhole++;
    else full.backupsStopped++;
    if (
      left !== (backup.code === 0) ||
      (backup.code !== 0 && !/disk is full|no space left/i.test(backup.text))
    )
      fail(
        `backup on ${kb} kB: exit ${backup.code}, ${left ? 'a' : 'no'} file: ${backup.text.slice(0, 400)}`,
      );
    if ((await stateOf(states)) !== 'before') fail(`backup on ${kb} kB changed the facts`);
  }
  console.log(
    `disk full (${canMount ? 'tmpfs' : 'limit on files'}): ${count} sizes: ${JSON.stringify(full)}`,
  );
}

/**
 * Damages a file of a copy of a data directory; counts how it is seen. `expected`: the state when it is harmless; `older`: one that a log
 * without its end gives, since it cannot be told from one that a crash cut before the import was acknowledged.
 */
async function damage(
  what: string,
  count: number,
  origin: {
    readonly from: string;
    readonly file: string;
    readonly expected: string;
    readonly older?: string;
  },
  states: Readonly<Record<string, string>>,
  change: (bytes: Buffer, at: number) => Buffer,
): Promise<void> {
  const bytes = readFileSync(join(origin.from, origin.file));
  const seen = { opening: 0, reading: 0, importing: 0, harmless: 0, older: 0 };
  for (let i = 0; i < count; i++) {
    renew(origin.from);
    const at = Math.floor(Math.random() * bytes.length);
    writeFileSync(join(work, origin.file), change(Buffer.from(bytes), at));
    const state = await stateOf(states).catch((error: unknown) => `throws ${String(error)}`);
    const place = `${what} ${i + 1} at ${at}`;
    if (state.startsWith('damaged on opening: store-damaged')) seen.opening++;
    else if (/^damaged on reading: (DataUnavailable|store-unusable)/.test(state)) seen.reading++;
    else if (state === origin.older) seen.older++;
    else if (state !== origin.expected) fail(`${place}: ${state}`);
    else if (state === 'after') seen.harmless++;
    else {
      const again = await importAgain(states);
      if (again === 'after') seen.harmless++;
      else if (again.startsWith('DataUnavailable store-damaged')) seen.importing++;
      else fail(`${place}: an import on top: ${again}`);
    }
    console.log(`${place}: ${state}`);
  }
  console.log(`${what}: ${count} in ${bytes.length} bytes: ${JSON.stringify(seen)}`);
}

async function importAgain(states: Readonly<Record<string, string>>): Promise<string> {
  const store = await open(work);
  try {
    await importReport(store, work, reports[1]);
    const state = await fingerprint(store);
    return state === states['after'] ? 'after' : 'between';
  } catch (error) {
    const fault = (error as { fault?: { code: string } }).fault;
    return `${(error as Error).name} ${fault?.code ?? ''} ${(error as Error).message}`;
  } finally {
    await store.close().catch(() => undefined);
  }
}

async function second(): Promise<void> {
  renew(base);
  const holder = start('open');
  await holder.said('open');
  const asked = performance.now();
  const opened = await openLastingStore(join(work, 'facts.duckdb'), join(work, 'spill'));
  const answered = Math.round(performance.now() - asked);
  if (opened.ok) fail('a second process opened the file');
  else if (!opened.fault.message.includes(`PID ${holder.pid}`)) fail(`no PID: ${opened.fault.message}`);
  else console.log(`second process: ${opened.fault.code} with the PID of the holder, ${answered} ms`);
  await holder.kill();
}

async function main(): Promise<void> {
  for (const [i, report] of reports.entries()) writeReport(report, i + 1, Number(values.findings));
  let store = await open(base);
  await importReport(store, base, reports[0]);
  const before = await fingerprint(store);
  await store.close();
  cpSync(base, done, { recursive: true });
  store = await open(done);
  await importReport(store, done, reports[1]);
  const after = await fingerprint(store);
  await store.close();
  const states = { before, after };
  if (before === after) fail('the two states cannot be told apart');
  await second();
  await kills(Number(values.kills), states);
  await disks(Number(values.disks), states);
  const flip = (bytes: Buffer, at: number): Buffer => {
    bytes[at] = bytes[at]! ^ (1 + Math.floor(Math.random() * 255));
    return bytes;
  };
  const cut = (bytes: Buffer, at: number): Buffer => bytes.subarray(0, at);
  const file = { from: base, file: 'facts.duckdb', expected: 'before' };
  await damage('changed byte', Number(values.flips), file, states, flip);
  await damage('cut', Number(values.cuts), file, states, cut);
  // What a kill right after an acknowledged import leaves: the import lies in the log beside the file.
  renew(base);
  const killed = start('merged');
  await killed.said('merged');
  await killed.kill();
  if (existsSync(join(work, 'facts.duckdb.wal'))) {
    cpSync(work, waiting, { recursive: true });
    const log = { from: waiting, file: 'facts.duckdb.wal', expected: 'after' };
    await damage('changed byte of the log', Math.ceil(Number(values.flips) / 4), log, states, flip);
    await damage(
      'cut of the log',
      Math.ceil(Number(values.cuts) / 4),
      { ...log, older: 'before' },
      states,
      cut,
    );
  }
  rmSync(folder, { recursive: true, force: true });
  console.log(wrong === 0 ? 'nothing wrong' : `${wrong} wrong`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

await (values.child === undefined ? main() : child(values.child));
