import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderSink } from './write-files.ts';

it('makes folders, joins the chunks and replaces what was there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'estate-'));
  try {
    const sink = folderSink(folder);
    await sink.write('a/b.txt', ['old and longer']);
    await sink.write('a/b.txt', ['one ', 'two', ' ü'.repeat(200_000)]);
    expect(await readFile(join(folder, 'a/b.txt'), 'utf8')).toBe(`one two${' ü'.repeat(200_000)}`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
