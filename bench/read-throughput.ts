/**
 * How fast each format is read, beside the bare parser library on the same bytes in the same run:
 *   npx tsx bench/read-throughput.ts [FOLDER]
 * Takes the largest readable file of each source below FOLDER (default: a generated estate), enlarges it to about 24 MB by
 * repeating its records, and prints a row a source: MB/s of `inspect` (read, map, check, count), MB/s of the library alone, ratio.
 */
import { Tokenizer } from '@streamparser/json';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { SaxesParser } from 'saxes';
import { inspect, makeEstate, type FileReport } from '../src/app/index.ts';
import { enlarge } from './enlarge.ts';

const wanted = 24_000_000;
const folder = await mkdtemp(join(tmpdir(), 'fixfirst-bench-'));
try {
  let input = process.argv[2];
  if (input === undefined) {
    input = join(folder, 'estate');
    const made = await makeEstate({ devices: 1000, seed: 1 }, input);
    if (!made.ok) throw new Error(made.fault.message);
  }
  const candidates = new Map<string, FileReport[]>();
  for await (const report of inspect([input], { progress: () => undefined })) {
    if (report.status !== 'ok' || report.source === undefined || report.intelligence !== undefined) continue;
    if (report.file.includes('!/') || /\.(zip|gz)$/.test(report.file)) continue;
    candidates.set(report.source, [...(candidates.get(report.source) ?? []), report]);
  }
  process.stdout.write('source       |    MB | read MB/s | bare MB/s | ratio | from\n');
  for (const [source, reports] of [...candidates].sort(([a], [b]) => (a < b ? -1 : 1)))
    await measure(source, reports);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measure(source: string, reports: readonly FileReport[]): Promise<void> {
  for (const { file } of [...reports].sort((a, b) => b.sizeBytes - a.sizeBytes)) {
    const text = enlarge(await readFile(file, 'utf8'), source, wanted);
    if (text === undefined) continue;
    const path = join(folder, `${source}${extname(file)}`);
    await writeFile(path, text);
    const mb = Buffer.byteLength(text) / 1e6;
    const bareMs = await bare(path, text);
    const started = performance.now();
    let status = '';
    for await (const report of inspect([path], { progress: () => undefined })) status = report.status;
    const readMs = performance.now() - started;
    if (status !== 'ok') continue;
    const cells = [
      mb.toFixed(1).padStart(5),
      rate(mb, readMs),
      rate(mb, bareMs),
      (bareMs / readMs).toFixed(2).padStart(5),
    ];
    process.stdout.write(`${source.padEnd(12)} | ${cells.join(' | ')} | ${file.split('/').at(-1) ?? ''}\n`);
    return;
  }
}

function rate(mb: number, ms: number): string {
  return (mb / (ms / 1000)).toFixed(1).padStart(9);
}

/** The parser library alone over the same bytes: no mapping, nothing kept. Returns milliseconds. */
async function bare(path: string, text: string): Promise<number> {
  const started = performance.now();
  const stream = createReadStream(path, { encoding: 'utf8' });
  if (text.trimStart().startsWith('<')) {
    const parser = new SaxesParser();
    for await (const chunk of stream) parser.write(String(chunk));
    parser.close();
  } else if (/^\s*\{[^\n]*\}\s*\n\s*\{/.test(text)) {
    let rest = '';
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') JSON.parse(line);
    }
  } else {
    const tokenizer = new Tokenizer();
    tokenizer.onToken = () => undefined;
    for await (const chunk of stream) tokenizer.write(String(chunk));
  }
  return performance.now() - started;
}
