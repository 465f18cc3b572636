import type { Plan } from '../graph/plan/index.ts';
import type { Action } from '../posture/index.ts';
import type { CumulativePoint, StopLine } from './assessment.ts';
import { digits, measured } from './measured.ts';

/** Share of the removable risk at which the list may stop. */
const stopShare = 0.8;

/**
 * Ranks of the plan's steps: the place in the list, shared by neighbours whose intervals of risk removed overlap, for their
 * order is not certain.
 */
export function ranksOf(plan: Plan): readonly number[] {
  const ranks: number[] = [];
  let low = 0;
  let high = 0;
  plan.steps.forEach(({ removed }, i) => {
    const [from, to] = removed.interval;
    const isTied = i > 0 && from <= high && to >= low;
    ranks.push(isTied ? ranks[i - 1]! : i + 1);
    if (!isTied) [low, high] = [from, to];
  });
  return ranks;
}

/** The curve of the plan: after each line the hours spent, the risk left, and the share of the removable risk that is gone. */
export function cumulate(plan: Plan, actions: readonly Action[]): readonly CumulativePoint[] {
  const removable = plan.riskBefore.value - plan.floor.value;
  let hours = 0;
  const ranks = ranksOf(plan);
  return plan.steps.map((step, i) => {
    hours += step.cost;
    const gone = removable <= 0 ? 0 : (plan.riskBefore.value - step.riskAfter.value) / removable;
    return {
      rank: ranks[i]!,
      actions: step.actions.map((index) => actions[index]!.id),
      hours,
      riskAfter: measured(step.riskAfter),
      share: digits(Math.min(1, Math.max(0, gone))),
    };
  });
}

/**
 * Where the list may stop: after the whole plan if it was made for a budget, else after the first line at which 80 % of the
 * removable risk is gone; undefined when there is no such line.
 */
export function stopLineOf(
  cumulative: readonly CumulativePoint[],
  budget: number | undefined,
): StopLine | undefined {
  if (cumulative.length === 0) return undefined;
  if (budget !== undefined) return lineAfter(cumulative, cumulative.length - 1, 'budget');
  const after = cumulative.findIndex((point) => point.share >= stopShare);
  return after < 0 ? undefined : lineAfter(cumulative, after, 'share');
}

function lineAfter(
  cumulative: readonly CumulativePoint[],
  after: number,
  reason: StopLine['reason'],
): StopLine {
  const point = cumulative[after];
  return {
    after,
    actions: cumulative.slice(0, after + 1).reduce((sum, { actions }) => sum + actions.length, 0),
    hours: point?.hours ?? 0,
    share: point?.share ?? 0,
    reason,
  };
}
