import {
  buildActionTable,
  buildCore,
  designWorlds,
  Worlds,
  type Control,
  type Figure,
  type RiskGraph,
} from '../risk/index.ts';
import { greedyPlan } from './greedy-plan.ts';
import { measurePlan } from './measure-plan.ts';
import { removableLoss } from './removable-loss.ts';
import { splitBundles } from './split-bundles.ts';

export interface PlanOptions extends Control {
  /** Draw at least this many worlds for making the plan, and as many others for measuring it. */
  readonly samples: number;
  readonly seed: number;
  readonly budget?: number | undefined;
  readonly maxSteps?: number | undefined;
}

/** One step: an action, or several that are worth little alone (parallel doors). */
export interface PlanStep {
  readonly actions: readonly number[];
  readonly cost: number;
  /** Risk removed in this place of the plan. */
  readonly removed: Figure;
  readonly riskAfter: Figure;
}

/** What to do, in order, measured on worlds the plan was not made on (so that luck in choosing does not flatter it). */
export interface Plan {
  /** Worlds the figures come from. */
  readonly samples: number;
  readonly riskBefore: Figure;
  /** Risk with every action of the graph done: no plan gets lower. */
  readonly floor: Figure;
  readonly steps: readonly PlanStep[];
}

/** Share of the removable risk below which a step is not worth a line. */
const negligibleShare = 1e-4;

/**
 * Orders the actions by risk removed per cost, each judged after those before it, with bundles where single actions
 * achieve nothing; until nothing more can be removed, the budget is spent or `maxSteps` is reached.
 */
export async function planAll(graph: RiskGraph, options: PlanOptions): Promise<Plan> {
  const core = buildCore(graph, 'targets');
  const table = buildActionTable(core);
  const design = designWorlds(options.samples);
  const worlds = new Worlds(core, table, design, options.seed);
  const greedy = await greedyPlan(
    worlds,
    {
      budget: options.budget ?? Infinity,
      maxSteps: options.maxSteps ?? Infinity,
      negligible: negligibleShare * removableLoss(worlds),
    },
    options,
  );
  const found = await splitBundles(worlds, greedy, options);
  const fresh = new Worlds(core, table, design, options.seed ^ 0x66726573);
  const figures = await measurePlan(fresh, found, options);
  const steps = found.map((actions, i) => ({
    actions,
    cost: actions.reduce((sum, action) => sum + graph.actions[action]!.cost, 0),
    ...figures.steps[i]!,
  }));
  // A tail that removes nothing on fresh worlds was noise.
  const last = steps.findLastIndex((step) => step.removed.value > 0);
  return {
    samples: design.worlds,
    riskBefore: figures.riskBefore,
    floor: figures.floor,
    steps: steps.slice(0, last + 1),
  };
}
