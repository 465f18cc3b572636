import type { Assessment } from '../app/index.ts';

/** Actions that are listed on the page, with and without a place in the plan; the rest is in the JSON answer. */
export const listedActions = 100;

/** Ids of the actions of the plan, each with the index of its line in `cumulative`. */
export function plannedActions({ cumulative }: Assessment): ReadonlyMap<string, number> {
  return new Map(cumulative.flatMap((point, i) => point.actions.map((id) => [id, i] as const)));
}
