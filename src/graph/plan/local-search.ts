import { costOf, isBetter, type Choice, type Objective } from './objective.ts';

/** Sets tried before the search settles for what it has. */
const mostTrials = 20_000;

/**
 * A good choice within a budget where not all subsets can be tried: greedy by gain and by gain per cost, greedy with
 * pairs (two doors that are worth nothing alone), and thinning out from everything; each improved by exchanging up to
 * two chosen actions for up to two others, until no exchange helps.
 */
export function searchChoice(objective: Objective, actions: readonly number[], budget: number): Choice {
  const search = new Search(objective, actions, budget);
  const starts = [
    search.greedy((gain) => gain, false),
    search.greedy(perCost, false),
    search.greedy(perCost, true),
    search.thinOut(),
  ];
  return starts.map((start) => search.exchange(start)).reduce((a, b) => (isBetter(b, a) ? b : a));
}

class Search {
  readonly #objective: Objective;
  readonly #actions: readonly number[];
  readonly #budget: number;
  #trials = 0;

  constructor(objective: Objective, actions: readonly number[], budget: number) {
    this.#objective = objective;
    this.#actions = actions;
    this.#budget = budget;
  }

  /** Adds the best step again and again while the budget lasts. */
  greedy(worth: (gain: number, cost: number) => number, pairs: boolean): Choice {
    let now = this.#judge(new Uint8Array(this.#objective.actionCount));
    for (;;) {
      let best: Choice | undefined;
      let bestWorth = 0;
      for (const step of this.#steps(now.done, pairs ? 2 : 1)) {
        const next = this.#tryChange(now, [], step);
        if (next === undefined) continue;
        const value = worth(now.risk - next.risk, next.cost - now.cost);
        if (value <= bestWorth) continue;
        bestWorth = value;
        best = next;
      }
      if (best === undefined) return now;
      now = best;
    }
  }

  /** Starts with everything and gives up what costs least risk for its price until the budget is kept. */
  thinOut(): Choice {
    const done = new Uint8Array(this.#objective.actionCount);
    for (const action of this.#actions) done[action] = 1;
    let now = this.#judge(done);
    while (now.cost > this.#budget) {
      let best: Choice | undefined;
      let bestPrice = Infinity;
      for (const action of this.#actions.filter((a) => now.done[a] === 1 && this.#objective.cost(a) > 0)) {
        const next = this.#judge(changed(now.done, [action], []));
        const price = (next.risk - now.risk) / (now.cost - next.cost);
        if (price >= bestPrice) continue;
        bestPrice = price;
        best = next;
      }
      if (best === undefined) return now;
      now = best;
    }
    return now;
  }

  /** Takes the best exchange of up to two for up to two until none helps. */
  exchange(start: Choice): Choice {
    let now = start;
    for (let improved = true; improved;) {
      improved = false;
      const before = now;
      for (const out of [[], ...this.#sets(before.done, 1, 2)]) {
        for (const into of [[], ...this.#sets(before.done, 0, 2)]) {
          if (this.#trials > mostTrials) return now;
          const next = this.#tryChange(before, out, into);
          if (next === undefined || !isBetter(next, now)) continue;
          now = next;
          improved = true;
        }
      }
    }
    return now;
  }

  #steps(done: Uint8Array, most: number): readonly number[][] {
    return this.#trials > mostTrials ? [] : this.#sets(done, 0, most);
  }

  /** All sets of one to `most` actions that carry the given mark. */
  #sets(done: Uint8Array, mark: number, most: number): number[][] {
    const free = this.#actions.filter((action) => done[action] === mark);
    const singles = free.map((action) => [action]);
    if (most === 1) return singles;
    return [...singles, ...free.flatMap((a, i) => free.slice(i + 1).map((b) => [a, b]))];
  }

  #tryChange(now: Choice, out: readonly number[], into: readonly number[]): Choice | undefined {
    let cost = now.cost;
    for (const action of out) cost -= this.#objective.cost(action);
    for (const action of into) cost += this.#objective.cost(action);
    return cost > this.#budget ? undefined : this.#judge(changed(now.done, out, into));
  }

  #judge(done: Uint8Array): Choice {
    this.#trials++;
    return { done, risk: this.#objective.risk(done), cost: costOf(this.#objective, done) };
  }
}

function changed(done: Uint8Array, out: readonly number[], into: readonly number[]): Uint8Array {
  const next = done.slice();
  for (const action of out) next[action] = 0;
  for (const action of into) next[action] = 1;
  return next;
}

function perCost(gain: number, cost: number): number {
  return gain / Math.max(cost, 1e-9);
}
