import type { Worlds } from './worlds.ts';

/** Which kinds of things are asked for what their removal would save; actions always are. */
export interface ItemKinds {
  readonly nodes: boolean;
  readonly edges: boolean;
}

/**
 * Things that can be taken away, numbered in one row: actions, then (if asked for) core nodes, then core edges.
 * Taking a node away removes all its in-edges. Answers which items remove which edges in the loaded worlds.
 */
export class Items {
  readonly count: number;
  readonly actionCount: number;
  /** Number of the item of core node 0, and of core edge 0. */
  readonly firstNode: number;
  readonly firstEdge: number;
  readonly #worlds: Worlds;
  readonly #kinds: ItemKinds;

  constructor(worlds: Worlds, kinds: ItemKinds) {
    this.#worlds = worlds;
    this.#kinds = kinds;
    this.actionCount = worlds.table.actionCount;
    this.firstNode = this.actionCount;
    this.firstEdge = this.firstNode + (kinds.nodes ? worlds.core.nodeCount : 0);
    this.count = this.firstEdge + (kinds.edges ? worlds.core.edgeCount : 0);
  }

  /**
   * Visits the items that remove an edge, with the worlds in which they do. With `wanted` (per item a word of
   * worlds) only items wanted in one of `worlds` are visited.
   */
  removing(
    edge: number,
    worlds: number,
    wanted: Int32Array | undefined,
    visit: (item: number, worlds: number) => void,
  ): void {
    const { table, core } = this.#worlds;
    const { onEdges, onFactors, edgeFactors, edgeFactorOffsets } = table;
    for (let row = onEdges.offsets[edge]!; row < onEdges.offsets[edge + 1]!; row++) {
      const item = onEdges.action[row]!;
      if (wanted === undefined || (wanted[item]! & worlds) !== 0) visit(item, this.#worlds.edgeHit(row));
    }
    for (let i = edgeFactorOffsets[edge]!; i < edgeFactorOffsets[edge + 1]!; i++) {
      const factor = edgeFactors[i]!;
      for (let row = onFactors.offsets[factor]!; row < onFactors.offsets[factor + 1]!; row++) {
        const item = onFactors.action[row]!;
        if (wanted === undefined || (wanted[item]! & worlds) !== 0) visit(item, this.#worlds.factorHit(row));
      }
    }
    if (this.#kinds.nodes) {
      const item = this.firstNode + core.to[edge]!;
      if (wanted === undefined || (wanted[item]! & worlds) !== 0) visit(item, -1);
    }
    if (this.#kinds.edges) {
      const item = this.firstEdge + edge;
      if (wanted === undefined || (wanted[item]! & worlds) !== 0) visit(item, -1);
    }
  }

  /** Visits the edges an item removes, with the worlds in which it does. */
  edgesOf(item: number, visit: (edge: number, worlds: number) => void): void {
    if (item >= this.firstEdge) {
      visit(item - this.firstEdge, -1);
      return;
    }
    if (item >= this.firstNode) {
      const { offsets, order } = this.#worlds.core.incoming;
      const node = item - this.firstNode;
      for (let i = offsets[node]!; i < offsets[node + 1]!; i++) visit(order[i]!, -1);
      return;
    }
    const { onEdges, onFactors, edgesOfFactor } = this.#worlds.table;
    for (let i = onEdges.byAction.offsets[item]!; i < onEdges.byAction.offsets[item + 1]!; i++) {
      const row = onEdges.byAction.order[i]!;
      visit(onEdges.thing[row]!, this.#worlds.edgeHit(row));
    }
    for (let i = onFactors.byAction.offsets[item]!; i < onFactors.byAction.offsets[item + 1]!; i++) {
      const row = onFactors.byAction.order[i]!;
      const hit = this.#worlds.factorHit(row);
      const factor = onFactors.thing[row]!;
      for (let j = edgesOfFactor.offsets[factor]!; j < edgesOfFactor.offsets[factor + 1]!; j++)
        visit(edgesOfFactor.order[j]!, hit);
    }
  }
}
