import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sketchGraph, smallGraphs, type Sketch } from '../risk/conformance/small-graph.ts';
import { ExactSolver, oddsAfter, type RiskGraph } from '../risk/index.ts';
import { planAll, planBudgets } from './index.ts';
import { searchChoice } from './local-search.ts';

/** A target behind parallel doors, each closed by its own action, and a small target aside. */
function parallelDoors(count: number): RiskGraph {
  const names = Array.from({ length: count }, (_, i) => `door${i}`);
  const sketch: Sketch = {
    edges: [
      { from: 'x', to: 'aside', p: 0.05 },
      ...names.flatMap((name) => [
        { from: 'x', to: name, p: 1 },
        { from: name, to: 'crown', p: 1 },
      ]),
    ],
    targets: { crown: 100, aside: 40 },
    actions: {
      patch: { 0: 0 },
      ...Object.fromEntries(names.map((name, i) => [`close ${name}`, { [String(2 + 2 * i)]: 0 }])),
    },
  };
  return sketchGraph(sketch);
}

test.each([2, 3, 4])('finds that %i parallel doors are worth closing only together', async (count) => {
  const plan = await planAll(parallelDoors(count), { samples: 1024, seed: 1 });
  expect(plan.steps.map((step) => step.actions)).toEqual([
    Array.from({ length: count }, (_, i) => i + 1),
    [0],
  ]);
  expect(plan.steps[0]!.removed.value).toBeCloseTo(100, 6);
  expect(plan.steps.at(-1)!.riskAfter.value).toBe(0);
});

test('lists the parts of a bundle one by one where each removes something in its place', async () => {
  // Two doors, of which each alone holds the target up in some worlds only.
  const graph = sketchGraph({
    edges: [
      { from: 'x', to: 'a', p: 0.6 },
      { from: 'x', to: 'b', p: 0.6 },
      { from: 'a', to: 'crown', p: 0.9 },
      { from: 'b', to: 'crown', p: 0.9 },
    ],
    targets: { crown: 100 },
    actions: { one: { 2: 0 }, two: { 3: 0 } },
  });
  const plan = await planAll(graph, { samples: 2048, seed: 1 });
  expect(plan.steps.map((step) => step.actions.length)).toEqual([1, 1]);
  expect(plan.steps.at(-1)!.riskAfter.value).toBe(0);
});

test('keeps to the budget and to the number of steps', async () => {
  const graph = parallelDoors(3);
  const cheap = await planAll(graph, { samples: 1024, seed: 1, budget: 2 });
  expect(cheap.steps.map((step) => step.actions)).toEqual([[0]]);
  const short = await planAll(graph, { samples: 1024, seed: 1, maxSteps: 1 });
  expect(short.steps).toHaveLength(1);
});

test('puts what removes most per cost first, and gives the same plan for the same seed', async () => {
  const graph = sketchGraph({
    edges: [
      { from: 'x', to: 'a', p: 0.5 },
      { from: 'x', to: 'b', p: 0.5 },
      { from: 'x', to: 'c', p: 0.05 },
    ],
    targets: { a: 10, b: 10, c: 10 },
    actions: { one: { 0: 0 }, two: { 1: 0 }, three: { 2: 0 } },
  });
  const plan = await planAll(graph, { samples: 2048, seed: 3 });
  expect(plan.steps.at(-1)?.actions).toEqual([2]);
  expect(await planAll(graph, { samples: 2048, seed: 3 })).toEqual(plan);
});

test('the best set within a budget is found by trying all of them', async () => {
  const plans = await planBudgets(parallelDoors(2), [0, 1, 2, 3], { seed: 1 });
  expect(
    plans.map((plan) => [plan.cost, plan.best[0], Number(plan.risk.value.toFixed(9)), plan.isOptimal]),
  ).toEqual([
    [0, [], 102, true],
    [1, [0], 100, true],
    [2, [1, 2], 2, true],
    [3, [0, 1, 2], 0, true],
  ]);
});

test('on sampled worlds the same sets are found and measured on fresh worlds', async () => {
  const plans = await planBudgets(parallelDoors(2), [1, 3], { seed: 1, samples: 2048 });
  expect(plans.map((plan) => plan.best[0])).toEqual([[0], [0, 1, 2]]);
  expect(plans[0]!.risk.value).toBe(100);
  expect(plans[0]!.isOptimal).toBe(false);
});

test('the search reaches what trying all subsets reaches on random graphs', async () => {
  await fc.assert(
    fc.asyncProperty(smallGraphs, fc.constantFrom(1, 2, 3, 4), async (graph, budget) => {
      const [best] = await planBudgets(graph, [budget], { seed: 1 });
      const solver = new ExactSolver(graph, 24);
      const found = searchChoice(
        {
          actionCount: 3,
          cost: (action) => graph.actions[action]!.cost,
          risk: (done) =>
            solver.risk(
              oddsAfter(
                graph,
                graph.actions.filter((_, i) => done[i] === 1),
              ),
            )!,
        },
        [0, 1, 2],
        budget,
      );
      expect(found.risk).toBeCloseTo(best!.risk.value, 9);
      expect(found.cost).toBe(best!.cost);
    }),
    { numRuns: 40, seed: 8 },
  );
});
