import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { memoryFile, readWith } from '../../src/sources/conformance/harness.ts';
import { nessus } from '../../src/sources/nessus/manifest.ts';
import { nmap } from '../../src/sources/nmap/manifest.ts';
import { openscap } from '../../src/sources/openscap/manifest.ts';
import { openvas } from '../../src/sources/openvas/manifest.ts';
import { describeShared } from './shared.ts';

interface Entry {
  readonly file: string;
  readonly format: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const sources = { nmap, nessus, openvas, openscap } as const;

/** Facts that tell the form of a file, not what a reader counts. */
const notCounted = new Set([
  'bytes',
  'distinct_cves_in_text',
  'encoding',
  'root',
  'elements_top',
  'xml_wellformed',
  'xml_error',
]);

/** What is not read, with the way it is told: the code of a refusal, of a fault while reading, or no source at all. */
const notRead: Readonly<Record<string, string>> = {
  'nessus/mephux__example_v1.nessus': 'wrong-version',
  'nessus/mephux__example_v_wrong.nessus': 'wrong-version',
  'nmap/dradis__invalid.xml': 'not recognised',
  'nmap/savon__defused_et_included.xml': 'not recognised',
  'nmap/real__local-interrupted.xml': 'truncated',
};

describeShared('XML sources on the corpus', (root) => {
  const index = JSON.parse(readFileSync(join(root, 'corpus/INDEX.json'), 'utf8')) as readonly Entry[];
  // Their tables are compared in corpus.test.ts.
  const entries = index.filter(
    (entry) => Object.hasOwn(sources, entry.format) && !entry.file.endsWith('.csv'),
  );
  const compared: Record<string, number> = {};

  it.each(entries.map((entry) => [entry.file, entry] as const))('%s', async (name, entry) => {
    const source = sources[entry.format as keyof typeof sources];
    const bytes = readFileSync(join(root, 'corpus', entry.file));
    const reading = await readWith(source, memoryFile(name, bytes, 16_384));
    const expected = notRead[name];
    if (expected !== undefined) {
      const { detection, outcome } = reading;
      const fault =
        detection?.kind === 'refuse' ? detection.fault : outcome?.ok === false ? outcome.fault : undefined;
      expect(detection === undefined ? 'not recognised' : fault?.code).toBe(expected);
      return;
    }
    expect(reading.outcome).toEqual({ ok: true });
    expect(reading.quarantined).toEqual([]);
    const facts = Object.entries(entry.facts).filter(([fact]) => !notCounted.has(fact));
    expect(Object.fromEntries(facts.map(([fact]) => [fact, reading.native[fact]]))).toEqual(
      Object.fromEntries(facts),
    );
    compared[entry.format] = (compared[entry.format] ?? 0) + facts.length;
    const { vulnerability, device } = reading.observations;
    expect(new Set(vulnerability.map(({ at }) => at)).size).toBe(vulnerability.length);
    expect(new Set(device.map(({ Ref }) => Ref)).size).toBe(device.length);
  });

  afterAll(() => {
    console.log(`facts compared: ${JSON.stringify(compared)}`);
  });
});
