import type { Figure, Interval } from './figure.ts';
import { gammaQuantile, student995 } from './quantiles.ts';

/** What is known about a quantity x (one value a world) after drawing worlds in independent blocks. */
export interface Sample {
  readonly worlds: number;
  readonly blocks: number;
  /** Sum of x over the worlds, and of x squared. */
  readonly sum: number;
  readonly squares: number;
  /** Sum over the blocks of (sum of x in the block) squared. */
  readonly blockSquares: number;
  /** x lies between these in every world. */
  readonly least: number;
  readonly most: number;
  /** What one world not yet seen may add at most; for a chance this is 1. */
  readonly weight: number;
}

/** Below this many worlds' worth of evidence the distribution of a mean is too skewed for Student's t. */
const enoughEvidence = 50;

/** -ln(0.005): with nothing seen in n worlds, more than this many in n are excluded at 99 % (two-sided). */
const nothingSeen = 5.298317366548;

/**
 * The mean of x with a 99 % interval. Enough evidence on both sides: Student's t over the block means. Else bounds
 * for a weighted sum of rare events, counted from the nearer end: Fay and Feuer, Statistics in Medicine 16 (1997),
 * exact Poisson bounds where all weights are equal; nothing seen is a bound, not +-0.
 */
export function estimate(sample: Sample): Figure {
  const { worlds, least, most } = sample;
  const value = Math.min(most, Math.max(least, sample.sum / worlds));
  if (most <= least) return { value: least, interval: [least, least] };
  const up = from(sample, least);
  const down = from(sample, most);
  const clip = (low: number, high: number): Interval => [
    Math.max(least, Math.min(low, value)),
    Math.min(most, Math.max(high, value)),
  ];
  if (evidence(up) >= enoughEvidence && evidence(down) >= enoughEvidence) {
    const half = spreadOfMean(sample);
    return { value, interval: clip(value - half, value + half) };
  }
  // The side with less to go by is the one where the events are rare.
  if (evidence(up) <= evidence(down)) {
    const [low, high] = rareBounds(up, sample.weight);
    return { value, interval: clip(least + low / worlds, least + high / worlds) };
  }
  const [low, high] = rareBounds(down, sample.weight);
  return { value, interval: clip(most - high / worlds, most - low / worlds) };
}

interface Distance {
  readonly sum: number;
  readonly squares: number;
}

/** Sum and sum of squares of the distance of x from one end. */
function from(sample: Sample, end: number): Distance {
  const { worlds, sum, squares } = sample;
  return {
    sum: Math.max(0, Math.abs(sum - worlds * end)),
    squares: Math.max(0, squares - 2 * end * sum + worlds * end * end),
  };
}

/** How many equal events would be as good a basis as the ones seen. */
function evidence(distance: Distance): number {
  return distance.squares > 0 ? distance.sum ** 2 / distance.squares : 0;
}

function spreadOfMean(sample: Sample): number {
  const { blocks, worlds } = sample;
  const mean = sample.sum / blocks;
  const variance = Math.max(0, sample.blockSquares / blocks - mean ** 2) * (blocks / (blocks - 1));
  const half = (student995(blocks - 1) * Math.sqrt(variance / blocks) * blocks) / worlds;
  // Stratified coins can make all blocks agree by rounding; events too rare to show still may exist.
  return Math.max(half, (nothingSeen * Math.sqrt(sample.squares / worlds)) / worlds);
}

function rareBounds(distance: Distance, weight: number): Interval {
  const { sum, squares } = distance;
  if (sum <= 0) return [0, nothingSeen * weight];
  const low = (squares / sum) * gammaQuantile((sum * sum) / squares, 0.005);
  const widerSum = sum + weight;
  const widerSquares = squares + weight * weight;
  const high = (widerSquares / widerSum) * gammaQuantile((widerSum * widerSum) / widerSquares, 0.995);
  return [low, high];
}
