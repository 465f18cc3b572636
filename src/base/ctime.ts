import type { EpochMs } from './time.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const pattern = /^[A-Z][a-z]{2}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d{2}):(\d{2}):(\d{2})\s+(\d{4})$/;

/**
 * Reads the text of C's `ctime`, `Fri Dec 11 03:25:29 2009`. It names no zone and is taken as UTC. Undefined when the
 * text is none or names no real moment.
 */
export function parseCtime(text: string | undefined): EpochMs | undefined {
  const match = text === undefined ? null : pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, name = '', day, hour, minute, second, year] = match;
  const month = months.indexOf(name);
  const time = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  const date = new Date(time);
  const isReal = date.getUTCMonth() === month && date.getUTCDate() === Number(day);
  return isReal && time > 0 && Number(year) <= 2100 ? time : undefined;
}
