import { ownValue } from '../base/own-value.ts';
import type { EpochMs } from '../base/time.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const pattern =
  /^([A-Za-z]{3})[a-z]* (\d{1,2}),? (\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AaPp][Mm])?(?: ([A-Za-z]{1,5}))?)?$/;

/** Hours that the zones named in exports are ahead of UTC. Other names are taken as UTC. */
const zones: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  JST: 9,
  AEST: 10,
  AEDT: 11,
};

/**
 * Reads `Feb 9, 2024 10:48:42 UTC` and `Feb 03, 2026 07:00 AM`. A zone that is not named is `offsetMs` ahead of UTC (0 unless
 * given). Undefined when the text is none or names no real moment.
 */
export function parseMonthNameTime(text: string | undefined, offsetMs = 0): EpochMs | undefined {
  const match = text === undefined ? null : pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, name = '', day, year, hour = '0', minute = '0', second = '0', half, zone] = match;
  const month = months.indexOf(name.toLowerCase());
  const isAfternoon = half?.toLowerCase() === 'pm';
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (isAfternoon ? 12 : 0);
  if (month < 0 || hours > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  const time = Date.UTC(Number(year), month, Number(day), hours, Number(minute), Number(second));
  const isReal = new Date(Date.UTC(Number(year), month, Number(day))).getUTCDate() === Number(day);
  const ahead = zone === undefined ? offsetMs : (own(zone.toUpperCase()) ?? 0) * 3_600_000;
  return isReal && time > 0 && Number(year) <= 2100 ? time - ahead : undefined;
}

function own(zone: string): number | undefined {
  return ownValue(zones, zone);
}
