import { expect, it } from 'vitest';
import { parseCtime } from './ctime.ts';

it('reads the text of ctime as UTC', () => {
  expect(parseCtime('Fri Dec 11 03:25:29 2009')).toBe(Date.UTC(2009, 11, 11, 3, 25, 29));
  expect(parseCtime(' Mon Jul  1 11:40:48 2013 ')).toBe(Date.UTC(2013, 6, 1, 11, 40, 48));
});

it('takes nothing that is no such text or no real day', () => {
  for (const text of [undefined, '', '2013-07-01', 'Mon Jux  1 11:40:48 2013', 'Sat Feb 31 11:40:48 2013']) {
    expect(parseCtime(text)).toBeUndefined();
  }
});
