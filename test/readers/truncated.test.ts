import { describe, expect, test } from 'vitest';
import { sources } from '../../src/sources/registry.ts';
import { Dice } from './dice.ts';
import { readInput, type Reading } from './reading.ts';
import { corpusOf, seedsOf, type Sample } from './samples.ts';

/** Cuts of each report besides those near its end: more with `READER_INPUTS`. */
const wanted = Number(process.env['READER_INPUTS'] ?? 300);
const isLong = wanted > 1000;
const cuts = Math.ceil(wanted / 5);
/** So many bytes at the end are cut off one by one: what marks the end stands there. */
const nearEnd = isLong ? 2000 : 60;

/** Sources of which a seed proves its scope. */
const provingSources = new Set<string>();

describe.each(sources.map(({ manifest }) => manifest.id))('%s', (id) => {
  test('what is cut off is not taken for closed', async () => {
    const samples = [
      ...seedsOf(id),
      ...corpusOf(id, isLong ? { files: 40, bytes: 200_000 } : { files: 4, bytes: 16_000 }),
    ];
    const closed: string[] = [];
    let proving = 0;
    for (const sample of samples) {
      const whole = await readInput(sample.files, 4096);
      if (proves(whole)) {
        proving++;
        provingSources.add(id);
      }
      const rows = new Set(rowsOf(whole));
      for (const [label, files] of partsOf(sample)) {
        const part = await readInput(files, 4096);
        if (!proves(part)) continue;
        for (const row of rowsOf(part)) rows.delete(row);
        if (rows.size > 0) closed.push(`${sample.name} ${label}: without ${[...rows][0]!.slice(0, 300)}`);
        for (const row of rowsOf(whole)) rows.add(row);
      }
    }
    process.stdout.write(`${id}: ${samples.length} samples, ${proving} prove their scope\n`);
    expect(closed.length === 0 ? '' : `${closed.length} parts: ${closed.slice(0, 5).join('\n')}`).toBe('');
  });
});

test('there are reports that could close what they do not name', () => {
  expect(provingSources.size).toBeGreaterThanOrEqual(28);
});

function proves({ reports }: Reading): boolean {
  return reports.some((report) => report.status === 'ok' && report.provesScope);
}

/** What a report names; the time stands at its end in some formats, behind the mark of the end. */
function rowsOf({ rows }: Reading): readonly string[] {
  return rows.map(([kind, row]) => JSON.stringify([kind, { ...row, Locator: '', LastSeen: 0 }]));
}

/** The report with one file cut or, of several, gone. */
function* partsOf({ files }: Sample): Generator<readonly [string, Sample['files']], void> {
  for (const [at, { name, bytes }] of files.entries()) {
    if (files.length > 1) yield [`without ${name}`, files.toSpliced(at, 1)];
    const dice = new Dice(bytes.length);
    const ends = new Set<number>();
    for (let end = Math.max(0, bytes.length - nearEnd); end < bytes.length; end++) ends.add(end);
    while (ends.size < Math.min(bytes.length, nearEnd + cuts)) ends.add(dice.int(bytes.length));
    for (const end of ends)
      yield [`cut at ${end} of ${bytes.length}`, files.with(at, { name, bytes: bytes.subarray(0, end) })];
  }
}
