import { expect, it } from 'vitest';
import { ExposureGraph } from '../graph/index.ts';
import { accountsBehind } from './accounts-behind.ts';

it('counts the accounts of groups at any depth once, and nothing for a group without known members', () => {
  const graph = new ExposureGraph();
  const [team, inner, everyone] = ['team', 'inner', 'everyone'].map((id) => graph.node(id, 'group', id));
  const [ann, bob] = ['ann', 'bob'].map((id) => graph.node(id, 'user', id));
  for (const [from, to] of [
    [ann, team],
    [bob, inner],
    [ann, inner],
    [inner, team],
    [team, inner],
  ] as const) {
    graph.edge('MemberOf', from!, to!, { kind: 'relation' });
  }
  expect(accountsBehind(graph, new Set(['team']))).toBe(2);
  expect(accountsBehind(graph, new Set(['ann', 'team']))).toBe(2);
  expect(accountsBehind(graph, new Set(['everyone', 'unknown']))).toBe(0);
  expect(everyone).toBeDefined();
});
