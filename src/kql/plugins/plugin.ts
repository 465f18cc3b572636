import { type Column, type Rel, type Scalar } from '../ir/index.ts';
import { kind, nameOf, need, type BoundColumn, type Node } from '../language/syntax.ts';
import type { Lowering } from '../lower/lowering.ts';
import { unsupported } from '../lower/refusal.ts';
import type { Scope } from '../lower/scope.ts';

/** A call of a plugin. */
export interface PluginCall {
  readonly lowering: Lowering;
  /** The call itself. */
  readonly node: Node;
  /** Arguments as written; a named one is a `SimpleNamedExpression`. */
  readonly args: readonly Node[];
  /** What stands before the pipe: one row without columns when nothing does. */
  readonly rows: Rel;
  readonly scope: Scope;
  /** The output schema, where there is one. */
  readonly schema: readonly BoundColumn[] | undefined;
  /** The schema was read from the data: it is complete. */
  readonly fromData: boolean;
}

/** Turns a call into rows; columns are those of the binder, or of the output schema, in order. */
export type Plugin = (call: PluginCall) => Rel;

/** The argument of that name, or else the one at that place among those without a name. */
export function argument(call: PluginCall, name: string, place: number): Node | undefined {
  const lower = name.toLowerCase();
  const named = call.args.find(
    (arg) => kind(arg) === 'SimpleNamedExpression' && nameOf(arg).toLowerCase() === lower,
  );
  if (named !== undefined) return need(named, 'Expression');
  const positional = call.args.filter((arg) => kind(arg) !== 'SimpleNamedExpression');
  return positional[place];
}

/** The argument of that name or place; refuses the query without it. */
export function needed(call: PluginCall, name: string, place: number): Node {
  const found = argument(call, name, place);
  if (found === undefined) throw unsupported(call.node, `the argument ${name} is missing`);
  return found;
}

/** The column of the input that an argument names. */
export function columnArgument(call: PluginCall, node: Node, rel: Rel = call.rows): Column {
  const scalar = call.lowering.scalar(node, { ...call.scope, row: rel.columns });
  const column = scalar.op === 'column' ? rel.columns.find((c) => c.id === scalar.id) : undefined;
  if (column === undefined) throw unsupported(node, 'this argument must be a column');
  return column;
}

/** A constant argument. */
export function constantArgument(call: PluginCall, node: Node): Extract<Scalar, { op: 'literal' }> {
  const scalar = call.lowering.scalar(node, { environment: call.scope.environment, depth: call.scope.depth });
  if (scalar.op !== 'literal') throw unsupported(node, 'this argument must be a constant');
  return scalar;
}

/** One row of these values: how a process gets values that are computed when the query runs. */
export function oneRow(lowering: Lowering, values: readonly Scalar[]): Rel {
  return {
    op: 'project',
    input: { op: 'unit', columns: [] },
    columns: values.map((value) => lowering.columnFor('', value)),
    expressions: values,
  };
}

/** Just these expressions over a relation, under ids of their own. */
export function picked(lowering: Lowering, input: Rel, expressions: readonly Scalar[]): Rel {
  return {
    op: 'project',
    input,
    columns: expressions.map((value) => lowering.columnFor('', value)),
    expressions,
  };
}

/** A relation that is computed once and used several times. */
export function shared(lowering: Lowering, rel: Rel): () => Rel {
  const once = lowering.share(rel, true);
  return () => lowering.use(once);
}

/** The relation with the number of each row in its order as a last, hidden column. */
export function withNumber(lowering: Lowering, rel: Rel): Rel {
  const number = lowering.column('', 'long', false, true);
  return { op: 'number', input: rel, columns: [...rel.columns, number] };
}
