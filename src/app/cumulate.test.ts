import { describe, expect, it } from 'vitest';
import type { Plan, PlanStep } from '../graph/plan/index.ts';
import { exactFigure } from '../graph/risk/index.ts';
import type { Action } from '../posture/index.ts';
import { cumulate, ranksOf, stopLineOf } from './cumulate.ts';

const action = (id: string): Action => ({
  id,
  kind: 'update',
  title: id,
  fix: '',
  effort: { level: 'Low', hours: 1, source: '' },
  userImpact: { level: 'Low', source: '' },
  devices: [],
  identities: [],
  resources: [],
  cves: [],
  knownExploited: 0,
  findings: 0,
  evidence: [],
  edges: [],
  factors: [],
});

const step = (actions: readonly number[], cost: number, before: number, after: number): PlanStep => ({
  actions,
  cost,
  removed: exactFigure(before - after),
  riskAfter: exactFigure(after),
});

const plan = (before: number, floor: number, ...steps: readonly PlanStep[]): Plan => ({
  samples: 1,
  riskBefore: exactFigure(before),
  floor: exactFigure(floor),
  steps,
});

const actions = ['a', 'b', 'c', 'd'].map(action);

describe('the ranks of a plan', () => {
  const removing = (...intervals: readonly (readonly [number, number])[]): Plan =>
    plan(
      10,
      0,
      ...intervals.map((interval, i) => ({
        ...step([i], 1, 10, 9),
        removed: { value: (interval[0] + interval[1]) / 2, interval },
      })),
    );

  it('are places in the list, shared by neighbours whose order is not certain', () => {
    expect(ranksOf(removing([8, 9], [5, 6], [5.5, 7], [1, 2]))).toEqual([1, 2, 2, 4]);
    expect(ranksOf(removing([3, 3], [3, 3], [2, 2]))).toEqual([1, 1, 3]);
    expect(ranksOf(removing())).toEqual([]);
  });

  it('do not chain: all of one rank overlap with its first', () => {
    expect(ranksOf(removing([8, 9], [7, 8], [6, 7], [5, 6]))).toEqual([1, 1, 3, 3]);
  });
});

describe('the curve of a plan', () => {
  const curve = cumulate(
    plan(10, 2, step([2], 3, 10, 8), step([0, 1], 5, 8, 3.6), step([3], 0.5, 3.6, 2)),
    actions,
  );

  it('adds up the hours and the share of the removable risk, bundles as one point', () => {
    expect(curve.map(({ rank, actions: ids, hours, share }) => ({ rank, ids, hours, share }))).toEqual([
      { rank: 1, ids: ['c'], hours: 3, share: 0.25 },
      { rank: 2, ids: ['a', 'b'], hours: 8, share: 0.8 },
      { rank: 3, ids: ['d'], hours: 8.5, share: 1 },
    ]);
    expect(curve.map((point) => point.riskAfter.value)).toEqual([8, 3.6, 2]);
  });

  it('may stop after the line at which four fifths are gone', () => {
    expect(stopLineOf(curve, undefined)).toEqual({
      after: 1,
      actions: 3,
      hours: 8,
      share: 0.8,
      reason: 'share',
    });
  });

  it('stops at its end when it was made for a budget', () => {
    expect(stopLineOf(curve, 9)).toEqual({ after: 2, actions: 4, hours: 8.5, share: 1, reason: 'budget' });
  });

  it('has no stop line before four fifths, nor when it is empty', () => {
    expect(stopLineOf(curve.slice(0, 1), undefined)).toBeUndefined();
    expect(stopLineOf([], undefined)).toBeUndefined();
    expect(stopLineOf([], 5)).toBeUndefined();
  });

  it('keeps shares between nothing and all, also where sampling says otherwise', () => {
    const wobbling = cumulate(plan(10, 2, step([0], 1, 10, 10.1), step([1], 1, 10.1, 1.9)), actions);
    expect(wobbling.map((point) => point.share)).toEqual([0, 1]);
    expect(cumulate(plan(2, 2, step([0], 1, 2, 2)), actions)[0]?.share).toBe(0);
  });
});
