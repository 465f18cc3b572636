import { planAll, type Plan, type PlanOptions } from '../graph/plan/index.ts';
import type { RiskGraph } from '../graph/risk/index.ts';

/**
 * The plan for a budget, or the whole one. A plan made for a budget may be worse than the whole one cut at the budget (both are
 * found step by step): the better of the two is given.
 */
export async function makePlan(
  graph: RiskGraph,
  budget: number | undefined,
  options: Omit<PlanOptions, 'budget'>,
): Promise<Plan> {
  const whole = await planAll(graph, options);
  if (budget === undefined) return whole;
  const within = await planAll(graph, { ...options, budget });
  let spent = 0;
  const fits = whole.steps.findIndex((step) => (spent += step.cost) > budget);
  const cut = { ...whole, steps: fits < 0 ? whole.steps : whole.steps.slice(0, fits) };
  return riskLeft(cut) <= riskLeft(within) ? cut : within;
}

function riskLeft(plan: Plan): number {
  return (plan.steps.at(-1)?.riskAfter ?? plan.riskBefore).value;
}
