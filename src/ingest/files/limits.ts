import { UnreadableFile } from '../../sources/source.ts';

/** What one archive may unpack to. Figures: docs/decisions/0010. */
export const archiveLimits = {
  bytes: 2 * 1024 ** 3,
  entries: 10_000,
  /** Unpacked bytes for each packed byte, asked only beyond `ratioFromBytes`. */
  ratio: 200,
  ratioFromBytes: 16 * 1024 ** 2,
} as const;

/** Counts the bytes an archive really gives and stops it at the limits. */
export class UnpackedBytes {
  readonly #name: string;
  readonly #packedBytes: number;
  #total = 0;

  constructor(name: string, packedBytes: number) {
    this.#name = name;
    this.#packedBytes = packedBytes;
  }

  add(bytes: number): void {
    this.#total += bytes;
    if (this.#total > archiveLimits.bytes) {
      throw unsafe(`${this.#name} unpacks to more than ${archiveLimits.bytes / 1024 ** 3} GB`);
    }
    if (this.#total > archiveLimits.ratioFromBytes && this.#total > this.#packedBytes * archiveLimits.ratio) {
      throw unsafe(`${this.#name} unpacks to more than ${archiveLimits.ratio} times its size`);
    }
  }
}

export function unsafe(message: string): UnreadableFile {
  return new UnreadableFile({
    code: 'archive-unsafe',
    message,
    remedy: 'unpack it yourself if you trust it and pass the files',
  });
}
