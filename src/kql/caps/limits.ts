/** What a query may come to; a larger one is refused. The engine prepares one of this size in about a second. */
export const limits = {
  /** Characters of KQL; the analyser needs a second or two for so many. */
  text: 200_000,
  /** Brackets inside each other, wherever they stand. */
  brackets: 300,
  /** Expressions inside each other, as they are written. */
  nesting: 150,
  /** Steps after or inside each other. */
  steps: 300,
  /** Calls of users' functions inside each other. */
  calls: 40,
  /** Columns of one step; the analyser needs about half a second for so many. */
  columns: 10_000,
  /** Parts of one expression, in which what a name stands for counts wherever the name is used. */
  parts: 100_000,
  /** Calls inside each other, counted likewise; the engine's time grows with the third power. */
  depth: 200,
  /** Expressions and columns of steps in a query, those of a function with each call. */
  work: 200_000,
  /** Characters of SQL. */
  sql: 4_000_000,
  /** Words of SQL with the engine's macros written out. */
  words: 1_500_000,
} as const;

/** Thrown where a query turns out too long to be run; its message says of what there is too much. */
export class QueryTooLong extends Error {
  override readonly name = 'QueryTooLong';
}
