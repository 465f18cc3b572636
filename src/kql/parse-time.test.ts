import { describe, expect, it } from 'vitest';
import { parseDatetime, parseTimespan } from './parse-time.ts';
import { datetimeText, timespanText } from './ticks.ts';

const moment = (text: string) => {
  const value = parseDatetime(text);
  return value === null ? null : datetimeText(value);
};
const span = (text: string) => {
  const value = parseTimespan(text);
  return value === null ? null : timespanText(value);
};

describe('parseDatetime', () => {
  it.each([
    ['2014-05-25T08:20:03.123456Z', '2014-05-25T08:20:03.1234560Z'],
    ['2024-01-01T00:00:00.123456789Z', '2024-01-01T00:00:00.1234567Z'],
    ['2014-11-08 15:55', '2014-11-08T15:55:00.0000000Z'],
    ['2014-11-08 15:05 GMT', '2014-11-08T15:05:00.0000000Z'],
    ['2014-11-08', '2014-11-08T00:00:00.0000000Z'],
    ['2024', '2024-01-01T00:00:00.0000000Z'],
    ['2022-12-02T13:45:56+02:00', '2022-12-02T11:45:56.0000000Z'],
    ['2024-01-01T10:11:12-0530', '2024-01-01T15:41:12.0000000Z'],
    ['Sat, 8 Nov 14 15:05:02 GMT', '2014-11-08T15:05:02.0000000Z'],
    ['8 Nov 14 15:05', '2014-11-08T15:05:00.0000000Z'],
    ['Saturday, 08-Nov-14 15:05:02 GMT', '2014-11-08T15:05:02.0000000Z'],
    ['5/25/2022 10:10:10 PM', '2022-05-25T22:10:10.0000000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.0000000Z'],
    ['9999-12-31 23:59:59.9999999', '9999-12-31T23:59:59.9999999Z'],
  ])('reads %s', (text, expected) => expect(moment(text)).toBe(expected));

  it.each([
    '',
    'x',
    '2024-02-30',
    '2024-13-01',
    '2024-01-01 24:00',
    '13:00',
    '0000-01-01',
    '0001-01-01T00:00+01:00',
  ])('knows that "%s" is no moment', (text) => expect(moment(text)).toBeNull());
});

describe('parseTimespan', () => {
  it.each([
    ['1d', '1.00:00:00'],
    ['1.5h', '01:30:00'],
    ['15 seconds', '00:00:15'],
    ['2micros', '00:00:00.0000020'],
    ['1tick', '00:00:00.0000001'],
    ['250nanoseconds', '00:00:00.0000002'],
    ['2', '2.00:00:00'],
    ['-1.02:03:04', '-1.02:03:04'],
    ['12:23:45.6789', '12:23:45.6789000'],
    ['00:10', '00:10:00'],
    ['1:02:03', '01:02:03'],
    ['1:02:03:04', '1.02:03:04'],
  ])('reads %s', (text, expected) => expect(span(text)).toBe(expected));

  it.each(['', 'x', '25:00:00', '00:60', '1w', '1.5', '99999999999d'])(
    'knows that "%s" is no length of time',
    (text) => expect(span(text)).toBeNull(),
  );
});
