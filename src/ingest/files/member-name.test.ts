import { expect, it } from 'vitest';
import { UnreadableFile } from '../../sources/source.ts';
import { refuseName } from './member-name.ts';

const refusal = (name: string): string => {
  try {
    refuseName('a.zip', name);
    return 'taken';
  } catch (error) {
    return error instanceof UnreadableFile ? `${error.fault.code}: ${error.fault.message}` : 'thrown';
  }
};

it.each([
  '../a',
  'a/../b',
  'a/..',
  '..\\a',
  '/etc/passwd',
  '\\\\server\\share',
  'C:\\a',
  'c:a',
  'CON',
  'sub/nul.json',
  'aux.tar.gz',
  'com1/a.json',
  'LPT9',
  'a\0.json',
  'a\nb',
  '\u001b[31m.json',
])('refuses %j', (name) => {
  expect(refusal(name)).toMatch(/^archive-unsafe: a\.zip holds /);
  expect(refusal(name)).not.toMatch(/\p{Cc}/u);
});

it.each([
  'a.json',
  'a..b/c...json',
  './a',
  'console.log',
  'conn.log',
  'sub/auxiliary',
  'com/a',
  'com10',
  'ü ☃.json',
  'ab:c',
])('takes %j', (name) => {
  expect(refusal(name)).toBe('taken');
});
