import { ref, type AggregateCall, type Column, type Rel, type Scalar } from '../ir/index.ts';
import type { Node } from '../language/syntax.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Scope } from '../lower/scope.ts';

/** Groups of a relation: a column for each key, with its name where it has one, then one for each expression over aggregates. */
export function grouped(
  lowering: Lowering,
  rel: Rel,
  keys: readonly Scalar[],
  expressions: readonly Node[],
  scope: Scope,
  names: readonly string[] = [],
): Rel {
  const aggregates: AggregateCall[] = [];
  const columns: Column[] = [];
  const aggregate = (one: AggregateCall) => {
    const column = lowering.column('', one.type, one.nullable);
    aggregates.push(one);
    columns.push(column);
    return ref(column);
  };
  const values = expressions.map((expression) => lowering.scalar(expression, { ...scope, aggregate }));
  const keyColumns = keys.map((key, index) => lowering.columnFor(names[index] ?? '', key));
  return {
    op: 'project',
    input: {
      op: 'aggregate',
      input: rel,
      columns: [...keyColumns, ...columns],
      keys,
      aggregates,
    },
    columns: [...keyColumns, ...values.map((value) => lowering.columnFor('', value))],
    expressions: [...keyColumns.map((column) => ref(column)), ...values],
  };
}
