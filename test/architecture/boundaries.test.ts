import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import directions from '../../scripts/import-directions.json' with { type: 'json' };
import { exists, filesBelow, foldersIn, quoted, root, section, tableRows, text } from './tree.ts';

/** A small tree in which most files break a rule; the key is the file, the value its content and the rule it breaks. */
const planted: Readonly<Record<string, readonly [content: string, rule?: string]>> = {
  'base/time.ts': [`export const day = 86400;`],
  'graph/index.ts': [`export const edge = 1; export type Edge = number;`],
  'app/index.ts': [`export { edge } from '../graph/index.ts';`],
  'store/duckdb/index.ts': [`export const open = 1;`],
  'sources/registry.ts': [`export { nmap } from './nmap/manifest.ts';`],
  'sources/nmap/manifest.ts': [`export const nmap = { load: () => import('./read.ts') };`],
  'sources/nmap/read.ts': [`import { nmap } from './manifest.ts';\nexport const read = nmap;`],
  'sources/nmap/read.test.ts': [`import '../../store/duckdb/index.ts';`],
  'sources/nessus/manifest.ts': [
    `import { nmap } from '../nmap/manifest.ts';\nexport const nessus = nmap;`,
    'source-imports-no-source',
  ],
  'sources/nessus/read.ts': [
    `import { open } from 'node:fs/promises';\nexport const read = open;`,
    'sources-are-handed-streams',
  ],
  'graph/risk/clock.ts': [
    `import { readFileSync } from 'node:fs';\nexport const a = readFileSync;`,
    'pure-folders',
  ],
  'graph/risk/up.ts': [
    `import type { edge } from '../../app/index.ts';\nexport type A = typeof edge;`,
    'directions-graph/risk',
  ],
  'posture/types.ts': [`import type { Edge } from '../graph/index.ts';\nexport type A = Edge;`],
  'posture/values.ts': [
    `import { edge } from '../graph/index.ts';\nexport const a = edge;`,
    'types-only-posture',
  ],
  'app/engine.ts': [
    `import { open } from '../store/duckdb/index.ts';\nexport const a = open;`,
    'directions-app',
  ],
  'app/inside.ts': [`import { day } from '../ingest/files/zip.ts';\nexport const a = day;`, 'directions-app'],
  'ingest/files/zip.ts': [`export { day } from '../../base/time.ts';`],
  'kql/functions/clock.ts': [`import { cpus } from 'node:os';\nexport const a = cpus;`, 'pure-folders'],
  'kql/language/thread.ts': [`import { Worker } from 'node:worker_threads';\nexport const a = Worker;`],
  'store/process/engine-process.ts': [`import { spawn } from 'node:child_process';\nexport const a = spawn;`],
  'cli/start.ts': [
    `import { spawn } from 'node:child_process';\nexport const a = spawn;`,
    'one-child-process',
  ],
  'cli/call.ts': [`import { get } from 'node:https';\nexport const a = get;`, 'nothing-leaves'],
  'cli/one.ts': [`import { two } from './two.ts';\nexport const one = () => two;`, 'no-runtime-cycle'],
  'cli/two.ts': [`import { one } from './one.ts';\nexport const two = () => one;`],
  'cli/gone.ts': [`import { x } from './nowhere.ts';\nexport const a = x;`, 'resolvable'],
  'drawer/helper.ts': [
    `import { day } from '../base/time.ts';\nexport const a = day;`,
    'no-folder-without-row',
  ],
};

/** Where the program, its threads and its process begin. */
const entries = ['src/main.ts', 'src/kql/thread-entry.ts', 'src/store/process/child.ts'];

test('every file of src is reached from an entry, or stands where the build leaves it out', async () => {
  const options = await extractOptions(join(root, '.dependency-cruiser.mjs'));
  const { output } = await cruise(entries, { ...options, baseDir: root });
  const reached = new Set((output as ICruiseResult).modules.map((module) => module.source));
  const files = filesBelow('src', '.ts').filter(
    (path) => !/\.d\.ts$|\.test[.-]|\/conformance\/|\/cases\//.test(path),
  );
  expect(files.filter((path) => !reached.has(path))).toEqual([]);
});

describe('import directions', () => {
  let folder = '';
  let found: readonly string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fixfirst-boundaries-'));
    for (const [name, [content]] of Object.entries(planted)) {
      const path = join(folder, 'src', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    const options = await extractOptions(join(root, '.dependency-cruiser.mjs'));
    const { output } = await cruise(['src'], { ...options, baseDir: folder });
    found = (output as ICruiseResult).summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('every planted violation is found, and nothing else', () => {
    const expected = Object.entries(planted).flatMap(([name, [, rule]]) =>
      rule === undefined ? [] : [`src/${name}: ${rule}`],
    );
    expect([...new Set(found)].sort()).toEqual(expected.sort());
  });

  test('every folder of src has a row, and every row a folder or file', () => {
    const folders = directions.map((row) => row.folder);
    expect(foldersIn('src').filter((name) => !folders.includes(name))).toEqual([]);
    expect(folders.filter((name) => !exists(`src/${name}`))).toEqual([]);
  });

  test('every target of a row exists', () => {
    const targets = directions.flatMap((row) => [...row.imports, ...row.types]);
    const paths = targets.map((target) =>
      /[./]$|\.ts$/.test(target) ? `src/${target}` : `src/${target}/index.ts`,
    );
    expect(paths.filter((path) => !exists(path))).toEqual([]);
  });

  test('the table in ARCHITECTURE.md is the one that is checked', () => {
    const rows = tableRows(section(text('ARCHITECTURE.md'), '## Import directions')).map((cells) => ({
      folder: quoted(cells[0] ?? '')[0],
      imports: quoted(cells[1] ?? ''),
      types: quoted(cells[2] ?? ''),
    }));
    expect(rows).toEqual(directions);
  });

  test('the check counts what it saw against the files there are', () => {
    expect(text('scripts/boundaries.mjs')).toContain('seen < files');
    expect(filesBelow('src', '.ts').length).toBeGreaterThan(100);
  });
});
