import { aggregateFunctions } from '../functions/index.ts';
import { literal, type AggregateCall, type Scalar } from '../ir/index.ts';
import type { Node } from '../language/syntax.ts';
import { convertArguments } from './calls.ts';
import { convert } from './convert.ts';
import { boundType } from './values.ts';
import type { Lowering } from './lowering.ts';
import { unsupported } from './refusal.ts';
import type { Scope } from './scope.ts';

/** One call of an aggregate that gives one column. */
export function aggregateCall(
  lowering: Lowering,
  node: Node,
  name: string,
  args: readonly Node[],
  scope: Scope,
): AggregateCall {
  const { aggregate: _, ...inner } = scope;
  return buildAggregate(
    node,
    name,
    args.map((arg) => lowering.scalar(arg, inner)),
  );
}

/** Older names, whose lists end after 128 elements unless another limit is given. */
const older: Readonly<Record<string, string>> = { makelist: 'make_list', makeset: 'make_set' };

/** The same from lowered arguments. */
export function buildAggregate(node: Node, name: string, given: readonly Scalar[]): AggregateCall {
  const newer = older[name];
  if (newer !== undefined)
    return buildAggregate(node, newer, given.length > 1 ? given : [...given, literal('long', 128n)]);
  const named = aggregateFunctions.get(name);
  if (named === undefined) throw unsupported(node, `the aggregate ${name} is not supported`);
  const base = named.conditional === undefined ? named : aggregateFunctions.get(named.conditional);
  if (base === undefined)
    throw new Error(`${name} builds on the unknown aggregate ${named.conditional ?? ''}`);
  // The condition follows the arguments that must be given: `countif(p)`, `sumif(x, p)`, `covarianceif(x, y, p)`.
  const needed = base.parameters.includes('?') ? base.parameters.indexOf('?') : base.parameters.length;
  const filtered = named.conditional !== undefined || (given.length > needed && needed === 0);
  const at = filtered ? needed : -1;
  const filter = at === -1 ? undefined : given[at];
  const args = convertArguments(
    base.parameters,
    given.filter((_, index) => index !== at),
  );
  const refusal = base.refuse?.(args);
  if (refusal !== undefined) throw unsupported(node, `${name}: ${refusal}`);
  const own = typeof base.returns === 'function' ? base.returns(args) : base.returns;
  const type = own ?? boundType(node) ?? 'dynamic';
  return {
    fn: base.name,
    args,
    type,
    nullable: type !== 'string' && base.empty === undefined,
    ...(filter === undefined ? {} : { filter: convert(filter, 'bool') }),
  };
}
