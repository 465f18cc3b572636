import fc from 'fast-check';
import { expect, test } from 'vitest';
import { naiveProbabilities } from './conformance/naive.ts';
import { sketchGraph, smallGraphs } from './conformance/small-graph.ts';
import { ExactSolver, oddsAfter, oddsOf, oddsWithout } from './exact.ts';

test('agrees with a naive enumeration of all coins on random graphs', () => {
  fc.assert(
    fc.property(smallGraphs, (graph) => {
      const expected = naiveProbabilities(graph, graph.p, graph.factorQ);
      const question = new ExactSolver(graph, 20).under(oddsOf(graph));
      graph.nodeIds.forEach((_, node) => {
        expect(question.fall(node)).toBeCloseTo(expected[node]!, 10);
      });
    }),
    { numRuns: 60, seed: 1 },
  );
});

test('agrees with a naive enumeration after actions, whose residuals multiply', () => {
  fc.assert(
    fc.property(smallGraphs, (graph) => {
      const odds = oddsAfter(graph, graph.actions);
      const expected = naiveProbabilities(graph, odds.p, odds.q);
      const risk = graph.targets.reduce((sum, { node, value }) => sum + value * expected[node]!, 0);
      expect(new ExactSolver(graph, 20).risk(odds)).toBeCloseTo(risk, 9);
    }),
    { numRuns: 40, seed: 2 },
  );
});

test('never finds more risk after an edge is taken away', () => {
  fc.assert(
    fc.property(smallGraphs, fc.nat(10), (graph, edge) => {
      const solver = new ExactSolver(graph, 20);
      const before = solver.risk(oddsOf(graph))!;
      expect(solver.risk(oddsWithout(graph, [edge % graph.edgeIds.length]))!).toBeLessThanOrEqual(
        before + 1e-12,
      );
    }),
    { numRuns: 60, seed: 3 },
  );
});

test('does not count certain edges, edges that cannot matter, or parallel edges as coins', () => {
  const graph = sketchGraph({
    edges: [
      { from: 'x', to: 'a', p: 1 },
      { from: 'x', to: 't', p: 0.5 },
      { from: 'a', to: 't', p: 0.5 },
      { from: 't', to: 'b', p: 0.5 },
      { from: 'b', to: 'a', p: 0.5 },
    ],
    targets: { t: 1 },
  });
  expect(new ExactSolver(graph, 1).risk(oddsOf(graph))).toBeCloseTo(0.75, 12);
});

test('has no answer when more coins matter than allowed', () => {
  const graph = sketchGraph({
    edges: [
      { from: 'x', to: 'a', p: 0.5 },
      { from: 'a', to: 't', p: 0.5 },
    ],
    targets: { t: 1 },
  });
  expect(new ExactSolver(graph, 1).risk(oddsOf(graph))).toBeUndefined();
});
