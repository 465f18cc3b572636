import type { Rel } from '../ir/index.ts';
import type { Node } from '../language/syntax.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Scope } from '../lower/scope.ts';

/**
 * Turns one tabular operator into IR. `input` is what stands before the pipe; operators that start a query have none.
 * Names and types of the resulting columns are checked against the binder's by the caller (`Lowering.conform`), so an
 * operator may leave names to it but must give its columns in the binder's order.
 */
export type LowerOperator = (lowering: Lowering, node: Node, input: Rel | undefined, scope: Scope) => Rel;

/** The input that the operator must have. */
export function piped(input: Rel | undefined): Rel {
  if (input === undefined) throw new Error('an operator that needs rows stands at the start of a query');
  return input;
}

/** The scope of an expression over the rows of a relation. */
export function rowScope(scope: Scope, rel: Rel): Scope {
  return { environment: scope.environment, depth: scope.depth, row: rel.columns };
}
