import { expect, test } from 'vitest';
import { readGraphFile } from './graph-file.ts';

const least = { attacker: 'x', nodes: [{ id: 'x' }, { id: 't' }], targets: [{ node: 't', value: 5 }] };

function placeOf(change: object): string {
  const result = readGraphFile({ ...least, ...change });
  return result.ok ? 'fine' : `${result.fault.code} ${result.fault.place ?? ''}: ${result.fault.message}`;
}

test('reads a graph with factors, actions and budgets', () => {
  const result = readGraphFile({
    ...least,
    factors: [{ id: 'f', q: 0.5 }],
    edges: [
      { id: 'e1', from: 'x', to: 't', p: 0.5, factors: ['f', 'f'] },
      { id: 'e2', from: 'x', to: 't', p: 1 },
    ],
    actions: [{ id: 'a', effort: 'Medium', userImpact: 'High', edges: { e2: 0 }, factors: { f: 0.1 } }],
    budgets: [1, 2.5],
  });
  expect(result.ok).toBe(true);
  if (!result.ok) return;
  const { graph, budgets } = result.value;
  expect(budgets).toEqual([1, 2.5]);
  expect([...graph.edgeFactorOffsets]).toEqual([0, 1, 1]);
  expect(graph.actions).toEqual([
    { id: 'a', cost: 6, edges: [{ index: 1, residual: 0 }], factors: [{ index: 0, residual: 0.1 }] },
  ]);
});

test('edges, factors, actions and budgets may be absent', () => {
  expect(placeOf({})).toBe('fine');
});

const edge = { id: 'e', from: 'x', to: 't', p: 0.5 };
const action = { id: 'a', effort: 'Low', userImpact: 'Low' };

test.each([
  ['not an object', [], 'bad-graph $: must be an object'],
  ['unknown attacker', { ...least, attacker: 'y' }, "bad-graph attacker: names the unknown node 'y'"],
  [
    'a node twice',
    { ...least, nodes: [{ id: 'x' }, { id: 't' }, { id: 't' }] },
    "bad-graph nodes[2].id: the node 't' is there twice",
  ],
  [
    'unknown end',
    { ...least, edges: [{ ...edge, to: 'z' }] },
    "bad-graph edges[0].to: names the unknown node 'z'",
  ],
  [
    'p above 1',
    { ...least, edges: [{ ...edge, p: 1.5 }] },
    'bad-graph edges[0].p: must be a number from 0 to 1',
  ],
  [
    'p as text',
    { ...least, edges: [{ ...edge, p: '1' }] },
    'bad-graph edges[0].p: must be a number from 0 to 1',
  ],
  ['an edge twice', { ...least, edges: [edge, edge] }, "bad-graph edges[1].id: the edge 'e' is there twice"],
  [
    'unknown factor',
    { ...least, edges: [{ ...edge, factors: ['f'] }] },
    "bad-graph edges[0].factors[0]: names the unknown factor 'f'",
  ],
  [
    'q below 0',
    { ...least, factors: [{ id: 'f', q: -1 }] },
    'bad-graph factors[0].q: must be a number from 0 to 1',
  ],
  [
    'a negative value',
    { ...least, targets: [{ node: 't', value: -1 }] },
    'bad-graph targets[0].value: must be a number, 0 or more',
  ],
  [
    'an unknown level',
    { ...least, actions: [{ ...action, effort: 'Some' }] },
    'bad-graph actions[0].effort: must be one of Low, Medium, High',
  ],
  [
    'an action on nothing',
    { ...least, actions: [{ ...action, edges: { e: 0 } }] },
    "bad-graph actions[0].edges: names the unknown edge 'e'",
  ],
  [
    'a residual above 1',
    { ...least, edges: [edge], actions: [{ ...action, edges: { e: 2 } }] },
    'bad-graph actions[0].edges.e: must be a number from 0 to 1',
  ],
  ['a negative budget', { ...least, budgets: [-1] }, 'bad-graph budgets[0]: must be a number, 0 or more'],
])('says where it is wrong: %s', (_, json, expected) => {
  const result = readGraphFile(json);
  expect(
    result.ok ? 'fine' : `${result.fault.code} ${result.fault.place ?? ''}: ${result.fault.message}`,
  ).toBe(expected);
});
