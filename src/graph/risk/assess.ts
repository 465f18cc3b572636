import { buildActionTable } from './action-table.ts';
import { countBits } from './coins.ts';
import { breathe, type Control } from './control.ts';
import { buildCore } from './core.ts';
import { exactFigure, figureAt, setFigure, zeroFigures, type Figure, type Figures } from './figure.ts';
import { estimate } from './intervals.ts';
import { lossPerWorld } from './loss-per-world.ts';
import { LossRanges } from './loss-ranges.ts';
import { Reach } from './reach.ts';
import type { RiskGraph } from './risk-graph.ts';
import { SingleCuts } from './single-cuts.ts';
import { NodeTally, SavingTally, Tally } from './tally.ts';
import { designWorlds, Worlds } from './worlds.ts';

export interface AssessOptions extends Control {
  /** Draw at least this many worlds; more only narrow the intervals. */
  readonly samples: number;
  readonly seed: number;
}

/** The risk of an estate, and what each single action and node does to it, from sampled worlds. */
export interface Assessment {
  /** Worlds drawn. */
  readonly samples: number;
  /** Sum over the targets of value times probability of fall. */
  readonly risk: Figure;
  /** Sum of the values: the risk if everything falls for certain. */
  readonly most: number;
  readonly riskWithEverythingDone: Figure;
  /** Probability of fall of each node. */
  readonly nodeP: Figures;
  /** The same for each target, in the order of the graph's targets. */
  readonly targetP: readonly Figure[];
  /** Risk each action removes when it alone is done. */
  readonly removedAlone: Figures;
  /** Share of worlds in which each action alone saves a target. */
  readonly decisive: Float64Array;
  /** Fall in risk if the node alone could not be taken; NaN for the attacker. */
  readonly nodeLoss: Figures;
}

/**
 * Assesses a graph of any size: memory grows with the graph, not with the number of worlds. All differences are taken
 * on the same worlds. Same graph and seed give the same bits.
 */
export async function assessRisk(graph: RiskGraph, options: AssessOptions): Promise<Assessment> {
  const core = buildCore(graph, 'everything');
  const design = designWorlds(options.samples);
  const worlds = new Worlds(core, buildActionTable(core), design, options.seed);
  const cuts = new SingleCuts(worlds, { nodes: true, edges: false });
  const after = new Reach(core);
  const everything = new Uint8Array(graph.actions.length).fill(1);
  const savings = new SavingTally(cuts.items.count);
  const falls = new NodeTally(core.nodeCount);
  const floor = new Tally();
  for (let batch = 0; batch < design.batches; batch++) {
    cuts.run(batch, undefined, (world, item, saved) => {
      savings.add(item, saved, cuts.lost[world]!);
    });
    for (const lost of cuts.lost) savings.addLoss(lost);
    const { fallen } = cuts.reach;
    for (let node = 0; node < fallen.length; node++) falls.add(node, countBits(fallen[node]!));
    worlds.load(batch, everything);
    after.start();
    after.spread(worlds.live);
    for (const lost of lossPerWorld(core, after.fallen)) floor.add(lost);
    if ((batch + 1) % design.batchesPerBlock === 0) {
      savings.closeBlock();
      falls.closeBlock();
      floor.closeBlock();
    }
    await breathe(options, batch + 1, design.batches);
  }

  const ranges = new LossRanges(graph);
  const nodeP = zeroFigures(graph.nodeIds.length);
  const nodeLoss = zeroFigures(graph.nodeIds.length);
  const removedAlone = zeroFigures(graph.actions.length);
  core.nodes.forEach((node, i) => {
    setFigure(nodeP, node, estimate(falls.sample(i, design, ranges.fall(node))));
    const saving = savings.saving(cuts.items.firstNode + i, design, ranges.withoutNode(node));
    setFigure(nodeLoss, node, i === 0 ? exactFigure(NaN) : estimate(saving));
  });
  graph.actions.forEach((action, i) => {
    setFigure(removedAlone, i, estimate(savings.saving(i, design, ranges.removedBy(action))));
  });
  return {
    samples: design.worlds,
    risk: estimate(savings.loss(design, ranges.risk())),
    most: graph.targets.reduce((sum, target) => sum + target.value, 0),
    riskWithEverythingDone: estimate(floor.sample(design, ranges.afterAll())),
    nodeP,
    targetP: graph.targets.map((target) => figureAt(nodeP, target.node)),
    removedAlone,
    decisive: Float64Array.from(graph.actions, (_, i) => savings.hits[i]! / design.worlds),
    nodeLoss,
  };
}
