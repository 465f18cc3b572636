import type { KqlType } from '../../types.ts';
import { cellOf, evaluate, type Expression, type Reader } from './expression.ts';
import type { Cell, Process, Row } from './process.ts';

export interface ScanSettings {
  /** Columns of the input that belong to a row; cells after them are only read by expressions. */
  readonly width: number;
  /** What each column holds when nothing was matched yet: null or empty text for the input's, the default for declared. */
  readonly empty: readonly Cell[];
  readonly types: readonly KqlType[];
  readonly steps: readonly {
    readonly output: 'all' | 'last' | 'none';
    readonly condition: Expression;
    /** By column, counted from the first declared one. */
    readonly assignments: readonly { readonly index: number; readonly value: Expression }[];
  }[];
}

/** What one step holds: for itself and each step before it the last record, and the number of the match. */
interface Sequence {
  readonly records: readonly (Row | undefined)[];
  readonly match: number;
  /** A record of a step with `output=last` that is still to be given. */
  readonly pending: Row | undefined;
}

/** `scan`: matches rows, in their order, against steps that may look at what earlier steps matched. */
export const scan: Process = {
  name: 'scan',
  title: 'scan',
  inputs: 1,
  maxRows: 500_000,
  run(given, [rows]) {
    const { width, empty, steps } = given as ScanSettings;
    const held: (Sequence | undefined)[] = steps.map(() => undefined);
    const output: Row[] = [];
    let matches = 0;

    const give = (sequence: Sequence | undefined): void => {
      if (sequence?.pending !== undefined) output.push([...sequence.pending, String(sequence.match)]);
    };
    const readerOf = (row: Row, sequence: Sequence | undefined): Reader => ({
      cell: (index) => row[index] ?? null,
      state: (step, index) => (sequence?.records[step] ?? empty)[index] ?? null,
    });
    /** The row with the assignments of a step, which becomes what the step holds. */
    const take = (row: Row, k: number, base: Sequence | undefined, match: number): void => {
      const step = steps[k]!;
      const reader = readerOf(row, base);
      const record = [...row.slice(0, width), ...empty.slice(width)];
      for (const { index, value } of step.assignments)
        record[width + index] = cellOf(evaluate(value, reader));
      const records = [...(base?.records.slice(0, k) ?? [])];
      records[k] = record;
      if (step.output === 'all') output.push([...record, String(match)]);
      held[k] = { records, match, pending: step.output === 'last' ? record : undefined };
    };

    for (const row of rows ?? [])
      for (let k = steps.length - 1; k >= 0; k -= 1) {
        const { condition } = steps[k]!;
        const previous = k === 0 ? undefined : held[k - 1];
        if (previous !== undefined && evaluate(condition, readerOf(row, previous)) === true) {
          give(held[k]);
          give(previous);
          held[k - 1] = undefined;
          take(row, k, previous, previous.match);
          continue;
        }
        const own = held[k];
        if (own === undefined && k > 0) continue;
        if (evaluate(condition, readerOf(row, own)) !== true) continue;
        if (own === undefined) matches += 1;
        take(row, k, own, own?.match ?? matches - 1);
      }
    for (const sequence of held) give(sequence);
    return output;
  },
};
