import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildActionTable } from './action-table.ts';
import { smallGraphs } from './conformance/small-graph.ts';
import { buildCore } from './core.ts';
import { Items } from './items.ts';
import { KernelBuilder } from './kernel-builder.ts';
import { KernelReader } from './kernel.ts';
import { lossPerWorld } from './loss-per-world.ts';
import { Reach } from './reach.ts';
import { simplifyKernel } from './simplify-kernel.ts';
import { designWorlds, Worlds } from './worlds.ts';

test('a simplified kernel answers like the worlds it stands for, whatever actions are done', () => {
  fc.assert(
    fc.property(smallGraphs, fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), (graph, choice) => {
      const core = buildCore(graph, 'targets');
      const worlds = new Worlds(core, buildActionTable(core), designWorlds(256), 3);
      const done = Uint8Array.from(choice, Number);
      const fallenAfter = (marks: Uint8Array | undefined): Int32Array => {
        const reach = new Reach(core);
        worlds.load(2, marks);
        reach.start();
        reach.spread(worlds.live);
        return reach.fallen;
      };
      const expected = lossPerWorld(core, fallenAfter(done));
      const safe = fallenAfter(new Uint8Array(3).fill(1));
      const base = lossPerWorld(core, safe);
      const items = new Items(worlds, { nodes: false, edges: false });
      const builder = new KernelBuilder(worlds, items);
      const fallen = fallenAfter(undefined);
      builder.prepare(fallen, safe, new Int32Array(items.count).fill(-1));
      const reader = new KernelReader(items.count);
      for (let world = 0; world < 32; world++) {
        const kernel = builder.build(world);
        const whole = kernel === undefined ? 0 : reader.read(kernel, done);
        const simple = kernel === undefined ? 0 : reader.read(simplifyKernel(kernel), done);
        expect([whole + base[world]!, simple + base[world]!]).toEqual([expected[world], expected[world]]);
      }
    }),
    { numRuns: 150, seed: 6 },
  );
});
