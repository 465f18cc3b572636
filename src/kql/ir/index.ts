export { call, literal, mayBeNull } from './scalar.ts';
export type { Call, ColumnRef, InSubquery, Literal, Scalar, SubqueryScalar, WindowCall } from './scalar.ts';
export { columnsIn, isOrdered, outerColumns, ref, takeOrder, unsorted } from './rel.ts';
export type { AggregateCall, Column, JoinKind, Rel, Shared, SortKey } from './rel.ts';
