/**
 * Import directions. The table is scripts/import-directions.json; ARCHITECTURE.md shows it and a test keeps both equal.
 * A target that ends in `/` is a folder of which any file may be imported, one that ends in `.ts` is that file, any
 * other is a folder of which only the door (`index.ts`) may be imported.
 */
import { readFileSync } from 'node:fs';

const directions = JSON.parse(
  readFileSync(new URL('scripts/import-directions.json', import.meta.url), 'utf8'),
);

/** Tests, and what only tests import. */
const tests = '\\.test\\.ts$|/conformance/|/cases/';
const escape = (text) => text.replace(/[.]/g, '\\.');

function targetPattern(target) {
  if (target.endsWith('/')) return `^src/${target}`;
  return target.endsWith('.ts') ? `^src/${escape(target)}$` : `^src/${target}/index\\.ts$`;
}

function insideOf(folder) {
  return folder.endsWith('.ts') ? `^src/${escape(folder)}$` : `^src/${folder}/`;
}

/** Folders with a row of their own inside this one: their row counts for them, not this. */
function innerRows(folder) {
  return directions.filter((row) => row.folder.startsWith(`${folder}/`)).map((row) => insideOf(row.folder));
}

function directionRules({ folder, imports, types }) {
  const inner = innerRows(folder);
  const from = { path: insideOf(folder), pathNot: [tests, ...inner] };
  const allowed = [...imports, ...types].map(targetPattern);
  // What lies inside the folder but has a row of its own is reached only if the row names it.
  const own =
    inner.length === 0
      ? insideOf(folder)
      : `${insideOf(folder)}(?!(${inner.map((path) => path.replace(insideOf(folder), '')).join('|')}))`;
  const rules = [
    {
      name: `directions-${folder}`,
      comment: `src/${folder} may import ${[...imports, ...types].join(', ') || 'nothing of src'}; change scripts/import-directions.json and ARCHITECTURE.md together, with a reason`,
      severity: 'error',
      from,
      to: { path: '^src/', pathNot: [own, ...allowed] },
    },
  ];
  if (types.length > 0) {
    rules.push({
      name: `types-only-${folder}`,
      comment: `src/${folder} may import only types from ${types.join(', ')}: write "import type"`,
      severity: 'error',
      from,
      to: { path: types.map(targetPattern), dependencyTypesNot: ['type-only'] },
    });
  }
  return rules;
}

export default {
  forbidden: [
    ...directions.flatMap(directionRules),
    {
      name: 'no-folder-without-row',
      comment: 'every folder of src has a row in scripts/import-directions.json',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, ...directions.map((row) => insideOf(row.folder))] },
      to: {},
    },
    {
      name: 'source-imports-no-source',
      comment: 'what two sources share moves up to a named file in src/sources',
      severity: 'error',
      from: { path: '^src/sources/([^/]+)/', pathNot: tests },
      to: { path: '^src/sources/[^/]+/', pathNot: '^src/sources/$1/' },
    },
    {
      name: 'source-knows-no-registry',
      comment: 'the registry knows the sources, never the other way round',
      severity: 'error',
      from: { path: '^src/sources/[^/]+/', pathNot: tests },
      to: { path: '^src/sources/registry\\.ts$' },
    },
    {
      name: 'registry-loads-lazily',
      comment:
        'files directly in src/sources know at most the manifest of a source: readers load when a file of theirs appears',
      severity: 'error',
      from: { path: '^src/sources/[^/]+\\.ts$', pathNot: tests },
      to: { path: '^src/sources/[^/]+/', pathNot: '/manifest\\.ts$' },
    },
    {
      name: 'feed-imports-no-feed',
      severity: 'error',
      from: { path: '^src/intel/([^/]+)/', pathNot: tests },
      to: { path: '^src/intel/[^/]+/', pathNot: '^src/intel/$1/' },
    },
    {
      name: 'pure-folders',
      comment:
        'base, software, schema, graph, posture and kql touch nothing outside; base may use node:util to decode text, kql/language loads the parser and runs in a thread',
      severity: 'error',
      from: {
        path: '^src/(base|software|schema|graph|posture|kql)/',
        pathNot: [tests, '^src/kql/language/'],
      },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?util$' },
    },
    {
      name: 'sources-are-handed-streams',
      comment: 'sources and feeds do not open, walk or fetch; node:net is there for isIP only',
      severity: 'error',
      from: { path: '^src/(sources|intel)/', pathNot: tests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|net|stream|util)$' },
    },
    {
      name: 'nothing-leaves',
      comment: 'no network (docs/decisions/0010)',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(http|https|http2|dgram|dns|tls|cluster)(/|$)',
      },
    },
    {
      name: 'one-child-process',
      comment: 'the only program that is started is our own engine (docs/decisions/0010)',
      severity: 'error',
      from: { path: '^src/', pathNot: [tests, '^src/store/process/engine-process\\.ts$'] },
      to: { dependencyTypes: ['core'], path: '^(node:)?child_process$' },
    },
    {
      name: 'engine-package-in-one-place',
      comment: 'one folder owns the database file',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/store/duckdb/', '^src/kql/conformance/'] },
      to: { path: '@duckdb/' },
    },
    {
      name: 'state-package-in-one-place',
      comment: 'one folder owns the state file',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/state/sqlite/' },
      to: { path: 'node_modules/libsql' },
    },
    {
      name: 'product-imports-no-test',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'no-runtime-cycle',
      comment: 'a reader that its manifest loads lazily may know the manifest: by then it is evaluated',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'type-cycle-inside-one-folder',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { circular: true, pathNot: '^src/$1/' },
    },
    {
      name: 'run-time-packages-are-dependencies',
      comment: 'product code imports what package.json lists under dependencies',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional', 'npm-peer'],
        dependencyTypesNot: ['npm'],
      },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
