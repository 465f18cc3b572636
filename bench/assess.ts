/**
 * Time and memory of `assess` on a generated estate, each in a process of its own:
 *   npx tsx bench/assess.ts [devices]
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeEstate } from '../src/app/index.ts';

const devices = Number(process.argv[2] ?? 10_000);
const folder = await mkdtemp(join(tmpdir(), 'fixfirst-bench-'));
try {
  const generating = performance.now();
  const made = await makeEstate({ devices, seed: 1 }, folder);
  if (!made.ok) throw new Error(made.fault.message);
  const generatedMs = performance.now() - generating;
  const bytes = await sizeOf(folder);
  const started = performance.now();
  const run = spawnSync(
    process.execPath,
    [
      '--import',
      'tsx',
      '--import',
      new URL('report-peak.mjs', import.meta.url).href,
      'src/main.ts',
      'assess',
      folder,
      '--json',
      '--quiet',
    ],
    { maxBuffer: 1 << 30, encoding: 'utf8' },
  );
  const ms = performance.now() - started;
  if (run.status !== 0) throw new Error(`assess ended with ${String(run.status)}: ${run.stderr}`);
  const answer = JSON.parse(run.stdout) as {
    totals: { devices: number; vulnerabilities: number; nodes: number; edges: number };
    cumulative: unknown[];
  };
  const peak = /peak RSS (\d+) MB/.exec(run.stderr)?.[1] ?? '?';
  process.stdout.write(
    `${devices} devices: generated ${(bytes / 1e6).toFixed(0)} MB in ${(generatedMs / 1000).toFixed(1)} s; ` +
      `assess ${(ms / 1000).toFixed(1)} s, peak RSS ${peak} MB; ${answer.totals.vulnerabilities} open vulnerabilities, ` +
      `${answer.totals.nodes} nodes, ${answer.totals.edges} edges, ${answer.cumulative.length} lines in the plan\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function sizeOf(path: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
