/**
 * The value that a table of our own has for a key that somebody else chose; undefined for all others. Reading it by brackets
 * would find what every object inherits: `constructor` is in all of them.
 */
export function ownValue<T>(table: Readonly<Record<string, T>>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
