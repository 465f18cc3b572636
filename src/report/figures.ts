import * as plain from '../base/figures.ts';
import type { Measured } from '../app/index.ts';

const noBreak = '\u00a0';

/** 12 345: groups of three held together. */
export function grouped(value: number): string {
  return held(plain.grouped(value));
}

/** A figure with as many digits as a reader can use: three significant ones, no exponent. */
export function short(value: number): string {
  return held(plain.short(value));
}

/** A share (0..1) as percent. */
export function percent(share: number): string {
  return held(plain.percent(share));
}

/** A share (0..1) as percent with one decimal, for figures beside a narrow interval. */
export function finePercent(share: number): string {
  const value = share * 100;
  return value < 10 ? percent(share) : `${value.toFixed(1).replace(/\.0$/, '')}${noBreak}%`;
}

/** Hours of work. */
export function hours(value: number): string {
  return `${short(value).replace(/\.0+$|(\.\d)0$/, '$1')}${noBreak}h`;
}

/** The 99 % interval of a figure, written by `write`. */
export function interval({ interval: [low, high] }: Measured, write: (value: number) => string): string {
  return `${write(low)} to ${write(high)}`;
}

/** 3 devices, 1 device. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(n)} ${n === 1 ? noun : plural}`;
}

/** Milliseconds since 1970 as minutes in UTC. */
export function minute(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Milliseconds since 1970 as a day in UTC. */
export function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A size as people write it. */
export function bytes(size: number): string {
  if (size < 1024) return `${size}${noBreak}B`;
  if (size < 1024 * 1024) return `${short(size / 1024)}${noBreak}kB`;
  return `${short(size / 1024 / 1024)}${noBreak}MB`;
}

/** A line break must not tear a figure apart. */
function held(text: string): string {
  return text.replaceAll(' ', noBreak);
}
