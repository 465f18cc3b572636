import { buildActionTable } from './action-table.ts';
import { countBits } from './coins.ts';
import { breathe, type Control } from './control.ts';
import { buildCore } from './core.ts';
import { emptyFigures, type Evaluation } from './evaluation.ts';
import { exactFigure, setFigure } from './figure.ts';
import { estimate } from './intervals.ts';
import { LossRanges } from './loss-ranges.ts';
import type { RiskGraph } from './risk-graph.ts';
import { SingleCuts } from './single-cuts.ts';
import { NodeTally, SavingTally } from './tally.ts';
import { designWorlds, Worlds } from './worlds.ts';

/** Every figure from sampled worlds, with 99 % intervals. Losses are differences on the same worlds. */
export async function evaluateSampled(
  graph: RiskGraph,
  samples: number,
  seed: number,
  control: Control,
): Promise<Evaluation> {
  const core = buildCore(graph, 'everything');
  const design = designWorlds(samples);
  const cuts = new SingleCuts(new Worlds(core, buildActionTable(core), design, seed), {
    nodes: true,
    edges: true,
  });
  const { items } = cuts;
  const savings = new SavingTally(items.count);
  const falls = new NodeTally(core.nodeCount);
  for (let batch = 0; batch < design.batches; batch++) {
    cuts.run(batch, undefined, (world, item, saved) => {
      savings.add(item, saved, cuts.lost[world]!);
    });
    for (const lost of cuts.lost) savings.addLoss(lost);
    cuts.reach.fallen.forEach((worlds, node) => {
      falls.add(node, countBits(worlds));
    });
    if ((batch + 1) % design.batchesPerBlock === 0) {
      savings.closeBlock();
      falls.closeBlock();
    }
    await breathe(control, batch + 1, design.batches);
  }

  const ranges = new LossRanges(graph);
  const figures = emptyFigures(graph);
  const risk = estimate(savings.loss(design, ranges.risk()));
  core.nodes.forEach((node, i) => {
    setFigure(figures.nodeP, node, estimate(falls.sample(i, design, ranges.fall(node))));
    if (i > 0)
      setFigure(
        figures.nodeLoss,
        node,
        estimate(savings.saving(items.firstNode + i, design, ranges.withoutNode(node))),
      );
  });
  setFigure(figures.nodeLoss, graph.attacker, exactFigure(NaN));
  core.edges.forEach((edge, i) => {
    setFigure(
      figures.edgeLoss,
      edge,
      estimate(savings.saving(items.firstEdge + i, design, ranges.withoutEdge(edge))),
    );
  });
  graph.actions.forEach((action, i) => {
    setFigure(figures.actionRisk, i, estimate(savings.remaining(i, design, ranges.after(action))));
  });
  return { mode: 'sampled', samples: design.worlds, risk: risk.value, interval: risk.interval, ...figures };
}
