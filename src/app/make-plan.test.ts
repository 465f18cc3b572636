import { describe, expect, it } from 'vitest';
import { planAll } from '../graph/plan/index.ts';
import type { RiskGraph } from '../graph/risk/index.ts';
import { makePlan } from './make-plan.ts';

/** Doors from the attacker to targets of their own: [p, value, cost of closing it]. */
function doors(...list: readonly (readonly [number, number, number])[]): RiskGraph {
  return {
    nodeIds: ['attacker', ...list.map((_, i) => `t${i}`)],
    attacker: 0,
    and: new Uint8Array(list.length + 1),
    edgeIds: list.map((_, i) => `e${i}`),
    from: new Uint32Array(list.length),
    to: Uint32Array.from(list, (_, i) => i + 1),
    p: Float64Array.from(list, ([p]) => p),
    edgeFactorOffsets: new Uint32Array(list.length + 1),
    edgeFactors: new Uint32Array(),
    factorIds: [],
    factorQ: new Float64Array(),
    targets: list.map(([, value], i) => ({ node: i + 1, value })),
    actions: list.map(([, , cost], i) => ({
      id: `a${i}`,
      cost,
      edges: [{ index: i, residual: 0 }],
      factors: [],
    })),
  };
}

describe('a plan for a budget', () => {
  const graph = doors([0.5, 10, 1], [0.5, 40, 8], [0.5, 20, 3], [0.2, 30, 2]);
  const options = { samples: 1024, seed: 5 };

  it.each([1, 4, 8, 9, 12, 14])(
    'of %i hours keeps to it and is never worse than the whole plan cut there',
    async (budget) => {
      const plan = await makePlan(graph, budget, options);
      const whole = await planAll(graph, options);
      let spent = 0;
      const cut = whole.steps.filter((step) => (spent += step.cost) <= budget);
      const left = (steps: typeof cut): number => (steps.at(-1)?.riskAfter ?? whole.riskBefore).value;
      expect(plan.steps.reduce((sum, step) => sum + step.cost, 0)).toBeLessThanOrEqual(budget);
      expect(left([...plan.steps])).toBeLessThanOrEqual(left(cut));
    },
  );

  it('without a budget is the whole plan', async () => {
    expect(await makePlan(graph, undefined, options)).toEqual(await planAll(graph, options));
  });
});
