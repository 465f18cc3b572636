/** 100-ns ticks of one microsecond, millisecond, second, minute, hour and day. */
export const ticks = {
  microsecond: 10n,
  millisecond: 10_000n,
  second: 10_000_000n,
  minute: 600_000_000n,
  hour: 36_000_000_000n,
  day: 864_000_000_000n,
} as const;

/** Ticks from 0001-01-01 to 1970-01-01, both UTC. */
export const unixEpochTicks = 621_355_968_000_000_000n;

/** Ticks of 9999-12-31T23:59:59.9999999Z, the last moment a datetime can hold. */
export const maxDatetimeTicks = 3_155_378_975_999_999_999n;

/** Epoch milliseconds to ticks since 0001-01-01. */
export function ticksFromEpochMs(ms: number): bigint {
  return BigInt(Math.round(ms)) * ticks.millisecond + unixEpochTicks;
}

/** Ticks since 0001-01-01 to epoch milliseconds, rounded down. */
export function epochMsFromTicks(value: bigint): number {
  const since = value - unixEpochTicks;
  return Number(
    since >= 0n ? since / ticks.millisecond : (since - ticks.millisecond + 1n) / ticks.millisecond,
  );
}

/** A datetime as KQL prints it: `2024-05-11T13:45:07.1234567Z`. */
export function datetimeText(value: bigint): string {
  const second = (value - unixEpochTicks) / ticks.second;
  const fraction = (value - unixEpochTicks) % ticks.second;
  const whole = fraction < 0n ? second - 1n : second;
  const rest = fraction < 0n ? fraction + ticks.second : fraction;
  return `${new Date(Number(whole) * 1000).toISOString().slice(0, 19)}.${String(rest).padStart(7, '0')}Z`;
}

/** A timespan as KQL prints it: `[-][d.]hh:mm:ss[.fffffff]`. */
export function timespanText(value: bigint): string {
  const size = value < 0n ? -value : value;
  const two = (part: bigint) => String(part).padStart(2, '0');
  const days = size / ticks.day;
  const fraction = size % ticks.second;
  return [
    value < 0n ? '-' : '',
    days > 0n ? `${String(days)}.` : '',
    `${two((size % ticks.day) / ticks.hour)}:${two((size % ticks.hour) / ticks.minute)}:`,
    two((size % ticks.minute) / ticks.second),
    fraction > 0n ? `.${String(fraction).padStart(7, '0')}` : '',
  ].join('');
}
