import { createReadStream } from 'node:fs';
import { failed, ok, type Result } from '../base/fault.ts';
import { readJson, type JsonValue } from '../base/json.ts';
import { decodeText } from '../base/text.ts';
import { bestPaths } from '../graph/paths/index.ts';
import { planBudgets } from '../graph/plan/index.ts';
import {
  evaluate,
  figureAt,
  readGraphFile,
  type Control,
  type Figure,
  type Figures,
} from '../graph/risk/index.ts';

/** A plain number where it is exact, with its 99 % interval where it is sampled. */
type Answered = number | null | Figure;

/** The answer of `graph evaluate`, with the names of the graph file. */
export interface GraphAnswer {
  readonly mode: 'exact' | 'sampled';
  readonly risk: number;
  readonly interval: readonly [number, number];
  readonly nodeP: Readonly<Record<string, Answered>>;
  readonly edgeLoss: Readonly<Record<string, Answered>>;
  readonly nodeLoss: Readonly<Record<string, Answered>>;
  readonly actionRisk: Readonly<Record<string, Answered>>;
  readonly bestPath: Readonly<
    Record<string, { readonly edges: readonly string[]; readonly p: number } | null>
  >;
  readonly plans: readonly {
    readonly budget: number;
    readonly risk: Answered;
    readonly cost: number;
    readonly best: readonly (readonly string[])[];
  }[];
}

export interface EvaluateGraphOptions extends Control {
  /** Forces sampling. */
  readonly samples?: number | undefined;
  readonly seed: number;
  /** Instead of the budgets of the file. */
  readonly budget?: number | undefined;
}

/** Evaluates a graph in the form of a graph file. */
export async function evaluateGraph(
  path: string,
  options: EvaluateGraphOptions,
): Promise<Result<GraphAnswer>> {
  const json = await readDocument(path);
  if (!json.ok) return json;
  const file = readGraphFile(json.value);
  if (!file.ok) return file;
  const { graph, budgets } = file.value;
  const evaluation = await evaluate(graph, options);
  const plans = await planBudgets(graph, options.budget === undefined ? budgets : [options.budget], options);
  const paths = bestPaths(graph);
  const isSampled = evaluation.mode === 'sampled';
  return ok({
    mode: evaluation.mode,
    risk: evaluation.risk,
    interval: evaluation.interval,
    nodeP: named(graph.nodeIds, evaluation.nodeP, isSampled),
    edgeLoss: named(graph.edgeIds, evaluation.edgeLoss, isSampled),
    nodeLoss: named(graph.nodeIds, evaluation.nodeLoss, isSampled),
    actionRisk: named(
      graph.actions.map((action) => action.id),
      evaluation.actionRisk,
      isSampled,
    ),
    bestPath: Object.fromEntries(
      graph.targets.map(({ node }, i) => {
        const best = paths[i] ?? null;
        return [
          graph.nodeIds[node]!,
          best === null ? null : { edges: best.edges.map((edge) => graph.edgeIds[edge]!), p: best.p },
        ];
      }),
    ),
    plans: plans.map((plan) => ({
      budget: plan.budget,
      risk: answered(plan.risk, isSampled),
      cost: plan.cost,
      best: plan.best.map((set) => set.map((index) => graph.actions[index]!.id)),
    })),
  });
}

async function readDocument(path: string): Promise<Result<JsonValue>> {
  let document: JsonValue | undefined;
  try {
    const result = await readJson(decodeText(createReadStream(path)), {
      records: {
        '': (value) => {
          document = value;
        },
      },
    });
    if (!result.ok) return result;
  } catch (error) {
    return failed({
      code: 'unreadable',
      message: `the graph file cannot be read: ${error instanceof Error ? error.message : ''}`,
      place: path,
    });
  }
  return document === undefined
    ? failed({ code: 'empty', message: 'the graph file is empty', place: path })
    : ok(document);
}

function named(
  ids: readonly string[],
  figures: Figures,
  isSampled: boolean,
): Readonly<Record<string, Answered>> {
  return Object.fromEntries(ids.map((id, i) => [id, answered(figureAt(figures, i), isSampled)]));
}

/** In a sampled answer every figure has an interval, so that readers meet one form; in an exact one, those that had to be sampled. */
function answered(figure: Figure, isSampled: boolean): Answered {
  if (Number.isNaN(figure.value)) return null;
  const isExact = figure.interval[0] === figure.value && figure.interval[1] === figure.value;
  return isExact && !isSampled ? figure.value : figure;
}
