import type { KqlType, KqlValue } from '../types.ts';
import type { Rel } from './rel.ts';

/** A typed expression over the columns of one relation. Text values are never null; all others say whether they may be. */
export type Scalar = ColumnRef | Literal | Call | WindowCall | SubqueryScalar | InSubquery;

export interface ColumnRef {
  readonly op: 'column';
  readonly id: string;
  readonly type: KqlType;
  readonly nullable: boolean;
}

export interface Literal {
  readonly op: 'literal';
  readonly type: KqlType;
  readonly value: KqlValue;
}

/** Call of an entry of the function table; operators (`==`, `has`, `+` …) are entries too. */
export interface Call {
  readonly op: 'call';
  readonly fn: string;
  readonly args: readonly Scalar[];
  readonly type: KqlType;
  readonly nullable: boolean;
}

/** `prev`, `row_number` …: an entry of the window functions, over the rows in the order of `order` (a row number). */
export interface WindowCall {
  readonly op: 'window';
  readonly fn: string;
  readonly args: readonly Scalar[];
  readonly order: ColumnRef;
  readonly type: KqlType;
  readonly nullable: boolean;
}

/** The first column of the first row of a relation; null (or empty text) when there is no row. */
export interface SubqueryScalar {
  readonly op: 'subquery';
  readonly rel: Rel;
  readonly type: KqlType;
  readonly nullable: boolean;
}

/** Whether a value occurs in the first column of a relation; never null. */
export interface InSubquery {
  readonly op: 'in-subquery';
  readonly value: Scalar;
  readonly rel: Rel;
  readonly type: 'bool';
  readonly nullable: false;
}

/** Whether an expression may be null. */
export function mayBeNull(scalar: Scalar): boolean {
  return scalar.op === 'literal' ? scalar.value === null : scalar.nullable;
}

/** A constant; a text is never null, but empty. */
export function literal(type: KqlType, value: KqlValue): Literal {
  return { op: 'literal', type, value: value === null && type === 'string' ? '' : value };
}

/** A call of an entry of the function table, with arguments that have its types already; a text is never null. */
export function call(fn: string, args: readonly Scalar[], type: KqlType, nullable: boolean): Call {
  return { op: 'call', fn, args, type, nullable: type === 'string' ? false : nullable };
}
