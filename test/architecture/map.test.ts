import { expect, test } from 'vitest';
import { exists, foldersIn, section, text } from './tree.ts';

/** Folders that the map goes into; the others stand in it with one line. */
const openFolders = ['src', 'test', 'docs', 'data', 'scripts'];

/** Paths of the map, from its indentation. */
function mapped(): readonly { readonly path: string; readonly meaning: string }[] {
  const block = /```text\n([\s\S]*?)```/.exec(section(text('ARCHITECTURE.md'), '## The map'))?.[1] ?? '';
  const above: string[] = [];
  return block
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, indent = '', name = '', meaning = ''] = /^( *)(\S+)\s*(.*)$/.exec(line) ?? [];
      above.length = indent.length / 2;
      above.push(name);
      return { path: above.join(''), meaning };
    });
}

/** Folders of the tree down to the depth of the map. */
function folders(): readonly string[] {
  return foldersIn('.').flatMap((top) => {
    if (!openFolders.includes(top)) return [`${top}/`];
    const inner = foldersIn(top).flatMap((name) => {
      const deeper =
        top === 'src' ? foldersIn(`${top}/${name}`).map((deep) => `${top}/${name}/${deep}/`) : [];
      return [`${top}/${name}/`, ...deeper];
    });
    return [`${top}/`, ...inner];
  });
}

test('every folder stands on the map', () => {
  const known = new Set(mapped().map(({ path }) => path));
  expect(folders().filter((path) => !known.has(path))).toEqual([]);
});

test('everything on the map is there and says what it holds', () => {
  const entries = mapped();
  expect(entries.length).toBeGreaterThan(40);
  expect(entries.filter(({ path }) => !exists(path)).map(({ path }) => path)).toEqual([]);
  expect(entries.filter(({ meaning }) => meaning === '').map(({ path }) => path)).toEqual([]);
});
