import { unixEpochTicks, ticks } from '../../ticks.ts';

/** Windows of a timeline: where the window of a moment starts, and the start of the next one. */
export interface Windows {
  readonly of: (time: bigint) => bigint;
  readonly next: (start: bigint) => bigint;
}

/** Rounded down. */
function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** Windows of one length, of which one starts at `origin`. */
export function evenWindows(origin: bigint, step: bigint): Windows {
  return {
    of: (time) => origin + floorDivide(time - origin, step) * step,
    next: (start) => start + step,
  };
}

/** Weeks from Sunday, months or years, of datetimes. */
export function calendarWindows(unit: 'week' | 'month' | 'year'): Windows {
  const perDay = ticks.day;
  const fromUtc = (year: number, month: number, day = 1) =>
    BigInt(new Date(Date.UTC(2000, 0, 1)).setUTCFullYear(year, month, day)) * ticks.millisecond +
    unixEpochTicks;
  const dateOf = (time: bigint) => new Date(Number((time - unixEpochTicks) / ticks.millisecond));
  if (unit === 'week') {
    // 0001-01-01 was a Monday.
    return evenWindows(-perDay, 7n * perDay);
  }
  if (unit === 'month')
    return {
      of: (time) => fromUtc(dateOf(time).getUTCFullYear(), dateOf(time).getUTCMonth()),
      next: (start) => fromUtc(dateOf(start).getUTCFullYear(), dateOf(start).getUTCMonth() + 1),
    };
  return {
    of: (time) => fromUtc(dateOf(time).getUTCFullYear(), 0),
    next: (start) => fromUtc(dateOf(start).getUTCFullYear() + 1, 0),
  };
}
