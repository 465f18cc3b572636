import { groupBy, type Grouping } from './adjacency.ts';
import type { Core } from './core.ts';

/** What actions do to things (edges or factors), one row per pair, grouped by thing: rows of thing i are `offsets[i] ..`. */
interface EffectTable {
  readonly offsets: Uint32Array;
  readonly thing: Uint32Array;
  readonly action: Uint32Array;
  readonly residual: Float64Array;
  /** Rows of each action. */
  readonly byAction: Grouping;
}

/** All effects of the graph's actions on the edges and factors of a core; effects that change nothing are left out. */
export interface ActionTable {
  readonly actionCount: number;
  readonly onEdges: EffectTable;
  readonly onFactors: EffectTable;
  /** Core edges that name each factor. */
  readonly edgesOfFactor: Grouping;
  /** Factors of each core edge: `edgeFactors[edgeFactorOffsets[e] ..]`. */
  readonly edgeFactorOffsets: Uint32Array;
  readonly edgeFactors: Uint32Array;
}

export function buildActionTable(core: Core): ActionTable {
  const { graph } = core;
  const actionCount = graph.actions.length;
  const edgeRows: Row[] = [];
  const factorRows: Row[] = [];
  graph.actions.forEach((action, index) => {
    for (const effect of action.edges) {
      const edge = core.indexOfEdge[effect.index]!;
      if (edge >= 0 && effect.residual < 1)
        edgeRows.push({ thing: edge, action: index, residual: effect.residual });
    }
    for (const { index: factor, residual } of action.factors) {
      if (residual < 1) factorRows.push({ thing: factor, action: index, residual });
    }
  });
  const factors = factorsOfEdges(core);
  return {
    actionCount,
    onEdges: effectTable(edgeRows, core.edgeCount, actionCount),
    onFactors: effectTable(factorRows, graph.factorIds.length, actionCount),
    ...factors,
  };
}

interface Row {
  readonly thing: number;
  readonly action: number;
  readonly residual: number;
}

function effectTable(rows: readonly Row[], thingCount: number, actionCount: number): EffectTable {
  const { offsets, order } = groupBy(
    thingCount,
    Uint32Array.from(rows, (row) => row.thing),
  );
  const thing = order.map((row) => rows[row]!.thing);
  const action = order.map((row) => rows[row]!.action);
  const residual = Float64Array.from(order, (row) => rows[row]!.residual);
  return { offsets, thing, action, residual, byAction: groupBy(actionCount, action) };
}

function factorsOfEdges(
  core: Core,
): Pick<ActionTable, 'edgesOfFactor' | 'edgeFactorOffsets' | 'edgeFactors'> {
  const { graph } = core;
  const offsets = new Uint32Array(core.edgeCount + 1);
  const factors: number[] = [];
  const owner: number[] = [];
  for (let edge = 0; edge < core.edgeCount; edge++) {
    const source = core.edges[edge]!;
    for (let i = graph.edgeFactorOffsets[source]!; i < graph.edgeFactorOffsets[source + 1]!; i++) {
      factors.push(graph.edgeFactors[i]!);
      owner.push(edge);
    }
    offsets[edge + 1] = factors.length;
  }
  const grouped = groupBy(graph.factorIds.length, factors);
  return {
    edgesOfFactor: { offsets: grouped.offsets, order: grouped.order.map((i) => owner[i]!) },
    edgeFactorOffsets: offsets,
    edgeFactors: Uint32Array.from(factors),
  };
}
