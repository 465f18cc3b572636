import { mix } from './hash.ts';

/**
 * One coin in all worlds of a block, stratified: it succeeds in exactly its share of the worlds (rounded up or down at
 * random, so that the mean is right), at random places. Shared factors dominate the variance of risk; fixing their
 * share in every block takes most of it away (Latin hypercube sampling; Stein 1987, Owen 1997).
 * Writes one word per batch of 32 worlds to `words[at], words[at + 1], ...`. Monotone in the probability.
 */
export function latinWords(
  first: number,
  second: number,
  block: number,
  probability: number,
  words: Int32Array,
  at: number,
  batches: number,
): void {
  const worlds = batches * 32;
  let counter = mix(first ^ Math.imul(block + 1, 0x9e3779b9));
  const step = second | 1;
  const draw = (): number => {
    counter = (counter + step) | 0;
    return (mix(counter) >>> 0) / 4294967296;
  };
  const successes = Math.min(worlds, Math.floor(probability * worlds + draw()));
  words.fill(0, at, at + batches);
  const order = new Uint32Array(worlds);
  for (let world = 0; world < worlds; world++) order[world] = world;
  // The places of the first k successes are the same whatever k is: that makes it monotone.
  for (let i = 0; i < successes; i++) {
    const other = i + Math.floor(draw() * (worlds - i));
    const world = order[other]!;
    order[other] = order[i]!;
    words[at + (world >>> 5)]! |= 1 << (world & 31);
  }
}
