type Key = readonly (string | number)[];

/**
 * Draws that depend on a seed and a key and on nothing else: any thing of the estate can be made at any time, in any order,
 * and is the same each time, so that nothing has to be remembered.
 */
export class Dice {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = mix(seed >>> 0, 0x9e3779b9);
  }

  /** A whole number from 0 to 2^32 - 1. */
  bits(...key: Key): number {
    let state = this.#seed;
    for (const part of key) {
      if (typeof part === 'number') {
        state = mix(state, part >>> 0);
      } else {
        for (let at = 0; at < part.length; at++) state = mix(state, part.charCodeAt(at));
        state = mix(state, 0x7fffffff);
      }
    }
    return finish(state);
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number, ...key: Key): number {
    return Math.floor((this.bits(...key) / 4294967296) * limit);
  }

  chance(probability: number, ...key: Key): boolean {
    return this.bits(...key) / 4294967296 < probability;
  }

  /** One entry of a list that is not empty. */
  pick<T>(list: readonly T[], ...key: Key): T {
    const entry = list[this.below(list.length, ...key)];
    if (entry === undefined) throw new RangeError('nothing to pick from');
    return entry;
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number, ...key: Key): string {
    let text = '';
    for (let part = 0; text.length < digits; part++)
      text += this.bits(...key, part)
        .toString(16)
        .padStart(8, '0');
    return text.slice(0, digits);
  }

  /** A random (version 4) UUID, lower case. */
  uuid(...key: Key): string {
    const h = this.hex(32, ...key);
    const variant = '89ab'[this.below(4, ...key, 'variant')] ?? '8';
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`;
  }
}

/** One round and the finish of MurmurHash3 (x86, 32 bits), public domain. */
function mix(state: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = state ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(state: number): number {
  let h = state;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
