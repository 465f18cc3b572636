import { datetimeText, timespanText } from '../../ticks.ts';
import { isBag } from './json-path.ts';

/** All values with their weights; ticks are texts, since a number cannot hold them. */
export interface Digest {
  readonly kind: string;
  readonly pairs: readonly { readonly key: number | string; readonly value: number }[];
}

/** Whether a dynamic value is a digest that an aggregate made. */
export function isDigest(value: unknown): value is Digest {
  return isBag(value) && typeof value['kind'] === 'string' && Array.isArray(value['pairs']);
}

function byKey(digest: Digest): Digest['pairs'] {
  return [...digest.pairs].sort((a, b) => {
    if (typeof a.key === 'number' && typeof b.key === 'number') return a.key - b.key;
    const [left, right] = [ticksOf(a.key), ticksOf(b.key)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/** Infinities and such come as texts too. */
function ticksOf(key: number | string): bigint | number {
  return typeof key === 'string' && /^-?\d+$/.test(key) ? BigInt(key) : Number(key);
}

/** The weight of all values together. */
export function totalWeight(digest: Digest): number {
  return digest.pairs.reduce((sum, pair) => sum + pair.value, 0);
}

/** The smallest value at or below which the percentage of the weight lies. */
export function percentileOf(digest: unknown, percentage: unknown): unknown {
  if (!isDigest(digest) || typeof percentage !== 'number') return null;
  const wanted = (totalWeight(digest) * percentage) / 100;
  let sum = 0;
  for (const { key, value } of byKey(digest)) {
    sum += value;
    if (sum >= wanted && value > 0) return shown(digest.kind, key);
  }
  return null;
}

function shown(kind: string, key: number | string): unknown {
  if (kind === 'datetime') return datetimeText(BigInt(key));
  return kind === 'timespan' ? timespanText(BigInt(key)) : key;
}

/** Weight of the values that are not greater. */
export function rankOf(digest: Digest, value: number): number {
  return digest.pairs.reduce((sum, pair) => (Number(pair.key) <= value ? sum + pair.value : sum), 0);
}

/** One digest of several; what is none is left out. */
export function mergedDigests(values: unknown): Digest | null {
  const digests = Array.isArray(values) ? values.filter(isDigest) : [];
  const kind = digests[0]?.kind;
  if (kind === undefined) return null;
  const weights = new Map<number | string, number>();
  for (const digest of digests)
    for (const { key, value } of digest.pairs) weights.set(key, (weights.get(key) ?? 0) + value);
  return { kind, pairs: [...weights].map(([key, value]) => ({ key, value })) };
}

/** The nearest rank in values that are sorted already, each with its weight; the empty text over nothing. */
export function weightedRank(values: unknown, percentage: number | null): string {
  if (!Array.isArray(values) || percentage === null) return '';
  const pairs = values as readonly { readonly v: string; readonly w: number | null }[];
  const weightOf = (pair: { readonly w: number | null }) => Math.max(pair.w ?? 0, 0);
  const wanted = (pairs.reduce((sum, pair) => sum + weightOf(pair), 0) * percentage) / 100;
  let sum = 0;
  for (const pair of pairs) {
    sum += weightOf(pair);
    if (weightOf(pair) > 0 && sum >= wanted) return pair.v;
  }
  return '';
}
