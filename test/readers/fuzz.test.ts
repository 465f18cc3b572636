import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryFile } from '../../src/sources/conformance/harness.ts';
import { headBytes, headOf } from '../../src/sources/head.ts';
import { mappingEnding, sourceOfMapping, sources } from '../../src/sources/registry.ts';
import type { Source } from '../../src/sources/source.ts';
import { damaged } from './inputs.ts';
import { complaintsOf, gist, readInput } from './reading.ts';
import { corpusOf, seedsOf, type Sample } from './samples.ts';
import { Watchdog } from './watchdog.ts';

/** Damaged reports for each source: more with `READER_INPUTS`. */
const wanted = Number(process.env['READER_INPUTS'] ?? 300);
const seed = Number(process.env['READER_SEED'] ?? 1);
const isLong = wanted > 1000;

/** Real files besides the seeds; large ones only where there is time for them. */
const most = isLong ? { files: 40, bytes: 200_000 } : { files: 6, bytes: 16_000 };

const steps = fc.array(fc.record({ change: fc.nat(9999), seed: fc.nat(0xffffffff) }), {
  minLength: 1,
  maxLength: 3,
});

let watchdog: Watchdog;
let mappings: readonly Source[] = [];

beforeAll(async () => {
  watchdog = new Watchdog();
  const files = seedsOf('mapping').flatMap(({ files: [file] }) =>
    file?.name.endsWith(mappingEnding) === true ? [file] : [],
  );
  const read = await Promise.all(files.map(({ name, bytes }) => sourceOfMapping(memoryFile(name, bytes))));
  mappings = read.flatMap((source) => source ?? []);
  expect(mappings).toHaveLength(files.length);
});

afterAll(() => watchdog.end());

describe.each(sources.map(({ manifest }) => manifest.id))('%s', (id) => {
  const own = seedsOf(id);
  const samples = [...own, ...corpusOf(id, most).filter((sample) => sourceOf(sample) === id)];

  test.each(own)('its seed $name is read', async ({ files }) => {
    const reading = await readInput(files, 977, mappings);
    expect(complaintsOf(reading)).toEqual([]);
    if (id === 'pcap') expect(reading.reports).toMatchObject([{ source: id, status: 'rejected' }]);
    else {
      expect(reading.reports).toMatchObject([{ status: 'ok' }]);
      expect(reading.reports[0]?.source?.split('/')[0]).toBe(id);
      if (id !== 'mapping') expect(reading.rows.length).toBeGreaterThan(0);
    }
  });

  test('damaged reports have rows of their tables, a fault, or both, and never throw', async () => {
    let recognised = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(9999),
        steps,
        fc.integer({ min: 1, max: 3000 }),
        async (which, changes, least) => {
          const sample = samples[which % samples.length]!;
          const { files, done } = damaged(sample, changes);
          // Tiny chunks of a large report only take long.
          const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
          const chunk = Math.max(least, Math.ceil(size / 2000));
          const label = `${id}, sample ${sample.name}: ${done} (${JSON.stringify(changes)}), chunks of ${chunk}`;
          const complaints = await watchdog.over(label, () => complaintsAbout(files, chunk, which % 4 === 0));
          if (complaints.found.length > 0)
            throw new Error([label, ...complaints.found, printed(files)].join('\n'));
          if (complaints.source === id) recognised++;
        },
      ),
      { seed, numRuns: wanted },
    );
    process.stdout.write(
      `${id}: ${samples.length} samples, ${recognised} of ${wanted} damaged ones still its own\n`,
    );
  });
});

function sourceOf({ files }: Sample): string | undefined {
  const [head] = files.map(({ name, bytes }) => headOf(name, bytes.subarray(0, headBytes)));
  return head === undefined
    ? undefined
    : sources.find((source) => source.detect(head) !== undefined)?.manifest.id;
}

async function complaintsAbout(
  files: Sample['files'],
  chunk: number,
  isTwice: boolean,
): Promise<{ readonly found: readonly string[]; readonly source: string | undefined }> {
  try {
    const reading = await readInput(files, chunk, mappings);
    const found = complaintsOf(reading);
    const source = reading.reports[0]?.source?.split('/')[0];
    if (!isTwice || found.length > 0) return { found, source };
    const [first, second] = [gist(reading), gist(await readInput(files, 4096, mappings))];
    return {
      found:
        first === second ? [] : ['the size of the chunks changes the outcome', difference(first, second)],
      source,
    };
  } catch (error) {
    return {
      found: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
      source: undefined,
    };
  }
}

function difference(first: string, second: string): string {
  const [a, b] = [first.split('\n'), second.split('\n')];
  const at = a.findIndex((line, i) => line !== b[i]);
  return `${a[at]?.slice(0, 1500) ?? 'nothing'}\ninstead of\n${b[at < 0 ? a.length : at]?.slice(0, 1500) ?? 'nothing'}`;
}

/** The input to be repeated: base64, packed by gzip; what is longer than 4 kB is left to seed and steps. */
function printed(files: Sample['files']): string {
  return files
    .map(({ name, bytes }) => {
      const packed = gzipSync(bytes).toString('base64');
      return `${name} (base64 of gzip): ${packed.length > 4096 ? 'longer than 4 kB' : packed}`;
    })
    .join('\n');
}
