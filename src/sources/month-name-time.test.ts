import { expect, it } from 'vitest';
import { parseMonthNameTime } from './month-name-time.ts';

it('reads month names, halves of the day and zones', () => {
  expect(parseMonthNameTime('Feb 9, 2024 10:48:42 UTC')).toBe(Date.UTC(2024, 1, 9, 10, 48, 42));
  expect(parseMonthNameTime('Jan 5, 2021 10:24:08 MST')).toBe(Date.UTC(2021, 0, 5, 17, 24, 8));
  expect(parseMonthNameTime('Feb 03, 2026 07:00 PM')).toBe(Date.UTC(2026, 1, 3, 19));
  expect(parseMonthNameTime('Feb 03, 2026 12:05 AM', -5 * 3_600_000)).toBe(Date.UTC(2026, 1, 3, 5, 5));
});

it('takes nothing else for a time', () => {
  for (const text of [undefined, '', 'N/A', 'Feb 31, 2024', 'Xyz 1, 2024', 'Feb 1, 2024 25:00', '02/03/2024'])
    expect(parseMonthNameTime(text)).toBeUndefined();
});
