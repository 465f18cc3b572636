import { call, literal, ref, type Column, type Scalar } from '../ir/index.ts';
import { convert } from '../lower/convert.ts';
import type { Pattern } from './graph-pattern.ts';

/** What was found of an edge of variable length. */
export interface FoundPath {
  readonly hops: Column;
  /** Numbers of its edges, keys of the nodes between them. */
  readonly edges: Column;
  readonly inner: Column;
}

/** No edge of the graph is used twice: `numbers` of the single edges, `paths` of those of variable length. */
export function distinctEdges(numbers: readonly Column[], paths: readonly FoundPath[]): readonly Scalar[] {
  const one = (number: Scalar) => call('array of one', [convert(number, 'string')], 'dynamic', false);
  return apart(
    numbers.map((column) => ref(column)),
    paths.map(({ edges }) => ref(edges)),
    one,
  );
}

/** No node is used twice; a pattern that comes back to a node by its own names is a cycle. */
export function distinctNodes(
  pattern: Pattern,
  keys: readonly Column[],
  paths: readonly FoundPath[],
): readonly Scalar[] {
  const one = (key: Scalar) => call('array of one', [key], 'dynamic', false);
  const conditions = apart(
    keys.map((column) => ref(column)),
    paths.map(({ inner }) => ref(inner)),
    one,
  );
  return pattern.edges.length >= pattern.nodes.length ? [...conditions, literal('bool', false)] : conditions;
}

/** Single values that differ from each other and are in none of the arrays, which have nothing in common. */
function apart(
  singles: readonly Scalar[],
  arrays: readonly Scalar[],
  arrayOf: (single: Scalar) => Scalar,
): readonly Scalar[] {
  return [
    ...pairs(singles).map(([a, b]) => call('!=', [a, b], 'bool', false)),
    ...singles.flatMap((single) => arrays.map((array) => disjoint(arrayOf(single), array))),
    ...pairs(arrays).map(([a, b]) => disjoint(a, b)),
  ];
}

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((a, index) => all.slice(index + 1).map((b) => [a, b] as const));
}

function disjoint(a: Scalar, b: Scalar): Scalar {
  return call('disjoint', [a, b], 'bool', false);
}
