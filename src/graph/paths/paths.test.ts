import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sketchGraph, smallGraphs } from '../risk/conformance/small-graph.ts';
import type { RiskGraph } from '../risk/index.ts';
import { probabilityOf } from './attack-path.ts';
import { bestPaths, chokePoints, PathsThrough } from './index.ts';

/** Probability of the best simple path to a node, by trying all of them. */
function naiveBest(graph: RiskGraph, goal: number): number {
  let best = 0;
  const walk = (node: number, edges: readonly number[], visited: ReadonlySet<number>): void => {
    if (node === goal) best = Math.max(best, probabilityOf(graph, edges));
    graph.from.forEach((from, edge) => {
      const to = graph.to[edge]!;
      if (from === node && !visited.has(to)) walk(to, [...edges, edge], new Set([...visited, to]));
    });
  };
  walk(graph.attacker, [], new Set([graph.attacker]));
  return best;
}

test('the best path is the best of all paths, with shared factors counted once', () => {
  fc.assert(
    fc.property(smallGraphs, (some) => {
      const graph = { ...some, and: new Uint8Array(some.nodeIds.length) };
      bestPaths(graph).forEach((path, i) => {
        const expected = naiveBest(graph, graph.targets[i]!.node);
        expect(path === null ? 0 : path.p).toBeCloseTo(expected, 12);
        if (path !== null) expect(probabilityOf(graph, path.edges)).toBeCloseTo(path.p, 12);
      });
    }),
    { numRuns: 200, seed: 9 },
  );
});

test('a longer way that has paid for a factor can beat a shorter one', () => {
  const graph = sketchGraph({
    edges: [
      { from: 'x', to: 'a', p: 0.5 },
      { from: 'x', to: 'b', p: 0.8, factors: ['f'] },
      { from: 'b', to: 'a', p: 0.9 },
      { from: 'a', to: 't', p: 1, factors: ['f'] },
    ],
    factors: { f: 0.5 },
    targets: { t: 1 },
  });
  const path = bestPaths(graph)[0]!;
  expect(path.edges).toEqual([1, 2, 3]);
  expect(path.p).toBeCloseTo(0.36, 12);
});

test('graphs with AND nodes have no best path; explanations say that more is needed', () => {
  const graph = sketchGraph({
    edges: [
      { from: 'x', to: 'a', p: 0.5 },
      { from: 'x', to: 'b', p: 0.5 },
      { from: 'a', to: 'both', p: 1 },
      { from: 'b', to: 'both', p: 1 },
      { from: 'both', to: 't', p: 1 },
    ],
    and: ['both'],
    targets: { t: 1 },
    actions: { fix: { 0: 0 } },
  });
  expect(bestPaths(graph)).toEqual([null]);
  expect(new PathsThrough(graph).bestPathThrough(0)).toMatchObject({ edges: [0, 2, 4], needsMore: true });
});

test('finds the likeliest paths an action breaks, also over its factors', () => {
  const graph = sketchGraph({
    edges: [
      { from: 'x', to: 'a', p: 0.5 },
      { from: 'x', to: 'b', p: 0.2 },
      { from: 'a', to: 't', p: 0.5, factors: ['f'] },
      { from: 'b', to: 't', p: 1, factors: ['f'] },
      { from: 'a', to: 'aside', p: 1 },
    ],
    factors: { f: 0.5 },
    targets: { t: 1 },
    actions: { 'turn off f': { f: 0 }, 'close b': { 1: 0 }, 'close aside': { 4: 0 } },
  });
  const through = new PathsThrough(graph);
  expect(through.bestPathsThrough(0, 3).map((path) => [path.edges, path.p])).toEqual([
    [[0, 2], 0.125],
    [[1, 3], 0.1],
  ]);
  expect(through.bestPathThrough(1)!.edges).toEqual([1, 3]);
  expect(through.bestPathThrough(2)).toBeUndefined();
});

test('choke points are the nodes that carry most, without the targets themselves', () => {
  const graph = sketchGraph({
    edges: [
      { from: 'x', to: 'a', p: 1 },
      { from: 'a', to: 't', p: 1 },
    ],
    targets: { t: 1 },
  });
  const value = Float64Array.from([NaN, 1, 1]);
  expect(
    chokePoints(graph, { value, low: value, high: value }, 5).map((point) => graph.nodeIds[point.node]),
  ).toEqual(['a']);
});
