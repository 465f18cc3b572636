import { datetimeText, timespanText } from './ticks.ts';
import type { KqlType, KqlValue } from './types.ts';

/** A value as KQL's `tostring` writes it; null is the empty text. */
export function valueText(type: KqlType, value: KqlValue): string {
  if (value === null) return '';
  if (typeof value === 'bigint' && type === 'datetime') return datetimeText(value);
  if (typeof value === 'bigint' && type === 'timespan') return timespanText(value);
  return String(value);
}

/**
 * A value as JSON holds it: datetimes and timespans as KQL's text, `long` as a number while a double can hold it, else as
 * text, NaN and infinities as text, `dynamic` as the value itself.
 */
export function valueJson(type: KqlType, value: KqlValue): unknown {
  if (value === null) return null;
  if (type === 'dynamic') return JSON.parse(value as string) as unknown;
  if (typeof value === 'number') return Number.isFinite(value) ? value : realText(value);
  if (typeof value === 'bigint' && type === 'long')
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return typeof value === 'bigint' ? valueText(type, value) : value;
}

function realText(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}
