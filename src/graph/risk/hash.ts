/** Scrambles 32 bits (two rounds of xor-shift and multiply; constants by C. Wellons, "lowbias32" family). */
export function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/** A 32-bit hash of a text that depends on a salt; two salts give two independent hashes. */
export function hashText(text: string, salt: number): number {
  let hash = mix(salt ^ 0x9e3779b9);
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = (hash << 13) | (hash >>> 19);
  }
  return mix(hash ^ text.length);
}
