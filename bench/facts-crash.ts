/**
 * What the file of facts withstands: kill -9, a full disk, flipped bytes, a second process.
 * `npx tsx bench/facts-crash.ts [--kills 100] [--disks 50] [--flips 200]`
 * A full disk is a limit on the size of files (`ulimit -f`): the system refuses to write on, as it does when no space is left.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLastingStore } from '../src/store/duckdb/index.ts';
import { readTable } from '../src/kql/index.ts';
import { observationTables } from '../src/schema/index.ts';
import type { LastingStore } from '../src/store/index.ts';
import { importBatch, type Batch } from './facts-rows.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    disks: { type: 'string', default: '50' },
    flips: { type: 'string', default: '200' },
    findings: { type: 'string', default: '20000' },
    // Of the child alone: the file, and how many imports.
    child: { type: 'string' },
    hold: { type: 'boolean', default: false },
  },
});
const findings = Number(values.findings);
const batch = (day: number): Batch => ({ source: 's', findings, findingsPerHost: 50, changing: 10, day });

async function open(file: string): Promise<LastingStore> {
  const opened = await openLastingStore(file, `${file}.spill`);
  if (!opened.ok) throw new Error(`${opened.fault.code}: ${opened.fault.message}`);
  return opened.value;
}

/** Everything that an outsider sees: imports with their counts, and a sum over all visible rows. */
async function fingerprint(store: LastingStore): Promise<string> {
  const imports = await store.imports();
  const names = ['ImportId', 'VulnerabilityId', 'SoftwareVersion', 'LastSeen', 'Ref'];
  const run = store.query(readTable(observationTables.vulnerability, names), { maxRows: 10_000_000 });
  let rows = 0;
  let sum = 0;
  for await (const { columns, rowCount } of run) {
    rows += rowCount;
    for (let r = 0; r < rowCount; r++) {
      const text = columns.map((column) => String(column[r])).join('|');
      let hash = 0;
      for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
      sum = (sum + hash) | 0;
    }
  }
  const outcome = await run.outcome;
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return JSON.stringify([imports.map(({ importId, counts }) => [importId, counts]), rows, sum]);
}

async function child(file: string): Promise<void> {
  const store = await open(file);
  process.stdout.write('open\n');
  if (values.hold) await wait(60_000);
  await importBatch(store, batch(2));
  process.stdout.write('merged\n');
  await store.close();
  process.stdout.write('closed\n');
}

const self = fileURLToPath(import.meta.url);

function start(file: string, more: readonly string[] = [], blocks?: number): ChildProcess {
  const args = ['--import', 'tsx', self, '--child', file, '--findings', `${findings}`, ...more];
  // XFSZ is ignored, so that the write fails instead of the process.
  const command = `trap '' XFSZ; ulimit -f ${blocks ?? 'unlimited'}; exec "$0" "$@"`;
  return spawn('bash', ['-c', command, process.execPath, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits for a word on the child's output, or for its end. */
function said(of: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    of.stdout!.on('data', (data: Buffer) => {
      if (data.toString().includes(word)) resolve();
    });
    of.once('exit', () => {
      resolve();
    });
  });
}

async function ended(of: ChildProcess): Promise<void> {
  if (of.exitCode === null && of.signalCode === null)
    await new Promise((resolve) => of.once('exit', resolve));
}

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'facts-crash-'));
  const base = join(folder, 'base.duckdb');
  const work = join(folder, 'work.duckdb');
  const renew = (): void => {
    rmSync(`${work}.wal`, { force: true });
    copyFileSync(base, work);
  };
  let wrong = 0;
  const fail = (what: string): void => {
    wrong++;
    console.log(`WRONG: ${what}`);
  };

  let store = await open(base);
  await importBatch(store, batch(1));
  const before = await fingerprint(store);
  await store.close();
  renew();
  store = await open(work);
  await importBatch(store, batch(2));
  const after = await fingerprint(store);
  await store.close();

  // How long a whole import takes, to spread the moments over it.
  renew();
  const whole = start(work);
  await said(whole, 'open');
  const from = performance.now();
  await ended(whole);
  const took = performance.now() - from;

  const ends = { before: 0, after: 0 };
  let slowest = 0;
  for (let i = 0; i < Number(values.kills); i++) {
    renew();
    const victim = start(work);
    const words: string[] = [];
    victim.stdout!.on('data', (data: Buffer) => words.push(data.toString()));
    await said(victim, 'open');
    await wait(took * 1.1 * Math.random());
    victim.kill('SIGKILL');
    await ended(victim);
    const opening = performance.now();
    store = await open(work);
    const state = await fingerprint(store);
    slowest = Math.max(slowest, performance.now() - opening);
    if (state === before) ends.before++;
    else if (state === after) ends.after++;
    else fail(`kill ${i}: a state between`);
    if (words.join('').includes('merged') && state !== after)
      fail(`kill ${i}: an acknowledged import is lost`);
    if (state === before) {
      await importBatch(store, batch(2));
      if ((await fingerprint(store)) !== after) fail(`kill ${i}: the import done again differs`);
    }
    await store.close();
  }
  console.log(
    `kill -9: ${values.kills} kills in an import of ${Math.round(took)} ms: ${ends.before} before, ${ends.after} after; slowest reopening and full read ${Math.round(slowest)} ms`,
  );

  const full = { refused: 0, done: 0 };
  const reasons = new Set<string>();
  const sizeKb = statSync(base).size / 1024;
  for (let i = 0; i < Number(values.disks); i++) {
    renew();
    const blocks = Math.ceil(sizeKb * (0.05 + (1.95 * i) / Number(values.disks)));
    const victim = start(work, [], blocks);
    let text = '';
    victim.stderr!.on('data', (data: Buffer) => (text += data.toString()));
    await ended(victim);
    if (victim.exitCode === 0) full.done++;
    else {
      full.refused++;
      reasons.add(
        /No space left|File too large|Could not write|store-[a-z]+|unreadable/.exec(text)?.[0] ??
          text.slice(0, 300),
      );
    }
    store = await open(work);
    const state = await fingerprint(store);
    if (state !== before && state !== after) fail(`size ${blocks} kB: a state between`);
    await store.close();
  }
  console.log(
    `disk full: ${values.disks} sizes: ${full.refused} stopped, ${full.done} done; said: ${[...reasons].join(', ')}`,
  );

  const flips = { opening: 0, reading: 0, harmless: 0 };
  const bytes = readFileSync(base);
  for (let i = 0; i < Number(values.flips); i++) {
    rmSync(`${work}.wal`, { force: true });
    const copy = Buffer.from(bytes);
    const at = Math.floor(Math.random() * copy.length);
    copy[at] = copy[at]! ^ (1 + Math.floor(Math.random() * 255));
    writeFileSync(work, copy);
    const opened = await openLastingStore(work, `${work}.spill`).catch((error: unknown) => {
      fail(`byte ${at}: opening throws ${String(error).slice(0, 200)}`);
      return undefined;
    });
    if (opened === undefined) continue;
    if (!opened.ok) {
      flips.opening++;
      if (opened.fault.code !== 'store-damaged')
        fail(`byte ${at}: ${opened.fault.code} ${opened.fault.message}`);
      continue;
    }
    try {
      if ((await fingerprint(opened.value)) === before) flips.harmless++;
      else fail(`byte ${at}: other figures, and no error`);
    } catch {
      flips.reading++;
    }
    await opened.value.close();
  }
  console.log(
    `flipped byte: ${values.flips} places in ${bytes.length} bytes: ${flips.opening} seen on opening, ${flips.reading} on reading, ${flips.harmless} in no byte that is read`,
  );

  renew();
  const holder = start(work, ['--hold']);
  await said(holder, 'open');
  const asked = performance.now();
  const second = await openLastingStore(work, `${work}.spill`);
  const answered = performance.now() - asked;
  if (second.ok) fail('a second process opened the file');
  else if (!second.fault.message.includes(`PID ${holder.pid}`))
    fail(`no PID of the holder: ${second.fault.message}`);
  else
    console.log(
      `second process: ${second.fault.code} with the PID of the holder, ${Math.round(answered)} ms`,
    );
  holder.kill('SIGKILL');
  await ended(holder);
  rmSync(folder, { recursive: true, force: true });
  console.log(wrong === 0 ? 'nothing wrong' : `${wrong} wrong`);
  return wrong;
}

if (values.child !== undefined) await child(values.child);
else process.exitCode = (await main()) === 0 ? 0 : 1;
