import type { Cell, Process, Row } from './process.ts';

export interface PathsSettings {
  readonly min: number;
  readonly max: number;
  /** Edges are followed from source to target, the other way round, or both ways. */
  readonly direction: 'right' | 'left' | 'any';
  readonly cycles: 'all' | 'none' | 'unique_edges';
  /** Only paths of the least length of each pair of different ends: one or all of them. */
  readonly shortest: 'any' | 'all' | null;
  /** Paths end at the given nodes only. */
  readonly ends: boolean;
  /** Inner nodes must have `true` in the second cell of their row. */
  readonly inner: boolean;
  /** What is collected along a path: from which further cell of its edges or inner nodes, and how. */
  readonly collect: readonly {
    readonly of: 'edges' | 'nodes';
    readonly how: 'map' | 'all' | 'any';
    readonly index: number;
  }[];
}

/** Steps from node to node, and paths, at which a search gives up. */
const maxSteps = 5_000_000;
const maxPaths = 300_000;

interface Hop {
  readonly edge: Row;
  readonly to: string;
}

class TooMuch extends Error {}

/**
 * Paths of a variable length. Inputs: edges as number, source, target and cells; nodes as key, allowed and cells; keys of
 * first nodes; keys of last nodes. Gives first and last node, number of edges, edges and inner nodes as JSON arrays, and
 * what was collected: JSON arrays for `map`, bools for `all` and `any`.
 */
export const paths: Process = {
  name: 'paths',
  title: 'a graph pattern of variable length',
  inputs: 4,
  maxRows: 1_000_000,
  run(given, [edges, nodes, starts, ends]) {
    const settings = given as PathsSettings;
    const search = new Search(settings, edges ?? [], nodes ?? [], ends ?? []);
    try {
      for (const [start] of starts ?? []) {
        if (settings.shortest === null) search.all(start ?? '');
        else search.shortest(start ?? '', settings.shortest);
      }
    } catch (error) {
      if (error instanceof TooMuch) return error.message;
      throw error;
    }
    return search.found;
  },
};

class Search {
  readonly found: Row[] = [];
  readonly #settings: PathsSettings;
  readonly #hops = new Map<string, Hop[]>();
  readonly #nodes: ReadonlyMap<string, Row>;
  readonly #ends: ReadonlySet<string>;
  /** Least number of hops from a node to an end; undefined when every node may be the end. */
  readonly #distance: ReadonlyMap<string, number> | undefined;
  #steps = 0;

  constructor(settings: PathsSettings, edges: readonly Row[], nodes: readonly Row[], ends: readonly Row[]) {
    this.#settings = settings;
    const back = new Map<string, string[]>();
    const add = (from: string, to: string, edge: Row) => {
      push(this.#hops, from, { edge, to });
      if (settings.ends) push(back, to, from);
    };
    for (const edge of edges) {
      const [source, target] = [edge[1] ?? '', edge[2] ?? ''];
      if (settings.direction !== 'left') add(source, target, edge);
      if (settings.direction === 'left' || (settings.direction === 'any' && source !== target))
        add(target, source, edge);
    }
    this.#nodes = new Map(nodes.map((node) => [node[0] ?? '', node]));
    this.#ends = new Set(ends.map(([key]) => key ?? ''));
    this.#distance = settings.ends ? distances(this.#ends, back, settings.max) : undefined;
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > maxSteps)
      throw new TooMuch(
        `the search in the graph took more than ${maxSteps} steps: filter the ends, or allow fewer hops`,
      );
  }

  #mayPass(node: string): boolean {
    return !this.#settings.inner || this.#nodes.get(node)?.[1] === 'true';
  }

  /** Every path from a node. */
  all(start: string): void {
    const { min, max, cycles } = this.#settings;
    const edges: Row[] = [];
    const nodes: string[] = [];
    const used = new Set<string>();
    const visited = new Set<string>([start]);
    const visit = (node: string): void => {
      const depth = edges.length;
      if (depth >= min && (this.#distance === undefined || this.#ends.has(node)))
        this.#give(start, node, edges, nodes);
      if (depth === max || (depth > 0 && !this.#mayPass(node))) return;
      if (depth > 0) nodes.push(node);
      for (const { edge, to } of this.#hops.get(node) ?? []) {
        this.#step();
        const left = this.#distance === undefined ? 0 : this.#distance.get(to);
        if (left === undefined || depth + 1 + left > max) continue;
        const id = edge[0] ?? '';
        if (cycles === 'none' && visited.has(to)) continue;
        if (cycles !== 'all' && used.has(id)) continue;
        used.add(id);
        if (cycles === 'none') visited.add(to);
        edges.push(edge);
        visit(to);
        edges.pop();
        if (cycles === 'none') visited.delete(to);
        used.delete(id);
      }
      if (depth > 0) nodes.pop();
    };
    visit(start);
  }

  /** Shortest paths from a node to every other end. */
  shortest(start: string, which: 'any' | 'all'): void {
    const { max } = this.#settings;
    const depths = new Map([[start, 0]]);
    const before = new Map<string, { edge: Row; from: string }[]>();
    let layer = [start];
    for (let depth = 1; depth <= max && layer.length > 0; depth += 1) {
      const next: string[] = [];
      for (const node of layer) {
        if (node !== start && !this.#mayPass(node)) continue;
        for (const { edge, to } of this.#hops.get(node) ?? []) {
          this.#step();
          const left = this.#distance === undefined ? 0 : this.#distance.get(to);
          if (left === undefined || depth + left > max) continue;
          const known = depths.get(to);
          if (known === undefined) {
            depths.set(to, depth);
            next.push(to);
          } else if (known !== depth || which === 'any') continue;
          push(before, to, { edge, from: node });
        }
      }
      layer = next;
    }
    const trace = (end: string, node: string, edges: readonly Row[], nodes: readonly string[]): void => {
      for (const { edge, from } of before.get(node) ?? []) {
        this.#step();
        if (from === start) this.#give(start, end, [edge, ...edges], nodes);
        else trace(end, from, [edge, ...edges], [from, ...nodes]);
      }
    };
    for (const node of depths.keys())
      if (node !== start && (this.#distance === undefined || this.#ends.has(node))) trace(node, node, [], []);
  }

  #give(from: string, to: string, edges: readonly Row[], inner: readonly string[]): void {
    if (this.found.length >= maxPaths)
      throw new TooMuch(
        `the pattern of variable length has more than ${maxPaths} paths: filter its ends, or allow fewer hops`,
      );
    const rows = inner.map((key): Row => this.#nodes.get(key) ?? [key]);
    const collected = this.#settings.collect.map(({ of, how, index }): Cell => {
      const cells = (of === 'edges' ? edges : rows).map((row) => row[index] ?? null);
      if (how === 'map') return `[${cells.map((cell) => cell ?? 'null').join(',')}]`;
      const holds = (cell: Cell) => cell === 'true';
      return String(how === 'all' ? cells.every(holds) : cells.some(holds));
    });
    const ids = JSON.stringify(edges.map((edge) => edge[0]));
    this.found.push([from, to, String(edges.length), ids, JSON.stringify(inner), ...collected]);
  }
}

/** Hops from each node to the nearest end, as far as it matters. */
function distances(
  ends: ReadonlySet<string>,
  back: ReadonlyMap<string, readonly string[]>,
  max: number,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>([...ends].map((end) => [end, 0]));
  let layer = [...ends];
  for (let depth = 1; depth <= max && layer.length > 0; depth += 1) {
    const next: string[] = [];
    for (const node of layer)
      for (const from of back.get(node) ?? [])
        if (!found.has(from)) {
          found.set(from, depth);
          next.push(from);
        }
    layer = next;
  }
  return found;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
