import { expect, it } from 'vitest';
import { UnionFind } from './union-find.ts';

it('joins sets in chains, and the root is the smallest member whatever the order', () => {
  const sets = new UnionFind(6);
  expect(sets.join(5, 3)).toBe(3);
  expect(sets.join(3, 4)).toBe(3);
  expect(sets.join(4, 1)).toBe(1);
  expect([0, 1, 2, 3, 4, 5].map((item) => sets.find(item))).toEqual([0, 1, 2, 1, 1, 1]);
  expect(sets.join(5, 3)).toBe(1);
});
