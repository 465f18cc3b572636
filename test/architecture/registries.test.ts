import { describe, expect, test } from 'vitest';
import { feeds } from '../../src/intel/index.ts';
import { observationTables } from '../../src/schema/index.ts';
import { sources } from '../../src/sources/registry.ts';
import { exists, filesBelow, foldersIn, text } from './tree.ts';

const sourceFolders = foldersIn('src/sources').filter((name) => name !== 'conformance');
const feedFolders = foldersIn('src/intel');

describe('sources', () => {
  test('every folder is in the registry, and every entry has its folder', () => {
    expect(sources.map(({ manifest }) => manifest.id).sort()).toEqual(sourceFolders);
  });

  test.each(sourceFolders)('%s has its manifest, reader, page and test', (name) => {
    const files = filesBelow(`src/sources/${name}`).map((path) => path.slice(`src/sources/${name}/`.length));
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'manifest.ts', ...(readsNothing(name) ? [] : ['read.ts'])]),
    );
    expect(files.filter((path) => path.endsWith('.test.ts'))).not.toEqual([]);
  });

  test.each(sourceFolders)('%s describes itself: what it reads, how to export, what it makes', (name) => {
    const manifest = sources.find((source) => source.manifest.id === name)?.manifest;
    expect(manifest?.title).toMatch(/\S/);
    expect(manifest?.reads).toMatch(/\S/);
    expect(manifest?.howToExport).toMatch(/\S/);
    expect(Object.keys(observationTables)).toEqual(
      expect.arrayContaining([...(manifest?.observes ?? ['none'])]),
    );
  });

  test('no manifest loads its reader before it is asked to', () => {
    const eager = sourceFolders.filter((name) =>
      /^import (?!type).*'\.\/read\.ts'/m.test(text(`src/sources/${name}/manifest.ts`)),
    );
    expect(eager).toEqual([]);
  });
});

describe('intelligence feeds', () => {
  test('every folder is in the list, and every entry has its folder', () => {
    const index = text('src/intel/index.ts');
    const imported = [...index.matchAll(/from '\.\/([^/']+)\/feed\.ts'/g)].map((match) => match[1]);
    expect(imported.sort()).toEqual(feedFolders);
    expect(feeds).toHaveLength(feedFolders.length);
  });

  test.each(feedFolders)('%s has its reader and a test', (name) => {
    expect(exists(`src/intel/${name}/feed.ts`)).toBe(true);
    // The feeds are tested together, each in a suite of its name.
    expect(text('src/intel/feeds.test.ts')).toContain(`describe('${name}: `);
  });
});

/** A source that only refuses has no reader. */
function readsNothing(name: string): boolean {
  return sources.some(({ manifest }) => manifest.id === name && manifest.observes.length === 0);
}
