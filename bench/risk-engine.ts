import { assessRisk } from '../src/graph/risk/index.ts';
import { planAll } from '../src/graph/plan/index.ts';
import { directoryGraph } from './directory-graph.ts';

/**
 * Measures the risk engine on a synthetic estate: `npx tsx bench/risk-engine.ts [nodes] [worlds] [steps]`.
 * Processor time is printed beside the time on the clock, for machines that do other things as well.
 */
const [nodes = 100_000, worlds = 256, steps = 40] = process.argv.slice(2).map(Number);

async function measured<T>(what: string, run: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const result = await run();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(
    `${what}: ${seconds.toFixed(1)} s (processor ${((user + system) / 1e6).toFixed(1)} s), ${memory} MB resident`,
  );
  return result;
}

async function main(): Promise<void> {
  const graph = await measured('graph', () => directoryGraph(nodes, 1));
  console.log(
    `${graph.nodeIds.length} nodes, ${graph.edgeIds.length} edges, ${graph.actions.length} actions, ` +
      `${graph.targets.length} targets, ${graph.factorIds.length} factors`,
  );
  const start = process.cpuUsage();
  const assessment = await measured('assessment', () => assessRisk(graph, { samples: worlds, seed: 1 }));
  const { user } = process.cpuUsage(start);
  console.log(
    `${(user / 1000 / assessment.samples).toFixed(1)} ms processor time a world (set-up included), ` +
      `risk ${assessment.risk.value.toFixed(1)} of ${assessment.most}, ` +
      `with everything done ${assessment.riskWithEverythingDone.value.toFixed(1)}`,
  );
  const plan = await measured('plan', () => planAll(graph, { samples: worlds, seed: 1, maxSteps: steps }));
  const bundles = plan.steps.filter((step) => step.actions.length > 1).length;
  console.log(
    `${plan.steps.length} steps (${bundles} bundles): risk ${plan.riskBefore.value.toFixed(1)} -> ` +
      (plan.steps.at(-1)?.riskAfter ?? plan.riskBefore).value.toFixed(1),
  );
}

await main();
