import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { observationTables, type ObservationKind } from '../../src/schema/index.ts';
import { rowCheck } from '../../src/schema/derive/check-row.ts';
import { cyclonedx } from '../../src/sources/cyclonedx/manifest.ts';
import { defender } from '../../src/sources/defender/manifest.ts';
import { gitleaks } from '../../src/sources/gitleaks/manifest.ts';
import { grype } from '../../src/sources/grype/manifest.ts';
import { osquery } from '../../src/sources/osquery/manifest.ts';
import { trivy } from '../../src/sources/trivy/manifest.ts';
import { trufflehog } from '../../src/sources/trufflehog/manifest.ts';
import { headBytes, headOf } from '../../src/sources/head.ts';
import { memoryFile, readWith, type Reading } from '../../src/sources/conformance/harness.ts';
import type { ReportFile, Source } from '../../src/sources/source.ts';
import { describeShared } from './shared.ts';

interface Entry {
  readonly file: string;
  readonly format: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const sources: Readonly<Record<string, Source>> = {
  trivy,
  grype,
  cyclonedx,
  gitleaks,
  trufflehog,
  osquery,
  'ms-defender': defender,
};

/** Facts about the file as such, which no reader counts. */
const notNative: ReadonlySet<string> = new Set(
  'bytes encoding form top len keys root header members elements_top distinct_cves_in_text'.split(' '),
);

describeShared('JSON reports counted with general readers', (root) => {
  const index = (JSON.parse(readFileSync(join(root, 'corpus/INDEX.json'), 'utf8')) as Entry[]).filter(
    (entry) => Object.hasOwn(sources, entry.format),
  );
  let compared = 0;

  const filesOf = (file: string): readonly ReportFile[] => {
    const bytes = readFileSync(join(root, 'corpus', file));
    if (!file.endsWith('.zip')) return [memoryFile(file, bytes, 65536)];
    return Object.entries(unzipSync(bytes))
      .filter(([name]) => !name.endsWith('/'))
      .map(([name, content]) => memoryFile(`${file}!/${name}`, content, 65536));
  };

  it.each(index.map((entry) => [entry.file, entry] as const))('%s', async (file, entry) => {
    const source = sources[entry.format];
    if (source === undefined) throw new Error(`no source for ${entry.format}`);
    const files = filesOf(file);
    // A zip with one member is still an archive report.
    const others = Object.values(sources).filter((other) => other !== source);
    for (const member of files) {
      for (const other of others)
        expect(other.detect(member.head), `${other.manifest.id} too`).toBeUndefined();
    }
    const reading = await readAll(source, file, files);
    if (reading.detection?.kind === 'refuse') {
      expect(entry.facts['value'], 'refused, so nothing can be in it').toBe(0);
      expect(reading.detection.fault.remedy).toBeDefined();
      compared++;
      return;
    }
    expect(reading.outcome).toBeDefined();
    for (const [name, fact] of Object.entries(entry.facts)) {
      if (notNative.has(name)) continue;
      const expected = name === 'per_member' ? membersWithValues(fact) : fact;
      expect(reading.native[name], name).toEqual(expected);
      compared++;
    }
    checkRows(reading);
  });

  it.each(
    index
      .filter((entry) => !entry.file.endsWith('.zip') && Number(entry.facts['bytes']) > 200)
      .map((entry) => [entry.file, entry] as const),
  )('%s cut short gives one fault and whole rows', async (file, entry) => {
    const source = sources[entry.format];
    const bytes = readFileSync(join(root, 'corpus', file));
    const cut = memoryFile(file, bytes.subarray(0, Math.floor(bytes.length * 0.6)), 65536);
    if (source?.detect(cut.head)?.kind !== 'read') return;
    const reading = await readWith(source, cut);
    expect(reading.outcome).toMatchObject({ ok: false, fault: { code: 'truncated' } });
    checkRows(reading);
  });

  it.each([
    'trivy/defectdojo__kubernetes.json',
    'cyclonedx/google__sbom-insecure__alpine.cdx.xml',
    'osquery/real__osqueryd.snapshots.log',
  ])('%s says the same in UTF-16 and with a BOM', async (file) => {
    const source = sources[file.replace(/\/.*/, '')];
    if (source === undefined) throw new Error(`no source for ${file}`);
    const text = readFileSync(join(root, 'corpus', file), 'utf8').replace(/encoding="[^"]*"/, '');
    const plain = await readWith(source, memoryFile(file, text, 4099));
    for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf8'), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      expect(await readWith(source, memoryFile(file, bytes, 4099))).toEqual(plain);
    }
  });

  it('takes no file of another format', () => {
    const others = (JSON.parse(readFileSync(join(root, 'corpus/INDEX.json'), 'utf8')) as Entry[]).filter(
      (entry) => !Object.hasOwn(sources, entry.format),
    );
    expect(others.length).toBeGreaterThan(100);
    for (const { file } of others) {
      const head = headOf(file, readFileSync(join(root, 'corpus', file)).subarray(0, headBytes));
      for (const source of Object.values(sources)) {
        expect(source.detect(head), `${file} as ${source.manifest.id}`).toBeUndefined();
      }
    }
  });

  it.each(index.filter((entry) => /trivy|gitleaks|trufflehog/.test(entry.format)).map((entry) => entry.file))(
    '%s gives away no secret',
    async (file) => {
      const source = sources[file.replace(/\/.*/, '')];
      if (source === undefined) throw new Error(`no source for ${file}`);
      const { observations, quarantined, scope, native } = await readWith(source, ...filesOf(file));
      const text = JSON.stringify({ observations, quarantined, scope, native });
      for (const secret of secretsIn(readFileSync(join(root, 'corpus', file), 'utf8'))) {
        expect(text.includes(JSON.stringify(secret).slice(1, -1)), 'a secret came through').toBe(false);
      }
    },
  );

  afterAll(() => {
    console.log(`JSON sources: ${index.length} files, ${compared} facts compared`);
  });
});

async function readAll(source: Source, file: string, files: readonly ReportFile[]): Promise<Reading> {
  if (files.length !== 1 || !file.endsWith('.zip')) return readWith(source, ...files);
  // The harness takes one file for no archive; a second, empty member makes it one.
  return readWith(source, ...files, memoryFile(`${file}!/__MACOSX/._x`, ''));
}

/** Values of the keys in which these tools write the secret or the text around it; short ones are words of any text. */
function secretsIn(text: string): readonly string[] {
  const documents = /^\s*\{.*\}\s*\n\s*\{/.test(text)
    ? text.split('\n').filter((line) => line !== '')
    : [text];
  const found: string[] = [];
  const keys = new Set([
    'Secret',
    'Match',
    'offender',
    'line',
    'Raw',
    'RawV2',
    'stringsFound',
    'diff',
    'printDiff',
  ]);
  const walk = (value: unknown, isSecret: boolean): void => {
    if (typeof value === 'string' && isSecret && value.trim().length >= 8) found.push(value.trim());
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value))
      walk(inner, keys.has(key) || (isSecret && Array.isArray(value)));
  };
  for (const document of documents) walk(JSON.parse(document), false);
  return found;
}

function membersWithValues(fact: unknown): unknown {
  return Object.fromEntries(
    Object.entries(fact as Record<string, unknown>).filter(([, value]) => typeof value === 'object'),
  );
}

/** Every observation fits its table, and every one but an asset's own points to an asset of the report. */
function checkRows(reading: Reading): void {
  const assets = new Set([
    ...reading.observations.device.map((row) => row.Ref),
    ...reading.observations.resource.map((row) => row.Ref),
  ]);
  for (const kind of Object.keys(reading.observations) as ObservationKind[]) {
    const check = rowCheck(observationTables[kind]);
    for (const { at, ...row } of reading.observations[kind]) {
      expect(at).not.toBe('');
      expect(check({ ...row, ImportId: 1, File: 'f', Locator: at })).toBeUndefined();
      if (kind !== 'identity' && 'Ref' in row) expect(assets.has(row.Ref), `${kind} ${row.Ref}`).toBe(true);
    }
  }
}
