import type { AggregateCall, Call, Scalar, WindowCall } from '../ir/index.ts';
import type { KqlType } from '../types.ts';

/**
 * How an argument is handed over: converted to a KQL type first (`string`: a dynamic loses its quotes, a number becomes
 * text), or as it is (`any`). `number`: int, long, real and decimal as they are, a dynamic or text becomes real.
 */
export type ParameterType = KqlType | 'any' | 'number';

/** `...` as the last element repeats the parameter before it; parameters after `?` may be left out. */
export type Parameters = readonly (ParameterType | '...' | '?')[];

/**
 * What a null argument does. `propagate`: a null argument gives null (or empty text), nothing else does. `may`: the result
 * may be null although no argument is. `never`: the result is never null.
 */
export type Nulls = 'propagate' | 'may' | 'never';

/**
 * SQL of a call. A text has `$1`, `$2` … for the arguments, each of which is already safe to stand anywhere, and `$*` for
 * all of them with commas. The function gets the printed arguments and the call.
 */
export type Template = string | ((args: readonly string[], call: Call) => string);

/** JavaScript that the engine calls for each row; text, numbers, bigint for long/datetime/timespan, parsed JSON for dynamic. */
export interface Native {
  readonly parameters: readonly KqlType[];
  readonly returns: KqlType;
  /** Nulls come as null (texts never); undefined or null gives null. Must not throw. */
  readonly run: (...args: never[]) => unknown;
  /** Same arguments may give another result (`rand`). */
  readonly volatile?: true;
}

/** One scalar function or operator: what it takes and how each engine says it. */
export interface ScalarFunction {
  readonly name: string;
  readonly parameters: Parameters;
  readonly nulls: Nulls;
  /** Type of the result where the binder gives none or another one; else the binder's. */
  readonly returns?: KqlType | ((args: readonly Scalar[]) => KqlType);
  /** Checked at compile time: a sentence why these arguments cannot be taken, or undefined. */
  readonly refuse?: (args: readonly Scalar[]) => string | undefined;
  /** Replaces the call by other IR (synonyms, constant arguments) before anything is printed. */
  readonly rewrite?: (args: readonly Scalar[], type: KqlType) => Scalar | undefined;
  readonly duckdb?: Template;
  /** A shorter form where null counts as false, as in WHERE. */
  readonly condition?: (args: readonly string[], call: Call) => string;
  /** Instead of a template: a function of our own that the engine calls by name. */
  readonly native?: Native;
}

/** SQL of an aggregate call; `filter` is the printed `FILTER (WHERE …)` with a leading space, or empty. */
export type AggregateTemplate =
  | string
  | ((
      args: readonly string[],
      more: { readonly filter: string; readonly call: AggregateCall; readonly order: string },
    ) => string);

/** One aggregate function. */
export interface AggregateFunction {
  readonly name: string;
  readonly parameters: Parameters;
  /** Result over no rows: null when left out. A KQL literal in the engine's SQL is not allowed here: a plain value. */
  readonly empty?: bigint | number | string;
  /** `sumif(x, p)`: the last argument is the condition of the aggregate named here. */
  readonly conditional?: string;
  readonly returns?: KqlType | ((args: readonly Scalar[]) => KqlType);
  readonly refuse?: (args: readonly Scalar[]) => string | undefined;
  /** `$1` … arguments, `$filter` the filter, `$order` ` ORDER BY n` when the input is ordered. */
  readonly duckdb: AggregateTemplate;
}

/** Makes a call of a window function in the order of the rows at hand. */
export type OverRows = (fn: string, args: readonly Scalar[], type: KqlType, nullable?: boolean) => WindowCall;

/** One function over the rows in their order (`prev`, `row_number` …). `$over` is the window. */
export interface WindowFunction {
  readonly name: string;
  readonly parameters: Parameters;
  readonly nulls: Nulls;
  readonly returns?: KqlType | ((args: readonly Scalar[]) => KqlType);
  /** Replaces the call by other calls over the rows; `over` makes one in the same order. */
  readonly rewrite?: (args: readonly Scalar[], over: OverRows) => Scalar | undefined;
  readonly duckdb: string | ((args: readonly string[], over: string, call: WindowCall) => string);
}
