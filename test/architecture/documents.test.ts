import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { edgeKinds, sharedFactors } from '../../src/graph/index.ts';
import type { ActionKind } from '../../src/posture/index.ts';
import { effortOf } from '../../src/posture/actions/effort.ts';
import { exists, filesBelow, quoted, section, tableRows, text } from './tree.ts';

const rootPages = ['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'THIRD-PARTY.md'];
const pages = [...rootPages.filter(exists), ...filesBelow('docs', '.md'), ...filesBelow('src', 'README.md')];
const manifest = JSON.parse(text('package.json')) as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
};

describe('pages', () => {
  test.each(pages)('%s points only to what is there', (page) => {
    const links = [...text(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const dead = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      if (/^[a-z]+:/.test(link)) return false;
      const target = path === '' ? page : join(dirname(page), path);
      return !exists(target) || (anchor !== undefined && !anchorsOf(text(target)).has(anchor));
    });
    expect(dead).toEqual([]);
    const named = quoted(text(page)).filter((name) =>
      /^(src|docs|test|scripts|bench|data)\/[\w./-]+$/.test(name),
    );
    expect(named.filter((name) => !exists(name))).toEqual([]);
  });

  test.each(pages)('%s names only scripts that package.json has', (page) => {
    const named = [...text(page).matchAll(/`npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
  });

  test('comments in the code name decisions and pages that are there', () => {
    const dead = filesBelow('src', '.ts').flatMap((path) =>
      [...text(path).matchAll(/docs\/(decisions\/\d{4}|reference\/[\w-]+\.md|add\/[\w-]+\.md)/g)]
        .map((match) => match[0])
        .filter((name) => !filesBelow('docs').some((file) => file.startsWith(name)))
        .map((name) => `${path}: ${name}`),
    );
    expect(dead).toEqual([]);
  });
});

describe('decisions', () => {
  const records = filesBelow('docs/decisions', '.md').map((path) => path.slice('docs/decisions/'.length));

  test('are numbered without gaps', () => {
    expect(records.map((name) => Number(name.slice(0, 4)))).toEqual(records.map((_, i) => i + 1));
  });

  test.each(records)('%s says context, decision, consequences and alternatives', (name) => {
    const headings = [...text(`docs/decisions/${name}`).matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(expect.arrayContaining(['Context', 'Decision', 'Consequences', 'Alternatives']));
    expect(name).toMatch(/^\d{4}(-[a-z0-9]+)+\.md$/);
  });
});

describe('docs/dependencies.md', () => {
  const page = text('docs/dependencies.md');
  const names = (heading: string): readonly (string | undefined)[] =>
    tableRows(section(page, heading)).map((cells) => quoted(cells[0] ?? '')[0]);

  test('has one line for each package of package.json', () => {
    expect(names('## Run time')).toEqual(Object.keys(manifest.dependencies));
    expect(names('## Development')).toEqual(Object.keys(manifest.devDependencies));
    expect(names('## Overrides')).toEqual(Object.keys(manifest.overrides));
  });

  test('every line says why', () => {
    const rows = tableRows(page);
    expect(rows.filter((cells) => (cells[1] ?? '').length < 10).map((cells) => cells[0])).toEqual([]);
  });

  test('THIRD-PARTY.md names every run-time dependency', () => {
    const listed = new Set(
      tableRows(section(text('THIRD-PARTY.md'), '## Software')).map((cells) => cells[0]),
    );
    expect(Object.keys(manifest.dependencies).filter((name) => !listed.has(name))).toEqual([]);
  });

  test('the licences it states are those of the installed packages', () => {
    const stated = tableRows(page).flatMap((cells) => {
      const name = quoted(cells[0] ?? '')[0];
      return name === undefined || cells.length < 4 ? [] : [[name, cells[2]]];
    });
    const installed = stated.map(([name]) => {
      const path = `node_modules/${name ?? ''}/package.json`;
      return [name, (JSON.parse(text(path)) as { readonly license?: string }).license];
    });
    expect(stated).toEqual(installed);
  });
});

describe('docs/decisions/0007-pure-graph-and-risk.md', () => {
  const page = text('docs/decisions/0007-pure-graph-and-risk.md');

  test('lists the shared factors as the code has them', () => {
    const rows = tableRows(section(page, '### Shared factors')).map(
      (cells) => [quoted(cells[0] ?? '')[0], Number(cells[1])] as const,
    );
    const inCode = Object.entries(sharedFactors).map(([id, { q }]) => [id, q]);
    expect(rows).toEqual(inCode);
  });

  test('has the hours of every kind of action', () => {
    const rows = tableRows(section(page, '### Effort'));
    const inCode = rows.map(([kind]) => [
      kind,
      ...[1, 10, 100, 1000, 1001].map((size) => String(effortOf(kind as ActionKind, size).hours)),
    ]);
    expect(rows).toHaveLength(12);
    expect(rows).toEqual(inCode);
  });

  test('names every own edge kind with its prior', () => {
    const rows = tableRows(section(page, '### Own edge kinds')).map((cells) => [
      quoted(cells[0] ?? '')[0],
      cells[1] === 'from facts' ? undefined : Number(cells[1]),
    ]);
    const own = edgeKinds.filter(({ family }) => family === 'own').map(({ kind, p }) => [kind, p]);
    expect(rows).toEqual(own);
  });
});

/** Anchors that Markdown makes of headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  return new Set(
    [...page.matchAll(/^#+ (.+)$/gm)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}
