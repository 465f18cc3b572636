import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, parseEpochSeconds, parseIsoTime } from './time.ts';

const noon = Date.UTC(2026, 1, 3, 12, 30, 15);

describe('ISO times', () => {
  it.each([
    ['2026-02-03T12:30:15Z', noon],
    ['2026-02-03T12:30:15', noon],
    ['2026-02-03 12:30:15', noon],
    ['  2026-02-03T12:30:15Z ', noon],
    ['2026-02-03T14:30:15+02:00', noon],
    ['2026-02-03T14:30:15+0200', noon],
    ['2026-02-03T07:00:15-05:30', noon],
    ['2026-02-03T12:30:15.25Z', noon + 250],
    ['2026-02-03T12:30:15,9999999Z', noon + 999],
    ['2026-02-03T12:30Z', noon - 15_000],
    ['2026-02-03', Date.UTC(2026, 1, 3)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['1970-01-01T00:00:00Z', 0],
  ])('reads %s', (text, time) => {
    expect(parseIsoTime(text)).toBe(time);
  });

  it.each([
    undefined,
    '',
    'never',
    '1990-1sdfZ',
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-02-03T25:00:00Z',
    '2026-02-03T12:61:00Z',
    '2026-02-03T12:30:15+99:00',
    '0001-01-01T00:00:00Z',
    '1969-12-31',
    '2101-01-01',
    '20260203',
    '2026-02-03T12:30:15Z; DROP',
  ])('knows no moment in %s', (text) => {
    expect(parseIsoTime(text)).toBeUndefined();
  });

  it('are read back as they are written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2100, 11, 31) }), (time) => {
        return parseIsoTime(formatTime(time)) === time;
      }),
    );
  });
});

describe('seconds since 1970', () => {
  it('are read from numbers and digits, as whole milliseconds', () => {
    expect(parseEpochSeconds(1_700_000_000)).toBe(1_700_000_000_000);
    expect(parseEpochSeconds(' 1700000000 ')).toBe(1_700_000_000_000);
    expect(parseEpochSeconds('1700000000.1239')).toBe(1_700_000_000_123);
  });

  it.each([undefined, 0, '0', -1, '-1', '', 'x', '1e9', Number.NaN, Number.POSITIVE_INFINITY, 1e12])(
    'mean nothing when they are %s',
    (value) => {
      expect(parseEpochSeconds(value)).toBeUndefined();
    },
  );
});
