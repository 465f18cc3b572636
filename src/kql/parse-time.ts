import { maxDatetimeTicks, ticks, unixEpochTicks } from './ticks.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const month =
  '(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const weekday = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\\s+)?';
const clock =
  '(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,12}))?)?(?:\\s*(?<half>[ap]m))?';
const zone = '(?:\\s*(?<zone>z|gmt|utc|[+-]\\d{2}(?::?\\d{2})?))?';

/** Between the numbers of a date: one sign, with blanks around it or not. */
const mark = '\\s*[-/,]\\s*';

/**
 * The accepted shapes: ISO 8601 and its blank-separated form, also with other marks; month, day and year as numbers; RFC 822
 * and RFC 850; month name first.
 */
const shapes = [
  `(?<year>\\d{4})(?:-(?<month>\\d{1,2})(?:-(?<day>\\d{1,2})(?:(?:t|\\s+)${clock}${zone}|\\s*(?<zone2>z))?)?)?`,
  `(?<year>\\d{4})${mark}(?<month>\\d{1,2})${mark}(?<day>\\d{1,2})(?:\\s+${clock}${zone})?`,
  `(?<month>\\d{1,2})${mark}(?<day>\\d{1,2})${mark}(?<year>\\d{4})(?:\\s+${clock}${zone})?`,
  `${weekday}(?<day>\\d{1,2})[\\s-]${month}[\\s-](?<year>\\d{4}|\\d{2})(?:\\s+${clock}${zone})?`,
  `${weekday}${month}\\s+(?<day>\\d{1,2}),?\\s+(?<year>\\d{4})(?:\\s+${clock}${zone})?`,
].map((shape) => new RegExp(`^${shape}$`, 'iu'));

/**
 * A moment as KQL's `todatetime` and `datetime(…)` read it: 100-ns ticks since 0001-01-01 UTC, null when the text is no
 * moment. Without a zone it is UTC; digits below 100 ns are cut off; two-digit years are 1950–2049.
 */
export function parseDatetime(text: string): bigint | null {
  const trimmed = text.trim();
  for (const shape of shapes) {
    const groups = shape.exec(trimmed)?.groups;
    if (groups !== undefined) return moment(groups);
  }
  return null;
}

function moment(groups: Readonly<Record<string, string | undefined>>): bigint | null {
  const field = (name: string, absent: number) => {
    const text = groups[name];
    return text === undefined ? absent : Number(text);
  };
  const year = fullYear(groups['year'] ?? '');
  const named = groups['name'];
  const monthOfYear =
    named === undefined ? field('month', 1) : months.indexOf(named.slice(0, 3).toLowerCase()) + 1;
  const [day, minute, second] = [field('day', 1), field('minute', 0), field('second', 0)];
  const hour = hourOfDay(field('hour', 0), groups['half']?.toLowerCase());
  if (hour === null || minute > 59 || second > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, monthOfYear - 1, day);
  date.setUTCHours(hour, minute, second);
  if (year < 1 || date.getUTCMonth() !== monthOfYear - 1 || date.getUTCDate() !== day) return null;
  const offset = zoneTicks(groups['zone']);
  if (offset === null) return null;
  const value =
    BigInt(date.getTime()) * ticks.millisecond + unixEpochTicks + fractionTicks(groups['fraction']) - offset;
  return value < 0n || value > maxDatetimeTicks ? null : value;
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function hourOfDay(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour > 23 ? null : hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}

function zoneTicks(text: string | undefined): bigint | null {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text ?? '');
  if (match === null) return 0n;
  const [, sign, hours = '0', minutes = '0'] = match;
  if (Number(hours) > 14 || Number(minutes) > 59) return null;
  const size = BigInt(hours) * ticks.hour + BigInt(minutes) * ticks.minute;
  return sign === '-' ? -size : size;
}

function fractionTicks(digits = ''): bigint {
  return BigInt(digits.slice(0, 7).padEnd(7, '0'));
}

const units: readonly (readonly [names: RegExp, nanoseconds: bigint])[] = [
  [/^(d|days?)$/, ticks.day * 100n],
  [/^(h|hrs?|hours?)$/, ticks.hour * 100n],
  [/^(m|mins?|minutes?)$/, ticks.minute * 100n],
  [/^(s|secs?|seconds?)$/, ticks.second * 100n],
  [/^(ms|millis?|milliseconds?)$/, ticks.millisecond * 100n],
  [/^(micros?|microseconds?)$/, ticks.microsecond * 100n],
  [/^ticks?$/, 100n],
  [/^(nanos?|nanoseconds?)$/, 1n],
];

/** The greatest timespan, about 10,675,199 days. */
const maxTicks = 2n ** 63n - 1n;

/**
 * A length of time as KQL's `totimespan` and `timespan(…)` read it, in 100-ns ticks: a number with a unit (`1.5h`,
 * `15 seconds`), a number of days (`2`), or `[-][d.]hh:mm[:ss[.fffffff]]`. Null when the text is none of these.
 */
export function parseTimespan(text: string): bigint | null {
  const trimmed = text.trim().toLowerCase();
  const size = trimmed.startsWith('-') ? trimmed.slice(1).trimStart() : trimmed;
  const value = amount(size) ?? clockSpan(size);
  if (value === null || value > maxTicks) return null;
  return size === trimmed ? value : -value;
}

function amount(text: string): bigint | null {
  const match = /^(\d+)(?:\.(\d*))?\s*([a-z]+)?$/.exec(text);
  if (match === null) return null;
  const [, whole = '0', fraction = '', unit] = match;
  // A bare number is whole days; with a point it would be read as days and hours.
  if (unit === undefined) return text.includes('.') ? null : BigInt(whole) * ticks.day;
  const nanoseconds = units.find(([names]) => names.test(unit))?.[1];
  if (nanoseconds === undefined) return null;
  return (BigInt(whole + fraction) * nanoseconds) / 10n ** BigInt(fraction.length) / 100n;
}

function clockSpan(text: string): bigint | null {
  const match = /^(?:(\d+)[.:])?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,12}))?)?$/.exec(text);
  if (match === null) return null;
  const [, before, first = '0', second = '0', third, fraction] = match;
  // `1:02:03` is hours, minutes and seconds; days stand before a point or as the first of four parts.
  const colon = before !== undefined && text[before.length] === ':';
  const [days, hours, minutes, seconds] =
    colon && third === undefined
      ? ['0', before, first, second]
      : [before ?? '0', first, second, third ?? '0'];
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  return (
    BigInt(days) * ticks.day +
    BigInt(hours) * ticks.hour +
    BigInt(minutes) * ticks.minute +
    BigInt(seconds) * ticks.second +
    fractionTicks(fraction)
  );
}
