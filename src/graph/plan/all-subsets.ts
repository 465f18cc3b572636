import { costOf, isBetter, type Choice, type Objective } from './objective.ts';

/** The best choice within each budget, by trying every subset of the given actions; for a dozen actions at most. */
export function bestOfAllSubsets(
  objective: Objective,
  actions: readonly number[],
  budgets: readonly number[],
): Choice[] {
  const most = Math.max(0, ...budgets);
  const best: (Choice | undefined)[] = budgets.map(() => undefined);
  for (let subset = 0; subset < 2 ** actions.length; subset++) {
    const done = new Uint8Array(objective.actionCount);
    actions.forEach((action, i) => (done[action] = (subset >>> i) & 1));
    const cost = costOf(objective, done);
    if (cost > most) continue;
    const choice = { done, cost, risk: objective.risk(done) };
    budgets.forEach((budget, i) => {
      const known = best[i];
      if (cost <= budget && (known === undefined || isBetter(choice, known))) best[i] = choice;
    });
  }
  // Budgets are 0 or more, so doing nothing fits all of them.
  return best.filter((choice) => choice !== undefined);
}
