import { failed, ok, type Result } from '../../base/fault.ts';
import type { Residual, RiskAction, RiskGraph, RiskTarget } from './risk-graph.ts';

/** What a graph file holds: the graph and the budgets for which plans are wanted. */
export interface GraphFile {
  readonly graph: RiskGraph;
  readonly budgets: readonly number[];
}

/** Points of effort and of user impact that make up the cost of an action in a graph file. */
const effortPoints: ReadonlyMap<string, number> = new Map([
  ['Low', 1],
  ['Medium', 3],
  ['High', 8],
]);
const userImpactPoints: ReadonlyMap<string, number> = new Map([
  ['Low', 0],
  ['Medium', 1],
  ['High', 3],
]);

/**
 * Reads the JSON form of a graph: `attacker`, `nodes` [{id, and?}], `edges` [{id, from, to, p, factors?}], `factors`
 * [{id, q}], `targets` [{node, value}], `actions` [{id, effort, userImpact, edges?, factors?}] (maps of id to residual)
 * and `budgets`. Everything but `attacker`, `nodes` and `targets` may be absent; other members are ignored.
 * Fails with `bad-graph` and the JSON path of the first thing that is wrong.
 */
export function readGraphFile(json: unknown): Result<GraphFile> {
  try {
    return ok(parse(json));
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return failed({ code: 'bad-graph', message: error.message, place: error.place });
  }
}

function parse(json: unknown): GraphFile {
  const file = record(json, '$');
  const nodes = list(file, 'nodes', true).map((item, i) => record(item, `nodes[${i}]`));
  const nodeIds = nodes.map((node, i) => text(node, 'id', `nodes[${i}]`));
  const nodeIndex = indexIds(nodeIds, 'nodes', 'node');
  const attacker = known(nodeIndex, text(file, 'attacker', ''), 'attacker', 'node');

  const factorItems = list(file, 'factors', false).map((item, i) => record(item, `factors[${i}]`));
  const factorIds = factorItems.map((factor, i) => text(factor, 'id', `factors[${i}]`));
  const factorIndex = indexIds(factorIds, 'factors', 'factor');
  const factorQ = Float64Array.from(factorItems, (factor, i) => share(factor['q'], `factors[${i}].q`));

  const edgeItems = list(file, 'edges', false).map((item, i) => record(item, `edges[${i}]`));
  const edgeIds = edgeItems.map((edge, i) => text(edge, 'id', `edges[${i}]`));
  const edgeIndex = indexIds(edgeIds, 'edges', 'edge');
  const end = (name: 'from' | 'to') =>
    Uint32Array.from(edgeItems, (edge, i) =>
      known(nodeIndex, text(edge, name, `edges[${i}]`), `edges[${i}].${name}`, 'node'),
    );
  const edgeFactorLists = edgeItems.map((edge, i) => factorsOfEdge(edge, `edges[${i}]`, factorIndex));
  const edgeFactorOffsets = new Uint32Array(edgeItems.length + 1);
  edgeFactorLists.forEach(
    (factors, i) => (edgeFactorOffsets[i + 1] = edgeFactorOffsets[i]! + factors.length),
  );

  const graph: RiskGraph = {
    nodeIds,
    attacker,
    and: Uint8Array.from(nodes, (node, i) => (flag(node, 'and', `nodes[${i}]`) ? 1 : 0)),
    edgeIds,
    from: end('from'),
    to: end('to'),
    p: Float64Array.from(edgeItems, (edge, i) => share(edge['p'], `edges[${i}].p`)),
    edgeFactorOffsets,
    edgeFactors: Uint32Array.from(edgeFactorLists.flat()),
    factorIds,
    factorQ,
    targets: list(file, 'targets', true).map((item, i) => targetOf(item, `targets[${i}]`, nodeIndex)),
    actions: actionsOf(file, edgeIndex, factorIndex),
  };
  return { graph, budgets: list(file, 'budgets', false).map((value, i) => amount(value, `budgets[${i}]`)) };
}

function factorsOfEdge(edge: Json, place: string, factorIndex: ReadonlyMap<string, number>): number[] {
  const factors = list(edge, 'factors', false, place).map((id, i) => {
    const at = `${place}.factors[${i}]`;
    if (typeof id !== 'string') throw new Wrong('the name of a factor must be text', at);
    return known(factorIndex, id, at, 'factor');
  });
  // A factor named twice is still one coin.
  return [...new Set(factors)];
}

function targetOf(item: unknown, place: string, nodeIndex: ReadonlyMap<string, number>): RiskTarget {
  const target = record(item, place);
  return {
    node: known(nodeIndex, text(target, 'node', place), `${place}.node`, 'node'),
    value: amount(target['value'], `${place}.value`),
  };
}

function actionsOf(
  file: Json,
  edgeIndex: ReadonlyMap<string, number>,
  factorIndex: ReadonlyMap<string, number>,
): RiskAction[] {
  const items = list(file, 'actions', false).map((item, i) => record(item, `actions[${i}]`));
  indexIds(
    items.map((action, i) => text(action, 'id', `actions[${i}]`)),
    'actions',
    'action',
  );
  return items.map((action, i) => {
    const place = `actions[${i}]`;
    return {
      id: text(action, 'id', place),
      cost:
        level(action, 'effort', effortPoints, place) + level(action, 'userImpact', userImpactPoints, place),
      edges: residuals(action['edges'], `${place}.edges`, edgeIndex, 'edge'),
      factors: residuals(action['factors'], `${place}.factors`, factorIndex, 'factor'),
    };
  });
}

function residuals(
  value: unknown,
  place: string,
  index: ReadonlyMap<string, number>,
  what: string,
): readonly Residual[] {
  if (value === undefined) return [];
  return Object.entries(record(value, place)).map(([id, residual]) => ({
    index: known(index, id, place, what),
    residual: share(residual, `${place}.${id}`),
  }));
}

type Json = Readonly<Record<string, unknown>>;

/** Carries the first fault out of the nested readers; never leaves this file. */
class Wrong extends Error {
  readonly place: string;
  constructor(message: string, place: string) {
    super(message);
    this.place = place;
  }
}

function record(value: unknown, place: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Wrong('must be an object', place);
  return value as Json; // any non-array object can be read member by member as unknown
}

function list(owner: Json, name: string, required: boolean, place = ''): readonly unknown[] {
  const value = owner[name];
  if (value === undefined && !required) return [];
  if (!Array.isArray(value)) throw new Wrong('must be an array', join(place, name));
  return value;
}

function text(owner: Json, name: string, place: string): string {
  const value = owner[name];
  if (typeof value !== 'string' || value === '')
    throw new Wrong('must be text, not empty', join(place, name));
  return value;
}

function flag(owner: Json, name: string, place: string): boolean {
  const value = owner[name];
  if (value !== undefined && typeof value !== 'boolean')
    throw new Wrong('must be true or false', join(place, name));
  return value === true;
}

function share(value: unknown, place: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1))
    throw new Wrong('must be a number from 0 to 1', place);
  return value;
}

function amount(value: unknown, place: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value < Infinity))
    throw new Wrong('must be a number, 0 or more', place);
  return value;
}

function level(owner: Json, name: string, points: ReadonlyMap<string, number>, place: string): number {
  const value = owner[name];
  const found = typeof value === 'string' ? points.get(value) : undefined;
  if (found === undefined)
    throw new Wrong(`must be one of ${[...points.keys()].join(', ')}`, join(place, name));
  return found;
}

function known(index: ReadonlyMap<string, number>, id: string, place: string, what: string): number {
  const found = index.get(id);
  if (found === undefined) throw new Wrong(`names the unknown ${what} '${id}'`, place);
  return found;
}

function indexIds(ids: readonly string[], place: string, what: string): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  ids.forEach((id, i) => {
    if (index.has(id)) throw new Wrong(`the ${what} '${id}' is there twice`, `${place}[${i}].id`);
    index.set(id, i);
  });
  return index;
}

function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
