import type { Core } from './core.ts';

/** Value lost in each of 32 worlds. */
export function lossPerWorld(core: Core, fallen: Int32Array): Float64Array {
  const lost = new Float64Array(32);
  for (let i = 0; i < core.targets.length; i++) {
    for (let rest = fallen[core.targets[i]!]!; rest !== 0; rest &= rest - 1)
      lost[31 - Math.clz32(rest & -rest)]! += core.values[i]!;
  }
  return lost;
}
