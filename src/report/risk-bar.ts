import type { Measured } from '../app/index.ts';
import { markup, type Html } from './html.ts';

const width = 96;
const height = 14;

/** A small bar of a figure with its interval as a whisker; `most` fills the width. Decoration: the figures stand beside it as text. */
export function riskBar({ value, interval: [low, high] }: Measured, most: number): Html | undefined {
  if (most <= 0) return undefined;
  const x = (figure: number): number => {
    const share = Math.min(1, Math.max(0, figure / most));
    return Math.round((1 + share * (width - 2)) * 10) / 10;
  };
  const middle = height / 2;
  return markup`<svg class="bar" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true" focusable="false"><rect class="track" x="0" y="2" width="${width}" height="10"/><rect class="fill" x="0" y="2" width="${x(value)}" height="10"/><path class="whisker" d="M${x(low)} ${middle}H${x(high)}M${x(low)} 3v8M${x(high)} 3v8"/></svg>`;
}
