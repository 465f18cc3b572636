import { epochMsFromTicks, maxDatetimeTicks, ticks } from '../../ticks.ts';

const formatters = new Map<string, Intl.DateTimeFormat | null>();

/** The calendar of a zone, or null when there is no such zone. */
function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const found = formatters.get(zone);
  if (found !== undefined) return found;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
  } catch {
    // Not a zone.
  }
  if (formatters.size > 1000) formatters.clear();
  formatters.set(zone, made);
  return made;
}

const quarterHour = 900_000;
const offsets = new Map<string, bigint>();

/** How far a zone's clock is ahead of UTC at a moment, in ticks; zones change at whole quarters of an hour. */
function offsetAt(zone: string, format: Intl.DateTimeFormat, moment: bigint): bigint {
  const start = Math.floor(epochMsFromTicks(moment) / quarterHour) * quarterHour;
  const key = `${zone} ${String(start)}`;
  const found = offsets.get(key);
  if (found !== undefined) return found;
  const fields: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(start)) fields[type] = value;
  const field = (name: string) => Number(fields[name]);
  const date = new Date(0);
  date.setUTCFullYear(
    fields['era'] === 'BC' ? 1 - field('year') : field('year'),
    field('month') - 1,
    field('day'),
  );
  date.setUTCHours(field('hour'), field('minute'), field('second'));
  const offset = BigInt(date.getTime() - start) * ticks.millisecond;
  if (offsets.size > 100_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

const inRange = (value: bigint): bigint | null => (value < 0n || value > maxDatetimeTicks ? null : value);

/** A UTC moment as a zone's clock shows it (ticks); null for an unknown zone. */
export function utcToLocal(moment: bigint | null, zone: string): bigint | null {
  const format = formatterOf(zone);
  return moment === null || format === null ? null : inRange(moment + offsetAt(zone, format, moment));
}

/**
 * What a zone's clock shows as UTC (ticks); null for an unknown zone. A time that the clock skips is read with the offset
 * after the skip, one that it shows twice is the later of both.
 */
export function localToUtc(local: bigint | null, zone: string): bigint | null {
  const format = formatterOf(zone);
  if (local === null || format === null) return null;
  const first = local - offsetAt(zone, format, local);
  const offset = offsetAt(zone, format, first);
  const second = local - offset;
  return inRange(offsetAt(zone, format, second) === offset ? second : first);
}

/** Names of all zones. */
export function timeZones(): readonly string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort();
}
