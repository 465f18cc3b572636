import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bestPaths } from '../../src/graph/paths/index.ts';
import { planAll, planBudgets } from '../../src/graph/plan/index.ts';
import {
  evaluate,
  figureAt,
  readGraphFile,
  type Evaluation,
  type Figure,
  type RiskGraph,
} from '../../src/graph/risk/index.ts';
import { describeShared } from './shared.ts';

interface Expected {
  readonly risk: number;
  readonly nodeP: Readonly<Record<string, number>>;
  readonly edgeLoss: Readonly<Record<string, number>>;
  readonly nodeLoss: Readonly<Record<string, number | null>>;
  readonly actionRisk: Readonly<Record<string, number>>;
  readonly bestPath: Readonly<Record<string, { readonly p: number } | null>>;
  readonly plans: readonly {
    readonly budget: number;
    readonly risk: number;
    readonly cost: number;
    readonly best: readonly (readonly string[])[];
  }[];
}

interface Case {
  readonly name: string;
  readonly graph: RiskGraph;
  readonly budgets: readonly number[];
  readonly expected: Expected;
}

const seeds = Array.from({ length: 20 }, (_, i) => 1000 + i);
const samples = 4096;

describeShared('exposure graphs with exact answers', (root) => {
  const cases = casesIn(join(root, 'graph-cases'));

  test('there are cases', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  describe.each(cases)('$name', ({ graph, budgets, expected }) => {
    let evaluation: Evaluation;
    beforeAll(async () => {
      evaluation = await evaluate(graph, { seed: 1 });
    });

    test('every figure is exact', () => {
      expect(evaluation.mode).toBe('exact');
      expect(evaluation.samples).toBe(0);
      for (const [name, figure, exact] of figuresOf(graph, evaluation, expected)) {
        expect([name, Math.abs(figure.value - exact) < 1e-9]).toEqual([name, true]);
      }
      expect(evaluation.nodeLoss.value[graph.attacker]).toBeNaN();
    });

    test('the most probable paths are found', () => {
      bestPaths(graph).forEach((path, i) => {
        const exact = expected.bestPath[graph.nodeIds[graph.targets[i]!.node]!];
        expect(path === null).toBe(exact === null);
        if (path !== null) expect(path.p).toBeCloseTo(exact!.p, 9);
      });
    });

    test('the best plan within every budget is found', async () => {
      const plans = await planBudgets(graph, budgets, { seed: 1 });
      expect(plans).toHaveLength(expected.plans.length);
      plans.forEach((plan, i) => {
        const exact = expected.plans[i]!;
        expect(plan.budget).toBe(exact.budget);
        expect(plan.risk.value).toBeCloseTo(exact.risk, 9);
        expect(plan.cost).toBeCloseTo(exact.cost, 9);
        const sets = exact.best.map((ids) => ids.toSorted().join());
        expect(sets).toContain(namesOf(graph, plan.best[0]!).toSorted().join());
      });
    });

    test('the plan in steps leaves no more than everything done leaves', async () => {
      const plan = await planAll(graph, { samples: 2048, seed: 1 });
      const left = plan.steps.at(-1)?.riskAfter.value ?? plan.riskBefore.value;
      expect(left).toBeLessThanOrEqual(plan.floor.value + 0.01 * plan.riskBefore.value);
    });
  });

  test('sampled 99 % intervals hold at least 97 % of the exact figures, pooled over cases and seeds', async () => {
    let inside = 0;
    let total = 0;
    const widths: number[] = [];
    for (const { graph, expected } of cases) {
      for (const seed of seeds) {
        const evaluation = await evaluate(graph, { seed, samples });
        for (const [, figure, exact] of figuresOf(graph, evaluation, expected)) {
          const [low, high] = figure.interval;
          total++;
          if (low - 1e-9 <= exact && exact <= high + 1e-9) inside++;
          if (exact > 0) widths.push((high - low) / exact);
        }
      }
    }
    const median = widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)]!;
    console.info(
      `coverage ${((100 * inside) / total).toFixed(2)} % of ${total} figures, ` +
        `median relative width ${(100 * median).toFixed(1)} % at ${samples} worlds`,
    );
    expect(inside / total).toBeGreaterThanOrEqual(0.97);
    expect(median).toBeLessThan(0.25);
  });
});

function casesIn(folder: string): Case[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const json = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly expected: Expected };
      const read = readGraphFile(json);
      if (!read.ok) throw new Error(`${file}: ${read.fault.message}`);
      return { name: file, ...read.value, expected: json.expected };
    });
}

/** All figures of a case with their exact values, except what the attacker carries. */
function figuresOf(graph: RiskGraph, evaluation: Evaluation, expected: Expected): [string, Figure, number][] {
  const figures: [string, Figure, number | null | undefined][] = [
    ['risk', { value: evaluation.risk, interval: evaluation.interval }, expected.risk],
  ];
  graph.nodeIds.forEach((id, i) => {
    figures.push([`nodeP ${id}`, figureAt(evaluation.nodeP, i), expected.nodeP[id]]);
    figures.push([`nodeLoss ${id}`, figureAt(evaluation.nodeLoss, i), expected.nodeLoss[id]]);
  });
  graph.edgeIds.forEach((id, i) => {
    figures.push([`edgeLoss ${id}`, figureAt(evaluation.edgeLoss, i), expected.edgeLoss[id]]);
  });
  graph.actions.forEach(({ id }, i) => {
    figures.push([`actionRisk ${id}`, figureAt(evaluation.actionRisk, i), expected.actionRisk[id]]);
  });
  return figures.flatMap(([name, figure, exact]) => {
    if (exact === undefined) throw new Error(`no expected ${name}`);
    return exact === null ? [] : [[name, figure, exact] as [string, Figure, number]];
  });
}

function namesOf(graph: RiskGraph, actions: readonly number[]): string[] {
  return actions.map((action) => graph.actions[action]!.id);
}
