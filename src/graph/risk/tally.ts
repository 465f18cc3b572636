import type { Design } from './worlds.ts';
import type { Sample } from './intervals.ts';

/** Range of a quantity in one world, and what one world not yet seen may add to it. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly weight: number;
}

/** Sums up one quantity a world. */
export class Tally {
  #sum = 0;
  #squares = 0;
  #blockSquares = 0;
  #block = 0;

  add(value: number): void {
    this.#block += value;
    this.#squares += value * value;
  }

  closeBlock(): void {
    this.#sum += this.#block;
    this.#blockSquares += this.#block ** 2;
    this.#block = 0;
  }

  sample(design: Design, range: Range): Sample {
    return {
      worlds: design.worlds,
      blocks: design.blocks,
      sum: this.#sum,
      squares: this.#squares,
      blockSquares: this.#blockSquares,
      ...range,
    };
  }
}

/** Sums up, for many items at once, what each saves a world (0 in most), and what is left of the loss without it. */
export class SavingTally {
  readonly hits: Uint32Array;
  /** The most an item saved in one world. */
  readonly largest: Float64Array;
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  readonly #blockSquares: Float64Array;
  readonly #block: Float64Array;
  readonly #withLoss: Float64Array;
  readonly #blockWithLoss: Float64Array;
  readonly #touched: number[] = [];
  #loss = 0;
  #lossSquares = 0;
  #lossBlock = 0;
  #lossBlockSquares = 0;

  constructor(count: number) {
    this.hits = new Uint32Array(count);
    this.largest = new Float64Array(count);
    this.#sum = new Float64Array(count);
    this.#squares = new Float64Array(count);
    this.#blockSquares = new Float64Array(count);
    this.#block = new Float64Array(count);
    this.#withLoss = new Float64Array(count);
    this.#blockWithLoss = new Float64Array(count);
  }

  /** The item saves `saved` in a world in which `lost` is lost without it. */
  add(item: number, saved: number, lost: number): void {
    if (this.#block[item] === 0) this.#touched.push(item);
    this.#block[item]! += saved;
    this.#squares[item]! += saved * saved;
    this.#withLoss[item]! += saved * lost;
    this.hits[item]!++;
    if (saved > this.largest[item]!) this.largest[item] = saved;
  }

  /** What a world loses with nothing done. */
  addLoss(lost: number): void {
    this.#lossBlock += lost;
    this.#lossSquares += lost * lost;
  }

  closeBlock(): void {
    for (const item of this.#touched) {
      const saved = this.#block[item]!;
      this.#sum[item]! += saved;
      this.#blockSquares[item]! += saved * saved;
      this.#blockWithLoss[item]! += saved * this.#lossBlock;
      this.#block[item] = 0;
    }
    this.#touched.length = 0;
    this.#loss += this.#lossBlock;
    this.#lossBlockSquares += this.#lossBlock ** 2;
    this.#lossBlock = 0;
  }

  /** Sum of what an item saved, over all worlds. */
  total(item: number): number {
    return this.#sum[item]!;
  }

  /** What the item saves. */
  saving(item: number, design: Design, range: Range): Sample {
    return {
      worlds: design.worlds,
      blocks: design.blocks,
      sum: this.#sum[item]!,
      squares: this.#squares[item]!,
      blockSquares: this.#blockSquares[item]!,
      ...range,
    };
  }

  /** What is lost with nothing done. */
  loss(design: Design, range: Range): Sample {
    return {
      worlds: design.worlds,
      blocks: design.blocks,
      sum: this.#loss,
      squares: this.#lossSquares,
      blockSquares: this.#lossBlockSquares,
      ...range,
    };
  }

  /** What is still lost once the item is done. */
  remaining(item: number, design: Design, range: Range): Sample {
    return {
      worlds: design.worlds,
      blocks: design.blocks,
      sum: this.#loss - this.#sum[item]!,
      squares: this.#lossSquares - 2 * this.#withLoss[item]! + this.#squares[item]!,
      blockSquares: this.#lossBlockSquares - 2 * this.#blockWithLoss[item]! + this.#blockSquares[item]!,
      ...range,
    };
  }
}

/** Counts in how many worlds each node falls. */
export class NodeTally {
  readonly #sum: Float64Array;
  readonly #blockSquares: Float64Array;
  readonly #block: Float64Array;

  constructor(count: number) {
    this.#sum = new Float64Array(count);
    this.#blockSquares = new Float64Array(count);
    this.#block = new Float64Array(count);
  }

  add(node: number, worlds: number): void {
    this.#block[node]! += worlds;
  }

  closeBlock(): void {
    const block = this.#block;
    for (let node = 0; node < block.length; node++) {
      this.#sum[node]! += block[node]!;
      this.#blockSquares[node]! += block[node]! ** 2;
    }
    block.fill(0);
  }

  sample(node: number, design: Design, range: Range): Sample {
    return {
      worlds: design.worlds,
      blocks: design.blocks,
      sum: this.#sum[node]!,
      squares: this.#sum[node]!,
      blockSquares: this.#blockSquares[node]!,
      ...range,
    };
  }
}
