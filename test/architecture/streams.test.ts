import { expect, test } from 'vitest';
import { filesBelow, text } from './tree.ts';

/** The streams that bound what a hostile file can ask for: depth, length of values and lines, entities, memory. */
const taken = /\b(?:readXml|readJson|readJsonLines|readCsv)\(\s*(?:\w+\(\s*)?file\.text\(\)/g;

/** Readers of formats that none of the streams can take; each has a limit of its own. */
const others: Readonly<Record<string, string>> = {
  'src/sources/lynis/read.ts': 'lines of text, at most 16 MB each',
  'src/sources/rkhunter/read.ts': 'lines of text, of which 64 KB are kept',
  'src/sources/sharphound/meta.ts': 'the end of a file, of which a few characters are kept',
  'src/sources/spdx/read.ts': 'lines of tags, at most 1 MB each',
  'src/sources/windows-events/read.ts':
    'the binary form of event logs; JSON objects one after another, at most 16 MB each',
  'src/sources/zeek/read.ts': 'lines of tab-separated values, at most 4 MB each',
};

/** Libraries that parse, and the files that may use them. */
const parsers: readonly (readonly [library: RegExp, files: readonly string[]])[] = [
  // The head of a file is at most 64 KB: it is looked at to tell the format.
  [/from 'saxes'/, ['src/sources/head.ts']],
  [/from 'csv-parse/, ['src/sources/csv.ts']],
];

const sources = filesBelow('src/sources', '.ts').filter((file) => !file.endsWith('.test.ts'));

test('every reader takes its file through one of the bounded streams', () => {
  const bare: string[] = [];
  let readers = 0;
  for (const file of sources) {
    const code = text(file);
    if (!/\bfile\.(?:text|bytes)\(\)/.test(code)) continue;
    readers++;
    if (/\bfile\.(?:text|bytes)\(\)/.test(code.replaceAll(taken, ''))) bare.push(file);
  }
  expect(readers).toBeGreaterThan(40);
  expect(bare).toEqual(Object.keys(others));
});

test('libraries that parse are used in their streams alone', () => {
  for (const file of sources) {
    const code = text(file);
    for (const [library, files] of parsers) if (library.test(code)) expect(files, file).toContain(file);
  }
});
