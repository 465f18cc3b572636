import { expect, it } from 'vitest';
import { writeInParts } from './parts.ts';

async function parts(
  limits: { characters?: number; records?: number },
  records: readonly string[],
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const sink = {
    write(path: string, chunks: Iterable<string>) {
      files[path] = [...chunks].join('');
      return Promise.resolve();
    },
  };
  await writeInParts(sink, 'a/b', 'txt', limits, records, '<', (next) => `>${next ?? ''}`, ',');
  return files;
}

it('writes one file when everything fits', async () => {
  expect(await parts({ records: 3 }, ['x', 'y', 'z'])).toEqual({ 'a/b.txt': '<x,y,z>' });
});

it('writes further files when a limit is reached, and tells each of the next', async () => {
  expect(await parts({ records: 2 }, ['x', 'y', 'z'])).toEqual({
    'a/b.txt': '<x,y>a/b-2.txt',
    'a/b-2.txt': '<z>',
  });
  expect(await parts({ characters: 3 }, ['xx', 'yy'])).toEqual({
    'a/b.txt': '<xx>a/b-2.txt',
    'a/b-2.txt': '<yy>',
  });
});

it('writes one empty file for no records', async () => {
  expect(await parts({ records: 2 }, [])).toEqual({ 'a/b.txt': '<>' });
});
