import { expect, it } from 'vitest';
import { Adjacency } from './adjacency.ts';

it('groups edges by their end and keeps their order', () => {
  const adjacency = new Adjacency(3, [0, 2, 3], [1, 0, 2, 1]);
  expect([...adjacency.at(1)]).toEqual([0, 3]);
  expect([...adjacency.at(2)]).toEqual([2]);
  expect([...adjacency.at(0)]).toEqual([]);
  expect([...adjacency.at(9)]).toEqual([]);
});
