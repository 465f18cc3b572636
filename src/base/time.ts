/** A moment, milliseconds since 1970 UTC. */
export type EpochMs = number;

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads an ISO 8601 date or date-time; without a zone it is taken as UTC. Undefined when the text is none or names no
 * real moment (a masked `1990-1sdfZ` is not stored as a date), also outside 1970–2100.
 */
export function parseIsoTime(text: string | undefined): EpochMs | undefined {
  const match = text === undefined ? null : isoPattern.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] = match;
  const offset = zone === 'Z' ? 'Z' : zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const ms = Math.floor(Number(`0.${fraction}`) * 1000);
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  const result = time + ms;
  // Date.parse rolls 02-31 over to March: a day that does not exist is no date.
  if (Number.isNaN(time) || Number(day) > daysInMonth(Number(year), Number(month))) return undefined;
  return plausible(result);
}

/** Seconds since 1970 (as number or digits); undefined when implausible or zero, which tools write for "never". */
export function parseEpochSeconds(value: string | number | undefined): EpochMs | undefined {
  if (value === undefined || (typeof value === 'string' && !/^\d+(\.\d+)?$/.test(value.trim())))
    return undefined;
  const seconds = Number(value);
  return seconds <= 0 ? undefined : plausible(Math.floor(seconds * 1000));
}

export function formatTime(time: EpochMs): string {
  return new Date(time).toISOString();
}

function plausible(time: EpochMs): EpochMs | undefined {
  return time >= 0 && time < Date.UTC(2101, 0, 1) ? time : undefined;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
