/** What a plan is judged by: the risk left when a set of actions is done. Marks are 1 for each action done. */
export interface Objective {
  readonly actionCount: number;
  readonly cost: (action: number) => number;
  readonly risk: (done: Uint8Array) => number;
}

/** A set of actions with its figures. */
export interface Choice {
  readonly done: Uint8Array;
  readonly risk: number;
  readonly cost: number;
}

/** Differences of risk below this share are rounding, not gain. */
const rounding = 1e-12;

/** Is `a` better than `b`: less risk, or the same risk for less cost, or the same for fewer actions. */
export function isBetter(a: Choice, b: Choice): boolean {
  const tolerance = rounding * Math.max(1, Math.abs(b.risk));
  if (a.risk < b.risk - tolerance) return true;
  if (a.risk > b.risk + tolerance) return false;
  if (a.cost !== b.cost) return a.cost < b.cost;
  return sizeOf(a.done) < sizeOf(b.done);
}

export function costOf(objective: Objective, done: Uint8Array): number {
  let cost = 0;
  done.forEach((mark, action) => (cost += mark * objective.cost(action)));
  return cost;
}

/** The objective with every answer remembered. */
export function remembering(objective: Objective): Objective {
  const known = new Map<string, number>();
  return {
    ...objective,
    risk: (done) => {
      const key = done.join('');
      let risk = known.get(key);
      if (risk === undefined) {
        risk = objective.risk(done);
        known.set(key, risk);
      }
      return risk;
    },
  };
}

function sizeOf(done: Uint8Array): number {
  return done.reduce((sum, mark) => sum + mark, 0);
}
