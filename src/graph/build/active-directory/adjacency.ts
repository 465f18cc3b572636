/** Edges grouped by one of their ends, as compressed rows. */
export class Adjacency {
  readonly #offsets: Uint32Array;
  readonly #edges: Uint32Array;

  /** `ends[edge]` is the node by which each of `edges` is grouped; within a node edges keep their order. */
  constructor(nodeCount: number, edges: ArrayLike<number>, ends: ArrayLike<number>) {
    const offsets = new Uint32Array(nodeCount + 1);
    for (let i = 0; i < edges.length; i++) offsets[ends[edges[i]!]! + 1]!++;
    for (let node = 0; node < nodeCount; node++) offsets[node + 1]! += offsets[node]!;
    const next = offsets.slice();
    const grouped = new Uint32Array(edges.length);
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i]!;
      grouped[next[ends[edge]!]!++] = edge;
    }
    this.#offsets = offsets;
    this.#edges = grouped;
  }

  /** Edges at a node; a node that came later has none. */
  at(node: number): Uint32Array {
    const start = this.#offsets[node];
    const end = this.#offsets[node + 1];
    return start === undefined || end === undefined ? noEdges : this.#edges.subarray(start, end);
  }
}

export const noEdges = new Uint32Array();
