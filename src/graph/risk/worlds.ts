import type { ActionTable } from './action-table.ts';
import { coinKeys, coinWord, thresholdOf, type CoinKeys } from './coins.ts';
import type { Core } from './core.ts';
import { latinWords } from './latin.ts';

/** How many worlds are drawn. Blocks are independent of each other; errors are estimated from their spread. */
export interface Design {
  readonly blocks: number;
  /** Batches of 32 worlds in a block. */
  readonly batchesPerBlock: number;
  readonly batches: number;
  readonly worlds: number;
}

/** Fewer blocks than this say too little about the spread; more than the second add nothing. */
const fewestBlocks = 8;
const mostBlocks = 32;

/** A design with at least `samples` worlds, and never fewer than 256. */
export function designWorlds(samples: number): Design {
  const wanted = Math.max(fewestBlocks, Math.ceil(samples / 32));
  const batchesPerBlock = Math.ceil(wanted / mostBlocks);
  const blocks = Math.ceil(wanted / batchesPerBlock);
  const batches = blocks * batchesPerBlock;
  return { blocks, batchesPerBlock, batches, worlds: batches * 32 };
}

/**
 * Draws possible worlds, 32 at a time: bit w of `live[e]` says whether edge e is live in world w of the batch.
 * Every coin belongs to the ids of its edge, factor and action, so a changed graph or a done action is judged on the
 * same worlds (common random numbers).
 */
export class Worlds {
  readonly core: Core;
  readonly table: ActionTable;
  readonly design: Design;
  readonly live: Int32Array;
  readonly #edgeKeys: CoinKeys;
  readonly #thresholds: Uint32Array;
  readonly #certain: Uint8Array;
  readonly #factorKeys: CoinKeys;
  readonly #actionKeys: CoinKeys;
  readonly #factorWords: Int32Array;
  readonly #factorStays: Int32Array;
  readonly #factorNow: Int32Array;
  #block = -1;
  #batch = -1;

  constructor(core: Core, table: ActionTable, design: Design, seed: number) {
    const { graph } = core;
    this.core = core;
    this.table = table;
    this.design = design;
    this.live = new Int32Array(core.edgeCount);
    this.#edgeKeys = keysOfCoreEdges(core, seed);
    this.#thresholds = Uint32Array.from(core.edges, (edge) => thresholdOf(graph.p[edge]!));
    this.#certain = Uint8Array.from(core.edges, (edge) => (graph.p[edge]! >= 1 ? 1 : 0));
    this.#factorKeys = coinKeys(graph.factorIds, seed ^ 0x46616374);
    this.#actionKeys = coinKeys(
      graph.actions.map((action) => action.id),
      seed ^ 0x41637469,
    );
    this.#factorWords = new Int32Array(graph.factorIds.length * design.batchesPerBlock);
    this.#factorStays = new Int32Array(table.onFactors.thing.length * design.batchesPerBlock);
    this.#factorNow = new Int32Array(graph.factorIds.length);
  }

  /** Draws the worlds of a batch into `live`, as they are after the actions marked in `done`. */
  load(batch: number, done?: Uint8Array): void {
    this.#enter(batch);
    const { live, table } = this;
    const { batchesPerBlock } = this.design;
    const inBlock = batch % batchesPerBlock;
    const now = this.#factorNow;
    for (let factor = 0; factor < now.length; factor++)
      now[factor] = this.#factorWords[factor * batchesPerBlock + inBlock]!;
    if (done !== undefined) {
      const { thing, action } = table.onFactors;
      for (let row = 0; row < thing.length; row++) {
        if (done[action[row]!] === 1) now[thing[row]!]! &= ~this.factorHit(row);
      }
    }
    this.#drawEdges(batch);
    if (done === undefined) return;
    const { offsets, order } = table.onEdges.byAction;
    for (let action = 0; action < done.length; action++) {
      if (done[action] === 0) continue;
      for (let i = offsets[action]!; i < offsets[action + 1]!; i++) {
        const edge = table.onEdges.thing[order[i]!]!;
        if (live[edge] !== 0) live[edge]! &= ~this.edgeHit(order[i]!);
      }
    }
  }

  /** The worlds of the loaded batch in which the action of this row of `table.onEdges` removes the edge. */
  edgeHit(row: number): number {
    const { thing, action, residual } = this.table.onEdges;
    const stays = residual[row]!;
    if (stays <= 0) return -1;
    const edge = thing[row]!;
    return ~this.#pairWord(this.#edgeKeys, edge, action[row]!, stays);
  }

  /** The worlds of the loaded batch in which the action of this row of `table.onFactors` turns the factor off. */
  factorHit(row: number): number {
    const { batchesPerBlock } = this.design;
    return ~this.#factorStays[row * batchesPerBlock + (this.#batch % batchesPerBlock)]!;
  }

  #pairWord(keys: CoinKeys, thing: number, action: number, probability: number): number {
    const first = keys.first[thing]! ^ Math.imul(this.#actionKeys.first[action]!, 0x2545f491);
    const second = keys.second[thing]! + this.#actionKeys.second[action]!;
    return coinWord(first, second, this.#batch, thresholdOf(probability));
  }

  #enter(batch: number): void {
    this.#batch = batch;
    const block = Math.floor(batch / this.design.batchesPerBlock);
    if (block === this.#block) return;
    this.#block = block;
    const { batchesPerBlock } = this.design;
    const { factorQ } = this.core.graph;
    const keys = this.#factorKeys;
    for (let factor = 0; factor < factorQ.length; factor++) {
      const at = factor * batchesPerBlock;
      latinWords(
        keys.first[factor]!,
        keys.second[factor]!,
        block,
        factorQ[factor]!,
        this.#factorWords,
        at,
        batchesPerBlock,
      );
    }
    const { thing, action, residual } = this.table.onFactors;
    for (let row = 0; row < thing.length; row++) {
      const first = keys.first[thing[row]!]! ^ Math.imul(this.#actionKeys.first[action[row]!]!, 0x2545f491);
      const second = keys.second[thing[row]!]! + this.#actionKeys.second[action[row]!]!;
      latinWords(
        first,
        second,
        block,
        residual[row]!,
        this.#factorStays,
        row * batchesPerBlock,
        batchesPerBlock,
      );
    }
  }

  #drawEdges(batch: number): void {
    const { live } = this;
    const now = this.#factorNow;
    const { edgeFactorOffsets, edgeFactors } = this.table;
    const { first, second } = this.#edgeKeys;
    const thresholds = this.#thresholds;
    const certain = this.#certain;
    let next = 0;
    for (let edge = 0; edge < live.length; edge++) {
      const end = edgeFactorOffsets[edge + 1]!;
      let word = -1;
      for (; next < end; next++) word &= now[edgeFactors[next]!]!;
      if (word !== 0 && certain[edge] === 0)
        word &= coinWord(first[edge]!, second[edge]!, batch, thresholds[edge]!);
      live[edge] = word;
    }
  }
}

function keysOfCoreEdges(core: Core, seed: number): CoinKeys {
  return coinKeys(
    Array.from(core.edges, (edge) => core.graph.edgeIds[edge]!),
    seed,
  );
}
