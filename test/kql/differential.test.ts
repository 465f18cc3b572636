import { beforeAll, describe, expect, test } from 'vitest';
import type { TestEngine } from '../../src/kql/conformance/duckdb.ts';
import { compareSeed } from './differential.ts';
import { engineWith } from './engine.ts';
import { tables } from './generate.ts';

/** How many queries are compared, and the seed of the first: more of them with `KQL_QUERIES` and `KQL_SEED`. */
const wanted = Number(process.env['KQL_QUERIES'] ?? 5_100);
const first = Number(process.env['KQL_SEED'] ?? 1);
const chunk = 300;

const world = tables();
let engine: TestEngine;
beforeAll(async () => {
  engine = await engineWith(world);
});

describe('generated queries give what the evaluator gives', () => {
  const starts = Array.from({ length: Math.ceil(wanted / chunk) }, (_, index) => first + index * chunk);
  test.each(starts)('seeds from %i', async (start) => {
    const differences: string[] = [];
    let unbindable = 0;
    for (let seed = start; seed < Math.min(start + chunk, first + wanted); seed++) {
      const finding = await compareSeed(engine, world, seed, differences.length < 3);
      if (finding.outcome === 'unbindable') unbindable++;
      if (finding.outcome === 'different')
        differences.push(`seed ${finding.seed}: ${finding.text}\n${finding.difference}`);
    }
    expect(differences.join('\n\n')).toBe('');
    expect(unbindable).toBeLessThan(chunk / 50);
  });
});
