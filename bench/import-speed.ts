/**
 * How fast a whole import is, from the file to the commit, beside the bare parser on the same bytes in the same run:
 *   npx tsx bench/import-speed.ts CORPUS [--findings 200000]
 * CORPUS: the folder of real exports, whose records the large reports repeat. The recomputation of the list is not in it.
 */
import { Tokenizer } from '@streamparser/json';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SaxesParser } from 'saxes';
import { importFiles } from '../src/app/kept/import-files.ts';
import { IntelligenceBuilder } from '../src/intel/index.ts';
import { openLastingStore } from '../src/store/duckdb/index.ts';
import { largeReports, writeReport } from './large-reports.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { findings: { type: 'string', default: '200000' } },
});
const [corpus] = positionals;
if (corpus === undefined) throw new Error('give the folder of the corpus');
const folder = mkdtempSync(join(tmpdir(), 'import-speed-'));
try {
  for (const [name, make] of Object.entries(largeReports)) {
    const path = join(folder, name);
    await writeReport(path, await make(corpus, Number(values.findings)));
    const mb = statSync(path).size / 1e6;
    const bareSeconds = await bare(path);
    const { seconds, counts, storeMb } = await imported(path, join(folder, `${name}.duckdb`));
    const row = [
      name.padEnd(14),
      `${mb.toFixed(0)} MB`,
      `${counts} findings in ${seconds.toFixed(1)} s`,
      `${Math.round(counts / seconds)} findings/s`,
      `${(mb / seconds).toFixed(0)} MB/s, bare parser ${(mb / bareSeconds).toFixed(0)} MB/s, ratio ${(bareSeconds / seconds).toFixed(2)}`,
      `store ${storeMb.toFixed(0)} MB`,
    ];
    console.log(row.join(' | '));
    rmSync(path);
  }
  console.log(`peak of resident memory ${Math.round(process.resourceUsage().maxRSS / 1000)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function imported(
  path: string,
  file: string,
): Promise<{ readonly seconds: number; readonly counts: number; readonly storeMb: number }> {
  const opened = await openLastingStore(file, join(folder, 'spill'));
  if (!opened.ok) throw new Error(opened.fault.message);
  const from = performance.now();
  let counts = 0;
  const context = {
    ...{ intelligence: new IntelligenceBuilder(), fingerprintKey: 'bench' },
    ...{ now: () => Date.now(), progress: () => undefined },
  };
  for await (const { counts: of } of importFiles(opened.value, { paths: [path], isDryRun: false }, context))
    counts += of.new;
  const seconds = (performance.now() - from) / 1000;
  await opened.value.close();
  return { seconds, counts, storeMb: statSync(file).size / 1e6 };
}

/** Seconds of the parser alone: no mapping, nothing kept. */
async function bare(path: string): Promise<number> {
  const from = performance.now();
  const stream = createReadStream(path, { encoding: 'utf8' });
  if (path.endsWith('.json')) {
    const tokenizer = new Tokenizer();
    tokenizer.onToken = () => undefined;
    for await (const chunk of stream) tokenizer.write(String(chunk));
  } else {
    const parser = new SaxesParser();
    for await (const chunk of stream) parser.write(String(chunk));
    parser.close();
  }
  return (performance.now() - from) / 1000;
}
