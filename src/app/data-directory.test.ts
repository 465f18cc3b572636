import { expect, it } from 'vitest';
import { dataDirectory } from './data-directory.ts';

it.each([
  ['/d', { FIXFIRST_DATA: '/e' }, 'linux', '/d'],
  [undefined, { FIXFIRST_DATA: '/e', XDG_DATA_HOME: '/x' }, 'linux', '/e'],
  [undefined, { FIXFIRST_DATA: '', XDG_DATA_HOME: '/x' }, 'linux', '/x/fixfirst'],
  [undefined, { XDG_DATA_HOME: 'relative' }, 'freebsd', '/home/a/.local/share/fixfirst'],
  [undefined, { XDG_DATA_HOME: '/x' }, 'darwin', '/home/a/Library/Application Support/fixfirst'],
  [undefined, { LOCALAPPDATA: 'C:\\L' }, 'win32', 'C:\\L\\fixfirst'],
])('%s with %j on %s is %s', (given, env, platform, expected) => {
  expect(dataDirectory({ given, env, platform, home: '/home/a' })).toBe(expected);
});
