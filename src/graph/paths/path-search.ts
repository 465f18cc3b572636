import { groupBy, type Grouping, type RiskGraph } from '../risk/index.ts';
import { FactorSets } from './factor-sets.ts';
import { MinHeap } from './min-heap.ts';

/** Ways to one node that are kept because they have paid for other factors. */
const waysKept = 8;

/**
 * The most probable way from one node to every other (or back, against the edges), where a shared factor is paid for
 * once. Dijkstra over (node, factors paid for): a way is dropped when another to the same node is cheaper even after
 * paying for all factors it lacks. Exact as long as no node needs more than eight such ways; AND nodes count as OR.
 */
export class PathSearch {
  readonly #graph: RiskGraph;
  readonly #backwards: boolean;
  readonly #sets: FactorSets;
  readonly #node: number[] = [];
  readonly #cost: number[] = [];
  readonly #set: number[] = [];
  readonly #via: number[] = [];
  readonly #before: number[] = [];
  readonly #dropped: boolean[] = [];
  /** Numbers of the ways kept at each node, cheapest first. */
  readonly #ways = new Map<number, number[]>();

  constructor(graph: RiskGraph, starts: Iterable<number>, backwards = false) {
    this.#graph = graph;
    this.#backwards = backwards;
    this.#sets = new FactorSets(graph.factorQ);
    this.#run(starts, groupBy(graph.nodeIds.length, backwards ? graph.to : graph.from));
  }

  /** The edges of the most probable way to a node, in the direction of the attack; undefined without a way. */
  edgesTo(node: number): number[] | undefined {
    let way = this.#ways.get(node)?.[0];
    if (way === undefined) return undefined;
    const edges: number[] = [];
    for (; this.#via[way]! >= 0; way = this.#before[way]!) edges.push(this.#via[way]!);
    return this.#backwards ? edges : edges.reverse();
  }

  /** -log of the probability of the most probable way; Infinity without a way. */
  costTo(node: number): number {
    const way = this.#ways.get(node)?.[0];
    return way === undefined ? Infinity : this.#cost[way]!;
  }

  #run(starts: Iterable<number>, edgesAt: Grouping): void {
    const heap = new MinHeap();
    const { graph, heads } = {
      graph: this.#graph,
      heads: this.#backwards ? this.#graph.from : this.#graph.to,
    };
    for (const start of starts) this.#offer(heap, start, 0, 0, -1, -1);
    for (let way = heap.pop(); way !== undefined; way = heap.pop()) {
      if (this.#dropped[way]) continue;
      const node = this.#node[way]!;
      for (let i = edgesAt.offsets[node]!; i < edgesAt.offsets[node + 1]!; i++) {
        const edge = edgesAt.order[i]!;
        const head = heads[edge]!;
        if (graph.p[edge]! <= 0 || head === node) continue;
        const factors = graph.edgeFactors.subarray(
          graph.edgeFactorOffsets[edge],
          graph.edgeFactorOffsets[edge + 1],
        );
        const { set, cost } = this.#sets.add(this.#set[way]!, factors);
        if (cost === Infinity) continue; // a factor that is never on
        this.#offer(heap, head, this.#cost[way]! - Math.log(graph.p[edge]!) + cost, set, edge, way);
      }
    }
  }

  #offer(heap: MinHeap, node: number, cost: number, set: number, via: number, before: number): void {
    const ways = this.#ways.get(node) ?? [];
    for (const way of ways) {
      if (this.#cost[way]! + this.#sets.advantage(set, this.#set[way]!) <= cost) return;
    }
    const kept: number[] = [];
    for (const way of ways) {
      if (cost + this.#sets.advantage(this.#set[way]!, set) <= this.#cost[way]!) this.#dropped[way] = true;
      else kept.push(way);
    }
    const number = this.#node.length;
    const place = kept.findIndex((way) => this.#cost[way]! > cost);
    kept.splice(place < 0 ? kept.length : place, 0, number);
    if (kept.length > waysKept) {
      const last = kept.pop()!; // longer than waysKept, so not empty
      if (last !== number) this.#dropped[last] = true;
      else return;
    }
    this.#ways.set(node, kept);
    this.#node.push(node);
    this.#cost.push(cost);
    this.#set.push(set);
    this.#via.push(via);
    this.#before.push(before);
    this.#dropped.push(false);
    heap.push(number, cost);
  }
}
