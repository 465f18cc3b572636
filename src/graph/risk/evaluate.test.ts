import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assessRisk } from './assess.ts';
import { sketchGraph, smallGraphs } from './conformance/small-graph.ts';
import { evaluate } from './evaluate.ts';
import { figureAt } from './figure.ts';

const doors = sketchGraph({
  edges: [
    { from: 'x', to: 'u', p: 0.5 },
    { from: 'u', to: 't', p: 1, factors: ['f'] },
    { from: 'u', to: 't', p: 0.4 },
    { from: 't', to: 'x', p: 1 },
    { from: 'u', to: 'aside', p: 0.25 },
  ],
  factors: { f: 0.5 },
  targets: { t: 100 },
  actions: { door: { 1: 0 }, other: { 2: 0.5 }, both: { 1: 0, 2: 0, cost: 3 } },
});

test('small graphs are answered exactly', async () => {
  const result = await evaluate(doors, { seed: 1 });
  expect(result.mode).toBe('exact');
  expect(result.risk).toBeCloseTo(35, 10);
  expect(result.interval).toEqual([result.risk, result.risk]);
  const expected = { x: 1, u: 0.5, t: 0.35, aside: 0.125 } as Record<string, number>;
  doors.nodeIds.forEach((id, node) => {
    expect(result.nodeP.value[node]).toBeCloseTo(expected[id]!, 10);
  });
  expect([...result.edgeLoss.value].map((x) => Number(x.toFixed(9)))).toEqual([35, 15, 10, 0, 0]);
  expect([...result.actionRisk.value].map((x) => Number(x.toFixed(9)))).toEqual([20, 30, 0]);
  expect(result.nodeLoss.value[0]).toBeNaN();
});

test('sampled figures hold the exact ones in their intervals, the same bits for the same seed', async () => {
  const exact = await evaluate(doors, { seed: 1 });
  const sampled = await evaluate(doors, { seed: 11, samples: 4096 });
  expect(sampled.mode).toBe('sampled');
  for (const name of ['nodeP', 'edgeLoss', 'actionRisk'] as const) {
    exact[name].value.forEach((value, i) => {
      const { interval } = figureAt(sampled[name], i);
      expect(interval[0]).toBeLessThanOrEqual(value + 1e-9);
      expect(interval[1]).toBeGreaterThanOrEqual(value - 1e-9);
    });
  }
  expect(await evaluate(doors, { seed: 11, samples: 4096 })).toEqual(sampled);
});

test('more worlds narrow the interval', async () => {
  const width = async (samples: number): Promise<number> => {
    const { interval } = await evaluate(doors, { seed: 5, samples });
    return interval[1] - interval[0];
  };
  expect(await width(16_384)).toBeLessThan(await width(512));
});

test('the assessment of an estate tells what every action removes, and what is left after all of them', async () => {
  const result = await assessRisk(doors, { samples: 8192, seed: 2 });
  expect(result.most).toBe(100);
  expect(result.riskWithEverythingDone.value).toBe(0);
  expect(result.removedAlone.low[0]).toBeLessThan(15);
  expect(result.removedAlone.high[0]).toBeGreaterThan(15);
  expect(result.targetP[0]!.value).toBeCloseTo(0.35, 1);
  expect(result.decisive[2]).toBeCloseTo(0.35, 1);
  expect(result.nodeLoss.value[0]).toBeNaN();
});

test('can be watched and stopped', async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  const run = evaluate(doors, {
    seed: 1,
    samples: 4096,
    signal: stop.signal,
    onProgress: (done) => {
      seen.push(done);
      if (done === 3) stop.abort();
    },
  });
  await expect(run).rejects.toThrow();
  expect(seen).toEqual([1, 2, 3]);
});

test('without an edge the same worlds never lose more', async () => {
  await fc.assert(
    fc.asyncProperty(smallGraphs, fc.nat(10), async (graph, some) => {
      const p = graph.p.slice();
      p[some % p.length] = 0;
      const before = await evaluate(graph, { seed: 9, samples: 256 });
      const after = await evaluate({ ...graph, p }, { seed: 9, samples: 256 });
      expect(after.risk).toBeLessThanOrEqual(before.risk);
      after.nodeP.value.forEach((value, node) => {
        expect(value).toBeLessThanOrEqual(before.nodeP.value[node]!);
      });
    }),
    { numRuns: 40, seed: 10 },
  );
});
