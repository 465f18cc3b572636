import { expect, it } from 'vitest';
import { memoryFile, readWith } from '../sources/conformance/harness.ts';
import { cyclonedx } from '../sources/cyclonedx/manifest.ts';
import { defender } from '../sources/defender/manifest.ts';
import { gitleaks } from '../sources/gitleaks/manifest.ts';
import { nessus } from '../sources/nessus/manifest.ts';
import { nmap } from '../sources/nmap/manifest.ts';
import { openscap } from '../sources/openscap/manifest.ts';
import { osquery } from '../sources/osquery/manifest.ts';
import { sharphound } from '../sources/sharphound/manifest.ts';
import type { Source } from '../sources/source.ts';
import { trivy } from '../sources/trivy/manifest.ts';
import { generateEstate } from './index.ts';

/** The source that is meant to read the files of a folder. */
const readers: Readonly<Record<string, Source>> = {
  nessus,
  nmap,
  defender,
  sharphound,
  osquery,
  trivy,
  sbom: cyclonedx,
  gitleaks,
  openscap,
};

it('writes files that the sources of their tools recognise and read to the end with nothing left over', async () => {
  const files = new Map<string, string>();
  await generateEstate(
    { devices: 60, seed: 1, asOf: Date.UTC(2026, 7, 22) },
    {
      write(path, chunks) {
        files.set(path, [...chunks].join(''));
        return Promise.resolve();
      },
    },
  );
  const read = new Set<string>();
  for (const [path, content] of files) {
    const folder = path.slice(0, path.indexOf('/'));
    const source = readers[folder];
    if (source === undefined) continue;
    const file = memoryFile(path, content, 8192);
    const others = Object.values(readers).filter(
      (other) => other !== source && other.detect(file.head) !== undefined,
    );
    expect(
      others.map((other) => other.manifest.id),
      path,
    ).toEqual([]);
    const reading = await readWith(source, file);
    expect(reading.outcome, path).toEqual({ ok: true });
    expect(reading.quarantined, path).toEqual([]);
    expect(
      Object.values(reading.observations).some((list) => list.length > 0),
      path,
    ).toBe(true);
    read.add(folder);
  }
  expect([...read].sort()).toEqual(Object.keys(readers).sort());
});
