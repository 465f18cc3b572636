/**
 * How fast each format is read, beside the bare parser library on the same file in the same run:
 *   npx tsx bench/read-throughput.ts [devices]
 * Prints one row a format: MB, MB/s of `inspect` (read, map, check, count), MB/s of the bare library, ratio.
 */
import { Tokenizer } from '@streamparser/json';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { inspect, makeEstate } from '../src/app/index.ts';

const devices = Number(process.argv[2] ?? 4000);
const folder = await mkdtemp(join(tmpdir(), 'fixfirst-bench-'));
try {
  const made = await makeEstate({ devices, seed: 1 }, folder);
  if (!made.ok) throw new Error(made.fault.message);
  const rows = new Map<string, { bytes: number; readMs: number; bareMs: number }>();
  for (const path of made.value.files) {
    const full = join(folder, path);
    const started = performance.now();
    for await (const report of inspect([full], { progress: () => undefined })) {
      const readMs = performance.now() - started;
      if (report.source === undefined || report.intelligence !== undefined) continue;
      const bareMs = await bare(full);
      const row = rows.get(report.source) ?? { bytes: 0, readMs: 0, bareMs: 0 };
      row.bytes += report.sizeBytes;
      row.readMs += readMs;
      row.bareMs += bareMs;
      rows.set(report.source, row);
    }
  }
  process.stdout.write('source       |    MB | read MB/s | bare MB/s | ratio\n');
  for (const [source, { bytes, readMs, bareMs }] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const mb = bytes / 1e6;
    const cells = [
      mb.toFixed(1).padStart(5),
      rate(mb, readMs),
      rate(mb, bareMs),
      (bareMs / readMs).toFixed(2),
    ];
    process.stdout.write(`${source.padEnd(12)} | ${cells.join(' | ')}\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function rate(mb: number, ms: number): string {
  return (mb / (ms / 1000)).toFixed(1).padStart(9);
}

/** The parser library alone over the same bytes: no mapping, nothing kept. Returns milliseconds. */
async function bare(path: string): Promise<number> {
  const started = performance.now();
  const stream = createReadStream(path, { encoding: 'utf8' });
  if (path.endsWith('.ndjson') || path.endsWith('.log')) {
    let rest = '';
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') JSON.parse(line);
    }
  } else if (path.endsWith('.json')) {
    const tokenizer = new Tokenizer();
    tokenizer.onToken = () => undefined;
    for await (const chunk of stream) tokenizer.write(String(chunk));
  } else {
    const parser = new SaxesParser();
    for await (const chunk of stream) parser.write(String(chunk));
    parser.close();
  }
  return performance.now() - started;
}
