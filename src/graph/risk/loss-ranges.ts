import { groupBy, type Grouping } from './adjacency.ts';
import { oddsAfter, oddsOf, oddsWithout } from './exact.ts';
import type { RiskAction, RiskGraph } from './risk-graph.ts';
import { certainEdges, fallenNodes, inDegrees, possibleEdges, type Odds } from './structure.ts';
import type { Range } from './tally.ts';

/** Changes times edges above which the range of each single change is no longer worked out. */
const mostWork = 2e7;

/**
 * What can be said about figures without drawing worlds: what falls in every world, what falls in none, and hence
 * between which ends a figure must lie.
 */
export class LossRanges {
  readonly #graph: RiskGraph;
  readonly #out: Grouping;
  readonly #incoming: Grouping;
  readonly #inDegree: Uint32Array;
  readonly #now: Ends;
  readonly #detailed: boolean;
  readonly #largest: number;
  readonly #risk: Range;

  constructor(graph: RiskGraph) {
    this.#graph = graph;
    this.#out = groupBy(graph.nodeIds.length, graph.from);
    this.#incoming = groupBy(graph.nodeIds.length, graph.to);
    this.#inDegree = inDegrees(graph);
    this.#now = this.#ends(oddsOf(graph));
    const changes = graph.nodeIds.length + graph.edgeIds.length + graph.actions.length;
    this.#detailed = changes * graph.edgeIds.length <= mostWork;
    this.#largest = graph.targets.reduce((value, target) => Math.max(value, target.value), 0);
    this.#risk = this.#remaining(this.#now);
  }

  /** Of the fall of a node, 0 or 1. */
  fall(node: number): Range {
    return { least: this.#now.must[node]!, most: this.#now.can[node]!, weight: 1 };
  }

  risk(): Range {
    return this.#risk;
  }

  withoutEdge(edge: number): Range {
    return this.#saving(() => oddsWithout(this.#graph, [edge]));
  }

  withoutNode(node: number): Range {
    const { offsets, order } = this.#incoming;
    return this.#saving(() => oddsWithout(this.#graph, order.subarray(offsets[node], offsets[node + 1])));
  }

  /** What is still lost after an action. */
  after(action: RiskAction): Range {
    if (!this.#detailed) return { ...this.#risk, least: 0 };
    return this.#remaining(this.#ends(oddsAfter(this.#graph, [action])));
  }

  /** What an action saves. */
  removedBy(action: RiskAction): Range {
    return this.#saving(() => oddsAfter(this.#graph, [action]));
  }

  /** What is still lost after all actions. */
  afterAll(): Range {
    return this.#remaining(this.#ends(oddsAfter(this.#graph, this.#graph.actions)));
  }

  #saving(odds: () => Odds): Range {
    if (!this.#detailed) return { ...this.#risk, least: 0 };
    const { can, must } = this.#now;
    const after = this.#ends(odds());
    let least = 0;
    let most = 0;
    for (const { node, value } of this.#graph.targets) {
      if (must[node] === 1 && after.can[node] === 0) least += value;
      if (can[node] === 1 && after.must[node] === 0) most += value;
    }
    return this.#range(least, most);
  }

  #remaining(ends: Ends): Range {
    let least = 0;
    let most = 0;
    for (const { node, value } of this.#graph.targets) {
      least += ends.must[node]! * value;
      most += ends.can[node]! * value;
    }
    return this.#range(least, most);
  }

  /** On large graphs a world that loses everything at once and was never seen is not worth widening every interval. */
  #range(least: number, most: number): Range {
    return { least, most, weight: this.#detailed ? most - least : Math.min(this.#largest, most - least) };
  }

  #ends(odds: Odds): Ends {
    const fallen = (edges: Uint8Array): Uint8Array =>
      fallenNodes(this.#graph, edges, this.#out, this.#inDegree);
    return { can: fallen(possibleEdges(this.#graph, odds)), must: fallen(certainEdges(this.#graph, odds)) };
  }
}

/** The range of the loss after any actions, and of what any actions save. */
export function rangeAfterActions(graph: RiskGraph): Range {
  return { ...new LossRanges(graph).risk(), least: 0 };
}

/** What falls in some world, and what falls in every world. */
interface Ends {
  readonly can: Uint8Array;
  readonly must: Uint8Array;
}
