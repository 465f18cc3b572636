import type { DuckDBDataChunk, DuckDBValue } from '@duckdb/node-api';
import type { KqlType, KqlValue, ResultColumn } from '../../kql/index.ts';
import type { ResultBatch } from '../query.ts';
import { UnexpectedResult } from './select.ts';

/** Bytes after which a batch is given away, so that few rows of long texts do not make a huge one. */
const batchBytes = 1 << 20;

/** Turns the engine's chunks into batches of KQL values within the limits on rows and bytes. */
export class BatchMaker {
  readonly #columns: readonly ResultColumn[];
  readonly #maxRows: number;
  readonly #maxBytes: number;
  #rows = 0;
  #bytes = 0;
  #truncated: 'rows' | 'bytes' | undefined;

  constructor(
    columns: readonly ResultColumn[],
    limits: { readonly maxRows?: number | undefined; readonly maxBytes?: number | undefined },
  ) {
    this.#columns = columns;
    this.#maxRows = limits.maxRows ?? Infinity;
    this.#maxBytes = limits.maxBytes ?? Infinity;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The limit that was met, if any: there is at least one row more. */
  get truncated(): 'rows' | 'bytes' | undefined {
    return this.#truncated;
  }

  *take(chunk: DuckDBDataChunk): Generator<ResultBatch, void> {
    const vectors = this.#columns.map((_, index) => chunk.getColumnVector(index));
    let batch = this.#columns.map((): KqlValue[] => []);
    let batchRows = 0;
    let batchStart = this.#bytes;
    for (let row = 0; row < chunk.rowCount; row++) {
      const values = this.#columns.map(({ type }, index) => kqlValue(type, vectors[index]!.getItem(row)));
      if (!this.#fits(values)) break;
      for (let c = 0; c < values.length; c++) batch[c]!.push(values[c]!);
      batchRows++;
      if (this.#bytes - batchStart < batchBytes) continue;
      yield { columns: batch, rowCount: batchRows };
      batch = this.#columns.map(() => []);
      batchRows = 0;
      batchStart = this.#bytes;
    }
    if (batchRows > 0) yield { columns: batch, rowCount: batchRows };
  }

  #fits(values: readonly KqlValue[]): boolean {
    const bytes = values.reduce<number>(
      (sum, value) => sum + 8 + (typeof value === 'string' ? value.length : 0),
      0,
    );
    if (this.#rows >= this.#maxRows) this.#truncated = 'rows';
    else if (this.#bytes + bytes > this.#maxBytes) this.#truncated = 'bytes';
    if (this.#truncated !== undefined) return false;
    this.#rows++;
    this.#bytes += bytes;
    return true;
  }
}

function kqlValue(type: KqlType, value: DuckDBValue): KqlValue {
  if (value === null) return type === 'string' ? '' : null;
  switch (type) {
    case 'string':
    case 'guid':
    case 'dynamic':
      if (typeof value === 'string') return value;
      break;
    case 'long':
    case 'datetime':
    case 'timespan':
      if (typeof value === 'bigint') return value;
      if (typeof value === 'number') return BigInt(value);
      break;
    case 'int':
    case 'real':
      if (typeof value === 'number') return value;
      if (typeof value === 'bigint') return Number(value);
      break;
    case 'bool':
      if (typeof value === 'boolean') return value;
      break;
    case 'decimal':
      return String(value);
  }
  throw new UnexpectedResult(`a value of type ${type} came as ${typeof value}`);
}
