import { hashText, mix } from './hash.ts';

/** Stable identity of a coin: two 32-bit words, so that a million coins do not collide. */
export interface CoinKeys {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/** Keys of coins from the ids of the things they belong to, for one seed. */
export function coinKeys(ids: readonly string[], seed: number): CoinKeys {
  const keys = { first: new Int32Array(ids.length), second: new Int32Array(ids.length) };
  for (let i = 0; i < ids.length; i++) {
    keys.first[i] = hashText(ids[i]!, mix(seed));
    keys.second[i] = hashText(ids[i]!, mix(seed ^ 0x5bd1e995));
  }
  return keys;
}

/** A probability in units of 2^-32, for `coinWord`. Anything above 0 stays possible. */
export function thresholdOf(probability: number): number {
  return probability <= 0 ? 0 : Math.max(1, Math.min(0xffffffff, Math.round(probability * 4294967296)));
}

/**
 * One coin in 32 worlds, one bit a world. Depends only on the key, the number of the batch and the threshold, and is
 * monotone in the threshold: a world in which the coin succeeds keeps it when the probability grows.
 * Compares 32 random numbers with the threshold bit by bit from the top; about seven hashes suffice for all of them.
 */
export function coinWord(first: number, second: number, batch: number, threshold: number): number {
  let success = 0;
  let open = -1;
  let counter = mix(first ^ Math.imul(batch + 1, 0x9e3779b9));
  const step = second | 1;
  for (let rest = threshold | 0; rest !== 0 && open !== 0; rest <<= 1) {
    counter = (counter + step) | 0;
    const random = mix(counter);
    if (rest < 0) {
      success |= open & ~random;
      open &= random;
    } else open &= ~random;
  }
  return success;
}

/** How many bits of a word are set. */
export function countBits(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
