import { PathsThrough } from '../graph/paths/index.ts';
import type { Plan } from '../graph/plan/index.ts';
import { figureAt, type Assessment as RiskAssessment, type RiskGraph } from '../graph/risk/index.ts';
import type { Action } from '../posture/index.ts';
import type { AttackPathView, Measured, RankedAction } from './assessment.ts';
import type { Estate } from './gather-estate.ts';
import { ranksOf } from './cumulate.ts';
import { digits, measured } from './measured.ts';
import { actionsOfEdges, pathView } from './path-view.ts';

/** Actions of the plan that get their attack paths worked out. */
const explainedActions = 50;
const pathsEach = 3;

const nothing: Measured = { value: 0, interval: [0, 0] };

/**
 * All actions in the order to do them: first those of the plan, then those that remove nothing more once these are done, by what
 * they would remove alone, by what is known to be exploited, and by the number of findings they end.
 */
export function rankActions(
  estate: Estate,
  actions: readonly Action[],
  graph: RiskGraph,
  plan: Plan,
  assessed: RiskAssessment,
): readonly RankedAction[] {
  const ranked: RankedAction[] = [];
  const planned = new Set<number>();
  const through = new PathsThrough(graph);
  const ofEdges = actionsOfEdges(actions);
  const view = (index: number, rank: number, inPlan: Measured, bundle: readonly string[]): RankedAction => {
    const paths = planned.size <= explainedActions ? through.bestPathsThrough(index, pathsEach) : [];
    const views = paths.map((path) => pathView(estate.built.graph, path, ofEdges));
    return rankedAction(
      estate,
      actions[index]!,
      rank,
      measured(figureAt(assessed.removedAlone, index)),
      inPlan,
      digits(assessed.decisive[index]!),
      bundle,
      views,
    );
  };
  const ranks = ranksOf(plan);
  plan.steps.forEach((step, i) => {
    const bundle = step.actions.length > 1 ? step.actions.map((index) => actions[index]!.id) : [];
    step.actions.forEach((index, place) => {
      planned.add(index);
      ranked.push(view(index, ranks[i]!, place === 0 ? measured(step.removed) : nothing, bundle));
    });
  });
  const rest = actions
    .map((action, index) => ({ action, index, alone: assessed.removedAlone.value[index]! }))
    .filter(({ index }) => !planned.has(index))
    .sort(
      (a, b) =>
        b.alone - a.alone ||
        b.action.knownExploited - a.action.knownExploited ||
        b.action.findings - a.action.findings ||
        (a.action.id < b.action.id ? -1 : 1),
    );
  for (const [place, { action, index, alone }] of rest.entries()) {
    const views = alone > 0 && place < explainedActions ? through.bestPathsThrough(index, pathsEach) : [];
    ranked.push(
      rankedAction(
        estate,
        action,
        plan.steps.length + 1,
        measured(figureAt(assessed.removedAlone, index)),
        nothing,
        digits(assessed.decisive[index]!),
        [],
        views.map((path) => pathView(estate.built.graph, path, ofEdges)),
      ),
    );
  }
  return ranked;
}

function rankedAction(
  estate: Estate,
  action: Action,
  rank: number,
  alone: Measured,
  inPlan: Measured,
  decisive: number,
  bundle: readonly string[],
  paths: readonly AttackPathView[],
): RankedAction {
  const { facts, built } = estate;
  return {
    rank,
    id: action.id,
    title: action.title,
    kind: action.kind,
    riskRemoved: { alone, inPlan },
    decisive,
    effort: action.effort,
    userImpact: action.userImpact,
    affected: {
      devices: action.devices.map((device) => facts.devices[device]!.name),
      identities: action.identities.map((ref) => built.context.identityOfRef(ref)?.name ?? ref),
      resources: action.resources.map((resource) => facts.resources[resource]!.name),
      cves: action.cves.length,
      knownExploitedCves: action.knownExploited,
      findings: action.findings,
    },
    evidence: action.evidence,
    fix: action.fix,
    paths,
    bundle,
  };
}
