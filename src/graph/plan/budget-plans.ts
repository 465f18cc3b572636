import {
  buildActionTable,
  buildCore,
  designWorlds,
  estimateMean,
  ExactSolver,
  exactFigure,
  oddsAfter,
  rangeAfterActions,
  Worlds,
  usualSamples,
  type Control,
  type Core,
  type Figure,
  type RiskGraph,
} from '../risk/index.ts';
import { bestOfAllSubsets } from './all-subsets.ts';
import { KernelSet } from './kernel-set.ts';
import { searchChoice } from './local-search.ts';
import { planAll } from './plan-all.ts';
import { remembering, type Choice, type Objective } from './objective.ts';

/** The best found within one budget. */
export interface BudgetPlan {
  readonly budget: number;
  /** Risk left. */
  readonly risk: Figure;
  /** The least cost for which this risk was found. */
  readonly cost: number;
  /** Action sets that reach both, each in the order of the graph's actions. */
  readonly best: readonly (readonly number[])[];
  /** True if no set can be better: all were tried, on exact figures. */
  readonly isOptimal: boolean;
}

export interface BudgetOptions extends Control {
  readonly samples?: number | undefined;
  readonly seed: number;
  readonly exactCoinLimit?: number | undefined;
}

/** Up to this many actions that matter, all subsets are tried. */
const triedCompletely = 12;
/** A control on something certain makes it a coin; so many more are still enumerated. */
const newCoins = 4;
/** Edges looked at (some ten seconds) after which an exact plan is given up for a sampled one. */
const mostEffort = 2e9;
/** Above this many, exchanges of two for two are too many to try. */
const mostSearched = 60;
/** Worlds for plans on graphs with more actions than that. */
const usualPlanSamples = 512;
/** Kernel edges kept in memory for sampled plans (about 12 bytes each). */
const mostKernelEdges = 20_000_000;

/**
 * For each budget the least risk that can be bought with it, and the least cost that reaches it: exact where few coins
 * matter, else found on sampled worlds and measured again on fresh ones.
 */
export async function planBudgets(
  graph: RiskGraph,
  budgets: readonly number[],
  options: BudgetOptions,
): Promise<BudgetPlan[]> {
  const core = buildCore(graph, 'targets');
  const actions = actionsThatMatter(core);
  const coinLimit = options.exactCoinLimit ?? 20;
  const isSmall = (): boolean =>
    new ExactSolver(graph, coinLimit).risk({ p: graph.p, q: graph.factorQ }) !== undefined;
  if (options.samples === undefined && isSmall()) {
    const plans = planExactly(graph, new ExactSolver(graph, coinLimit + newCoins), actions, budgets);
    if (plans !== undefined) return plans;
  }
  return planOnWorlds(core, actions, budgets, options);
}

function planExactly(
  graph: RiskGraph,
  solver: ExactSolver,
  actions: readonly number[],
  budgets: readonly number[],
): BudgetPlan[] | undefined {
  const found: { tooMany: boolean } = { tooMany: false };
  const objective = remembering({
    actionCount: graph.actions.length,
    cost: (action) => graph.actions[action]!.cost,
    risk: (done) => {
      const risk = solver.risk(
        oddsAfter(
          graph,
          graph.actions.filter((_, i) => done[i] === 1),
        ),
      );
      // A control on something certain makes it a coin; too many of these, and the answer is no longer exact.
      if (risk === undefined || solver.effort.spent > mostEffort) found.tooMany = true;
      return risk ?? Infinity;
    },
  });
  const complete = actions.length <= triedCompletely;
  const choices = choose(objective, actions, budgets);
  if (found.tooMany) return undefined;
  return choices.map((choice, i) => planOf(choice, budgets[i]!, exactFigure(choice.risk), complete));
}

async function planOnWorlds(
  core: Core,
  actions: readonly number[],
  budgets: readonly number[],
  options: BudgetOptions,
): Promise<BudgetPlan[]> {
  const { graph } = core;
  if (actions.length > mostSearched) return planStepwise(graph, budgets, options);
  const range = rangeAfterActions(graph);
  const design = designWorlds(options.samples ?? usualSamples(graph));
  const table = buildActionTable(core);
  const reduced = async (seed: number, candidates: readonly number[]): Promise<KernelSet> => {
    const worlds = new Worlds(core, table, design, seed);
    for (let some = candidates; ; some = some.slice(0, Math.ceil(some.length / 2))) {
      const set = await KernelSet.build(worlds, some, undefined, mostKernelEdges, options);
      if (set !== undefined) return set;
    }
  };
  const seen = await reduced(options.seed, actions);
  const objective = remembering({
    actionCount: graph.actions.length,
    cost: (action) => graph.actions[action]!.cost,
    risk: (done) => seen.risk(done),
  });
  const choices = choose(objective, actions, budgets);
  // The best of many looks better than it is on the worlds it was chosen on; fresh ones tell the truth.
  const fresh = await reduced(options.seed ^ 0x66726573, actions);
  return choices.map((choice, i) => {
    const lost = Float64Array.from({ length: fresh.worldCount }, (_, world) =>
      fresh.lost(world, choice.done),
    );
    return planOf(choice, budgets[i]!, estimateMean(lost, design, range), false);
  });
}

/** Too many actions to try exchanges: the steps of a plan within each budget. */
async function planStepwise(
  graph: RiskGraph,
  budgets: readonly number[],
  options: BudgetOptions,
): Promise<BudgetPlan[]> {
  const plans: BudgetPlan[] = [];
  for (const budget of budgets) {
    const { steps, riskBefore } = await planAll(graph, {
      ...options,
      budget,
      samples: options.samples ?? usualPlanSamples,
    });
    const done = steps.flatMap((step) => step.actions).sort((a, b) => a - b);
    const cost = steps.reduce((sum, step) => sum + step.cost, 0);
    plans.push({ budget, risk: steps.at(-1)?.riskAfter ?? riskBefore, cost, best: [done], isOptimal: false });
  }
  return plans;
}

function choose(objective: Objective, actions: readonly number[], budgets: readonly number[]): Choice[] {
  return actions.length <= triedCompletely
    ? bestOfAllSubsets(objective, actions, budgets)
    : budgets.map((budget) => searchChoice(objective, actions, budget));
}

function planOf(choice: Choice, budget: number, risk: Figure, isOptimal: boolean): BudgetPlan {
  const best = Array.from(choice.done.keys()).filter((action) => choice.done[action] === 1);
  return { budget, risk, cost: choice.cost, best: [best], isOptimal };
}

/** Actions that change something on which the risk depends. */
function actionsThatMatter(core: Core): number[] {
  const { onEdges, onFactors, edgesOfFactor } = buildActionTable(core);
  const matter = new Set(onEdges.action);
  onFactors.action.forEach((action, row) => {
    const factor = onFactors.thing[row]!;
    if (edgesOfFactor.offsets[factor + 1]! > edgesOfFactor.offsets[factor]!) matter.add(action);
  });
  return [...matter].sort((a, b) => a - b);
}
