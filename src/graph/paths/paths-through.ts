import { groupBy, type Grouping, type RiskGraph } from '../risk/index.ts';
import { pathAlong, type AttackPath } from './attack-path.ts';
import { PathSearch } from './path-search.ts';

/** Edges of one action that are followed up; the likeliest come first. */
const mostEdges = 200;

/**
 * Finds, for an action, the likeliest ways to a target that it breaks: for explaining why it is worth doing. The two
 * searches (from the attacker, and back from all targets) are done once for all actions.
 */
export class PathsThrough {
  readonly #graph: RiskGraph;
  readonly #there: PathSearch;
  readonly #onwards: PathSearch;
  readonly #edgesOfFactor: Grouping;
  readonly #edgeOfFactorEntry: Uint32Array;

  constructor(graph: RiskGraph) {
    this.#graph = graph;
    this.#there = new PathSearch(graph, [graph.attacker]);
    this.#onwards = new PathSearch(graph, new Set(graph.targets.map((target) => target.node)), true);
    this.#edgesOfFactor = groupBy(graph.factorIds.length, graph.edgeFactors);
    this.#edgeOfFactorEntry = new Uint32Array(graph.edgeFactors.length);
    for (let edge = 0; edge < graph.edgeIds.length; edge++)
      this.#edgeOfFactorEntry.fill(edge, graph.edgeFactorOffsets[edge], graph.edgeFactorOffsets[edge + 1]);
  }

  /**
   * The most probable path from the attacker to a target over an edge the action touches (itself or by a factor),
   * undefined if there is none. It is the best of: likeliest way to the edge, the edge, likeliest way onwards; with
   * factors shared by the two halves this can miss the very best by a little.
   */
  bestPathThrough(action: number): AttackPath | undefined {
    return this.bestPathsThrough(action, 1)[0];
  }

  /** Up to `count` such paths over different edges of the action, most probable first. */
  bestPathsThrough(action: number, count: number): AttackPath[] {
    const scored = this.#edgesOf(action)
      .map((edge) => ({ edge, cost: this.#costThrough(edge) }))
      .filter(({ cost }) => cost < Infinity)
      .sort((a, b) => a.cost - b.cost || a.edge - b.edge)
      .slice(0, mostEdges);
    const paths = new Map<string, AttackPath>();
    for (const { edge } of scored) {
      const path = this.#pathThrough(edge);
      if (path !== undefined) paths.set(path.edges.join(), path);
    }
    return [...paths.values()].sort((a, b) => b.p - a.p || a.edges.length - b.edges.length).slice(0, count);
  }

  #costThrough(edge: number): number {
    const { p, from, to } = this.#graph;
    return p[edge]! > 0
      ? this.#there.costTo(from[edge]!) - Math.log(p[edge]!) + this.#onwards.costTo(to[edge]!)
      : Infinity;
  }

  /** Undefined where the two halves meet at a node: cutting out the loop would leave the edge out. */
  #pathThrough(edge: number): AttackPath | undefined {
    const { attacker, from, to } = this.#graph;
    const there = this.#there.edgesTo(from[edge]!);
    const onwards = this.#onwards.edgesTo(to[edge]!);
    if (there === undefined || onwards === undefined) return undefined;
    const edges = [...there, edge, ...onwards];
    const nodes = new Set([attacker, ...edges.map((e) => to[e]!)]);
    return nodes.size === edges.length + 1 ? pathAlong(this.#graph, edges) : undefined;
  }

  #edgesOf(action: number): number[] {
    const { edges, factors } = this.#graph.actions[action]!;
    const touched = new Set<number>();
    for (const { index, residual } of edges) if (residual < 1) touched.add(index);
    for (const { index, residual } of factors) {
      if (residual >= 1) continue;
      for (let i = this.#edgesOfFactor.offsets[index]!; i < this.#edgesOfFactor.offsets[index + 1]!; i++)
        touched.add(this.#edgeOfFactorEntry[this.#edgesOfFactor.order[i]!]!);
    }
    return [...touched];
  }
}
