import fc from 'fast-check';
import type { RiskGraph } from '../risk-graph.ts';

/** A graph in a line or two: edges as `a>b`, with probability, factors; node names are made on the way. */
export interface Sketch {
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly p: number;
    readonly factors?: readonly string[];
  }[];
  readonly factors?: Readonly<Record<string, number>>;
  readonly and?: readonly string[];
  readonly targets: Readonly<Record<string, number>>;
  /** Per action the residual on edges (by number, as text) and on factors (by name), and `cost`. */
  readonly actions?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Builds the graph of a sketch; the attacker is the node `x`. */
export function sketchGraph(sketch: Sketch): RiskGraph {
  const nodeIds = [
    ...new Set(['x', ...sketch.edges.flatMap(({ from, to }) => [from, to]), ...Object.keys(sketch.targets)]),
  ];
  const node = (name: string): number => nodeIds.indexOf(name);
  const factorIds = Object.keys(sketch.factors ?? {});
  const edgeFactors = sketch.edges.map((edge) => (edge.factors ?? []).map((name) => factorIds.indexOf(name)));
  const offsets = new Uint32Array(sketch.edges.length + 1);
  edgeFactors.forEach((factors, i) => (offsets[i + 1] = offsets[i]! + factors.length));
  return {
    nodeIds,
    attacker: 0,
    and: Uint8Array.from(nodeIds, (id) => (sketch.and?.includes(id) === true ? 1 : 0)),
    edgeIds: sketch.edges.map((_, i) => `e${i}`),
    from: Uint32Array.from(sketch.edges, (edge) => node(edge.from)),
    to: Uint32Array.from(sketch.edges, (edge) => node(edge.to)),
    p: Float64Array.from(sketch.edges, (edge) => edge.p),
    edgeFactorOffsets: offsets,
    edgeFactors: Uint32Array.from(edgeFactors.flat()),
    factorIds,
    factorQ: Float64Array.from(Object.values(sketch.factors ?? {})),
    targets: Object.entries(sketch.targets).map(([name, value]) => ({ node: node(name), value })),
    actions: Object.entries(sketch.actions ?? {}).map(([id, { cost, ...effects }]) => {
      const pairs = Object.entries(effects);
      return {
        id,
        cost: cost ?? 1,
        edges: pairs
          .filter(([name]) => /^\d+$/.test(name))
          .map(([name, residual]) => ({ index: Number(name), residual })),
        factors: pairs
          .filter(([name]) => factorIds.includes(name))
          .map(([name, residual]) => ({ index: factorIds.indexOf(name), residual })),
      };
    }),
  };
}

const chance = fc.constantFrom(0, 0.1, 0.3, 0.5, 0.8, 1);

/** Random small graphs with cycles, AND nodes, shared factors, loops, and actions with residuals. */
export const smallGraphs: fc.Arbitrary<RiskGraph> = fc
  .record({
    edges: fc.array(
      fc.record({
        from: fc.constantFrom('x', 'a', 'b', 'c', 'd', 'e'),
        to: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'x'),
        p: chance,
        factors: fc.subarray(['f', 'g'], { maxLength: 2 }),
      }),
      { minLength: 3, maxLength: 11 },
    ),
    factors: fc.record({ f: chance, g: chance }),
    and: fc.subarray(['c', 'd'], { maxLength: 2 }),
    targets: fc.constant({ d: 10, e: 4 }),
    actions: fc.record({
      one: fc.record({ 0: chance, 2: chance, cost: fc.constantFrom(1, 3) }),
      two: fc.record({ 1: chance, f: chance, cost: fc.constantFrom(1, 2) }),
      three: fc.record({ 1: chance, 2: fc.constant(0), g: chance, cost: fc.constant(2) }),
    }),
  })
  .map(sketchGraph);
