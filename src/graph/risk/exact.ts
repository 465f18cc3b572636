import { groupBy, type Grouping } from './adjacency.ts';
import { buildCore } from './core.ts';
import { enumerateFall, type Effort, type SmallNetwork } from './enumerate.ts';
import type { RiskAction, RiskGraph } from './risk-graph.ts';
import { certainEdges, fallenNodes, inDegrees, possibleEdges, type Odds } from './structure.ts';

/** More edges than this are not looked through for the few coins that may be among them. */
const largestNetwork = 5000;

/** Computes probabilities of fall exactly, by enumerating the coins that matter; for small graphs. */
export class ExactSolver {
  readonly graph: RiskGraph;
  readonly effort: Effort = { spent: 0 };
  readonly #coinLimit: number;
  readonly #out: Grouping;
  readonly #in: Grouping;
  readonly #inDegree: Uint32Array;

  constructor(graph: RiskGraph, coinLimit: number) {
    this.graph = graph;
    this.#coinLimit = coinLimit;
    this.#out = groupBy(graph.nodeIds.length, graph.from);
    this.#in = groupBy(graph.nodeIds.length, graph.to);
    this.#inDegree = inDegrees(graph);
  }

  /** The question "how likely does a node fall" under the given odds; undefined answers mean too many coins. */
  under(odds: Odds): { readonly fall: (node: number) => number | undefined } {
    this.effort.spent += 4 * this.graph.edgeIds.length;
    const possible = possibleEdges(this.graph, odds);
    const certain = certainEdges(this.graph, odds);
    const canFall = fallenNodes(this.graph, possible, this.#out, this.#inDegree);
    const mustFall = fallenNodes(this.graph, certain, this.#out, this.#inDegree);
    return {
      fall: (node) => {
        if (canFall[node] === 0) return 0;
        if (mustFall[node] === 1) return 1;
        const network = this.#reduce(node, odds, possible, canFall, mustFall);
        if (network === undefined || network.chances.length > this.#coinLimit) return undefined;
        return enumerateFall(network, this.effort);
      },
    };
  }

  /** Sum over targets of value times probability of fall; undefined if one of them has too many coins. */
  risk(odds: Odds): number | undefined {
    const question = this.under(odds);
    let risk = 0;
    for (const target of this.graph.targets) {
      const probability = question.fall(target.node);
      if (probability === undefined) return undefined;
      risk += target.value * probability;
    }
    return risk;
  }

  /** 1 for each edge on which the fall of some target may depend. */
  edgesThatMatter(): Uint8Array {
    const core = buildCore(this.graph, 'targets');
    return Uint8Array.from(core.indexOfEdge, (index) => (index >= 0 ? 1 : 0));
  }

  /**
   * The part of the graph on which the fall of `goal` depends: nodes that fall for certain become one source, edges
   * that cannot matter go, parallel edges become one.
   */
  #reduce(
    goal: number,
    odds: Odds,
    possible: Uint8Array,
    canFall: Uint8Array,
    mustFall: Uint8Array,
  ): SmallNetwork | undefined {
    const { graph } = this;
    const local = new Map([[goal, 1]]);
    const bundles = new Map<string, Bundle>();
    const nodes = [goal];
    for (let head = nodes[0], at = 0; head !== undefined; head = nodes[++at]) {
      const all = graph.and[head] === 1;
      for (let i = this.#in.offsets[head]!; i < this.#in.offsets[head + 1]!; i++) {
        const edge = this.#in.order[i]!;
        const tail = graph.from[edge]!;
        if (possible[edge] === 0 || canFall[tail] === 0 || tail === head) continue;
        if (tail === goal && !all) continue; // once the goal has fallen nothing more matters
        if (mustFall[tail] === 0 && !local.has(tail)) {
          nodes.push(tail);
          local.set(tail, nodes.length);
        }
        const factors = this.#uncertainFactors(edge, odds);
        const from = mustFall[tail] === 1 ? 0 : local.get(tail)!;
        const key = `${from}>${at}:${factors.join()}`;
        const p = odds.p[edge]!;
        const known = bundles.get(key);
        this.effort.spent += 20; // looking one up costs as much as many edges of a spread
        if (bundles.size > largestNetwork) return undefined;
        if (known === undefined) bundles.set(key, { from, to: at + 1, p, factors });
        else known.p = all ? known.p * p : 1 - (1 - known.p) * (1 - p);
      }
    }
    return networkOf([...bundles.values()], nodes, graph.and, odds.q);
  }

  #uncertainFactors(edge: number, odds: Odds): number[] {
    const { edgeFactors, edgeFactorOffsets } = this.graph;
    const factors = edgeFactors.subarray(edgeFactorOffsets[edge], edgeFactorOffsets[edge + 1]);
    return [...new Set(factors)].filter((factor) => odds.q[factor]! < 1).sort((a, b) => a - b);
  }
}

/** Parallel edges between the same two nodes that hang on the same factors. */
interface Bundle {
  readonly from: number;
  readonly to: number;
  p: number;
  readonly factors: readonly number[];
}

/** Numbers the nodes outwards from the source and gives each uncertain edge and factor its coin, nearest first. */
function networkOf(
  bundles: readonly Bundle[],
  nodes: readonly number[],
  and: Uint8Array,
  q: Float64Array,
): SmallNetwork {
  const { order, reached } = nearestFirst(bundles, nodes.length + 1);
  // What is reached only over the goal supports nothing; AND nodes keep such an edge, so that they never fall.
  const sorted = bundles
    .filter((bundle) => order[bundle.from]! < reached || and[nodes[bundle.to - 1]!] === 1)
    .sort((a, b) => order[a.from]! - order[b.from]! || order[a.to]! - order[b.to]!);
  const chances: number[] = [];
  const coinOfFactor = new Map<number, number>();
  const coins = sorted.map((bundle) => {
    const needed = bundle.factors.map((factor) => {
      const coin = coinOfFactor.get(factor) ?? chances.push(q[factor]!) - 1;
      coinOfFactor.set(factor, coin);
      return coin;
    });
    return bundle.p < 1 ? [...needed, chances.push(bundle.p) - 1] : needed;
  });
  const incoming: SmallNetwork['incoming'] = Array.from({ length: nodes.length + 1 }, () => []);
  sorted.forEach((bundle, i) =>
    incoming[order[bundle.to]!]!.push({ from: order[bundle.from]!, coins: coins[i]! }),
  );
  const all = new Uint8Array(nodes.length + 1);
  nodes.forEach((node, i) => (all[order[i + 1]!] = and[node]!));
  return { incoming, all, goal: order[1]!, chances };
}

/** New number of each local node: breadth first from the source, 0; those not reached come last. */
function nearestFirst(
  bundles: readonly Bundle[],
  count: number,
): { readonly order: Int32Array; readonly reached: number } {
  const order = new Int32Array(count).fill(-1);
  const queue = [0];
  order[0] = 0;
  for (let node = queue[0], at = 0; node !== undefined; node = queue[++at]) {
    for (const bundle of bundles) {
      if (bundle.from !== node || order[bundle.to]! >= 0) continue;
      order[bundle.to] = queue.length;
      queue.push(bundle.to);
    }
  }
  let next = queue.length;
  for (let node = 0; node < count; node++) if (order[node]! < 0) order[node] = next++;
  return { order, reached: queue.length };
}

/** The odds as the graph states them. */
export function oddsOf(graph: RiskGraph): Odds {
  return { p: graph.p, q: graph.factorQ };
}

/** The odds after every action of the list is done; residuals multiply. */
export function oddsAfter(graph: RiskGraph, actions: readonly RiskAction[]): Odds {
  const odds = { p: graph.p.slice(), q: graph.factorQ.slice() };
  for (const action of actions) {
    for (const { index, residual } of action.edges) odds.p[index]! *= residual;
    for (const { index, residual } of action.factors) odds.q[index]! *= residual;
  }
  return odds;
}

/** The odds after the given edges are taken away. */
export function oddsWithout(graph: RiskGraph, edges: Iterable<number>): Odds {
  const p = graph.p.slice();
  for (const edge of edges) p[edge] = 0;
  return { p, q: graph.factorQ };
}
