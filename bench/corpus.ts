/**
 * `assess` on a folder of real exports, twice with one seed: time, peak memory, and whether the answers are the same bytes:
 *   npx tsx bench/corpus.ts FOLDER
 */
import { spawnSync } from 'node:child_process';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npx tsx bench/corpus.ts FOLDER');
const first = run(folder);
const second = run(folder);
process.stdout.write(
  `${folder}: ${first.seconds.toFixed(1)} s and ${second.seconds.toFixed(1)} s, peak RSS ${first.peak} MB and ${second.peak} MB, ` +
    `${first.files} files, answers ${first.answer === second.answer ? 'identical' : 'DIFFERENT'}\n`,
);

function run(path: string): { answer: string; seconds: number; peak: string; files: number } {
  const started = performance.now();
  const preload = new URL('report-peak.mjs', import.meta.url).href;
  const done = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--import', preload, 'src/main.ts', 'assess', path, '--json', '--quiet'],
    {
      maxBuffer: 1 << 30,
      encoding: 'utf8',
    },
  );
  if (done.status !== 0) throw new Error(`assess ended with ${String(done.status)}: ${done.stderr}`);
  return {
    answer: done.stdout,
    seconds: (performance.now() - started) / 1000,
    peak: /peak RSS (\d+) MB/.exec(done.stderr)?.[1] ?? '?',
    files: (JSON.parse(done.stdout) as { files: unknown[] }).files.length,
  };
}
