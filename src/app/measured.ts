import type { Figure } from '../graph/risk/index.ts';
import type { Measured } from './assessment.ts';

/** A figure with as many digits as make sense: six significant ones, so that equal runs print equal text. */
export function measured(figure: Figure): Measured {
  return { value: digits(figure.value), interval: [digits(figure.interval[0]), digits(figure.interval[1])] };
}

/** The figure as a share of a whole; 0 of nothing is 0. */
export function share(figure: Figure, whole: number): Measured {
  if (whole <= 0) return { value: 0, interval: [0, 0] };
  return measured({
    value: figure.value / whole,
    interval: [figure.interval[0] / whole, figure.interval[1] / whole],
  });
}

export function digits(value: number): number {
  return Number(value.toPrecision(6));
}
